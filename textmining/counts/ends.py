"""The ends of the interval: nobody has the theme but those found, or everybody but those found not.

Near them the score test is too coarse. If nobody has the theme, every draw finds none; but just
beside that total the test's distribution is all but a point, and it rejects what the draw agrees
with. The end itself has an exact test, from the draw alone: that nobody but those found has the
theme is contradicted if few draws would hold all of them.
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
        The limits; -inf where perhaps nobody has the theme but those found, inf where perhaps
        everybody has it but those found not to.
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
