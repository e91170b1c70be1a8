"""Reading .xlsx: the first sheet that is shown and has a header and rows."""

import re
import warnings
import zipfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from textmining.errors import ColumnError, FileError, RowError, RowsError
from textmining.files.headers import width
from textmining.files.records import Table, another_type, from_records

__all__ = ["read_xlsx"]

_ESCAPED = re.compile("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")


def read_xlsx(path: Path) -> Table:
    """Read an .xlsx file; hidden sheets only if no other has a table.

    Raises:
        FileError: no workbook, or no table in it.
        ColumnError: the header has merged cells, an empty name or one twice.
        RowsError: formulas that have never been worked out, rows that do not fit the header.
    """
    book = _workbook(path, values=True)
    for sheet in sorted(book.worksheets, key=lambda sheet: sheet.sheet_state != "visible"):
        rows = [
            (number, list(row))
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
            if width(row)
        ]
        if len(rows) > 1:
            break
    else:
        raise FileError(path, "has no sheet with a header and rows", "Export it again.")
    if any(area.min_row <= rows[0][0] <= area.max_row for area in sheet.merged_cells.ranges):
        raise ColumnError(
            f"{path}: the header in row {rows[0][0]} has merged cells. "
            "Unmerge them, so that every column has one name in one row."
        )
    _refuse_formulas_without_value(path, sheet)
    cells = [(n, [_unescaped(cell) for cell in row]) for n, row in rows]
    return from_records(path, cells, typed=True)


def _workbook(path: Path, *, values: bool) -> Workbook:
    """Open a workbook with the values of its formulas, or with the formulas themselves."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and validations, which carry no data
            return load_workbook(path, data_only=values)
    except OSError:
        raise
    except Exception as error:  # openpyxl passes on whatever its parsers raise
        raise another_type(path, "an Excel workbook") from error


def _refuse_formulas_without_value(path: Path, sheet: Worksheet) -> None:
    """Cells that a program filled with formulas have no value until a spreadsheet works it out."""
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/")]
    if not any(b"<f>" in xml or b"<f " in xml for xml in sheets):
        return
    errors = [
        RowError(
            str(path),
            cell.row,
            cell.column_letter,
            "holds a formula without its value; open and save the file in a spreadsheet program.",
        )
        for row in _workbook(path, values=False)[sheet.title].iter_rows()
        for cell in row
        if isinstance(cell, Cell) and cell.data_type == "f" and _is_unknown(sheet, cell)
    ]
    if errors:
        raise RowsError(errors)


def _is_unknown(sheet: Worksheet, formula: Cell) -> bool:
    """Whether a formula has no value; one that gives an empty text has the type of text."""
    value = sheet[formula.coordinate]
    return value.value is None and value.data_type == "n"


def _unescaped(cell: Any) -> Any:
    """Undo how .xlsx writes control characters (ST_Xstring of ECMA-376 part 1, 22.9.2.19).

    Halves of surrogate pairs (D800 to DFFF) are no characters: they stand there literally.
    """
    if isinstance(cell, str):
        return re.sub(_ESCAPED, lambda m: chr(int(m[1], 16)), cell) or None
    return cell
