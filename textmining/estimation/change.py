"""Differences between independent shares: waves, groups, and all who were invited."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

__all__ = ["Limits", "change", "difference", "widened", "wilson"]


@dataclass(frozen=True)
class Limits:
    """A number (a count, a share, a difference) with its limits."""

    value: float
    low: float
    high: float


def change(older: Limits, newer: Limits) -> Limits:
    """Difference of two shares from independent draws, newer minus older, from -1 to 1.

    >>> change(Limits(0.25, 0.15, 0.375), Limits(0.5, 0.25, 0.75))
    Limits(value=0.25, low=-0.029..., high=0.519...)
    """
    found = difference(older, newer)
    return Limits(found.value, max(found.low, -1.0), min(found.high, 1.0))


def difference(less: Limits, more: Limits) -> Limits:
    """Difference of two independent numbers, `more` minus `less`.

    The method of variance estimates recovery (MOVER; Newcombe 1998, Zou & Donner 2008): each
    limit's distance from its number stands for the standard error on that side.
    """
    value = more.value - less.value
    down = np.hypot(more.value - more.low, less.high - less.value)
    up = np.hypot(more.high - more.value, less.value - less.low)
    return Limits(value, float(value - down), float(value + up))


def wilson(share: float, answers: int, invited: int, level: float) -> Limits:
    """Limits of a share for all who were invited, as if those who answered were drawn from them.

    Wilson's interval (1927) with the number of answers made larger by the finite-population
    correction; everybody answered leaves no width.

    >>> wilson(0.3, 50, 50, 0.95)
    Limits(value=0.3, low=0.3, high=0.3)
    """
    if answers >= invited:
        return Limits(share, share, share)
    z2 = float(norm.isf((1 - level) / 2)) ** 2
    n = answers * (invited - 1) / (invited - answers)
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = np.sqrt(z2 * share * (1 - share) / n + z2**2 / (4 * n**2)) / (1 + z2 / n)
    return Limits(share, float(max(middle - half, 0)), float(min(middle + half, 1)))


def widened(counted: Limits, sampled: Limits) -> Limits:
    """The limits of a count widened by a second, independent source of error, MOVER-style."""
    down = np.hypot(counted.value - counted.low, sampled.value - sampled.low)
    up = np.hypot(counted.high - counted.value, sampled.high - sampled.value)
    value = counted.value
    return Limits(value, float(max(value - down, 0)), float(min(value + up, 1)))
