"""Reading workbooks: .xlsx, .xlsm and .xlsb, .xls and .ods."""

import contextlib
from bisect import bisect_right
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from textmining.errors import ColumnError, FileError, Message, RowError, RowsError
from textmining.files.blocks import without_others
from textmining.files.children import plain_cell, read_in_child
from textmining.files.headers import Header, Record
from textmining.files.kinds import filled
from textmining.files.notes import Note, NoteKind
from textmining.files.records import Table, another_type, from_header, header_of, letters

_PROBLEMS = {
    "password": ("is protected with a password", "Save it without one."),
    "sealed": ("is protected with a password, or damaged", "Save it again without one."),
    "large": ("is too large when it is unpacked", "Export it as .csv or .parquet."),
}
_UNKNOWN = "holds a formula without its value; open and save the file in a spreadsheet program."
_ERROR = (
    "holds an error of the spreadsheet program (such as #NAME? or #N/A) instead of a value; "
    "fix it there."
)

_MUCH = 4  # times the cells of a sheet that another has, which is then the table
_PLENTY = 1000  # cells of a sheet from which on no other is looked at


@dataclass(frozen=True)
class _Sheet:
    """A sheet's rows that are not empty, and what is special about its cells.

    `shown` is how many sheets of the workbook are. `errors` and `unknown` are [row, column] from 1
    on; `merged` [row, column, row, column], from 0 on, the last ones included; `digits`, by row and
    column from 1 on, with how many digits the cell's number is shown.
    """

    index: int
    name: str
    shown: int
    errors: list[list[int]]
    unknown: list[list[int]]
    merged: list[list[int]]
    digits: dict[tuple[int, int], int]
    records: list[Record] = field(default_factory=list)

    def add(self, row: int, cells: list[Any]) -> None:
        """Take a row in, its numbers as they are shown where that is with zeros before them."""
        for column, cell in enumerate(cells, start=1) if self.digits else ():
            digits = self.digits.get((row, column))
            if digits and isinstance(cell, int) and cell >= 0:
                cells[column - 1] = f"{cell:0{digits}d}"
        self.records.append((row, cells))

    @property
    def n_cells(self) -> int:
        """How many cells are not empty."""
        return sum(len(filled(row)) for _, row in self.records)


def read_workbook(path: Path) -> Table:
    """Read the first sheet that is shown and has a table; hidden ones if no other has.

    A few lines about the survey, or a list of its variables, are passed over where a much larger
    table follows.

    Raises:
        FileError: no workbook, one with a password, or no table in it.
        ColumnError: the header has merged cells or a name twice.
        RowsError: formulas that have never been worked out, errors, rows that do not fit.
    """
    with contextlib.closing(_sheets(path)) as sheets:  # the rest of the workbook is not read
        sheet = _chosen(sheets)
    if sheet is None:
        raise FileError(path, "has no sheet with a header and rows", "Export it again.")
    header = without_others(path, header_of(path, sheet.records))
    _refuse_merged(path, sheet, header)
    _refuse_cells(path, sheet, header)
    n_filled = _fill_merged(sheet, header)
    table = from_header(path, header, typed=True)
    merged = _merged(path, n_filled) if n_filled else ()
    notes = (*_beside(path, sheet), *merged, *table.notes)
    return replace(table, notes=notes, sheet=sheet.name)


def _chosen(sheets: Iterator[_Sheet]) -> _Sheet | None:
    """The sheet that is read; None if none has a header and rows."""
    tables: list[_Sheet] = []
    for number, sheet in enumerate(sheets):
        if number >= sheet.shown and tables:
            break
        if len(sheet.records) > 1:
            tables.append(sheet)
            if sheet.n_cells >= _PLENTY:
                break
    most = max((sheet.n_cells for sheet in tables), default=0)
    return next((sheet for sheet in tables if _MUCH * sheet.n_cells >= most), None)


def _beside(path: Path, sheet: _Sheet) -> Iterator[Note]:
    """Tell that more sheets are shown than the one that is read."""
    if sheet.shown > 1:
        text = Message(
            "only the sheet {name} is read, of {shown} that are shown.",
            name=sheet.name,
            shown=sheet.shown,
        )
        yield Note(str(path), NoteKind.SHEETS, text, columns=(sheet.name,))


def read_sheets(path: Path) -> list[list[list[Any]]]:
    """Read all sheets of a workbook, in its order: all rows from the first one on.

    Raises:
        FileError: no workbook, or one with a password.
    """
    found = sorted(_sheets(path), key=lambda sheet: sheet.index)
    return [_with_empty_rows(sheet.records) for sheet in found]


def _with_empty_rows(records: Sequence[Record]) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for number, row in records:
        rows.extend([] for _ in range(number - 1 - len(rows)))
        rows.append(row)
    return rows


def _sheets(path: Path) -> Generator[_Sheet]:
    """The sheets with their rows, shown ones first."""
    sheet: _Sheet | None = None
    found: _Found | None = None
    about: dict[str, Any] = {}
    with contextlib.closing(read_in_child("child_workbook", path)) as values:
        for value in values:
            if isinstance(value, list) and sheet is not None:
                sheet.add(value[0], [plain_cell(cell) for cell in value[1]])
                continue
            if "shown" in value:
                about = value
                continue
            if "problem" in value:
                raise _unreadable(path, value["problem"])
            if sheet is not None:
                yield sheet
            found = _found(path, about) if found is None else found
            sheet = _Sheet(
                value["sheet"],
                value["name"],
                about["shown"],
                value["errors"] or found.errors.get(value["name"], []),
                value["unknown"],
                value["merged"],
                {
                    (row, column): digits
                    for row, column, digits in value["digits"]
                    or found.digits.get(value["name"], [])
                },
            )
    if sheet is not None:
        yield sheet


@dataclass(frozen=True)
class _Found:
    """What other modules find in a workbook, cells from 1 on by the sheet's name.

    `errors` are [row, column], `digits` [row, column, digits that a number is shown with].
    """

    errors: dict[str, list[list[int]]]
    digits: dict[str, list[list[int]]]


def _found(path: Path, about: dict[str, Any]) -> _Found:
    """What the modules find that the first one names."""
    errors, digits = (_said(path, about[script]) for script in ("failed", "digits"))
    return _Found(errors, digits)


def _said(path: Path, script: str | None) -> dict[str, list[list[int]]]:
    """The one thing that a module says of a workbook; nothing without a module."""
    if script is None:
        return {}
    with contextlib.closing(read_in_child(script, path)) as values:
        (said,) = next(values).values()
    return dict(said)


def _unreadable(path: Path, problem: str) -> FileError:
    if problem in _PROBLEMS:
        return FileError(path, *_PROBLEMS[problem])
    return another_type(path, "a workbook")


def _refuse_merged(path: Path, sheet: _Sheet, header: Header) -> None:
    """A question merged over its boxes is fine where a row below the header names each of them."""
    nameless = {*range(header.width)} - {*header.positions}
    body = {number for number, _ in header.body}
    if any(
        top < header.row <= end + 1
        and not (
            nameless.isdisjoint(range(left, right + 1)) and body.isdisjoint(range(top, end + 2))
        )
        for top, left, end, right in sheet.merged
    ):
        raise ColumnError(
            "{path}: the header in row {row} has merged cells. Unmerge them, so that every "
            "column has one name in one row.",
            path=path,
            row=header.row,
        )


def _fill_merged(sheet: _Sheet, header: Header) -> int:
    """Give what stands in cells merged downwards to every row; return to how many cells.

    A spreadsheet keeps it in the first row only, though a person reads it in all of them.
    """
    rows = dict(header.body)
    numbers, n_filled = sorted(rows), 0
    for top, left, end, _ in sheet.merged:
        first = rows.get(top + 1)
        if end == top or first is None or left >= len(first) or first[left] is None:
            continue
        for number in numbers[bisect_right(numbers, top + 1) : bisect_right(numbers, end + 1)]:
            if left < len(rows[number]) and rows[number][left] is None:
                rows[number][left] = first[left]
                n_filled += 1
    return n_filled


def _merged(path: Path, n_filled: int) -> Iterator[Note]:
    text = Message("merged cells are read in every row they cover (cells: {n}).", n=n_filled)
    yield Note(str(path), NoteKind.MERGED, text)


def _refuse_cells(path: Path, sheet: _Sheet, header: Header) -> None:
    """Raise RowsError for cells of the table that have no value."""
    rows = {header.row, *(row for row, _ in header.body)}
    errors = [
        RowError(str(path), row, letters(column - 1), problem)
        for cells, problem in ((sheet.unknown, _UNKNOWN), (sheet.errors, _ERROR))
        for row, column in cells
        if row in rows and column - 1 in header.positions
    ]
    if errors:
        raise RowsError(sorted(errors))
