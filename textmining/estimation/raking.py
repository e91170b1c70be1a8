"""Weights that make those who answered look like those who were invited."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from textmining.arrays import Array

_ROUNDS, _CLOSE = 1000, 1e-12


def rake(
    groups: Sequence[NDArray[np.intp]], margins: Sequence[Array], start: Array | None = None
) -> Array | None:
    """Weights whose sums over groups are the known margins (iterative proportional fitting).

    Deming & Stephan 1940; the same fixed point as R's `survey::rake`.

    Args:
        groups: for each variable, the group of every respondent, from 0, shape `(n,)`.
        margins: for each variable, the total of every group; all add up to the same.
        start: weights to begin with, shape `(n,)`; 1 each if None.

    Returns:
        Weights, shape `(n,)`; None where a group that should have weight has nobody, or the margins
        cannot be met.
    """
    size = len(groups[0]) if groups else 0
    weights = np.ones(size) if start is None else start.astype(float)
    for group, margin in zip(groups, margins, strict=True):
        if ((np.bincount(group, minlength=len(margin)) == 0) & (margin > 0)).any():
            return None
    for _ in range(_ROUNDS):
        before = weights
        for group, margin in zip(groups, margins, strict=True):
            sums = np.bincount(group, weights=weights, minlength=len(margin))
            weights = weights * (margin / np.where(sums > 0, sums, 1.0))[group]
        if np.abs(weights - before).max(initial=0.0) <= _CLOSE * weights.max(initial=1.0):
            return weights
    return None


def design_effect(weights: Array) -> float:
    """How much unequal weights enlarge the variance of a mean: 1 + CV² (Kish 1965).

    >>> design_effect(np.array([1.0, 1.0])), design_effect(np.array([1.0, 3.0]))
    (1.0, 1.25)
    """
    return float(len(weights) * (weights**2).sum() / weights.sum() ** 2)
