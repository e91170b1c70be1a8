"""Which themes an answer gets: decided as a set, under the codebook's rules.

A set is never empty, and a residual theme (only content, no comment, fits nothing) stands alone.

Every theme has its threshold. The most right codes for a given cost of each answer too many or too
few in a theme's count come from thresholds `theta - mu` to `theta + mu`: a theme's own is the one
at which its count is right, as far as it lies between them (the Lagrangian of expected hits under
bounds on each count). With few examples the right count is uncertain, and the bounds hold.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import expit, logit

from textmining.arrays import Array, Bools


class Aim(StrEnum):
    """What the themes that a model proposes should be good for."""

    F1 = "f1"
    COUNTS = "counts"
    SETS = "sets"


_MIDDLES = np.arange(0.2, 0.56, 0.05)
_HALF_WIDTHS = (0.0, 0.025, 0.05, 0.1, 0.15, 0.25, 1.0)
_LEAST, _MOST = 0.02, 0.95
"""What a threshold is kept between."""

_USUAL = 0.45
"""What is used while there are too few answers to say better; the scores are flat around it."""

_ENOUGH = 100
"""Answers that thresholds are chosen on."""

_COUNT_ERROR, _LEAST_COUNT_ERROR = 0.2, 0.15
"""Count error within which the best F1 is sought, and what of it may be held-out error where few
answers leave the rest to chance. Without it counts of noisy codes run away (0.4 to 0.6 on two real
surveys) for 0.01 to 0.02 of micro-F1."""

_NOISE = 0.002
"""Difference in a score that is none."""


def decide(probabilities: Array, residual: Bools, thresholds: Array) -> Bools:
    """Return the proposed sets, shape `(n_answers, n_themes)`.

    Args:
        probabilities: shape `(n_answers, n_themes)`; a theme at 0 is never proposed.
        residual: which themes stand alone, shape `(n_themes,)`.
        thresholds: a theme at or above its own is proposed, and so is the one farthest ahead of
            its own, in log odds; shape `(n_themes,)`.
    """
    chosen = probabilities >= thresholds
    ahead = _log_odds(probabilities) - _log_odds(thresholds)
    top = np.where(probabilities > 0, ahead, -np.inf).argmax(axis=1)
    rows = np.arange(len(top))
    chosen[rows, top] = True
    chosen[np.ix_(~residual[top], residual)] = False
    alone = rows[residual[top]]
    chosen[alone] = False
    chosen[alone, top[alone]] = True
    return chosen & (probabilities > 0)


def find_thresholds(probabilities: Array, truth: Bools, residual: Bools, aim: Aim) -> Array:
    """Choose each theme's threshold by held-out probabilities, shape `(n_themes,)`.

    Args:
        probabilities: shape `(n_answers, n_themes)`.
        truth: shape `(n_answers, n_themes)`.
        residual: which themes stand alone, shape `(n_themes,)`.
        aim: the most right codes while counts stay near (`f1`), counts, or whole sets.
    """
    if len(truth) < _ENOUGH:
        return np.full(truth.shape[1], _USUAL)
    right = _with_right_counts(probabilities, truth, residual)
    if aim is Aim.COUNTS:
        return right
    tried = [
        _tried(np.clip(right, middle - half, middle + half), probabilities, truth, residual)
        for middle in _MIDDLES
        for half in _HALF_WIDTHS
    ]
    if aim is Aim.SETS:
        return max(tried, key=lambda one: one.whole).thresholds
    bound = _bound(truth)
    near = [one for one in tried if one.count_error <= bound]
    near = near or [min(tried, key=lambda one: one.count_error)]
    best = max(one.f1 for one in near)
    close = [one for one in near if one.f1 >= best - _NOISE]
    return min(close, key=lambda one: one.count_error).thresholds


def _bound(truth: Bools) -> float:
    """The held-out count error that leaves room for how far counts are off by chance.

    By chance a theme's count is sqrt(2 n p (1 - p) / pi) off (mean deviation of the normal
    distribution near the binomial); both errors are taken to be independent.
    """
    counts = truth.sum(axis=0)
    off = np.sqrt(2 / np.pi * counts * (1 - counts / len(truth)))
    by_chance = off.sum() / max(int(counts.sum()), 1)
    return float(np.sqrt(max(_COUNT_ERROR**2 - by_chance**2, _LEAST_COUNT_ERROR**2)))


@dataclass(frozen=True)
class _Tried:
    """Thresholds and how well they do: micro-F1, share of whole sets right, count error."""

    thresholds: Array
    f1: float
    whole: float
    count_error: float


def _tried(thresholds: Array, probabilities: Array, truth: Bools, residual: Bools) -> _Tried:
    kept = np.clip(thresholds, _LEAST, _MOST)
    chosen = decide(probabilities, residual, kept)
    n_true = max(int(truth.sum()), 1)
    hits = int((chosen & truth).sum())
    off = np.abs(chosen.sum(axis=0) - truth.sum(axis=0)).sum()
    return _Tried(
        np.round(kept, 4),
        2 * hits / (int(chosen.sum()) + n_true),
        float((chosen == truth).all(axis=1).mean()),
        float(off / n_true),
    )


def _with_right_counts(probabilities: Array, truth: Bools, residual: Bools) -> Array:
    """The thresholds at which as many answers get each theme as have it.

    Found step by step: that a set is never empty ties the themes' counts together. A theme whose
    count is missed on the other side, and by no less, goes on in steps half as long: where all
    answers have nearly the same probability it would swing between none and all of them.
    """
    log_odds = np.full(truth.shape[1], _log_odds(np.array(0.4)))
    step, before = np.full(truth.shape[1], 0.5), np.zeros(truth.shape[1])
    for _ in range(_STEPS):
        thresholds = np.clip(expit(log_odds), _LEAST, _MOST)
        counts = decide(probabilities, residual, thresholds).sum(axis=0)
        missed = np.log((counts + 1) / (truth.sum(axis=0) + 1))
        swings = (missed * before < 0) & (np.abs(missed) >= np.abs(before))
        step = np.where(swings, step / 2, step)
        log_odds = _log_odds(thresholds) + step * missed
        before = missed
    return np.round(thresholds, 4)


_STEPS = 15
"""After as many steps counts change no more than by an answer or two."""


def _log_odds(probabilities: Array) -> Array:
    odds: Array = logit(np.clip(probabilities, 1e-9, 1 - 1e-9))
    return odds
