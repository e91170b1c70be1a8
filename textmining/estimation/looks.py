"""Intervals for who looks several times: right at all planned looks together.

Repeated confidence intervals (Jennison & Turnbull 1989) with a common critical value (Pocock 1977).
An estimate from a sample that grows without replacement has independent increments in information
(the reciprocal of its variance), so the chance that one of the looks is wrong is found by
integrating from look to look (Armitage, McPherson & Rowe 1969).
"""

import itertools
from functools import cache

import numpy as np
from scipy.special import ndtr, ndtri

from textmining.arrays import Array

MOST_LOOKS = 50
"""More looks than these are no looks but a film."""

_SHARE = 0.5  # of the answers drawn; with fewer the looks are more alike, which is on the safe side
_POINTS = 201


@cache
def level_of_each_look(level: float, looks: int) -> float:
    """The level at which every one of the looks is taken, so that `level` holds for all together.

    Args:
        level: wanted of all looks together, above 0 and below 1.
        looks: how many times the counts are looked at, evenly spaced over the draw.

    >>> level_of_each_look(0.95, 1), round(level_of_each_look(0.95, 4), 4)
    (0.95, 0.983...)
    """
    if looks == 1:
        return level

    from scipy.optimize import brentq  # loaded where somebody looks more than once

    def excess(critical: float) -> float:
        return _chance_that_all_hold(critical, looks) - level

    alone = -float(ndtri((1 - level) / 2))
    bonferroni = -float(ndtri((1 - level) / 2 / looks))
    return float(1 - 2 * ndtr(-brentq(excess, alone, bonferroni + 1e-6, xtol=1e-5)))


def _chance_that_all_hold(critical: float, looks: int) -> float:
    """P(|B(I_l)| ≤ c·√I_l at every look), by Gauss-Legendre quadrature."""
    part = np.arange(1, looks + 1) / looks
    information = part / (1 - _SHARE * part)
    nodes, weights = np.polynomial.legendre.leggauss(_POINTS)
    at = critical * np.sqrt(information[0]) * nodes
    mass = _density(at, information[0]) * weights * critical * np.sqrt(information[0])
    for before, now in itertools.pairwise(information):
        edge = critical * np.sqrt(now)
        step = _density(edge * nodes[:, None] - at[None, :], now - before)
        at, mass = edge * nodes, edge * weights * (step @ mass)
    return float(mass.sum())


def _density(at: Array, variance: float) -> Array:
    """The normal distribution's, with mean 0."""
    deviation = np.sqrt(variance)
    return np.asarray(np.exp(-((at / deviation) ** 2) / 2) / np.sqrt(2 * np.pi) / deviation)
