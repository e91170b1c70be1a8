"""How a .csv file is written: which sign stands between its cells, and spaces behind it."""

import csv
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textmining.errors import FileError

if TYPE_CHECKING:
    from _csv import Reader

_SAMPLE = 100_000  # signs from which it is told
_SIGNS = ";\t,|"
_MOSTLY = 0.8  # share of the rows that are cut like the header
_FEWEST = 3  # rows from which it is told that none has been divided


@dataclass(frozen=True)
class Dialect:
    """How a file is written.

    Args:
        sign: what stands between the cells.
        spaced: whether spaces stand before quotation marks, as in `"a", "b"`.
        skipped: lines above the first row that say how it is to be read.
    """

    sign: str
    spaced: bool = False
    skipped: int = 0

    def reader(self, lines: Iterator[str]) -> "Reader":
        """Return what cuts lines into rows, and raises csv.Error where that cannot be."""
        return csv.reader(lines, delimiter=self.sign, skipinitialspace=self.spaced, strict=True)


def told_dialect(path: Path, lines: Iterator[str]) -> tuple[Dialect, Iterator[str]]:
    """Return how a file is written, and its lines below those that say it.

    Raises:
        FileError: every row is one quoted cell, as Excel saves a .csv that it has not divided.
    """
    first = sample_of(lines)
    dialect = dialect_of(first)
    if _is_undivided(first[dialect.skipped :]):
        raise FileError(
            path,
            "has each whole row in one pair of quotation marks",
            "Export it again; opened and saved in Excel, a .csv may end like that.",
        )
    return dialect, itertools.chain(first[dialect.skipped :], lines)


def sample_of(lines: Iterator[str]) -> list[str]:
    """Return the first lines."""
    first, size = [], 0
    for line in lines:
        first.append(line)
        size += len(line)
        if size > _SAMPLE:
            break
    return first


def dialect_of(lines: Sequence[str]) -> Dialect:
    """Return how the first lines are written.

    A first line `sep=;` says it, for Excel. Otherwise it is the sign that cuts the largest share of
    rows into the same number of cells: question texts in a header may have more commas than
    columns, a title above it has one cell.
    """
    if said := re.fullmatch(r'sep=([^"\r\n])[\r\n]*', lines[0] if lines else ""):
        return Dialect(said[1], _is_spaced(lines[1:], said[1]), skipped=1)
    found = [Dialect(sign, _is_spaced(lines, sign)) for sign in _SIGNS]
    return max(found, key=lambda dialect: _fit(lines, dialect))


def _fit(lines: Sequence[str], dialect: Dialect) -> tuple[float, int]:
    widths = [len(record) for record in _sampled(lines, dialect) if any(record)]
    several = ((widths.count(n) / len(widths), n) for n in {*widths} if n > 1)
    return max(several, default=(0.0, 0))


def _is_spaced(lines: Sequence[str], sign: str) -> bool:
    """Whether spaces stand between the sign and a quotation mark, in most rows and always."""
    after = re.compile(rf'{re.escape(sign)}( *)"(?!")')
    spaces = [after.findall(line) for line in lines]
    return sign != " " and all(map(all, spaces)) and 2 * sum(map(bool, spaces)) >= len(spaces)


def _is_undivided(lines: Sequence[str]) -> bool:
    """Whether rows are single quoted cells that the sign between cells cuts like the header."""
    # Strictly, a row of several quoted cells is no single one.
    rows = [row for row in _rows(Dialect("\0").reader(iter(lines))) if any(row)]
    quoted = all(line.startswith('"') for line in lines[: len(rows)])
    if len(rows) < _FEWEST or not quoted or any(len(row) > 1 for row in rows):
        return False
    for sign in _SIGNS:
        header, *others = (_n_cells(row[0], sign) for row in rows)
        if header > 1 and others.count(header) >= _MOSTLY * len(others):
            return True
    return False


def _n_cells(line: str, sign: str) -> int:
    try:
        return len(next(csv.reader([" ".join(line.splitlines())], delimiter=sign), []))
    except csv.Error:
        return 0


def _sampled(lines: Sequence[str], dialect: Dialect) -> Iterator[list[str]]:
    """The records of the first lines, up to one that cannot be read."""
    reader = csv.reader(lines, delimiter=dialect.sign, skipinitialspace=dialect.spaced)
    return _rows(reader)


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    while True:
        try:
            record = next(reader, None)
        except csv.Error:
            return
        if record is None:
            return
        yield record
