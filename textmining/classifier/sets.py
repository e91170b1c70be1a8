"""Which themes an answer gets: decided as a set, under the codebook's rules.

A set is never empty, and a residual theme (only content, no comment, fits nothing) stands alone.
"""

import numpy as np
from numpy.typing import NDArray

__all__ = ["decide"]


def decide(
    probabilities: NDArray[np.float64],
    residual: NDArray[np.bool_],
    learned: NDArray[np.bool_],
    threshold: float,
) -> NDArray[np.bool_]:
    """Return the proposed sets, shape `(n_answers, n_themes)`.

    Args:
        probabilities: shape `(n_answers, n_themes)`.
        residual: which themes stand alone, shape `(n_themes,)`.
        learned: which themes may be proposed, shape `(n_themes,)`; with none, sets are empty.
        threshold: a theme at or above it is proposed, and so is the most probable one.
    """
    chosen = (probabilities >= threshold) & learned
    if not learned.any() or not len(chosen):
        return chosen
    top = np.where(learned, probabilities, -1.0).argmax(axis=1)
    chosen[np.arange(len(chosen)), top] = True
    chosen[np.ix_(~residual[top], residual)] = False
    alone = residual[top]
    chosen[alone] = False
    chosen[alone, top[alone]] = True
    return chosen
