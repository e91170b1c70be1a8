"""What follows from published counts: an intruder who adds, subtracts and knows what nets are.

A count that is held back follows from the published ones if no other whole number (among estimates:
none a half away) would agree with them: groups add up to totals, questions to all questions, a net
lies between its largest theme and their sum. Whether it does is decided by (integer) linear
programming, and what must be hidden as well by its dual: one of the published counts that hold the
hidden one in its place (Fischetti & Salazar 2001; Hundepool et al. 2012, Statistical Disclosure
Control, 4).
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

    Of the published counts that hold one in its place, the smallest is hidden.

    Args:
        counts: shape `(n_counts,)`, at least 0.
        hidden: those that must be hidden, same shape.
        relations: what a reader knows of them.
        kept: those that are not hidden to protect others, same shape.

    Returns:
        Those that are hidden in the end, same shape.
    """
    hidden = hidden.copy()
    free = np.ones(len(counts), dtype=np.bool_) if kept is None else ~kept
    for cells, ties in _tied(counts, relations, hidden | free):
        if hidden[cells].any():
            hidden[cells] = _protected(counts[cells], hidden[cells], ties, free[cells])
    return hidden


@dataclass(frozen=True)
class _Tie:
    """How counts can move: `less` together by no more than `more` together and the room.

    In a sum both move alike.
    """

    less: tuple[int, ...]
    more: tuple[int, ...]
    room: float
    is_sum: bool

    def of(self, place: Sequence[int]) -> "_Tie":
        """The same with other positions."""
        less, more = (tuple(place[i] for i in part) for part in (self.less, self.more))
        return _Tie(less, more, self.room, self.is_sum)


def _ties(counts: Array, relations: Relations, can_move: Bools) -> Iterator[_Tie]:
    """The relations as far as they hold moves back.

    A count that stays published does not move, and none moves by more than one (`_Moves`), so a
    bound with more room than that ties nothing.
    """
    moving = can_move.tolist()
    sums = ((parts, (whole,), True) for parts, whole in relations.sums)
    for less, more, is_sum in (*sums, *((*bound, False) for bound in relations.bounds)):
        room = max(0.0, float(counts[list(more)].sum() - counts[list(less)].sum()))
        up, down = (tuple(i for i in part if moving[i]) for part in (less, more))
        if is_sum or room < len(up) + len(down):
            yield _Tie(up, down, room, is_sum)


def _tied(
    counts: Array, relations: Relations, can_move: Bools
) -> Iterator[tuple[Positions, list[_Tie]]]:
    """The counts that tell of each other, each such set with what ties it together."""
    ties = [tie for tie in _ties(counts, relations, can_move) if tie.less or tie.more]
    first = [(*tie.less, *tie.more)[0] for tie in ties]
    edges = [(i, j) for i, tie in zip(first, ties, strict=True) for j in (*tie.less, *tie.more)]
    i, j = np.array(edges, dtype=np.intp).reshape(-1, 2).T
    graph = csr_array((np.ones(len(edges)), (i, j)), shape=(len(counts),) * 2)
    _, label = connected_components(graph, directed=False)
    sets = np.split(np.argsort(label, kind="stable"), np.cumsum(np.bincount(label))[:-1])
    place = np.empty(len(counts), dtype=np.intp)
    for cells in sets:
        place[cells] = np.arange(len(cells))
    positions = place.tolist()
    own: list[list[_Tie]] = [[] for _ in sets]
    for k, tie in zip(first, ties, strict=True):
        own[label[k]].append(tie.of(positions))
    yield from zip(sets, own, strict=True)


def _protected(counts: Array, hidden: Bools, ties: Sequence[_Tie], free: Bools) -> Bools:
    """Of counts that are tied together."""
    hidden = hidden.copy()
    groups = [np.array((*tie.less, *tie.more)) for tie in ties if tie.is_sum]
    while (partner := _of_lone(counts, hidden, groups, free)) is not None:
        hidden[partner] = True
    moves = _Moves(counts, ties)
    # What can move still can when more is hidden, so each count is settled once.
    settled = moves.of_many(hidden)
    while (hidden & ~settled).any():
        cell = int(np.flatnonzero(hidden & ~settled)[0])
        moved, holding = moves.of(cell, hidden)
        settled |= moved
        if not moved[cell]:
            partner = _smallest(counts, holding & ~hidden & free)
            settled[cell] |= partner is None
            if partner is not None:
                hidden[partner] = True
    return hidden


def _of_lone(counts: Array, hidden: Bools, groups: Sequence[Positions], free: Bools) -> int | None:
    """What to hide where one count of a sum is hidden: told without any programming."""
    for cells in groups:
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


class _Moves:
    """How hidden counts can move together without any published one being contradicted.

    Each moves by at most 1, and none below 0.
    """

    def __init__(self, counts: Array, ties: Sequence[_Tie]) -> None:
        self.size = len(counts)
        # Estimates are not whole numbers, and an intruder does not take them for such.
        self.are_whole = _is_whole(counts)
        self.down = -np.minimum(1.0, counts)
        self.sums = _matrix([tie for tie in ties if tie.is_sum], self.size)
        bounds = [tie for tie in ties if not tie.is_sum]
        self.bounds, self.room = _matrix(bounds, self.size), np.array([tie.room for tie in bounds])

    def of_many(self, hidden: Bools) -> Bools:
        """Most that can move: quick, by aims that move many at once."""
        moved = np.zeros(self.size, dtype=np.bool_)
        while True:
            left = np.where(hidden & ~moved, 1.0, 0.0)
            alternate = np.where(np.cumsum(left) % 2, -left, left)
            found = np.zeros(self.size, dtype=np.bool_)
            for aim in (left, -left, alternate, -alternate):
                moves = self._furthest(aim, hidden)[0]
                if self.are_whole and not _is_whole(moves):
                    moves = self._furthest_whole(aim, hidden, gap=0.2)
                found |= self._moved(moves)
            moved |= found
            if not (found & (left > 0)).any():
                return moved

    def of(self, cell: int, hidden: Bools) -> tuple[Bools, Bools]:
        """Those that move when one moves up, or else down; those that hold it if it cannot."""
        moved = np.zeros(self.size, dtype=np.bool_)
        holding = np.zeros(self.size, dtype=np.bool_)
        for sign in (1.0, -1.0):
            aim = np.zeros(self.size)
            aim[cell] = sign
            found, held = self._furthest(aim, hidden)
            if sign * found[cell] > 1 - _CLOSE and not self._moved(found)[cell]:
                found = self._furthest_whole(aim, hidden)
                held = ~hidden
            moved |= self._moved(found)
            holding |= held
            if moved[cell]:
                break
        return moved, holding

    def _furthest(self, aim: Array, hidden: Bools) -> tuple[Array, Bools]:
        """The moves that go furthest towards `aim`, and the counts without which they went on."""
        down, up = np.where(hidden, self.down, 0.0), np.where(hidden, 1.0, 0.0)
        solution = linprog(
            -aim,
            self.bounds,
            self.room,
            self.sums,
            np.zeros(self.sums.shape[0]),
            list(zip(down.tolist(), up.tolist(), strict=True)),
        )
        price = np.abs(solution.lower.marginals) + np.abs(solution.upper.marginals)
        return np.asarray(solution.x, dtype=np.float64), np.asarray(price > _CLOSE)

    def _furthest_whole(self, aim: Array, hidden: Bools, gap: float = 0.0) -> Array:
        """The same in whole numbers, as far as a share of `gap` from the furthest."""
        solution = milp(
            -aim,
            constraints=[
                LinearConstraint(self.sums, 0, 0),
                LinearConstraint(self.bounds, -np.inf, self.room),
            ],
            bounds=Bounds(np.where(hidden, self.down, 0.0), np.where(hidden, 1.0, 0.0)),
            integrality=np.ones(self.size, dtype=np.int64),
            options={"mip_rel_gap": gap},
        )
        return np.asarray(solution.x, dtype=np.float64)

    def _moved(self, moves: Array) -> Bools:
        """Which counts move by a half or more; by a whole 1, and no other by a part, if whole."""
        possible = not self.are_whole or _is_whole(moves)
        return np.asarray((np.abs(moves) >= 0.5 - _CLOSE) & possible)


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
