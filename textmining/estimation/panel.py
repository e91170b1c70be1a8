"""How far the errors of two waves go together where the same respondents were drawn in both.

Each stratum reads the respondents with the lowest random numbers, and in a panel a respondent has
the same number in every wave (permanent random numbers; Ohlsson 1995). Whoever is read in one wave
is then likely to be read in the other, and what the machine gets wrong in both cancels in a change.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from textmining.arrays import Array, Bools, Ints
from textmining.estimation.strata import Strata

_MOST = 0.9
"""Correlations are held to ±0.9: few errors found in both waves do not show that all cancel."""


@dataclass(frozen=True)
class ReadErrors:
    """What was found of the machine's errors in one wave.

    Args:
        residual: weight times (y - q), less the stratum's mean and as much larger as that costs; 0
            where not drawn and read, shape `(n_answers, n_themes)`.
        read: which answers were drawn and read outside certainty, shape `(n_answers,)`.
        stratum: number of each answer's stratum from 0, -1 in certainty, likewise.
        share: by stratum, how much of it was read, 0-1.
        size: by stratum, its answers.
        variance: of each theme's estimate, shape `(n_themes,)`.
    """

    residual: Array
    read: Bools
    stratum: Ints
    share: Array
    size: Array
    variance: Array


def read_errors(codes: Bools, expected: Array, weights: Array, split: Strata) -> ReadErrors:
    """Take the errors found among the read answers.

    Args:
        codes: a person's codes, shape `(n_answers, n_themes)`; only read answers are looked at.
        expected: recalibrated probabilities, same shape.
        weights: 1 for a plain count, shape `(n_answers,)`.
        split: how the answers were read.
    """
    residual = np.zeros(expected.shape)
    read = np.zeros(len(codes), dtype=np.bool_)
    stratum = np.full(len(codes), -1, dtype=np.intp)
    variance = np.zeros(expected.shape[1])
    for h, (members, rows) in enumerate(zip(split.members, split.read, strict=True)):
        found = weights[rows, None] * (codes[rows] - expected[rows])
        freedom = max(len(rows) - 1, 1)
        residual[rows] = (found - found.mean(axis=0)) * np.sqrt(len(rows) / freedom)
        read[rows], stratum[members] = True, h
        square = (residual[rows] ** 2).mean(axis=0)
        variance += len(members) ** 2 * (1 - len(rows) / len(members)) / len(rows) * square
    size = np.array([len(members) for members in split.members], dtype=np.float64)
    share = np.array([len(rows) for rows in split.read], dtype=np.float64) / size
    return ReadErrors(residual, read, stratum, share, size, variance)


def correlation(older: ReadErrors, newer: ReadErrors, first: Ints, second: Ints) -> Array:
    """Correlation of the two waves' estimates of each theme, shape `(n_themes,)`.

    The covariance is Σ (π₁₂ - π₁π₂)/(π₁π₂π₁₂)·e₁e₂ over respondents read in both waves, e less the
    stratum's mean (Särndal, Swensson & Wretman 1992, 5.4 and 9.8). 0 where no error was found.

    Args:
        older: of the older wave.
        newer: of the newer wave.
        first: answers of the older wave whose respondents answered in the newer one, positions.
        second: their answers in the newer wave.
    """
    g, h = older.stratum[first], newer.stratum[second]
    drawn = (g >= 0) & (h >= 0)
    first, second, g, h = first[drawn], second[drawn], g[drawn], h[drawn]
    both = older.read[first] & newer.read[second]
    if not both.any():
        return np.zeros(len(older.variance))
    chance = _chance_of_both(older, newer, g, h)[both]
    apart = (older.share[g] * newer.share[h])[both]
    weight = ((chance - apart) / (apart * chance))[:, None]
    product = older.residual[first[both]] * newer.residual[second[both]]
    deviation = np.sqrt(older.variance * newer.variance)
    found = np.divide(
        (weight * product).sum(axis=0), deviation, np.zeros(len(deviation)), where=deviation > 0
    )
    return np.asarray(np.clip(found, -_MOST, _MOST))


def _chance_of_both(older: ReadErrors, newer: ReadErrors, g: Ints, h: Ints) -> Array:
    """Chance that a respondent with the same random number in both waves is read in both.

    That is the mean of the lower of two strata's highest numbers that are read. These are taken as
    normal, with the moments of uniform order statistics; they go together by the respondents that
    the strata share (the mean of a minimum: Clark 1961).

    Args:
        older: of the older wave.
        newer: of the newer wave.
        g: stratum of each respondent in the older wave.
        h: likewise in the newer one.
    """
    shared = np.zeros((len(older.size), len(newer.size)))
    np.add.at(shared, (g, h), 1)
    a, b = older.share[g], newer.share[h]
    m, n = older.size[g], newer.size[h]
    together = shared[g, h] / (m * n) * (np.minimum(a, b) - a * b)
    spread = np.sqrt(np.maximum(a * (1 - a) / m + b * (1 - b) / n - 2 * together, 1e-12))
    z = (a - b) / spread
    return np.asarray(
        a * ndtr(-z) + b * ndtr(z) - spread * (np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi))
    )
