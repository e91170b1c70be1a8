"""Strict mode: limits that hold whatever the machine is worth, from the draw alone.

One stratum: exact hypergeometric limits (Wright 1991, Exact Confidence Bounds when Sampling from
Small Finite Universes). Several strata: the strata's tail probabilities are joined by Fisher's
method (1932), which is conservative for counts, and a total is rejected only if every way of
sharing it out among the strata is.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, chdtri

from textmining.arrays import Array
from textmining.estimation.change import Limits


def hypergeometric_limits(size: int, drawn: int, found: int, level: float) -> tuple[int, int]:
    """Limits for the number with a theme among `size` answers, `found` of `drawn` having it.

    >>> hypergeometric_limits(600, 120, 1, 0.95)
    (1, 25)
    """
    return strict_limits([(size, drawn, found)], level)


def limits_among_invited(share: float, answers: int, invited: int, level: float) -> Limits:
    """Limits of a share for all who were invited, as if those who answered were drawn from them.

    Exact, and half a unit wider: an approximation by a normal error promises too much where nearly
    everybody answered, and so do exact limits once two waves are compared. The half unit is a
    continuity correction justified by simulation (`benchmarks/coverage_invited.py`).

    >>> limits_among_invited(0.3, 50, 50, 0.95)
    Limits(value=0.3, low=0.3, high=0.3)
    """
    if answers >= invited:
        return Limits(share, share, share)
    low, high = hypergeometric_limits(invited, answers, round(share * answers), level)
    low_share, high_share = (low - 0.5) / invited, (high + 0.5) / invited
    return Limits(share, max(min(low_share, share), 0.0), min(max(high_share, share), 1.0))


def strict_limits(strata: Sequence[tuple[int, int, int]], level: float) -> tuple[int, int]:
    """Limits for the number with a theme over all strata.

    Args:
        strata: size, number drawn (simple random, at least one) and number found of each.
        level: confidence level, as 0.95.
    """
    size = sum(n for n, _, _ in strata)
    without = [(n, drawn, drawn - found) for n, drawn, found in strata]
    return _lower(strata, level), size - _lower(without, level)


def _lower(strata: Sequence[tuple[int, int, int]], level: float) -> int:
    """The smallest total under which as many as found is not too many."""
    limit = float(chdtri(2 * len(strata), (1 - level) / 2))
    surprise, steps = 0.0, []
    for size, drawn, found in strata:
        tail = -2 * _log_tail(size, drawn, found)
        surprise += float(tail[0])
        steps.append(-np.diff(tail))
    # Each stratum's surprise is convex in its total (a test holds this), so the sharing that
    # surprises least takes the biggest drops first.
    drops = np.sort(np.concatenate(steps))[::-1]
    left = surprise - np.concatenate([[0.0], np.cumsum(drops)])
    least = sum(found for _, _, found in strata)
    return least + int(np.argmax(left <= limit + 1e-9))


def _log_tail(size: int, drawn: int, found: int) -> Array:
    """Log probability of finding so many or more, for every total that is possible.

    One more answer with the theme helps only if it is drawn and exactly `found` - 1 others are,
    so the tail is a running sum of hypergeometric probabilities.
    """
    totals = np.arange(found, size - drawn + found + 1)
    if found == 0:
        return np.zeros(len(totals))
    added = np.log(drawn / size) + _log_probability(size - 1, drawn - 1, found - 1, totals - 1)
    return np.minimum(np.logaddexp.accumulate(added), 0)


def _log_probability(size: int, drawn: int, found: int, totals: NDArray[np.int64]) -> Array:
    """Hypergeometric log probability of `found` for each of `totals`."""
    return np.asarray(
        _log_choose(totals, found)
        + _log_choose(size - totals, drawn - found)
        - _log_choose(size, drawn)
    )


def _log_choose(n: NDArray[np.int64] | int, k: int) -> Array:
    return np.asarray(-betaln(n - k + 1, k + 1) - np.log(n + 1))
