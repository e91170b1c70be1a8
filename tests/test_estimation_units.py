"""Units of several answers: exact where all is read, answers where each has one, honest between."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.coverage_units import cell
from textmining.estimation import (
    UNKNOWN,
    Reading,
    ThemeModel,
    alike,
    clipped_logit,
    count_theme,
    count_units,
)

N = 60


def made(seed: int, read: float) -> tuple[np.ndarray, np.ndarray, np.ndarray, Reading]:
    rng = np.random.default_rng(seed)
    codes, q = rng.random(N) < 0.3, rng.uniform(0.05, 0.6, N)
    seen = rng.random(N) < read
    seen[:2] = True
    return codes, clipped_logit(q), rng.integers(0, 25, N), Reading(np.zeros(N, int), seen, seen)


@given(st.integers(0, 10_000))
def test_units_are_counted_exactly_where_everything_is_read(seed: int) -> None:
    codes, logits, unit, reading = made(seed, 2.0)
    answers = count_theme(codes, ThemeModel.of(logits), reading, 0.95)
    count = count_units(answers, codes, ThemeModel.of(logits), reading, unit, UNKNOWN)
    true = len(np.unique(unit[codes]))
    assert (count.low, count.estimate, count.high) == (true, true, true)
    assert count.answers == len(np.unique(unit))


@given(st.integers(0, 10_000))
def test_where_every_unit_has_one_answer_units_are_answers(seed: int) -> None:
    codes, logits, _, reading = made(seed, 0.4)
    answers = count_theme(codes, ThemeModel.of(logits), reading, 0.95, fewest=1)
    assert (
        count_units(answers, codes, ThemeModel.of(logits), reading, np.arange(N), UNKNOWN)
        is answers
    )


@pytest.mark.slow
@given(st.integers(0, 10_000), st.floats(0.1, 0.9))
def test_limits_hold_what_is_known_for_sure(seed: int, read: float) -> None:
    codes, logits, unit, reading = made(seed, read)
    answers = count_theme(codes, ThemeModel.of(logits), reading, 0.95, fewest=1)
    count = count_units(answers, codes, ThemeModel.of(logits), reading, unit, UNKNOWN)
    found = len(np.unique(unit[codes & reading.seen]))
    whole = [u for u in np.unique(unit) if reading.seen[unit == u].all()]
    without = sum(not codes[unit == u].any() for u in whole)
    assert found <= count.low <= count.estimate <= count.high <= count.answers - without


def test_answers_that_go_together_are_found_out() -> None:
    rng = np.random.default_rng(0)
    unit = np.repeat(np.arange(200), 2)
    q = np.full((400, 5), 0.3)
    same = (rng.random((200, 5)) < 0.3)[unit]
    read = np.ones(400, dtype=np.bool_)
    assert alike(same[read], q[read], unit[read]).correlation > 0.8
    apart = rng.random((400, 5)) < 0.3
    assert abs(alike(apart[read], q[read], unit[read]).correlation) < 0.1
    assert alike(apart[~read], q[~read], unit[~read]).error == pytest.approx(UNKNOWN.error)


@pytest.mark.slow
def test_units_are_covered() -> None:
    found = cell(60, "40%", 20)
    assert 0.9 <= float(str(found["coverage"])) <= 1
    assert found["without_interval"] == 0
    assert float(str(found["width"])) < float(str(found["width_of_answers"]))
