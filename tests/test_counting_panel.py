from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.survey_to_count import BOOK, audited, coded_survey, count_themes, count_to_publish
from textmining.answers import CHANGE_COLUMNS, Coded
from textmining.counting import CORRELATION, CountOptions
from textmining.sampling import draw_survey, identities, random_numbers

CHANGES = CountOptions(changes=True)
SECOND = "2022"


def panel(alike: tuple[int, int] = (0, 0)) -> tuple[Coded, pd.DataFrame]:
    """The same answers in two waves, respondents drawn alike where the two seeds are the same."""
    coded, truth = coded_survey(n=400)
    frame = pd.concat([coded.frame, coded.frame.assign(wave=SECOND)], ignore_index=True)
    decisions = pd.concat([truth, truth.assign(wave=SECOND)], ignore_index=True)
    seeds = dict(zip(("2021", SECOND), alike, strict=True))
    ids = list(frame[["respondent", "wave", "question"]].itertuples(index=False, name=None))
    numbers = np.zeros(len(frame))
    for wave, seed in seeds.items():
        rows = (frame["wave"] == wave).to_numpy()
        numbers[rows] = random_numbers(identities(ids, panel=True), seed)[rows]
    populations, labels = pd.factorize(pd.MultiIndex.from_frame(frame[["wave", "question"]]))
    p = frame[[f"p_{code}" for code in BOOK.codes]].to_numpy()
    answered = (frame["text"] != "").to_numpy()
    draw = draw_survey(p, populations, answered, "30%", 0, numbers=numbers)
    order = pd.Series(draw.order, dtype="Int64").where(pd.Series(answered))
    frame = frame.assign(review=draw.review, stratum=draw.stratum.astype(str), order=order)
    told = [{"wave": w, "question": q, "alike": seeds[w]} for w, q in labels]
    assert coded.meta is not None
    meta = replace(coded.meta, draw={"design": draw.design, "populations": told})
    return Coded(frame, meta), decisions


def widths(table: pd.DataFrame) -> "pd.Series[float]":
    newer = table[table["wave"] == SECOND]
    return (newer["change_high"] - newer["change_low"]).reset_index(drop=True)


def test_a_change_of_respondents_drawn_alike_is_told_closer() -> None:
    coded, truth = panel()
    alike = count_themes(coded, audited(coded, truth), CHANGES)
    assert coded.meta is not None
    meta = replace(coded.meta, draw={"design": "stratified"})
    apart = count_themes(replace(coded, meta=meta), audited(coded, truth), CHANGES)
    assert CORRELATION not in apart
    pd.testing.assert_frame_equal(
        alike[list(apart)].drop(columns=list(CHANGE_COLUMNS)),
        apart.drop(columns=list(CHANGE_COLUMNS)),
    )
    sure = widths(apart) > 0.02
    assert (widths(alike)[sure] < 0.6 * widths(apart)[sure]).all()


def test_waves_drawn_with_other_seeds_are_apart() -> None:
    coded, truth = panel(alike=(0, 1))
    table = count_themes(coded, audited(coded, truth), CHANGES)
    assert not table[CORRELATION].any()


@pytest.mark.parametrize("by", [("role",), ("role", "landsdel")])
def test_groups_go_together_as_the_whole_does(by: tuple[str, ...]) -> None:
    coded, truth = panel()
    table = count_themes(coded, audited(coded, truth), replace(CHANGES, by=by, margins=True))
    newer = table[(table["wave"] == SECOND) & (table["theme"] == "nav")]
    assert (newer.loc[newer["reviewed"] >= 30, CORRELATION] > 0.5).all()
    assert newer[CORRELATION].between(-0.9, 0.9).all()
    assert not table.loc[table["wave"] == "2021", CORRELATION].any()


def test_everything_read_leaves_the_change_itself() -> None:
    coded, truth = panel()
    table = count_themes(coded, truth, CHANGES)
    newer = table[table["wave"] == SECOND]
    assert (newer[list(CHANGE_COLUMNS)] == 0).all(axis=None)


def test_what_is_published_under_suppression_tells_no_correlation() -> None:
    coded, truth = panel()
    table = count_to_publish(coded, audited(coded, truth), replace(CHANGES, suppress=3))
    assert CORRELATION not in table
