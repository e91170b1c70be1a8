"""What follows from published counts: an intruder who adds, subtracts and knows what nets are.

A count that is held back follows from the published ones if no other whole number (among estimates:
none a half away) would agree with them: groups add up to totals, questions to all questions, a net
lies between its largest theme and their sum. Whether it does is decided by (integer) linear
programming (Fischetti & Salazar 2001; Hundepool et al. 2012, Statistical Disclosure Control, 4).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

__all__ = ["Relation", "Relations", "protected"]

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
Relation = tuple[tuple[int, ...], int]
"""Parts and their whole, by position."""

_CLOSE = 1e-6


@dataclass(frozen=True)
class Relations:
    """What ties counts together, by position.

    Args:
        sums: parts and the total they add up to.
        bounds: parts and a whole that is at least each part and at most their sum.
    """

    sums: tuple[Relation, ...]
    bounds: tuple[Relation, ...] = ()


def protected(counts: Array, hidden: Bools, relations: Relations) -> Bools:
    """Hide more counts until none that is hidden follows from the published ones.

    Of the published counts that stand in a relation with one that is told, the smallest is hidden.

    Args:
        counts: shape `(n_counts,)`, at least 0.
        hidden: those that must be hidden, same shape.
        relations: what a reader knows of them.

    Returns:
        Those that are hidden in the end, same shape.
    """
    hidden = hidden.copy()
    while (lone := _lone(hidden, relations)) is not None:
        hidden[_smallest_partner(lone, counts, hidden, relations)] = True
    if not hidden.any():
        return hidden
    moves = _Moves(counts, relations)
    # What can move still can when more is hidden, so each count is settled once.
    settled = moves.of_many(hidden)
    while (hidden & ~settled).any():
        cell = int(np.flatnonzero(hidden & ~settled)[0])
        moved = moves.of(cell, hidden)
        settled |= moved
        if not moved[cell]:
            partner = _smallest_partner(cell, counts, hidden, relations)
            settled[cell] |= partner is None
            if partner is not None:
                hidden[partner] = True
    return hidden


def _lone(hidden: Bools, relations: Relations) -> int | None:
    """A count that is the only hidden one of a sum: told without any programming."""
    for parts, whole in relations.sums:
        cells = [i for i in (*parts, whole) if hidden[i]]
        if len(cells) == 1:
            return cells[0]
    return None


def _smallest_partner(cell: int, counts: Array, hidden: Bools, relations: Relations) -> int | None:
    """The smallest published count that stands in a relation with this one; None if none does."""
    together = {
        i
        for parts, whole in (*relations.sums, *relations.bounds)
        if cell in (*parts, whole)
        for i in (*parts, whole)
        if not hidden[i]
    }
    return min(together, key=lambda i: (counts[i], i), default=None)


class _Moves:
    """How hidden counts can move together without any published one being contradicted.

    Each moves by at most 1, and none below 0.
    """

    def __init__(self, counts: Array, relations: Relations) -> None:
        self.size = len(counts)
        # Estimates are not whole numbers, and an intruder does not take them for such.
        self.are_whole = bool(np.abs(counts - counts.round()).max(initial=0) < _CLOSE)
        self.down = -np.minimum(1.0, counts)
        rows = [_signs(*relation) for relation in relations.sums]
        room = [0.0] * len(rows)
        for parts, whole in relations.bounds:
            rows.append({i: -sign for i, sign in _signs(parts, whole).items()})
            room.append(max(0.0, float(counts[list(parts)].sum() - counts[whole])))
            for part in parts:
                rows.append(_signs((part,), whole))
                room.append(max(0.0, float(counts[whole] - counts[part])))
        least = np.full(len(rows), -np.inf)
        least[: len(relations.sums)] = 0
        self.constraints = LinearConstraint(_matrix(rows, self.size), least, room)

    def of_many(self, hidden: Bools) -> Bools:
        """Some that can move: quick, by aims that move many at once."""
        alternate = np.where(np.cumsum(hidden) % 2, -1.0, 1.0)
        moved = np.zeros(self.size, dtype=np.bool_)
        for aim in (np.ones(self.size), alternate):
            for sign in (1.0, -1.0):
                moved |= self._moved(self._furthest(sign * aim, hidden))
        return moved

    def of(self, cell: int, hidden: Bools) -> Bools:
        """Those that move when one moves up, or else down; not itself if it cannot."""
        moved = np.zeros(self.size, dtype=np.bool_)
        for sign in (1.0, -1.0):
            aim = np.zeros(self.size)
            aim[cell] = sign
            found = self._furthest(aim, hidden)
            if sign * found[cell] > 1 - _CLOSE and not self._moved(found)[cell]:
                found = self._furthest(aim, hidden, is_whole=True)
            moved |= self._moved(found)
            if moved[cell]:
                break
        return moved

    def _furthest(self, aim: Array, hidden: Bools, *, is_whole: bool = False) -> Array:
        """The moves that go furthest towards `aim`, in whole numbers if wished."""
        solution = milp(
            -aim,
            constraints=self.constraints,
            bounds=Bounds(np.where(hidden, self.down, 0.0), np.where(hidden, 1.0, 0.0)),
            integrality=np.full(self.size, int(is_whole)),
        )
        return np.asarray(solution.x, dtype=np.float64)

    def _moved(self, moves: Array) -> Bools:
        """Which counts move by a half or more; by a whole 1, and no other by a part, if whole."""
        possible = not self.are_whole or np.abs(moves - moves.round()).max() < _CLOSE
        return np.asarray((np.abs(moves) >= 0.5 - _CLOSE) & possible)


def _signs(parts: Sequence[int], whole: int) -> dict[int, float]:
    """Coefficients of the parts less the whole."""
    return {**dict.fromkeys(parts, 1.0), whole: -1.0}


def _matrix(rows: Sequence[dict[int, float]], columns: int) -> csr_array:
    entries = [(i, j, sign) for i, row in enumerate(rows) for j, sign in row.items()]
    i, j, signs = np.array(entries, dtype=np.float64).reshape(-1, 3).T
    shape = (len(rows), columns)
    return csr_array((signs, (i.astype(np.intp), j.astype(np.intp))), shape=shape)
