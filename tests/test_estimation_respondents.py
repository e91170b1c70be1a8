"""Respondents who have a theme, from answers of which only some were read."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from benchmarks.surveys import made_survey
from textmining.estimation import (
    InMemory,
    Reading,
    ThemeCount,
    ThemeModel,
    clipped_logit,
    count_respondents,
    count_theme,
    recalibrate,
)
from textmining.estimation.respondents import earlier
from textmining.sampling import draw

Bools = NDArray[np.bool_]
Made = tuple[NDArray[np.float64], Bools, Reading, NDArray[np.intp]]


def survey(n: int, people: int, budget: int, doubts: int, seed: int) -> Made:
    """Logits, codes, what was read, and whose answer each is."""
    rng = np.random.default_rng(seed)
    p = rng.beta(0.3, 1, n)
    codes = rng.random(n) < p
    sample = draw(p[:, None], budget, rng.random(len(p)))
    seen = sample.drawn.copy()
    seen[rng.choice(n, min(doubts, n), replace=False)] = True
    reading = Reading(sample.stratum, sample.drawn, seen)
    return clipped_logit(p), codes, reading, rng.integers(0, people, n)


def counted(made: Made) -> tuple[ThemeCount, ThemeCount]:
    """Answers, then respondents."""
    logits, codes, reading, respondent = made
    answers = count_theme(codes, ThemeModel.of(logits), reading, 0.95, fewest=1)
    return answers, count_respondents(answers, codes, ThemeModel.of(logits), reading, respondent)


surveys = st.builds(
    survey,
    st.integers(1, 60),
    st.integers(1, 60),
    st.integers(0, 60),
    st.integers(0, 5),
    st.integers(0, 9999),
)


@given(surveys, st.booleans())
def test_limits_hold_what_is_known(made: Made, weighted: bool) -> None:
    logits, codes, reading, respondent = made
    if weighted:
        weight = np.random.default_rng(0).lognormal(0, 1, 60)[respondent]
        reading = replace(reading, weights=weight)
    _, found = counted((logits, codes, reading, respondent))
    people = [respondent == r for r in np.unique(respondent)]
    weight = np.array([reading.weight[rows][0] for rows in people])
    sure = np.array([(reading.seen & codes)[rows].any() for rows in people])
    not_at_all = np.array([(reading.seen & ~codes)[rows].all() for rows in people])
    assert found.answers == len(weight)
    assert found.total == pytest.approx(weight.sum())
    assert weight[sure].sum() - 1e-9 <= found.estimate <= weight[~not_at_all].sum() + 1e-9
    if not np.isnan(found.low):
        assert weight[sure].sum() - 1e-9 <= found.low <= found.estimate <= found.high
        assert found.high <= weight[~not_at_all].sum() + 1e-9


@given(surveys, st.booleans())
def test_where_all_found_are_alike_everybody_may_be(made: Made, has: bool) -> None:
    logits, codes, reading, respondent = made
    codes = np.full(len(codes), has)
    _, found = counted((logits, codes, replace(reading, seen=reading.audited), respondent))
    if not np.isnan(found.low):
        assert (found.high if has else found.low) == (found.total if has else 0)


@pytest.mark.slow
@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 9999))
def test_everything_read_is_the_hand_count(n: int, people: int, seed: int) -> None:
    made = survey(n, people, n, 0, seed)
    _, found = counted(made)
    assert found.low == found.estimate == found.high == len(set(made[3][made[1]].tolist()))
    assert found.method == "everything read"


@given(surveys)
def test_one_answer_each_is_the_count_of_answers(made: Made) -> None:
    answers, found = counted((*made[:3], np.arange(len(made[0]))))
    np.testing.assert_equal(found, answers)


def test_a_second_answer_seldom_read_widens_the_interval() -> None:
    """Nobody's answers were all read: the estimate stands, but nothing is claimed about it."""
    respondent = np.repeat(np.arange(30), 2)
    audited = np.tile([True, False], 30)
    reading = Reading(np.tile([1, 1001], 30), audited, audited)
    logits, codes = np.zeros(60), np.arange(60) % 3 == 0
    answers = count_theme(codes, ThemeModel.of(logits), reading, 0.95, fewest=1)
    found = count_respondents(answers, codes, ThemeModel.of(logits), reading, respondent)
    assert found.reviewed == 0
    assert np.isnan([found.low, found.high]).all()
    assert 0 < found.estimate < answers.estimate


def test_the_product_of_earlier_answers() -> None:
    values = np.array([2.0, 3.0, 5.0, 7.0, 11.0])
    assert earlier(values, np.array([0, 1, 0, 0, 1])).tolist() == [1, 1, 2, 10, 3]


@pytest.mark.slow
def test_intervals_hold() -> None:
    """A short run with fixed seeds; benchmarks/coverage_groups.py is the long one."""
    hits = []
    for number in range(12):
        rng = np.random.default_rng([8, number])
        made = made_survey(400, rng)
        respondent = np.concatenate([rng.permutation(250)[:200] for _ in range(2)])
        sample = [draw(p, 80, rng.random(len(p))) for p in np.split(made.probabilities, 2)]
        stratum = np.concatenate([s.stratum + 1000 * i for i, s in enumerate(sample)])
        drawn = np.concatenate([s.drawn for s in sample])
        reading = Reading(stratum, drawn, drawn)
        read = np.flatnonzero(drawn)
        logits = recalibrate(InMemory(made.probabilities), made.truth[read], read).logits
        for codes, column in zip(made.truth.T, logits.T, strict=True):
            _, found = counted((column, codes, reading, respondent))
            hits.append(found.low <= len(set(respondent[codes].tolist())) <= found.high)
    assert 0.93 <= np.mean(hits) <= 1
