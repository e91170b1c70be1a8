from dataclasses import replace

import pandas as pd
import pytest

from tests.survey_to_count import BOOK, audited, coded_survey, count_pairs, count_themes
from textmining.answers import PAIR_COLUMNS, Coded
from textmining.counting import CountOptions
from textmining.errors import OptionError

CODED, TRUTH = coded_survey(n=240)
READ = audited(CODED, TRUTH)


def test_everything_read_is_the_hand_count() -> None:
    table = count_pairs(CODED, TRUTH)
    assert tuple(table.columns) == PAIR_COLUMNS
    for row in table.to_dict("records"):
        asked = (TRUTH["question"] == row["question"]) | (row["question"] == "*")
        both = {row["theme"], row["with_theme"]}
        hand = sum(both <= set(codes) for codes in TRUTH.loc[asked, "themes"])
        assert row["low"] == row["estimate"] == row["high"] == hand


def test_pairs_are_of_themes_that_a_question_can_have_together() -> None:
    table = count_pairs(CODED, READ)
    found = {
        question: list(rows[["theme", "with_theme"]].itertuples(index=False, name=None))
        for question, rows in table.groupby("question")
    }
    assert found["q1"] == [("nav", "fylke")]
    assert found["q2"] == found["*"] == [("nav", "fylke"), ("nav", "bolig"), ("fylke", "bolig")]
    assert set(table["base"]) == {"total"}


def test_a_part_read_gives_intervals_and_nothing_read_none() -> None:
    table = count_pairs(CODED, READ)
    assert (table["low"] <= table["estimate"]).all()
    assert (table["estimate"] <= table["high"]).all()
    assert (table["high"] > table["low"]).any()
    assert count_pairs(CODED, None)["low"].isna().all()


def test_groups_do_not_matter_and_strict_mode_does() -> None:
    by = CountOptions(by=("role",), respondents=True)
    pd.testing.assert_frame_equal(count_pairs(CODED, READ, by), count_pairs(CODED, READ))
    strict = count_pairs(CODED, READ, CountOptions(strict=True))
    assert (strict["method"] == "strict: hypergeometric interval").all()


def test_a_codebook_with_one_theme_has_no_pairs() -> None:
    assert CODED.meta is not None
    one = replace(BOOK, themes=BOOK.themes[:1])
    frame = CODED.frame.assign(themes=[codes[:0] for codes in CODED.frame["themes"]])
    table = count_pairs(Coded(frame, replace(CODED.meta, codebook=one)), None)
    assert tuple(table.columns) == PAIR_COLUMNS
    assert table.empty


def test_pairs_are_not_published_where_small_counts_are_held_back() -> None:
    options = CountOptions(suppress=3)
    assert len(count_themes(CODED, READ, options))
    with pytest.raises(OptionError, match="--suppress"):
        count_pairs(CODED, READ, options)
