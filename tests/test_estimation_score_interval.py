"""The formulas of the interval, written once more as plainly as they stand in the design."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit, logit
from scipy.stats import pearson3

from textmining.estimation import (
    ThemeModel,
    difference_estimate,
    floored,
    pearson3_cdf,
    score_limits,
    strata,
)

Array = NDArray[np.float64]
RNG = np.random.default_rng(5)
LOGITS = RNG.normal(-2.5, 2, 90)
STRATUM = np.repeat([1, 2, 3], [50, 30, 10])
READ = np.zeros(90, dtype=np.bool_)
READ[[*range(8), *range(50, 58), *range(80, 90)]] = True
Y = RNG.random(90) < expit(LOGITS + 0.5)
SPLIT = strata(STRATUM, READ)


def moments(delta: float, weights: Array) -> tuple[float, float, float, float]:
    """T, V, κ₃ and κ₃⁺ at one δ."""
    q = floored(LOGITS)
    p = floored(logit(q) + delta)
    total = float((weights * Y)[80:].sum() + (weights * p)[:80].sum())
    variance = third = upward = 0.0
    for rows, n in ((slice(0, 50), 8), (slice(50, 80), 8)):
        size = rows.stop - rows.start
        f = n / size
        w = weights[rows]
        c, v = w * (p - q)[rows], (w**2) * (p * (1 - p))[rows]
        skew = (w**3) * (p * (1 - p) * (1 - 2 * p))[rows]
        m1, m2 = c.mean(), (c**2 + v).mean()
        variance += size**2 * (1 - f) / n * (m2 - m1**2)
        m3 = (c**3 + 3 * c * v + skew).mean()
        term = (size / n) ** 3 * n * (1 - f) * (1 - 2 * f) * (m3 - 3 * m1 * m2 + 2 * m1**3)
        third += term
        upward += max(term, 0.0)
    return total, variance, third, upward


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("dispersion", [1.0, 0.6])
def test_limits_are_where_the_test_turns(weighted: bool, dispersion: float) -> None:
    weights = RNG.lognormal(0, 0.4, 90) if weighted else np.ones(90)
    estimate = difference_estimate(weights * Y, weights * floored(LOGITS), SPLIT)
    certain = float((weights * Y)[80:].sum())

    def tail(delta: float, share: float, step: float) -> float:
        total, variance, third, upward = moments(delta, weights)
        skew = third / variance**1.5
        z = (estimate + step * upward / variance - total) / np.sqrt(dispersion * variance)
        return float(pearson3.cdf(z, skew) - share)

    low, high = score_limits(
        estimate, certain, ThemeModel.of(LOGITS, dispersion, skill=0.6), weights, SPLIT, 0.95
    )
    lower = brentq(tail, -6, 0.5, args=(0.975, 0.0))
    upper = brentq(tail, -0.5, 6, args=(0.025, 0.125 * (1 - 0.6)))
    assert low == pytest.approx(moments(lower, weights)[0], rel=1e-3)
    assert high == pytest.approx(moments(upper, weights)[0], rel=1e-3)


@given(st.floats(-6, 6), st.floats(-3, 3), st.floats(0.1, 50))
def test_the_distribution_is_pearsons(z: float, skewness: float, deviation: float) -> None:
    ours = pearson3_cdf(7 + deviation * z, np.array(7.0), np.array(deviation), np.array(skewness))
    assert ours == pytest.approx(float(pearson3.cdf(z, skewness)), abs=2e-5)


def test_without_variance_the_distribution_is_a_point() -> None:
    cdf = pearson3_cdf(2.0, np.array([1.0, 2.0, 3.0]), np.zeros(3), np.zeros(3))
    assert cdf.tolist() == [1, 1, 0]


def test_a_higher_level_gives_wider_limits() -> None:
    estimate = difference_estimate(Y.astype(float), floored(LOGITS), SPLIT)
    limits = [
        score_limits(
            estimate, float(Y[80:].sum()), ThemeModel.of(LOGITS), np.ones(90), SPLIT, level
        )
        for level in (0.5, 0.8, 0.95, 0.99)
    ]
    lows, highs = zip(*limits, strict=True)
    assert list(lows) == sorted(lows, reverse=True)
    assert list(highs) == sorted(highs)
