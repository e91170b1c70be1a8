"""What comes next in a survey whose only wave persons have begun to code."""

from pathlib import Path

from tests.small_survey import small_survey
from textmining.review import Choice, Desk, Store
from textmining.survey import Survey
from textmining.workflow.inputs.reviewable import reviewable
from textmining.workflow.survey_folder.next_step import step_code, step_review
from textmining.workflow.survey_folder.status import TRAINING_PAYS, status


def test_enough_answers_by_hand_lead_to_training_and_then_to_coding_the_rest(
    tmp_path: Path,
) -> None:
    survey = Survey(small_survey(tmp_path / "u", answers=60, coded=False))
    assert status(survey).next == "textmining review"
    step = step_review(survey)
    found = reviewable(step.files, step.columns[0], step.codebook)
    with Store(survey.store) as store:
        desk = Desk(store, found.answers, found.codebook)
        for position in range(TRAINING_PAYS - 1):
            desk.decide([position], "Kari", Choice(themes=("nav",)))
        assert status(survey).next == "textmining review"
        desk.decide([TRAINING_PAYS - 1], "Kari", Choice(themes=("bolig",)))
    assert status(survey).next == "textmining train"
    assert status(survey).waves[0].uncoded == 60 - TRAINING_PAYS
    survey.model_for("2020").mkdir(parents=True)
    assert status(survey).next == "textmining code"
    assert step_code(survey).files == [survey.waves[0].answers]


def test_a_wave_that_came_with_codes_is_not_coded_again(tmp_path: Path) -> None:
    survey = Survey(small_survey(tmp_path / "u"))
    survey.model_for("2020").mkdir(parents=True)
    assert status(survey).waves[0].uncoded == 0
    assert status(survey).next == "textmining report"
