import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from textmining.estimation import (
    InMemory,
    Reading,
    ThemeCount,
    ThemeModel,
    count_theme,
    count_theme_strictly,
    recalibrate,
    strata,
)
from textmining.sampling import draw

Bools = NDArray[np.bool_]


def counted(
    p: NDArray[np.float64], y: Bools, reading: Reading, *, strict: bool = False, fewest: int = 1
) -> ThemeCount:
    if strict:
        return count_theme_strictly(y, reading, 0.95, fewest)
    read = np.flatnonzero(reading.audited)
    logits = recalibrate(InMemory(p[:, None]), y[read, None], read).logits[:, 0]
    return count_theme(y, ThemeModel.of(logits), reading, 0.95, fewest=fewest)


def survey(
    n: int, budget: int, seed: int, doubts: int, kind: str
) -> tuple[NDArray[np.float64], Bools, Reading]:
    rng = np.random.default_rng(seed)
    p = {
        "beta": rng.beta(0.2, 1, n),
        "equal": np.full(n, 0.3),
        "certain": rng.integers(0, 2, n).astype(float),
        "never": np.zeros(n),
    }[kind]
    y = rng.random(n) < rng.choice([0.0, 0.05, 0.5, 1.0])
    sample = draw(p[:, None], budget, rng.random(len(p)))
    seen = sample.drawn.copy()
    seen[rng.choice(n, min(doubts, n), replace=False)] = True
    return p, y, Reading(sample.stratum, sample.drawn, seen)


surveys = st.builds(
    survey,
    st.integers(1, 60),
    st.integers(1, 70),
    st.integers(0, 10_000),
    st.integers(0, 5),
    st.sampled_from(["beta", "equal", "certain", "never"]),
)


@pytest.mark.slow
@settings(max_examples=200)
@given(surveys, st.booleans(), st.booleans())
def test_limits_hold_what_is_known(
    made: tuple[NDArray[np.float64], Bools, Reading], strict: bool, weighted: bool
) -> None:
    p, y, reading = made
    if weighted and not strict:
        reading = replace(reading, weights=np.random.default_rng(0).lognormal(0, 1, len(p)))
    count = counted(p, y, reading, strict=strict)
    weight = reading.weight
    sure = (weight * (reading.seen & y)).sum()
    possible = weight.sum() - (weight * (reading.seen & ~y)).sum()
    assert not math.isnan(count.estimate)
    assert sure <= count.low + 1e-9
    assert count.low <= count.estimate <= count.high
    assert count.high <= possible + 1e-9
    if not y[reading.audited].any():
        assert count.low == pytest.approx(sure)
    if y[reading.audited].all():
        assert count.high == pytest.approx(possible)
    if reading.weights is None:
        assert count.low == int(count.low)
        assert count.high == int(count.high)


@given(surveys)
def test_doubtful_decisions_only_bound(
    made: tuple[NDArray[np.float64], Bools, Reading],
) -> None:
    p, y, reading = made
    plain = counted(p, y, replace(reading, seen=reading.audited))
    helped = counted(p, y, reading)
    sure = int((reading.seen & y).sum())
    possible = int((~reading.seen | y).sum())
    if not reading.seen.all():
        assert helped.low == min(max(plain.low, sure), possible)
        assert helped.high == min(max(plain.high, sure), possible)
        assert helped.estimate == pytest.approx(np.clip(plain.estimate, sure, possible))
    assert helped.reviewed == plain.reviewed


@given(st.integers(1, 40), st.integers(0, 99), st.booleans())
def test_everything_read_is_the_hand_count(n: int, seed: int, strict: bool) -> None:
    p, y, reading = survey(n, n, seed, 0, "beta")
    count = counted(p, y, reading, strict=strict, fewest=10)
    assert count.low == count.estimate == count.high == y.sum()
    assert count.method == "everything read"


@pytest.mark.parametrize("strict", [False, True])
def test_nothing_read_has_no_interval(strict: bool) -> None:
    p, y, reading = survey(40, 10, 1, 0, "beta")
    nobody = np.zeros(40, dtype=np.bool_)
    count = counted(p, y, Reading(reading.stratum, nobody, nobody), strict=strict)
    assert math.isnan(count.low)
    assert math.isnan(count.high)
    assert count.method == "no interval: nothing read"


@pytest.mark.parametrize("strict", [False, True])
def test_too_few_read_has_no_interval(strict: bool) -> None:
    p, y, reading = survey(40, 9, 1, 0, "beta")
    count = counted(p, y, reading, strict=strict, fewest=10)
    assert math.isnan(count.low)
    assert count.method == "no interval: too few read"


def test_codes_of_unread_answers_do_not_matter() -> None:
    p, y, reading = survey(60, 20, 3, 0, "beta")
    assert counted(p, y, reading) == counted(p, y & reading.seen, reading)


def test_weights_of_one_are_no_weights_and_units_do_not_matter() -> None:
    p, y, reading = survey(60, 20, 3, 0, "beta")
    plain = counted(p, y, reading)
    ones = counted(p, y, replace(reading, weights=np.ones(60)))
    thousands = counted(p, y, replace(reading, weights=np.full(60, 1000.0)))
    assert ones.estimate == plain.estimate
    assert math.ceil(ones.low) == plain.low
    assert math.floor(ones.high) == plain.high
    assert thousands.low == pytest.approx(1000 * ones.low)
    assert thousands.high == pytest.approx(1000 * ones.high)


def test_empty_strata_join_the_nearest_one_that_was_read_in_part() -> None:
    stratum = np.repeat([1, 2, 3, 1001], [4, 3, 5, 2])
    read = np.zeros(14, dtype=np.bool_)
    read[[0, 7, 8, 12, 13]] = True
    split = strata(stratum, read)
    assert split.certain.tolist() == [12, 13]
    assert [members.tolist() for members in split.members] == [
        [0, 1, 2, 3, 4, 5, 6],
        [7, 8, 9, 10, 11],
    ]
    assert [r.tolist() for r in split.read] == [[0], [7, 8]]


def test_where_only_whole_strata_were_read_the_empty_ones_join_them() -> None:
    split = strata(np.array([0, 0, 1, 1]), np.array([True, True, False, False]))
    assert split.certain.tolist() == []
    assert [members.tolist() for members in split.members] == [[0, 1, 2, 3]]
