"""The ends of the interval: nobody has the theme but those found, or everybody but those found not.

Near them the score test is too coarse. If nobody has the theme, every draw finds none; but just
beside that total the test's distribution is all but a point, and it rejects what the draw agrees
with. The end itself is tested from the draw: that nobody but those found has the theme is
contradicted if few draws would hold all of them and tell the machine as much.
"""

from collections.abc import Callable

import numpy as np

from textmining.arrays import Array, Bools, Ints
from textmining.estimation.score_interval import pearson3_cdf
from textmining.estimation.strata import Strata


def open_ends(
    limits: tuple[float, float],
    codes: Bools,
    expected: Array,
    weights: Array,
    split: Strata,
    level: float,
) -> tuple[float, float]:
    """Take away a limit that keeps out an end which the draw does not contradict.

    Args:
        limits: lower and upper limit for the total.
        codes: a person's codes, shape `(n_answers,)`; only read answers are looked at.
        expected: weight times recalibrated probability, shape `(n_answers,)`.
        weights: 1 for a plain count, shape `(n_answers,)`.
        split: how the answers were read.
        level: confidence level, as 0.95.

    Returns:
        The limits; -inf where perhaps nobody has the theme but those found, inf where perhaps
        everybody has it but those found not to.
    """
    tail = (1 - level) / 2
    low, high = limits

    def without(rows: Ints) -> Array:
        return np.asarray(weights[rows] - expected[rows])

    return (
        -np.inf if _is_likely(codes, lambda rows: expected[rows], split, tail) else low,
        np.inf if _is_likely(~codes, without, split, tail) else high,
    )


_Expected = Callable[[Ints], Array]
"""What the machine expects of some answers, worked out of few at a time."""


def _is_likely(codes: Bools, expected: _Expected, split: Strata, tail: float) -> bool:
    """Whether a draw that tells as much is likely if nobody has the code but those found.

    It is if nobody was found: no limit rests on the machine alone.
    """
    if not any(codes[read].any() for read in split.read):
        return True
    chance = _chance_of_all(codes, split)
    return chance > tail and chance * _chance_of_so_little(codes, expected, split) > tail


def _chance_of_all(codes: Bools, split: Strata) -> float:
    """Probability that the draw holds all answers with a code, if those found are all there are.

    Of x in a stratum of N with n drawn: n/N · (n-1)/(N-1) · … (x factors).
    """
    chance = 1.0
    for members, read in zip(split.members, split.read, strict=True):
        before = np.arange(codes[read].sum())
        chance *= float(np.prod((len(read) - before) / (len(members) - before)))
    return chance


def _chance_of_so_little(codes: Bools, expected: _Expected, split: Strata) -> float:
    """Probability that the machine expects no more of the others drawn than of those that were.

    The less it expects of them, the higher the estimate. Pearson III with the moments of simple
    random sampling; 1 where it expects the same of all.
    """
    excess = variance = third = total = 0.0
    is_found = np.zeros(len(codes), dtype=np.bool_)
    for members, read in zip(split.members, split.read, strict=True):
        is_found[read] = codes[read]
        others, drawn = members[~is_found[members]], read[~is_found[read]]
        of_others = expected(others)
        mean, sum_of_all = of_others.mean(), np.abs(of_others).sum()
        apart = np.subtract(of_others, mean, out=of_others)
        weight, n, fraction = len(members) / len(read), len(drawn), len(drawn) / len(others)
        excess += weight * (expected(drawn) - mean).sum()
        variance += weight**2 * n * (1 - fraction) * (apart**2).mean()
        third += weight**3 * n * (1 - fraction) * (1 - 2 * fraction) * (apart**3).mean()
        total += weight * sum_of_all
    deviation = np.sqrt(variance)
    if deviation <= 1e-9 * total:
        return 1.0
    return float(pearson3_cdf(excess, np.zeros(1), deviation, third / deviation**3)[0])
