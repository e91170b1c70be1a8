"""Reading .csv: the sign between the cells is told from the file."""

import csv
import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from textmining.errors import FileError, Message, RowError, RowsError
from textmining.files.cells import unguarded
from textmining.files.encodings import reading_lines
from textmining.files.headers import Record, find_header
from textmining.files.records import Table, from_records

_SAMPLE = 100_000  # signs from which the sign between the cells is told
_CELL = 2**23  # signs; the longest answers people write have some ten thousand
_SIGNS = ";\t,|"
_MOSTLY = 0.8  # share of the rows that are cut like the header
_FEWEST = 3  # rows from which it is told that none has been divided
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
        delimiter, _, rest = told_delimiter(path, lines)
        records = list(records_of(path, rest, delimiter))
    if any(is_suspect(row, delimiter) for _, row in records):
        header = find_header(path, records)
        refuse_swallowed(path, delimiter, header.width, [r for _, r in header.body], records)
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
    delimiter, place = _delimiter(_sample(iter(lines)))
    kept = lines[:place]
    reader = csv.reader(iter(lines[place:]), delimiter=delimiter, strict=True)
    first = place
    for number, _ in enumerate(reader, start=1):
        end = first + reader.line_num
        kept += [] if number in numbers else lines[place:end]
        place = end
    return "".join(kept)


def told_delimiter(path: Path, lines: Iterator[str]) -> tuple[str, int, Iterator[str]]:
    """Return the sign between the cells, how many lines say it, and the lines below those.

    Raises:
        FileError: every row is one quoted cell, as Excel saves a .csv that it has not divided.
    """
    first = _sample(lines)
    delimiter, skipped = _delimiter(first)
    if _is_undivided(first[skipped:]):
        raise FileError(
            path,
            "has each whole row in one pair of quotation marks",
            "Export it again; opened and saved in Excel, a .csv may end like that.",
        )
    return delimiter, skipped, itertools.chain(first[skipped:], lines)


def _sample(lines: Iterator[str]) -> list[str]:
    """The first lines."""
    first, size = [], 0
    for line in lines:
        first.append(line)
        size += len(line)
        if size > _SAMPLE:
            break
    return first


def records_of(
    path: Path, lines: Iterable[str], delimiter: str, before: int = 0
) -> Iterator[Record]:
    """Yield the rows that are not empty, numbered; `before` is the number of the one before.

    Raises:
        FileError: as for `read_csv`.
    """
    csv.field_size_limit(_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
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


def _delimiter(lines: list[str]) -> tuple[str, int]:
    """Return the sign between the cells, and how many lines say it (`sep=;` does, for Excel).

    Otherwise it is the sign that cuts the largest share of rows into the same number of cells:
    question texts in a header may have more commas than columns, a title above it has one cell.
    """
    if said := re.fullmatch(r'sep=([^"\r\n])[\r\n]*', lines[0] if lines else ""):
        return said[1], 1

    def fit(delimiter: str) -> tuple[float, int]:
        widths = [len(record) for record in _sampled(lines, delimiter) if any(record)]
        several = ((widths.count(n) / len(widths), n) for n in {*widths} if n > 1)
        return max(several, default=(0.0, 0))

    return max(_SIGNS, key=fit), 0


def _is_undivided(lines: list[str]) -> bool:
    """Whether rows are single quoted cells that the sign between cells cuts like the header."""
    rows = [row for row in _sampled(lines, "\0") if any(row)]
    quoted = all(line.startswith('"') for line in lines[: len(rows)])
    if len(rows) < _FEWEST or not quoted or any(len(row) > 1 for row in rows):
        return False
    for sign in _SIGNS:
        header, *others = (_n_cells(row[0], sign) for row in rows)
        if header > 1 and others.count(header) >= _MOSTLY * len(others):
            return True
    return False


def _n_cells(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([" ".join(line.splitlines())], delimiter=delimiter), []))
    except csv.Error:
        return 0


def _sampled(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    """The records of the first lines, up to one that cannot be read."""
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            record = next(reader, None)
        except csv.Error:
            return
        if record is None:
            return
        yield record


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
