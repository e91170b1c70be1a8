import numpy as np
import pandas as pd
import pytest

from textmining.answers import without_text
from textmining.codebook import Codebook, Theme
from textmining.errors import OptionError
from textmining.workflow.coding.drawn import positions_of
from textmining.workflow.coding.reasons import ReadingOrder, in_original


def test_without_text_neither_text_nor_the_codes_it_came_with_stay() -> None:
    answers = pd.DataFrame(
        columns=["respondent", "wave", "question", "text", "themes", "role", "x"]
    )
    frame = pd.DataFrame(columns=[*answers.columns, "themes_in", "confidence"])
    kept = without_text(frame, ["role", "x"], ["role", "text"])
    assert kept.columns.tolist() == [
        "respondent",
        "wave",
        "question",
        "themes",
        "role",
        "confidence",
    ]


def test_marks_stay_on_the_same_word_where_it_stands_again() -> None:
    spans = in_original([(8, 11, 1.0)], "nav bra nav", "nav   bra\n- nav")
    assert spans == [(12, 15, 1.0)]
    assert in_original([(0, 3, 1.0)], "nav", "NAV") == []


def test_reasons_are_for_the_answers_that_are_likely_to_be_read() -> None:
    order = np.concatenate([[0], np.arange(30_000, 0, -1)])
    assert len(ReadingOrder(order, 40).first()) == 1_000
    assert len(ReadingOrder(order, 2_000).first()) == 4_000
    assert len(ReadingOrder(order, 20_000).first()) == 10_000
    assert order[ReadingOrder(order, 40).first()].tolist() == list(range(1_000, 0, -1))


def test_a_priority_theme_must_be_in_the_codebook() -> None:
    book = Codebook("b", "1", (Theme("nav", "NAV"), Theme("tolk", "Tolk")))
    assert positions_of(book, ("tolk", "nav", "tolk")) == [1, 0]
    with pytest.raises(OptionError, match="--priority bolig is no code"):
        positions_of(book, ("bolig",))
