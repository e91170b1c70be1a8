"""Rows of a .csv file that end before the header does: Excel leaves empty cells at their end out.

A row that a line break inside an answer has torn in two is short as well. So short rows are only
filled where each of them surely is a row of its own.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from textmining.errors import Message
from textmining.files.headers import Record
from textmining.files.kinds import are_values
from textmining.files.notes import Note, NoteKind

_FEWEST = 2  # whole rows from which it is told what a column holds


def lengthened(rows: Iterable[Record], width: int) -> list[Record]:
    """Return the rows with as many empty cells at their end as make them as long as the header."""
    return [(number, [*row, *[None] * (width - len(row))]) for number, row in rows]


class Ragged:
    """Looks at all rows of a table, and says whether those that are short may be filled.

    They may if the first column has a number, a date or an id in all rows, and the others have such
    in short rows where they have in all whole ones. If the first column counts upwards in whole
    rows, it must in all: a piece of an answer may begin with a year. A last row that is the only
    short one is rather the end of a file that was cut off.

    Args:
        width: how many cells the header has.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._values = {True: {*range(width)}, False: {*range(width)}}  # whole rows, short ones
        self._n_whole = self.n_short = self.first = 0
        self._is_begun, self._is_last = True, False
        self._whole_numbers, self._all_numbers = _Upwards(), _Upwards()

    def see(self, number: int, row: Sequence[Any]) -> None:
        """Look at the next row."""
        is_whole = len(row) >= self._width
        left = self._values[is_whole]
        left -= {i for i in left if i < len(row) and row[i] and not are_values([row[i]])}
        self._is_begun = self._is_begun and bool(row[0])
        self._n_whole += is_whole
        self.n_short += not is_whole
        self.first = self.first or (0 if is_whole else number)
        self._is_last = not is_whole
        self._all_numbers.see(row[0])
        if is_whole:
            self._whole_numbers.see(row[0])

    @property
    def may_be_filled(self) -> bool:
        """Whether the short rows lack nothing but empty cells at their end."""
        is_cut_off = self.n_short == 1 and self._is_last
        is_told = self._n_whole >= _FEWEST and self._is_begun and 0 in self._values[True]
        is_counted = self._all_numbers.so_far or not self._whole_numbers.so_far
        is_alike = is_counted and self._values[True] <= self._values[False]
        return is_told and is_alike and not is_cut_off

    def notes(self, path: Path) -> Iterable[Note]:
        """Tell of the rows that are filled."""
        if self.n_short and self.may_be_filled:
            said = (
                "rows that end before the header does are read as empty in the columns that they "
                "lack: {n} (the first is row {row})."
            )
            text = Message(said, n=self.n_short, row=self.first)
            yield Note(str(path), NoteKind.SHORT, text, rows=(self.first,))


class _Upwards:
    """Whether all cells so far are whole numbers, each larger than the one before."""

    def __init__(self) -> None:
        self.so_far, self._last = True, -1.0

    def see(self, cell: Any) -> None:
        number = float(cell) if str(cell).isdecimal() else -1.0
        self.so_far = self.so_far and number > self._last
        self._last = number
