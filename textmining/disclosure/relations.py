"""What ties published numbers together, written for differences from their true values.

A table that agrees with all that is published differs from the true one by d, where d = 0 for every
number published exactly. The differences of an answer's counts come in steps of its weight, so all
is written in steps: a difference of one is one answer more or fewer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from textmining.arrays import Array, Bools, Ints

Sum = tuple[tuple[int, ...], int]
"""Parts and the total they add up to, by position."""
Bound = tuple[tuple[int, ...], tuple[int, ...]]
"""Counts whose sum is at most that of others, by position."""

_EXACT = 1e-6


@dataclass(frozen=True)
class Counts:
    """Numbers of which some are to be published, each of shape `(n_counts,)`.

    Args:
        values: the true numbers, at least 0.
        step: what one answer adds: its weight, or the mean weight where weights differ; 1 without.
        are_whole: whether a reader knows that the number is a whole number of steps.
        below: by how much a published number may be above the true one it stands for (rounding).
        above: by how much it may be below.
        least: what it is at least, as readers know.
        are_secret: whether it must not follow from others.
        beside: the position of the one that is hidden whenever it is; its own if there is none.
    """

    values: Array
    step: Array
    are_whole: Bools
    below: Array
    above: Array
    least: Array
    are_secret: Bools
    beside: Ints

    @classmethod
    def exact(cls, values: Array) -> "Counts":
        """Counts without weights, published as they are; whole if all of them are."""
        nothing, every = np.zeros(len(values)), np.ones(len(values), dtype=np.bool_)
        whole = every & bool(np.abs(values - values.round()).max(initial=0) < _EXACT)
        own = np.arange(len(values))
        return cls(values, np.ones(len(values)), whole, nothing, nothing, nothing, every, own)

    @property
    def are_weighted(self) -> bool:
        """Whether one answer does not count like another, or numbers are published rounded."""
        return bool((self.step != 1).any() or (self.above > 0).any() or (self.below > 0).any())

    def part(self, cells: Ints) -> "Counts":
        """Some of them."""
        own = np.arange(len(cells))
        place = np.full(len(self.values), -1)
        place[cells] = own
        beside = place[self.beside[cells]]
        return Counts(
            values=self.values[cells],
            step=self.step[cells],
            are_whole=self.are_whole[cells],
            below=self.below[cells],
            above=self.above[cells],
            least=self.least[cells],
            are_secret=self.are_secret[cells],
            beside=np.where(beside < 0, own, beside),
        )

    def together(self, hidden: Bools) -> Bools:
        """Those that are hidden when these are."""
        return hidden | hidden[self.beside]

    def ends(self, hidden: Bools) -> tuple[Array, Array]:
        """The least and the most that each may differ, in steps, if these are hidden.

        One answer more or fewer is enough to hide a number; where answers weigh differently, three
        of one kind may stand for two of another.
        """
        most = 3.0 if self.are_weighted else 1.0
        down = np.where(hidden, most, np.minimum(self.below / self.step, most))
        up = np.where(hidden, most, np.minimum(self.above / self.step, most))
        down = np.minimum(down, (self.values - self.least) / self.step)
        low, high = np.floor(down + _EXACT), np.floor(up + _EXACT)
        return -np.where(self.are_whole, low, down), np.where(self.are_whole, high, up)


@dataclass(frozen=True)
class Relations:
    """What ties counts together, by position.

    Args:
        sums: parts and their total.
        bounds: counts whose sum is at most that of others.
        across: the same between themes that have nothing to do with each other but to be of one
            place.
        alike: two counts that differ by as many steps.
    """

    sums: tuple[Sum, ...]
    bounds: tuple[Bound, ...] = ()
    across: tuple[Bound, ...] = ()
    alike: tuple[tuple[int, int], ...] = ()


def union(parts: Sequence[int], whole: int) -> Iterator[Bound]:
    """A whole is at least each part and at most their sum."""
    yield from (((part,), (whole,)) for part in parts)
    yield (whole,), tuple(parts)


@dataclass(frozen=True)
class Tie:
    """One relation, written for differences d: sum of d[less] <= sum of d[more] + slack.

    In a sum the two sides are equal. Differences are numbers; where they are alike, steps.
    """

    less: tuple[int, ...]
    more: tuple[int, ...]
    slack: float
    is_sum: bool
    is_across: bool
    is_alike: bool = False

    @property
    def cells(self) -> tuple[int, ...]:
        """All counts that it is about."""
        return (*self.less, *self.more)

    def renumbered(self, place: Sequence[int]) -> "Tie":
        """The same with every position i called `place[i]`; what has none (-1) does not move."""
        sides = (self.less, self.more)
        less, more = (tuple(place[i] for i in part if place[i] >= 0) for part in sides)
        return replace(self, less=less, more=more)


def ties(counts: Counts, relations: Relations, may_hide: Bools) -> Iterator[Tie]:
    """The relations as far as they bound differences of counts that may be hidden.

    A count that stays published exactly has no difference, and a bound with more slack than the
    differences can use bounds nothing.
    """
    low, high = (ends * counts.step for ends in counts.ends(may_hide))
    moving, low, high = (high - low > _EXACT).tolist(), low.tolist(), high.tolist()
    values = counts.values.tolist()
    sums = ((parts, (whole,)) for parts, whole in relations.sums)
    kinds = ((sums, True, False), (relations.bounds, False, False), (relations.across, False, True))
    for found, is_sum, is_across in kinds:
        for less, more in found:
            slack = max(0.0, sum(values[i] for i in more) - sum(values[i] for i in less))
            up, down = (tuple(i for i in part if moving[i]) for part in (less, more))
            most = sum(high[i] for i in up) - sum(low[i] for i in down)
            if (up or down) and (is_sum or slack < most - _EXACT):
                yield Tie(up, down, slack, is_sum, is_across)
    for one, other in relations.alike:
        if moving[one] or moving[other]:
            yield Tie((one,), (other,), 0.0, is_sum=True, is_across=False, is_alike=True)


def parted(size: int, among: Sequence[Tie]) -> Iterator[tuple[Ints, list[Tie]]]:
    """Counts that tell of each other and of no others, and the ties among them, renumbered.

    A tie links its first count with each of its counts, which is enough to connect them.
    """
    links = [(tie.cells[0], cell) for tie in among for cell in tie.cells]
    i, j = np.array(links, dtype=np.intp).reshape(-1, 2).T
    graph = csr_array((np.ones(len(links)), (i, j)), shape=(size, size))
    label = connected_components(graph, directed=False)[1]
    members = np.split(np.argsort(label, kind="stable"), np.cumsum(np.bincount(label))[:-1])
    place = np.empty(size, dtype=np.intp)
    for cells in members:
        place[cells] = np.arange(len(cells))
    within = place.tolist()
    own: list[list[Tie]] = [[] for _ in members]
    for tie in among:
        own[label[tie.cells[0]]].append(tie.renumbered(within))
    yield from zip(members, own, strict=True)
