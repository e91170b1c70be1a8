from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from textmining.sampling import Draw, draw

Array = NDArray[np.float64]
shapes = st.tuples(st.integers(1, 60), st.integers(0, 4))
probabilities = shapes.flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.sampled_from([0.0, 0.01, 0.3, 0.5, 1.0]))
)


def drawn(p: Array, budget: int, seed: int = 0) -> Draw:
    return draw(p, budget, np.random.default_rng(seed).random(len(p)))


@given(probabilities, st.integers(0, 70), st.integers(0, 9))
def test_every_answer_has_a_known_chance(p: Array, budget: int, seed: int) -> None:
    sample = drawn(p, budget, seed)
    assert sample.drawn.sum() == sample.budget == min(budget, len(p))
    if budget:
        assert (sample.inclusion > 0).all()
        assert (sample.inclusion <= 1).all()
        assert sample.inclusion.sum() == pytest.approx(sample.budget)
    for stratum in sample.strata:
        rows = sample.stratum == stratum.stratum
        assert rows.sum() == stratum.size
        assert sample.drawn[rows].sum() == stratum.drawn
        assert sorted(sample.place[rows]) == list(range(1, stratum.size + 1))
        assert stratum.drawn > 0 or not budget


@given(probabilities)
def test_reading_everything_is_certainty(p: Array) -> None:
    sample = drawn(p, len(p))
    assert sample.drawn.all()
    assert all(stratum.certainty for stratum in sample.strata)


def test_without_doubt_the_draw_is_simple() -> None:
    for p in (np.zeros((50, 3)), np.ones((50, 3)), np.empty((50, 0)), np.full((50, 2), 0.3)):
        sample = drawn(p, 10)
        assert [(s.stratum, s.size, s.drawn) for s in sample.strata] == [(1, 50, 10)]


@pytest.mark.slow
def test_the_chance_of_each_answer_is_the_one_kept() -> None:
    p = np.random.default_rng(1).beta(0.2, 1, (40, 3))
    samples = [drawn(p, 12, seed) for seed in range(3000)]
    often = np.mean([sample.drawn for sample in samples], axis=0)
    assert np.abs(often - samples[0].inclusion).max() < 0.04


def _measure(p: Array, equal: float) -> Array:
    """The measure of size, as `draw` tells it."""
    doubt = np.clip(p, 1e-4, 1 - 1e-4) * (1 - np.clip(p, 1e-4, 1 - 1e-4))
    u = np.sqrt((doubt / doubt.sum(axis=0)).sum(axis=1))
    return np.asarray((1 - equal) * u / u.mean() + equal)


def test_strata_have_equal_size_and_doubtful_answers_are_drawn_more_often() -> None:
    p = np.random.default_rng(2).beta(0.2, 2, (1000, 5))
    sample = drawn(p, 100)
    size = _measure(p, 0.2 + 100 / 1000)
    assert [s.drawn for s in sample.strata] == [20] * 5
    totals = [size[sample.stratum == s.stratum].sum() for s in sample.strata]
    assert totals == pytest.approx([size.sum() / 5] * 5, abs=size.max())
    counts = [s.size for s in sample.strata]
    assert counts == sorted(set(counts), reverse=True)
    limits = [size[sample.stratum == s.stratum] for s in sample.strata]
    for lower, upper in pairwise(limits):
        assert lower.max() <= upper.min()


def test_the_more_is_read_the_more_equal_are_the_chances() -> None:
    p = np.random.default_rng(2).beta(0.2, 2, (1000, 5))
    unequal = [np.ptp(drawn(p, n).inclusion) / (n / 1000) for n in (100, 200, 400, 800)]
    assert unequal == sorted(unequal, reverse=True)
    assert unequal[-1] == pytest.approx(0)


def test_a_rare_theme_has_the_same_say_as_a_common_one() -> None:
    common = np.full(500, 0.5)
    rare = np.zeros(500)
    rare[:5] = 0.5
    sample = drawn(np.column_stack([common, rare]), 100)
    assert sample.drawn[:5].all()
    assert (sample.stratum[:5] == 0).all()


@settings(max_examples=25)
@given(st.integers(2, 30), st.integers(0, 10))
def test_stopping_early_has_read_a_part_of_every_stratum(budget: int, seed: int) -> None:
    p = np.random.default_rng(seed).beta(0.3, 1, (60, 2))
    sample = drawn(p, budget, seed)
    queue = np.flatnonzero(sample.drawn)[np.argsort(sample.turn[sample.drawn], kind="stable")]
    half = queue[: len(queue) // 2]
    for s in sample.strata:
        read = int((sample.stratum[half] == s.stratum).sum())
        assert abs(read - s.drawn / 2) <= 1


def test_answers_that_say_the_same_are_drawn_as_often_as_they_should() -> None:
    """They are of one size, and lie on both sides of a cut between strata."""
    p = np.full((300, 2), [0.5, 0.02])
    p[:90] = [0.02, 0.98]
    estimated = []
    for seed in range(300):
        sample = drawn(p, 60, seed)
        chosen = sample.drawn[:90]
        estimated.append((1 / sample.inclusion[:90][chosen]).sum())
        below, above = (sample.stratum[:90] == stratum for stratum in (1, 2))
        assert below.any()
        assert above.any()
    error = np.std(estimated) / np.sqrt(len(estimated))
    assert abs(np.mean(estimated) - 90) < 3 * error
