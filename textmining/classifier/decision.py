"""Which themes an answer gets: decided as a set, under the codebook's rules.

A set is never empty, and a residual theme (only content, no comment, fits nothing) stands alone.
"""

import numpy as np
from numpy.typing import NDArray

__all__ = ["decide", "find_threshold"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

_GRID = np.linspace(0.2, 0.7, 51)
_USUAL = 0.45
"""What is used while there are too few answers to say better; the scores are flat around it."""


def decide(probabilities: Array, residual: Flags, threshold: float) -> Flags:
    """Return the proposed sets, shape `(n_answers, n_themes)`.

    Args:
        probabilities: shape `(n_answers, n_themes)`; a theme at 0 is never proposed.
        residual: which themes stand alone, shape `(n_themes,)`.
        threshold: a theme at or above it is proposed, and so is the most probable one.
    """
    chosen = probabilities >= threshold
    top = probabilities.argmax(axis=1)
    rows = np.arange(len(top))
    chosen[rows, top] = True
    chosen[np.ix_(~residual[top], residual)] = False
    alone = rows[residual[top]]
    chosen[alone] = False
    chosen[alone, top[alone]] = True
    return chosen & (probabilities > 0)


def find_threshold(probabilities: Array, truth: Flags, residual: Flags) -> float:
    """Choose the threshold of best micro-F1 on held-out probabilities.

    Args:
        probabilities: shape `(n_answers, n_themes)`.
        truth: shape `(n_answers, n_themes)`.
        residual: which themes stand alone, shape `(n_themes,)`.
    """
    if len(truth) < _ENOUGH:
        return _USUAL
    sets = [decide(probabilities, residual, threshold) for threshold in _GRID]
    hits = np.array([(chosen & truth).sum() for chosen in sets])
    proposed = np.array([chosen.sum() for chosen in sets])
    best = 2 * hits / (proposed + truth.sum())
    # The middle of the thresholds within noise of the best, rather than the luckiest one.
    return round(float(np.median(_GRID[best >= best.max() - 0.002])), 3)


_ENOUGH = 100
"""Answers that the threshold is chosen on."""
