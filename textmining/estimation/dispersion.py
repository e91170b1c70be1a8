"""How much the errors found in the draw vary, against what the probabilities say they should.

A good machine is more often right than its probabilities q promise: the variance of its errors is
φ·q(1-q) with φ below 1. One theme's errors are too few to tell, so the themes learn φ from each
other, and only as far as the machine has skill: where it has none, q is the theme's mean, q(1-q) is
right as it stands, and φ is 1.
"""

from dataclasses import dataclass

import numpy as np

from textmining.arrays import Array, Bools
from textmining.estimation.strata import Strata

_OF_COMMON = 40  # degrees of freedom that the common line is worth to one theme
_AT_ITS_WORD = 0.1  # weight of "as the probabilities say" in the common line
_MOST = 0.8  # steepest line: φ is at least 0.2
_LEAST_READ = 0.2


@dataclass(frozen=True)
class _Errors:
    """Squared errors found over those due, and the degrees of freedom, shape `(n_themes,)`."""

    ratio: Array
    freedom: Array


@dataclass(frozen=True)
class Expected:
    """Recalibrated probabilities q: of the answers drawn and read, and in sums of all.

    Args:
        read: of the answers drawn and read in the order of all, shape `(n_read, n_themes)`.
        mean: of q over all answers, shape `(n_themes,)`.
        square: mean of q², likewise.
    """

    read: Array
    mean: Array
    square: Array

    @classmethod
    def floored(cls, read: Array, mean: Array, square: Array, silent: float) -> "Expected":
        """Q = (1-λ)·p + λ·mean p, from the same of p; λ is the silent share."""
        kept = 1 - silent
        spread = silent * mean
        return cls(
            kept * read + spread, mean, kept**2 * square + 2 * kept * spread * mean + spread**2
        )


def dispersion(codes: Bools, expected: Expected, split: Strata, explained: Array) -> Array:
    """Factor φ on the variance of each theme, shape `(n_themes,)`.

    φ_k = (ν_k·A_k/E_k + 40·(1 - β·s_k)) / (ν_k + 40) + (r - 1)·c_k²: the theme's own errors
    shrunk to the themes' common line in the machine's skill s, and more where its answers may lie
    anywhere. c = (Σq)²/(N·Σq²) is the share of the answers that the machine expects the theme in
    (Kish's effective share, 1 where it knows nothing), r how much more an answer varies the
    estimate in the least-read fifth than on average: the placing least favourable to the draw.
    Form and constants are justified by simulation.

    Args:
        codes: y of the answers drawn and read, shape `(n_read, n_themes)`.
        expected: q.
        split: how the answers were read.
        explained: the machine's `skill`, shape `(n_themes,)`.
    """
    errors = _errors(codes, expected, split)
    weight = errors.freedom * explained
    slope = (weight * (1 - errors.ratio)).sum() / ((weight * explained).sum() + _AT_ITS_WORD)
    common = 1 - np.clip(slope, 0, _MOST) * explained
    own = errors.freedom * errors.ratio + _OF_COMMON * common
    even = expected.mean**2 / expected.square
    return np.asarray(
        own / (errors.freedom + _OF_COMMON) + (_least_favourable(split) - 1) * even**2
    )


def _errors(codes: Bools, expected: Expected, split: Strata) -> _Errors:
    """A/E and 2E²/B, each stratum weighing as it does in the estimate's variance."""
    themes = codes.shape[1]
    found, due, spread = np.zeros(themes), np.zeros(themes), np.zeros(themes)
    for size, read in split.among_read():
        weight = (size / len(read)) ** 2 * (1 - len(read) / size)
        q = expected.read[read]
        v = q * (1 - q)
        found += weight * ((codes[read] - q) ** 2).sum(axis=0)
        due += weight * v.sum(axis=0)
        spread += weight**2 * (v * ((1 - q) ** 3 + q**3) - v**2).sum(axis=0)
    usable = (due > 0) & (spread > 0)
    return _Errors(
        ratio=np.divide(found, due, out=np.ones(themes), where=usable),
        freedom=np.divide(2 * due**2, spread, out=np.zeros(themes), where=usable),
    )


def skill(codes: Bools, expected: Expected) -> Array:
    """Brier skill score (Murphy 1973), 0-1: what the machine claims, or what it showed if less."""
    y, q, mean = codes, expected.read, expected.mean
    claimed = 1 - (mean - expected.square) / (mean * (1 - mean))
    spread = ((y - y.mean(axis=0)) ** 2).sum(axis=0)
    error = ((y - q) ** 2).sum(axis=0)
    shown = 1 - np.divide(error, spread, out=np.ones(len(mean)), where=spread > 0)
    return np.asarray(np.clip(np.minimum(claimed, shown), 0, 1))


def _least_favourable(split: Strata) -> float:
    """Mean of 1/π - 1 in the least-read fifth of all answers, over that of all of them."""
    share = [
        len(read) / len(members) for members, read in zip(split.members, split.read, strict=True)
    ]
    size = np.array([*(len(members) for members in split.members), len(split.certain)])
    loss = np.array([*(1 / s - 1 for s in share), 0.0])
    order = np.argsort(-loss, kind="stable")
    before = np.cumsum(size[order]) - size[order]
    taken = np.clip(_LEAST_READ * size.sum() - before, 0, size[order])
    mean = (size * loss).sum() / size.sum()
    return float((taken * loss[order]).sum() / taken.sum() / mean) if mean > 0 else 1.0
