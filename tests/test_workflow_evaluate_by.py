"""Scores by the written standard, where no column says it."""

import pandas as pd
import pytest

from textmining.answers import Answers, check_by
from textmining.errors import ColumnError
from textmining.workflow.evaluate import groups_of

FRAME = pd.DataFrame({
    "respondent": ["1", "2"], "wave": "2021", "question": "q1",
    "text": ["Eg veit ikkje kva dei treng.", "Jeg vet ikke hva de trenger."],
    "themes": [("a",), ("a",)], "role": ["x", "y"],
})  # fmt: skip


def test_the_written_standard_is_guessed_where_no_column_has_its_name() -> None:
    found = groups_of(Answers(FRAME), ["language", "role"])
    assert found["language"].tolist() == ["nn", "nb"]
    assert found["role"].tolist() == ["x", "y"]
    own = groups_of(Answers(FRAME.assign(language="sv")), ["language"])
    assert own["language"].tolist() == ["sv", "sv"]
    with pytest.raises(ColumnError, match="kommune"):
        groups_of(Answers(FRAME), ["language", "kommune"])


def test_groups_are_called_as_counts_call_them() -> None:
    frame = FRAME.assign(number=[3.0, float("nan")], role=["x", " x"])
    found = groups_of(Answers(frame), ["number", "role"])
    assert found["number"].tolist() == ["3", ""]
    assert found["role"].tolist() == ["x", "x"]


@pytest.mark.parametrize("column", ["text", "themes"])
def test_answers_texts_are_no_groups(column: str) -> None:
    frame = pd.DataFrame({"text": ["et svar"], "themes": [("nav",)], "role": ["leder"]})
    with pytest.raises(ColumnError, match=f"no column {column} for --by; found role"):
        check_by(frame, [column])
