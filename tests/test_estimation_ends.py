"""Few answers with a theme, and a machine that has nothing to say: coverage by exact sums."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import hypergeom

from textmining.estimation import (
    InMemory,
    Reading,
    ThemeModel,
    count_theme,
    open_ends,
    recalibrate,
    strata,
)

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]


@pytest.mark.slow
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("share", [0.05, 0.1, 0.2, 0.4])
@pytest.mark.parametrize("true", [0, 1, 2, 3, 5])
def test_a_machine_that_says_nothing_is_covered(true: int, share: float, mirrored: bool) -> None:
    answers, drawn = 200, round(200 * share)
    total = answers - true if mirrored else true
    read = np.arange(answers) < drawn
    held = 0.0
    for found in range(true + 1):
        codes = (np.arange(answers) < found) ^ mirrored
        logits = recalibrate(
            InMemory(np.zeros((answers, 1))), codes[read, None], np.flatnonzero(read)
        ).logits[:, 0]
        reading = Reading(np.zeros(answers, dtype=np.int64), read, read)
        count = count_theme(codes, ThemeModel.of(logits), reading, 0.95)
        if count.low <= total <= count.high:
            held += float(hypergeom.pmf(found, answers, true, drawn))
    assert held >= (1 - 1e-9 if true == 0 else 0.93)


STRATUM = np.repeat([1, 2], [20, 30])
READ = np.isin(np.arange(50), [*range(5), *range(20, 26)])
SPLIT = strata(STRATUM, READ)
ONES = np.ones(50)
TWO = np.isin(np.arange(50), [0, 20])


def limits_at(codes: Bools, expected: Array, tail: float) -> tuple[float, float]:
    return open_ends((4.0, 9.0), codes, expected, ONES, SPLIT, 1 - 2 * tail)


def test_an_end_is_open_where_the_draw_is_likely_enough_to_hold_all() -> None:
    chance = 5 / 20 * 6 / 30
    assert limits_at(TWO, 0.1 * ONES, chance - 1e-9) == (-math.inf, 9)
    assert limits_at(TWO, 0.1 * ONES, chance + 1e-9) == (4, 9)
    assert limits_at(~TWO, 0.9 * ONES, chance - 1e-9) == (4, math.inf)
    assert limits_at(~TWO, 0.9 * ONES, chance + 1e-9) == (4, 9)


def test_no_limit_rests_on_the_machine_alone() -> None:
    nobody = np.zeros(50, dtype=np.bool_)
    expected = np.where(READ, 0.01, 0.9)
    assert limits_at(nobody, expected, 0.025) == (-math.inf, 9)
    assert limits_at(~nobody, 1 - expected, 0.025) == (4, math.inf)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_what_the_machine_expects_of_the_others_counts(seed: int) -> None:
    """Against draws made again and again."""
    rng = np.random.default_rng(seed)
    expected = rng.beta(0.5, 2, 50)

    def of_others(drawn: NDArray[np.intp]) -> float:
        weight = np.where(drawn < 20, 20 / 5, 30 / 6) * expected[drawn]
        return float(weight[~TWO[drawn]].sum())

    draws = [
        np.concatenate([rng.permutation(20)[:5], 20 + rng.permutation(30)[:6]])
        for _ in range(20_000)
    ]
    told = of_others(np.flatnonzero(READ))
    chance = np.mean([TWO[d].sum() == 2 and of_others(d) <= told + 1e-9 for d in draws])
    assert limits_at(TWO, expected, chance - 0.01)[0] == -math.inf
    assert limits_at(TWO, expected, chance + 0.01)[0] == 4
