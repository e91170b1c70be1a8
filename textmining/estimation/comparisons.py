"""Many comparisons at once: which of them are differences, if one in twenty reports may err."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from textmining.estimation.change import Limits


def tail_probability(found: Limits, level: float) -> float:
    """Two-sided p value of a difference, from its limits as if they were a normal error's.

    >>> round(tail_probability(Limits(0.1, 0.0, 0.2), 0.95), 6)
    0.05
    >>> tail_probability(Limits(1, 1, 1), 0.95)
    0.0
    """
    if found.value == 0:
        return 1.0
    reach = found.value - found.low if found.value > 0 else found.high - found.value
    if reach <= 0:
        return 0.0
    z = -float(ndtri((1 - level) / 2)) * abs(found.value) / reach
    return float(2 * ndtr(-z))


def holm(chances: Sequence[float], alpha: float) -> NDArray[np.bool_]:
    """Which of several hypotheses are rejected (Holm 1979), in the order given.

    With probability 1 - `alpha` at least, none of those rejected is true.

    >>> holm([0.01, 0.04, 0.03], 0.05).tolist()
    [True, False, False]
    """
    rejected = np.zeros(len(chances), dtype=np.bool_)
    for rank, k in enumerate(np.argsort(chances, kind="stable")):
        if chances[k] > alpha / (len(chances) - rank):
            break
        rejected[k] = True
    return rejected
