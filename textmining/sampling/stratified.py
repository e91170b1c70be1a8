"""The stratified random draw: one probability sample that serves all themes at once.

Answers about which the machine is unsure tell more, so they are drawn more often; every answer
has a known chance above zero, so that the count can say how sure it is.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CERTAINTY = 0
"""The stratum of the answers that are read whatever the draw."""

_MOST_STRATA = 5
DRAW_VERSION = 2
"""How the draw was made, kept beside the coded answers.

1: equal share 0.3 whatever the budget, random numbers by row. 2: an equal share that grows with the
budget, random numbers by identity."""

_EQUAL_SHARE = 0.2  # and as much more as is read: nobody's chance comes near zero
_CLIP = 1e-4


@dataclass(frozen=True)
class Stratum:
    """One stratum of the draw: `drawn` of its `size` answers are read."""

    stratum: int
    size: int
    drawn: int

    @property
    def certainty(self) -> bool:
        """Whether all of it is read."""
        return self.drawn == self.size


@dataclass(frozen=True)
class Draw:
    """Which answers of one population are read, and how they came to be chosen.

    Args:
        stratum: stratum of each answer, shape `(n_answers,)`; 0 is read with certainty, then
            1, 2, ... from the surest to the least sure.
        place: place of each answer in its stratum's random order, from 1; those up to the
            stratum's `drawn` are read, and a larger budget goes on from there.
        strata: the strata, in order.
    """

    stratum: NDArray[np.int64]
    place: NDArray[np.int64]
    strata: tuple[Stratum, ...]

    @property
    def budget(self) -> int:
        """How many answers are read."""
        return sum(stratum.drawn for stratum in self.strata)

    @property
    def inclusion(self) -> NDArray[np.float64]:
        """Each answer's chance of being read, in (0, 1]; NaN if the budget is 0."""
        share = {s.stratum: s.drawn / s.size if s.drawn else np.nan for s in self.strata}
        return np.array([share[h] for h in self.stratum.tolist()], dtype=np.float64)

    @property
    def drawn(self) -> NDArray[np.bool_]:
        """Which answers are read."""
        return self.place <= self._drawn_of_stratum

    @property
    def turn(self) -> NDArray[np.float64]:
        """When an answer's turn comes, in units of the whole draw: up to 1 are read.

        Reading by turn keeps the strata in step, so a review that stops early has still read
        a random part of every stratum.
        """
        return (self.place - 0.5) / np.maximum(self._drawn_of_stratum, 0.5)

    @property
    def _drawn_of_stratum(self) -> NDArray[np.int64]:
        drawn = {s.stratum: s.drawn for s in self.strata}
        return np.array([drawn[h] for h in self.stratum.tolist()], dtype=np.int64)


def draw(
    probabilities: NDArray[np.float64],
    budget: int,
    numbers: NDArray[np.float64],
    say: NDArray[np.float64] | None = None,
) -> Draw:
    """Draw `budget` answers of one population.

    An answer's measure of size is (1-e)·u/mean(u) + e, with u² the answer's share of each
    theme's uncertainty Σ p(1-p), summed over themes by their say (the best common draw: Isaki &
    Fuller 1982), and e = 0.2 + the share read, at most 1. The more is read, the less there is to
    win by reading the surest answers seldom, and the more there is to lose where the machine is
    silent. Answers whose expected number of draws reaches 1 are read with certainty; the rest,
    sorted by size, is cut into at most five strata of equal total size with equal samples. Where
    no theme is ever predicted this is one simple random draw. See Särndal, Swensson & Wretman
    (1992), 3.7 and 12.2, for the choice of strata.

    Args:
        probabilities: 0-1, frozen for good, shape `(n_answers, n_themes)`.
        budget: how many answers are read; more than there are means all of them.
        numbers: each answer's own random number, shape `(n_answers,)`. The order in which answers
            come changes nothing, not even by rounding: all is worked out in that of the numbers.
        say: how much each theme counts for, above 0, shape `(n_themes,)`; None: all the same.
    """
    by_number = np.argsort(numbers, kind="stable")
    found = _draw_in_order(probabilities[by_number], budget, _tie_breaks(numbers[by_number]), say)
    stratum, place = np.empty_like(found.stratum), np.empty_like(found.place)
    stratum[by_number], place[by_number] = found.stratum, found.place
    return Draw(stratum, place, found.strata)


def _tie_breaks(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """A second random number from the lower half of each one's 53 bits.

    Answers of one size, such as all that say "no", may lie on both sides of a cut between strata.
    By the number that their turn in a stratum hangs on, the last ones of all would come to the
    upper stratum and be the last in it: hardly ever drawn.
    """
    return np.asarray(numbers * 2.0**26 % 1)


def _draw_in_order(
    probabilities: NDArray[np.float64],
    budget: int,
    tie_breaks: NDArray[np.float64],
    say: NDArray[np.float64] | None,
) -> Draw:
    """Draw; the answers come in their random order."""
    n = min(budget, len(probabilities))
    equal = min(_EQUAL_SHARE + n / max(len(probabilities), 1), 1)
    size = _measure(probabilities, np.ones(probabilities.shape[1]) if say is None else say, equal)
    certain = _certainty(size, n)
    stratum = np.where(certain, CERTAINTY, 0)
    rest = np.flatnonzero(~certain)
    if len(rest):
        most = max(1, min(_MOST_STRATA, n - int(certain.sum())))
        stratum[rest] = _cut(size[rest], tie_breaks[rest], most)
    labels, sizes = np.unique(stratum, return_counts=True)
    least = np.where(labels == CERTAINTY, sizes, 0)
    drawn = _allocate(n, sizes, least)
    strata = tuple(map(Stratum, labels.tolist(), sizes.tolist(), drawn.tolist()))
    return Draw(stratum, _places(stratum), strata)


def _measure(
    probabilities: NDArray[np.float64], say: NDArray[np.float64], equal: float
) -> NDArray[np.float64]:
    """How much reading an answer tells, all themes together, mean 1.

    In place, since a million answers have 22 million probabilities.
    """
    predicted = ((probabilities > 0) & (probabilities < 1)).any(axis=0)
    doubt = probabilities[:, predicted]
    if not doubt.size:
        return np.ones(len(probabilities))
    np.clip(doubt, _CLIP, 1 - _CLIP, out=doubt)
    doubt *= 1 - doubt
    doubt /= doubt.sum(axis=0)
    doubt *= say[predicted]
    u = np.sqrt(doubt.sum(axis=1))
    return np.asarray((1 - equal) * u / u.mean() + equal)


def _certainty(size: NDArray[np.float64], n: int) -> NDArray[np.bool_]:
    """Answers whose expected number of draws reaches 1, found again without them."""
    certain = np.zeros(len(size), dtype=np.bool_)
    while True:
        left = n - int(certain.sum())
        total = size[~certain].sum()
        # The margin is for rounding: equal sizes and a budget for all must all be certain.
        more = ~certain & (left * size >= total * (1 - 1e-9)) if left else certain
        if not (more & ~certain).any():
            return certain
        certain |= more


def _cut(
    size: NDArray[np.float64], tie_breaks: NDArray[np.float64], most: int
) -> NDArray[np.int64]:
    """Cut answers into strata 1, 2, ... of equal total size, small sizes first."""
    if np.ptp(size) < 1e-12:
        return np.ones(len(size), dtype=np.int64)
    by_size = np.lexsort((tie_breaks, size))
    middle = np.cumsum(size[by_size]) - size[by_size] / 2
    cut = np.empty(len(size), dtype=np.int64)
    cut[by_size] = np.minimum(most * middle / size.sum(), most - 1).astype(np.int64)
    return np.unique(cut, return_inverse=True)[1].astype(np.int64) + 1


def _allocate(n: int, sizes: NDArray[np.int64], least: NDArray[np.int64]) -> NDArray[np.int64]:
    """Share `n` as equally as sizes and `least` allow, the last strata (least sure) first."""
    drawn = least.copy()
    left = n - int(drawn.sum())
    while left > 0:
        room = np.flatnonzero(drawn < sizes)
        lowest = room[drawn[room] == drawn[room].min()]
        chosen = lowest[::-1][:left]
        drawn[chosen] += 1
        left -= len(chosen)
    return drawn


def _places(stratum: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rank of every answer within its stratum, from 1, in the order given."""
    by_stratum = np.argsort(stratum, kind="stable")
    starts = np.searchsorted(stratum[by_stratum], stratum[by_stratum])
    place = np.empty(len(stratum), dtype=np.int64)
    place[by_stratum] = np.arange(len(stratum)) - starts + 1
    return place
