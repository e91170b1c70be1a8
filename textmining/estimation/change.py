"""Differences between independent shares: waves, groups, and all who were invited."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Limits:
    """A number (a count, a share, a difference) with its limits."""

    value: float
    low: float
    high: float


def before_rounding(share: Limits, answers: float) -> Limits:
    """Half an answer further out, where the limits of a share are whole numbers of answers.

    Those of a count are rounded to what lies between them, which costs the count nothing and moves
    each limit by half an answer on average. A difference of two counts is held by their distances
    (`difference`): it would be held too seldom without that half (a continuity correction).

    >>> before_rounding(Limits(0.5, 0.25, 0.75), 4)
    Limits(value=0.5, low=0.125, high=0.875)
    """
    step = 0.5 / answers if answers else 0.0
    ends = np.array([share.low, share.high]) * answers
    if share.low == share.high or (np.abs(ends - np.round(ends)) > 1e-3 + 1e-6 * answers).any():
        return share
    return Limits(share.value, max(share.low - step, 0.0), min(share.high + step, 1.0))


def change(older: Limits, newer: Limits, correlation: float = 0.0) -> Limits:
    """Difference of two shares, newer minus older, from -1 to 1.

    `correlation` is that of their errors; draws that are independent of each other have none.

    >>> change(Limits(0.25, 0.15, 0.375), Limits(0.5, 0.25, 0.75))
    Limits(value=0.25, low=-0.029..., high=0.519...)
    """
    found = difference(older, newer, correlation)
    return Limits(found.value, max(found.low, -1.0), min(found.high, 1.0))


def difference(less: Limits, more: Limits, correlation: float = 0.0) -> Limits:
    """Difference of two numbers, `more` minus `less`.

    The method of variance estimates recovery (MOVER; Newcombe 1998, Zou & Donner 2008; with a
    correlation of the errors Zou 2007): each limit's distance from its number stands for the
    standard error on that side.
    """
    value = more.value - less.value
    down = _apart(more.value - more.low, less.high - less.value, correlation)
    up = _apart(more.high - more.value, less.value - less.low, correlation)
    return Limits(value, value - down, value + up)


def _apart(a: float, b: float, correlation: float) -> float:
    """Standard error of a difference, from those of its terms."""
    return float(np.sqrt(max(a**2 + b**2 - 2 * correlation * a * b, 0.0)))


def widened(counted: Limits, sampled: Limits) -> Limits:
    """The limits of a count widened by a second, independent source of error, MOVER-style."""
    down = np.hypot(counted.value - counted.low, sampled.value - sampled.low)
    up = np.hypot(counted.high - counted.value, sampled.high - sampled.value)
    value = counted.value
    return Limits(value, float(max(value - down, 0)), float(min(value + up, 1)))
