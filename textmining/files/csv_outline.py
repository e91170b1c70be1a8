"""Large .csv files read in parts that come out as the whole does."""

import itertools
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from textmining.files.delimited import (
    as_cells,
    is_suspect,
    records_of,
    refuse_swallowed,
)
from textmining.files.dialects import Dialect, told_dialect
from textmining.files.encodings import encoding_of, lines_from_start
from textmining.files.footers import LAST_ROWS
from textmining.files.headers import (
    FIRST_ROWS,
    Header,
    Record,
    find_header,
    is_between,
    told_of,
    width,
)
from textmining.files.ragged import Ragged, lengthened
from textmining.files.records import Table, from_header, header_of
from textmining.files.witnesses import Cut, Cuts, KindOf, Witnesses, others


@dataclass(frozen=True)
class _Shape:
    """How a file is to be read.

    Args:
        path: the file.
        encoding: of its text.
        dialect: how it is written.
    """

    path: Path
    encoding: str
    dialect: Dialect

    @classmethod
    def of(cls, path: Path) -> "_Shape":
        """Tell it from the file."""
        encoding = encoding_of(path)
        with path.open(encoding=encoding, newline="") as text:
            dialect, _ = told_dialect(path, lines_from_start(text))
        return cls(path, encoding, dialect)

    def opened(self) -> TextIO:
        """Open the file at its start."""
        return self.path.open(encoding=self.encoding, newline="")

    def rows(self, text: TextIO) -> Iterator[Record]:
        """Yield the rows of a file that has just been opened, numbered, as they are written."""
        lines = itertools.islice(lines_from_start(text), self.dialect.skipped, None)
        return records_of(self.path, lines, self.dialect)

    def rows_from(self, text: TextIO, cut: Cut) -> Iterator[Record]:
        """Yield the rows from the first of a cut on."""
        text.seek(cut.place)
        return records_of(self.path, iter(text.readline, ""), self.dialect, cut.before)


@dataclass(frozen=True)
class CsvOutline:
    """What is told of a whole .csv file.

    Args:
        shape: how it is to be read.
        used: how many cells its longest row has.
        header: its header, without the rows below.
        again: rows below the header that are no answers.
        witnesses: rows in which every column has every kind of cell.
        cuts: its rows in parts.
        is_ragged: whether cells are to be added to rows that lack some at their end.
    """

    shape: _Shape
    used: int
    header: Header
    again: frozenset[int]
    witnesses: tuple[Record, ...]
    cuts: tuple[Cut, ...]
    is_ragged: bool

    def table(self, cut: Cut) -> Table:
        """Read some rows; those witnesses that are none of them come last."""
        with self.shape.opened() as text:
            rows = self.shape.rows_from(text, cut)
            body = ((n, as_cells(row)[: self.used]) for n, row in rows if n not in self.again)
            here = list(itertools.islice(body, cut.rows))
        more = others(self.witnesses, here)
        rows_read = [*here, *more]
        whole = lengthened(rows_read, self.header.width) if self.is_ragged else rows_read
        header = replace(self.header, body=tuple(whole))
        table = from_header(self.shape.path, header, typed=False)
        return replace(table, witnesses=len(more))


def outline_of_csv(path: Path, most: int, kind_of: KindOf) -> CsvOutline:
    """Go through all of a file, a row at a time.

    Raises:
        FileError, ColumnError, RowsError: as for `read_csv`.
    """
    shape = _Shape.of(path)
    used, least, suspected, first, last = _seen(shape)
    header = header_of(path, [(number, as_cells(row)) for number, row in first], used, last)
    if suspected:
        _refuse_swallowed(shape, first, last)
    witnesses, cuts = Witnesses(kind_of), Cuts(most)
    below = _Below(header, [number for number, _ in first])
    ragged = Ragged(header.width)
    with shape.opened() as text:
        for number, row in shape.rows(text):
            if below.is_answer(number, cells := as_cells(row)[:used]):
                cuts.count()
                if least < header.width:
                    ragged.see(number, cells)
                witnesses.see((number, cells), enumerate(cells))
            cuts.here(text, number)
    titles = [number for number, _ in first if number < header.row]
    passed = sorted(below.again - header.feet)
    feet = sorted(header.feet)
    notes = told_of(path, header.row, titles, passed, sorted(below.nameless), feet)
    header = replace(header, body=(), notes=(*notes, *ragged.notes(path)))
    again, found = frozenset(below.again), witnesses.found()
    return CsvOutline(shape, used, header, again, found, cuts.found(), ragged.may_be_filled)


def _seen(shape: _Shape) -> tuple[int, int, bool, list[Record], list[Record]]:
    """Cells of the longest and the shortest row, whether a cell may hold rows, the first, the last.

    The rows are as many as the header needs to be told.
    """
    used, least, suspected, first = 0, sys.maxsize, False, list[Record]()
    last = deque[Record](maxlen=LAST_ROWS)
    with shape.opened() as text:
        for number, row in shape.rows(text):
            least = min(least, len(row))
            used = max(used, len(row) if row[-1] else width(as_cells(row)))
            suspected = suspected or is_suspect(row, shape.dialect.sign)
            if len(first) < FIRST_ROWS:
                first.append((number, row))
            last.append((number, row))
    return used, least, suspected, first, [(number, as_cells(row)) for number, row in last]


def _refuse_swallowed(shape: _Shape, first: list[Record], last: list[Record]) -> None:
    header = find_header(shape.path, first, last)
    below = _Below(header, [number for number, _ in first])
    with shape.opened() as text, shape.opened() as again:
        body = (row for number, row in shape.rows(text) if below.is_answer(number, row))
        refuse_swallowed(shape.path, shape.dialect.sign, header.width, body, shape.rows(again))


class _Below:
    """Tells rows below the header that are answers from those that are not, and keeps the latter.

    Args:
        header: as it is found in the first rows.
        first: the numbers of the first rows.
    """

    def __init__(self, header: Header, first: list[int]) -> None:
        self._row, self._first, self._feet = header.row, max(first), header.feet
        self._answers = {number for number, _ in header.body}
        self._names = header.said
        self._without = sorted({*range(header.width)} - {*header.positions})
        self.again: set[int] = set()
        self.nameless: set[int] = set()

    def is_answer(self, number: int, cells: list[str | None]) -> bool:
        """Whether a row is an answer; a column in use without a name is kept too."""
        early = number <= self._first
        is_other = number in self._answers if early else not is_between(self._names, cells)
        found = is_other and number not in self._feet
        if found:
            self.nameless |= {i for i in self._without if i < len(cells) and cells[i]}
        elif number > self._row:
            self.again.add(number)
        return found
