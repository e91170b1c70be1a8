"""Answers whose codes the machine has learnt tell nothing of its errors on others."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.survey_to_count import audited, coded_survey, count_themes
from textmining.answers import (
    AnswerId,
    Answers,
    Coded,
    Meta,
    read_coded,
    remove_from_coded,
    write_coded,
)
from textmining.workflow.coding.survey import learnt_of

CODED, TRUTH = coded_survey(n=300)
READ = audited(CODED, TRUTH)
IDS = [AnswerId(*row[:3]) for row in READ.itertuples(index=False)]


def _learnt(ids: list[AnswerId]) -> Coded:
    """The survey, and a machine that is sure and right of what it has learnt."""
    assert CODED.meta is not None
    frame, known = CODED.frame.copy(), set(ids)
    rows = np.array([answer in known for answer in CODED.ids], dtype=np.bool_)
    codes = TRUTH.set_index(["respondent", "wave", "question"])["themes"]
    for code in CODED.codebook.codes:
        has = np.array([code in codes.get(tuple(answer), ()) for answer in CODED.ids])
        frame[f"p_{code}"] = np.where(rows, np.where(has, 0.999, 0.001), frame[f"p_{code}"])
    return Coded(frame, replace(CODED.meta, learnt=tuple(ids)))


def test_where_all_that_was_read_has_been_learnt_there_is_no_interval() -> None:
    table = count_themes(_learnt(IDS), READ)
    open_ones = table[(table["question"] == "q2") & (table["base"] == "total")]
    assert set(open_ones["method"]) == {"no interval: nothing read"}
    assert open_ones["low"].isna().all()


def test_what_was_learnt_counts_as_it_was_coded_and_the_rest_from_the_rest() -> None:
    """The count is that of a survey without the learnt answers, and these counted by hand."""
    some = IDS[::3]
    table = count_themes(_learnt(some), READ)
    outside = np.array([answer not in set(some) for answer in CODED.ids])
    rest = Coded(CODED.frame[outside].reset_index(drop=True), CODED.meta)
    alone = count_themes(rest, READ)
    codes = TRUTH.set_index(["respondent", "wave", "question"])["themes"]
    keys = ["question", "theme"]
    both = table.merge(alone, on=keys, suffixes=("", "_rest"))
    both = both[both["question"].isin(["q1", "q2"]) & both["theme"].isin(["nav", "fylke"])]
    assert len(both) == 4
    for row in both.to_dict("records"):
        of_question = [answer for answer in some if answer.question == row["question"]]
        sure = sum(row["theme"] in codes[tuple(answer)] for answer in of_question)
        assert row["estimate"] == pytest.approx(row["estimate_rest"] + sure, abs=1.5)
        assert row["low"] == pytest.approx(row["low_rest"] + sure, abs=2)
        assert row["high"] == pytest.approx(row["high_rest"] + sure, abs=2)


def test_nothing_changes_where_nothing_was_learnt() -> None:
    pd.testing.assert_frame_equal(count_themes(_learnt([]), READ), count_themes(CODED, READ))


def test_what_was_learnt_is_written_beside_the_coded_file(tmp_path: Path) -> None:
    examples = Answers(TRUTH.head(3).assign(text="svar")[
        ["respondent", "wave", "question", "text", "themes"]
    ])  # fmt: skip
    given = Answers(CODED.frame[["respondent", "wave", "question", "text"]].assign(themes=None))
    learnt = learnt_of(given, examples)
    assert learnt == tuple(examples.ids)
    assert learnt_of(given, None) is None
    assert CODED.meta is not None
    path = tmp_path / "coded.parquet"
    write_coded(CODED.frame, replace(CODED.meta, learnt=learnt), path)
    again = read_coded([path])
    assert again.meta is not None
    assert again.meta.learnt == learnt
    assert again.learnt.sum() == 3
    remove_from_coded(path, *CODED.ids[0][:2])
    erased = read_coded([path]).meta
    assert erased is not None
    assert erased.learnt == learnt[1:]
    assert Meta("t", CODED.codebook).learnt is None
