from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, hypergeom

from textmining.estimation import hypergeometric_limits, strict_limits

one_stratum = st.integers(1, 12).flatmap(
    lambda size: st.integers(1, size).flatmap(
        lambda drawn: st.tuples(st.just(size), st.just(drawn), st.integers(0, drawn))
    )
)


@given(one_stratum, st.sampled_from([0.8, 0.95]))
def test_one_stratum_is_the_exact_hypergeometric_interval(
    stratum: tuple[int, int, int], level: float
) -> None:
    size, drawn, found = stratum
    totals = range(found, size - drawn + found + 1)
    tail = (1 - level) / 2
    kept = [
        t
        for t in totals
        if hypergeom.sf(found - 1, size, t, drawn) >= tail
        and hypergeom.cdf(found, size, t, drawn) >= tail
    ]
    assert hypergeometric_limits(size, drawn, found, level) == (min(kept), max(kept))


def surprise(size: int, drawn: int, found: int) -> dict[int, float]:
    """Twice the negative log tail probability of every possible total, by SciPy."""
    totals = np.arange(found, size - drawn + found + 1)
    tail = np.asarray(hypergeom.logsf(found - 1, size, totals, drawn))
    return dict(zip(totals.tolist(), (-2 * tail).tolist(), strict=True))


@settings(max_examples=40)
@given(st.lists(one_stratum, min_size=1, max_size=3))
def test_a_total_is_kept_if_any_sharing_is(strata: list[tuple[int, int, int]]) -> None:
    limit = float(chi2.isf(0.025, 2 * len(strata))) + 1e-9
    sharings = product(*(surprise(*stratum).items() for stratum in strata))
    kept = [sum(t for t, _ in s) for s in sharings if sum(value for _, value in s) <= limit]
    assert strict_limits(strata, 0.95)[0] == min(kept)


def test_surprise_is_convex_in_the_total() -> None:
    rng = np.random.default_rng(7)
    for _ in range(60):
        size = int(rng.integers(3, 150))
        drawn = int(rng.integers(1, size))
        values = list(surprise(size, drawn, int(rng.integers(0, drawn + 1))).values())
        assert (np.diff(values, 2) > -1e-8).all()


def test_coverage_is_exact_for_a_small_survey() -> None:
    size, drawn = 30, 8
    for total in range(size + 1):
        held = 0.0
        for found in range(max(0, drawn + total - size), min(drawn, total) + 1):
            low, high = hypergeometric_limits(size, drawn, found, 0.95)
            held += hypergeom.pmf(found, size, total, drawn) * (low <= total <= high)
        assert held >= 0.95


def test_big_surveys_take_no_time() -> None:
    low, high = strict_limits([(50_000, 5_000, 1_200)], 0.95)
    assert (low, high) == (11_441, 12_573)
