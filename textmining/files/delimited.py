"""Reading .csv: how it is written is told from the file."""

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from textmining.errors import FileError, Message, RowError, RowsError
from textmining.files.cells import unguarded
from textmining.files.dialects import Dialect, dialect_of, sample_of, told_dialect
from textmining.files.encodings import reading_lines
from textmining.files.headers import Record, find_header
from textmining.files.records import Table, from_records

_CELL = 2**23  # signs; the longest answers people write have some ten thousand
_AT_THE_END = "\x00\x1a"  # what programs of DOS fill a file's end with
_COLUMNS = 2**14  # as Excel has


def read_csv(path: Path) -> Table:
    """Read a .csv file; blank lines are passed over but counted.

    Raises:
        FileError: no text, more columns or a longer cell than a table has, or quotation marks
            that do not pair.
        ColumnError, RowsError: as for `from_records`; quotation marks that swallowed rows.
    """
    with reading_lines(path) as lines:
        dialect, rest = told_dialect(path, lines)
        records = list(records_of(path, rest, dialect))
    if any(is_suspect(row, dialect.sign) for _, row in records):
        header = find_header(path, records)
        refuse_swallowed(path, dialect.sign, header.width, [r for _, r in header.body], records)
    return from_records(path, [(n, as_cells(row)) for n, row in records], typed=False)


def as_cells(row: Sequence[str]) -> list[str | None]:
    """Return a row's cells as they are meant; an empty one is None."""
    return [unguarded(cell) or None for cell in row]


def without_records(path: Path, numbers: Collection[int]) -> str:
    """Return the text of a .csv file without some of its records, all else as it stands there.

    Args:
        path: a file that `read_csv` reads.
        numbers: the records' numbers, as in the rows of its table.
    """
    csv.field_size_limit(_CELL)
    with reading_lines(path) as stream:
        lines = list(stream)
    dialect = dialect_of(sample_of(iter(lines)))
    first = place = dialect.skipped
    kept = lines[:place]
    reader = dialect.reader(iter(lines[place:]))
    for number, _ in enumerate(reader, start=1):
        end = first + reader.line_num
        kept += [] if number in numbers else lines[place:end]
        place = end
    return "".join(kept)


def records_of(
    path: Path, lines: Iterator[str], dialect: Dialect, before: int = 0
) -> Iterator[Record]:
    """Yield the rows that are not empty, numbered; `before` is the number of the one before.

    Raises:
        FileError: as for `read_csv`.
    """
    csv.field_size_limit(_CELL)
    reader = dialect.reader(lines)
    number = before
    while True:
        number += 1
        try:
            record = next(reader, None)
        except csv.Error as error:
            raise _unreadable(path, reader.line_num, str(error)) from None
        if record is None:
            return
        if len(record) > _COLUMNS:
            raise FileError(
                path,
                "has {n} cells in row {number}",
                "Export the columns you need.",
                n=len(record),
                number=number,
            )
        if any(cell.strip(_AT_THE_END) for cell in record):
            yield number, list(record)


def _unreadable(path: Path, line: int, reason: str) -> FileError:
    if "field larger" in reason:
        return FileError(
            path,
            "has a cell of more than {cell} signs near line {line}",
            "Export it again.",
            cell=_CELL,
            line=line,
        )
    return FileError(
        path,
        "has a quotation mark that is never closed, or text right after one, near line {line}",
        "Export it again; every quotation mark inside a quoted cell must be doubled.",
        line=line,
    )


def is_suspect(row: Sequence[str], delimiter: str) -> bool:
    """Whether a cell may hold rows: there are line ends in it, and the sign between cells."""
    return any(delimiter in cell and ("\n" in cell or "\r" in cell) for cell in row)


def refuse_swallowed(
    path: Path,
    delimiter: str,
    width: int,
    body: Iterable[Sequence[str]],
    records: Iterable[Record],
) -> None:
    """Raise RowsError for quoted cells that hold whole rows of the file.

    An answer that begins with a quotation mark and a later one that ends with one make all between
    them one cell. Its lines then have the sign between cells as often as a row, and in most places
    what other rows have there: digits and letters in the same order.

    Args:
        path: the file, for messages.
        delimiter: the sign between the cells.
        width: how many cells the header has.
        body: the rows below it.
        records: all rows, gone through when the body has been.
    """
    shapes = _shapes(width, body)
    errors = [
        RowError(
            str(path),
            number,
            str(i + 1),
            Message(
                "holds {n} more rows of the file, from one quotation mark to the next. Double "
                "every quotation mark inside a quoted cell, or export the file again.",
                n=n,
            ),
        )
        for number, row in records
        for i, cell in enumerate(row)
        if is_suspect([cell], delimiter)
        and (n := sum(_is_row(x.split(delimiter), shapes) for x in cell.splitlines()[1:]))
    ]
    if errors:
        raise RowsError(errors)


def _shapes(n_columns: int, rows: Iterable[Sequence[str]]) -> list[set[str]]:
    """The shapes of a column's cells; none where cells have several words."""
    shapes: list[set[str]] = [set() for _ in range(n_columns)]
    filled, short = [0] * n_columns, [0] * n_columns
    for row in rows:
        for i, cell in enumerate(row[:n_columns]):
            filled[i] += bool(cell)
            if cell and _is_short(cell):
                short[i] += 1
                shapes[i].add(_shape(cell))
    return [known if 2 * short[i] > filled[i] else set() for i, known in enumerate(shapes)]


def _is_short(cell: str) -> bool:
    return len(cell) <= 30 and len(cell.split()) == 1


def _shape(cell: str) -> str:
    """Digits and letters of a cell in their order: 2021-007 is 9-9."""
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d]+", "a", cell.strip()))


def _is_row(cells: Sequence[str], shapes: Sequence[set[str]]) -> bool:
    """Whether cells look like the first ones of a row, with an id or a number among them."""
    told = [(_shape(cell), known) for cell, known in zip(cells, shapes, strict=False) if cell]
    fits = [(shape, shape in known) for shape, known in told if known]
    is_row = all(fit for _, fit in fits) and any("9" in shape for shape, _ in fits)
    return 1 < len(cells) <= len(shapes) and is_row
