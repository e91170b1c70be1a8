"""The ends of the interval: nothing more than what was found, and nothing less.

So near the ends the score test's smooth distribution is too coarse. If no answer had the theme,
every draw would find none; there the distribution is a point, and a total just above it is rejected
although the draw agrees with it. The end itself has an exact test, from the draw alone: that only
the answers found have the theme is contradicted if few draws would hold all of them.
"""

import numpy as np
from numpy.typing import NDArray

from textmining.counts.strata import Strata

__all__ = ["open_ends"]


def open_ends(
    limits: tuple[float, float], codes: NDArray[np.bool_], split: Strata, level: float
) -> tuple[float, float]:
    """Take away a limit that keeps out an end which the draw does not contradict.

    Args:
        limits: lower and upper limit for the total.
        codes: a person's codes, shape `(n_answers,)`; only read answers are looked at.
        split: how the answers were read.
        level: confidence level, as 0.95.

    Returns:
        The limits; -inf where nothing more than what was found is possible, inf where nothing
        less than what is left.
    """
    tail = (1 - level) / 2
    low, high = limits
    return (
        -np.inf if _chance_of_all(codes, split) > tail else low,
        np.inf if _chance_of_all(~codes, split) > tail else high,
    )


def _chance_of_all(codes: NDArray[np.bool_], split: Strata) -> float:
    """Probability that the draw holds all answers with a code, if those found are all there are.

    Of x in a stratum of N with n drawn: n/N · (n-1)/(N-1) · … (x factors).
    """
    chance = 1.0
    for members, read in zip(split.members, split.read, strict=True):
        before = np.arange(codes[read].sum())
        chance *= float(np.prod((len(read) - before) / (len(members) - before)))
    return chance
