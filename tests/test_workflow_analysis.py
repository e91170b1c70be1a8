import numpy as np
import pandas as pd

from tests.classifier_survey import CODEBOOK, answers
from textmining.answers import answers_from
from textmining.workflow.coding.analysis import with_human_codes


def test_a_respondent_who_answers_in_two_waves_is_one_person() -> None:
    frame = pd.DataFrame(
        {
            "respondent": ["7", "8", "7"],
            "wave": ["2019", "2019", "2021"],
            "text": ["paths", "trees", "dogs"],
            "themes": [("path",), ("tree",), ("dog",)],
        }
    )
    training = with_human_codes(answers(["paths", "trees", "dogs"]), answers_from(frame), CODEBOOK)
    assert len(np.unique(training.respondents)) == 2
    assert training.respondents[0] == training.respondents[2]
