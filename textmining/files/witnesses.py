"""Large files read in parts: where the parts begin, and rows that stand for all the others.

What a column holds is told from all its cells: numbers if all are, codes if all are 0 or 1. So a
first pass keeps a few rows as witnesses, in which every column has every kind of cell that it has
anywhere. Read together with them, some rows come out as they do when all are read.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

KindOf = Callable[[Any], Hashable]
"""The kind of a cell: whatever is told from a whole column is told from the kinds in it."""

Numbered = tuple[int, Any]
"""A row with its number."""


@dataclass(frozen=True)
class Cut:
    """Some rows of a file.

    Args:
        place: where the first begins, as the open file tells it.
        before: the number of the row before.
        rows: how many they are.
    """

    place: int
    before: int
    rows: int


class Cuts:
    """Collects where every so many rows begin.

    Args:
        most: rows of a cut.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._next = (0, 0)
        self._begins: list[tuple[int, int]] = []
        self._n = 0

    def here(self, text: TextIO, before: int) -> None:
        """Say that the next row begins where the file is read, after row `before`."""
        if self._is_full:
            self._next = (text.tell(), before)

    def count(self) -> None:
        """Count the row that began there."""
        if self._is_full:
            self._begins.append(self._next)
        self._n += 1

    def found(self, without: int = 0) -> tuple[Cut, ...]:
        """Return the cuts of all rows but some at the end."""
        n = self._n - without
        begins = self._begins[: -(-n // self._most)]
        sizes = [min(self._most, n - i * self._most) for i in range(len(begins))]
        return tuple(Cut(*begin, rows) for begin, rows in zip(begins, sizes, strict=True))

    @property
    def _is_full(self) -> bool:
        return self._n == len(self._begins) * self._most


class Witnesses:
    """Collects rows in which every column has every kind of cell.

    Args:
        kind_of: the kind of a cell.
    """

    def __init__(self, kind_of: KindOf) -> None:
        self._kind_of = kind_of
        self._seen: set[tuple[Hashable, Hashable]] = set()
        self._rows: dict[int, Any] = {}

    def see(self, row: Numbered, cells: Iterable[tuple[Hashable, Any]]) -> None:
        """Keep a row if a cell is of a kind that its column has not had.

        Args:
            row: the row.
            cells: its cells, each with its column.
        """
        new = {(column, self._kind_of(cell)) for column, cell in cells} - self._seen
        if new:
            self._seen |= new
            self._rows[row[0]] = row[1]

    def found(self) -> tuple[Numbered, ...]:
        """Return the rows."""
        return tuple(self._rows.items())


def others(witnesses: Sequence[Numbered], here: Sequence[Numbered]) -> list[Numbered]:
    """Return the witnesses that are not among some rows."""
    numbers = {number for number, _ in here}
    return [row for row in witnesses if row[0] not in numbers]
