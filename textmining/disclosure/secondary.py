"""Secondary suppression: what else to hide so that no hidden count follows from the published ones.

Groups add up to totals, questions to all questions, and a net lies between its largest theme and
the sum of its themes. A hidden count follows from what is published if no other whole number (among
estimates: none a half away) agrees with all of that. Whether one does is the attacker's problem of
Fischetti & Salazar (2001, Mathematical Programming 90, 283-312), a linear program: find values y
that satisfy every relation, equal the true values a where they are published, and have y_i as far
from a_i as can be. Where y_i cannot leave a_i, the dual prices name the published counts that hold
it there, and the smallest of them is hidden as well (Hundepool et al. 2012, Statistical Disclosure
Control, ch. 4).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

__all__ = ["Bound", "Relations", "Sum", "protected", "union"]

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
Positions = NDArray[np.intp]
Sum = tuple[tuple[int, ...], int]
"""Parts and the total they add up to, by position."""
Bound = tuple[tuple[int, ...], tuple[int, ...]]
"""Counts whose sum is at most that of others, by position."""

_CLOSE = 1e-6


@dataclass(frozen=True)
class Relations:
    """What ties counts together, by position."""

    sums: tuple[Sum, ...]
    bounds: tuple[Bound, ...] = ()


def union(parts: Sequence[int], whole: int) -> Iterator[Bound]:
    """A whole is at least each part and at most their sum."""
    yield from (((part,), (whole,)) for part in parts)
    yield (whole,), tuple(parts)


def protected(
    counts: Array, hidden: Bools, relations: Relations, kept: Bools | None = None
) -> Bools:
    """Hide more counts until none that is hidden follows from the published ones.

    Of the published counts that hold a hidden one in its place, the smallest is hidden.

    Args:
        counts: shape `(n_counts,)`, at least 0.
        hidden: those that must be hidden, same shape.
        relations: what a reader knows of them.
        kept: those that are not hidden to protect others, same shape.

    Returns:
        Those that are hidden in the end, same shape.

    A total of 5 of which one part is hidden tells the other part; both are hidden then.

    >>> relations = Relations(sums=(((0, 1), 2),))
    >>> protected(np.array([2.0, 3.0, 5.0]), np.array([True, False, False]), relations).tolist()
    [True, True, False]
    """
    hidden = hidden.copy()
    free = np.ones(len(counts), dtype=np.bool_) if kept is None else ~kept
    for component in _components(counts, relations, hidden | free):
        cells = component.cells
        if hidden[cells].any():
            hidden[cells] = _complemented(component, counts[cells], hidden[cells], free[cells])
    return hidden


@dataclass(frozen=True)
class _Tie:
    """One relation, written for differences d = y - a: sum of d[less] <= sum of d[more] + slack.

    In a sum the two sides are equal.
    """

    less: tuple[int, ...]
    more: tuple[int, ...]
    slack: float
    is_sum: bool

    @property
    def cells(self) -> tuple[int, ...]:
        """All counts that it is about."""
        return (*self.less, *self.more)

    def renumbered(self, place: Sequence[int]) -> "_Tie":
        """The same with every position i called `place[i]`."""
        less, more = (tuple(place[i] for i in part) for part in (self.less, self.more))
        return _Tie(less, more, self.slack, self.is_sum)


@dataclass(frozen=True)
class _Component:
    """Counts that tell of each other and of no others, and the relations among them.

    Args:
        cells: their positions among all counts.
        ties: what ties them together, by position in `cells`.
    """

    cells: Positions
    ties: Sequence[_Tie]


def _ties(counts: Array, relations: Relations, can_move: Bools) -> Iterator[_Tie]:
    """The relations as far as they bound differences.

    A count that stays published has no difference, and no difference is larger than 1
    (`_Attacker`), so a bound with more slack than it has counts bounds nothing.
    """
    moving = can_move.tolist()
    sums = ((parts, (whole,), True) for parts, whole in relations.sums)
    for less, more, is_sum in (*sums, *((*bound, False) for bound in relations.bounds)):
        slack = max(0.0, float(counts[list(more)].sum() - counts[list(less)].sum()))
        up, down = (tuple(i for i in part if moving[i]) for part in (less, more))
        if is_sum or slack < len(up) + len(down):
            yield _Tie(up, down, slack, is_sum)


def _components(counts: Array, relations: Relations, can_move: Bools) -> Iterator[_Component]:
    """Split the counts into components: two counts of one relation are in the same.

    A relation links its first count with each of its counts, which is enough to connect them.
    """
    ties = [tie for tie in _ties(counts, relations, can_move) if tie.cells]
    links = [(tie.cells[0], cell) for tie in ties for cell in tie.cells]
    label = _labels(len(counts), links)
    members = np.split(np.argsort(label, kind="stable"), np.cumsum(np.bincount(label))[:-1])
    place = np.empty(len(counts), dtype=np.intp)
    for cells in members:
        place[cells] = np.arange(len(cells))
    within = place.tolist()
    own: list[list[_Tie]] = [[] for _ in members]
    for tie in ties:
        own[label[tie.cells[0]]].append(tie.renumbered(within))
    yield from map(_Component, members, own)


def _labels(size: int, links: Sequence[tuple[int, int]]) -> NDArray[np.int32]:
    """The number of each count's component, from the pairs of counts that are linked."""
    i, j = np.array(links, dtype=np.intp).reshape(-1, 2).T
    graph = csr_array((np.ones(len(links)), (i, j)), shape=(size, size))
    label: NDArray[np.int32] = connected_components(graph, directed=False)[1]
    return label


def _complemented(component: _Component, counts: Array, hidden: Bools, free: Bools) -> Bools:
    """Hide complementary counts in one component until the attacker knows no hidden one.

    What is uncertain stays so when more is hidden, so each hidden count is settled once: it is
    uncertain, or nothing that may be hidden holds it in its place.
    """
    hidden = hidden.copy()
    sums = [np.array(tie.cells) for tie in component.ties if tie.is_sum]
    while (partner := _partner_in_a_sum(counts, hidden, sums, free)) is not None:
        hidden[partner] = True
    attacker = _Attacker(counts, component.ties)
    settled = attacker.uncertain(hidden)
    while (open_cells := np.flatnonzero(hidden & ~settled)).size:
        cell = int(open_cells[0])
        uncertain, holding = attacker.attack(cell, hidden)
        settled |= uncertain
        if not uncertain[cell]:
            partner = _smallest(counts, holding & ~hidden & free)
            if partner is None:
                settled[cell] = True
            else:
                hidden[partner] = True
    return hidden


def _partner_in_a_sum(
    counts: Array, hidden: Bools, sums: Sequence[Positions], free: Bools
) -> int | None:
    """What to hide where a sum has one hidden count only: it is told without any programming."""
    for cells in sums:
        if np.count_nonzero(hidden[cells]) == 1:
            others = np.zeros(len(counts), dtype=np.bool_)
            others[cells] = True
            partner = _smallest(counts, others & ~hidden & free)
            if partner is not None:
                return partner
    return None


def _smallest(counts: Array, among: Bools) -> int | None:
    """The smallest of some counts, the first if there are several; None of none."""
    return int(np.where(among, counts, np.inf).argmin()) if among.any() else None


class _Attacker:
    """The attacker's problem: by how much hidden counts can differ from their true values.

    A difference d_i = y_i - a_i is at most 1, at least -1, and no value is below 0. A count is
    uncertain if some d that satisfies every relation has |d_i| of 1/2 or more; among whole numbers,
    which the attacker takes for such, of 1 with every other d_j whole.

    Args:
        counts: the true values a, shape `(n_counts,)`.
        ties: the relations among them.
    """

    def __init__(self, counts: Array, ties: Sequence[_Tie]) -> None:
        self.size = len(counts)
        self.are_whole = _is_whole(counts)
        self.down = -np.minimum(1.0, counts)
        self.sums = _matrix([tie for tie in ties if tie.is_sum], self.size)
        bounds = [tie for tie in ties if not tie.is_sum]
        self.bounds = _matrix(bounds, self.size)
        self.slack = np.array([tie.slack for tie in bounds])

    def uncertain(self, hidden: Bools) -> Bools:
        """Find uncertain counts many at a time: most of them, and never one that is not.

        All hidden counts that are not yet known to be uncertain are pushed up at once, down at
        once, and every other one up and down, as long as that finds more.
        """
        uncertain = np.zeros(self.size, dtype=np.bool_)
        while True:
            left = np.where(hidden & ~uncertain, 1.0, 0.0)
            alternate = np.where(np.cumsum(left) % 2, -left, left)
            found = np.zeros(self.size, dtype=np.bool_)
            for push in (left, -left, alternate, -alternate):
                d, _ = self._furthest(push, hidden)
                if self.are_whole and not _is_whole(d):
                    d = self._furthest_whole(push, hidden, gap=0.2)
                found |= self._differs(d)
            uncertain |= found
            if not (found & (left > 0)).any():
                return uncertain

    def attack(self, cell: int, hidden: Bools) -> tuple[Bools, Bools]:
        """Try to move one hidden count off its value: up, and if that fails down.

        Returns:
            The counts found uncertain on the way, and the published counts that held this one.
        """
        uncertain = np.zeros(self.size, dtype=np.bool_)
        holding = np.zeros(self.size, dtype=np.bool_)
        for direction in (1.0, -1.0):
            push = np.zeros(self.size)
            push[cell] = direction
            d, held = self._furthest(push, hidden)
            if self._only_fractions_reach(d, cell, direction):
                d, held = self._furthest_whole(push, hidden), ~hidden
            uncertain |= self._differs(d)
            holding |= held
            if uncertain[cell]:
                break
        return uncertain, holding

    def _only_fractions_reach(self, d: Array, cell: int, direction: float) -> bool:
        """Whether the count moves by 1 while others of a table of whole numbers move by parts."""
        return bool(direction * d[cell] > 1 - _CLOSE and not self._differs(d)[cell])

    def _furthest(self, push: Array, hidden: Bools) -> tuple[Array, Bools]:
        """The d that goes furthest along `push`, and the published counts with a dual price.

        Those are the ones without which it would go further.
        """
        down, up = np.where(hidden, self.down, 0.0), np.where(hidden, 1.0, 0.0)
        solution = linprog(
            -push,
            self.bounds,
            self.slack,
            self.sums,
            np.zeros(self.sums.shape[0]),
            list(zip(down.tolist(), up.tolist(), strict=True)),
        )
        price = np.abs(solution.lower.marginals) + np.abs(solution.upper.marginals)
        return np.asarray(solution.x, dtype=np.float64), np.asarray(price > _CLOSE)

    def _furthest_whole(self, push: Array, hidden: Bools, gap: float = 0.0) -> Array:
        """The same in whole numbers, as far as a share of `gap` from the furthest."""
        solution = milp(
            -push,
            constraints=[
                LinearConstraint(self.sums, 0, 0),
                LinearConstraint(self.bounds, -np.inf, self.slack),
            ],
            bounds=Bounds(np.where(hidden, self.down, 0.0), np.where(hidden, 1.0, 0.0)),
            integrality=np.ones(self.size, dtype=np.int64),
            options={"mip_rel_gap": gap},
        )
        return np.asarray(solution.x, dtype=np.float64)

    def _differs(self, d: Array) -> Bools:
        """Which counts differ enough to be uncertain; none if a whole table moves by parts."""
        possible = not self.are_whole or _is_whole(d)
        return np.asarray((np.abs(d) >= 0.5 - _CLOSE) & possible)


def _is_whole(numbers: Array) -> bool:
    return bool(np.abs(numbers - numbers.round()).max(initial=0) < _CLOSE)


def _matrix(ties: Sequence[_Tie], columns: int) -> Any:  # linprog's stubs know no sparse arrays
    """A row for each tie: what is less minus what is more."""
    entries = [
        (i, j, sign)
        for i, tie in enumerate(ties)
        for sign, cells in ((1.0, tie.less), (-1.0, tie.more))
        for j in cells
    ]
    i, j, signs = np.array(entries, dtype=np.float64).reshape(-1, 3).T
    shape = (len(ties), columns)
    return csr_array((signs, (i.astype(np.intp), j.astype(np.intp))), shape=shape)
