"""Tables as they lie in files: .csv, .xlsx, .jsonl, .parquet and .sav, with their row numbers.

Cells come as the format holds them (text from .csv; numbers, dates and lists where the format
has them) and None where a cell is empty. What the columns mean is for others to say.
"""

import csv
import io
import json
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from textmining.errors import ColumnError, FileError, RowError, RowsError
from textmining.files.cells import unguarded
from textmining.files.encodings import decode

__all__ = ["ENDINGS", "Table", "read_table"]


@dataclass(frozen=True)
class Table:
    """A table from a file.

    Args:
        path: the file.
        frame: the cells, dtype object, columns named as in the file.
        rows: the row number of every row as the user's program counts (a header is row 1).
        typed: whether the format tells numbers from text.
    """

    path: Path
    frame: pd.DataFrame
    rows: tuple[int, ...]
    typed: bool

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return [str(name) for name in self.frame.columns]


def read_table(path: Path) -> Table:
    """Read a file by its ending.

    Raises:
        FileError: missing, a folder, empty, unreadable, or not what its ending says.
        ColumnError: a header cell is empty, merged or there twice.
        RowsError: rows that do not fit the header or are not JSON objects.
    """
    reader = _READERS.get(path.suffix.lower())
    if path.is_dir():
        raise FileError(path, "is a folder", "Name the files in it.")
    if not path.exists():
        raise FileError(path, "does not exist", "Check the name and the folder.")
    if reader is None:
        raise FileError(path, "has an ending that is not read", f"Use {', '.join(ENDINGS)}.")
    try:
        if path.stat().st_size == 0:
            raise FileError(path, "is empty", "Export it again.")
        table = reader(path)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise FileError(
            path, f"cannot be read ({reason})", "Close it elsewhere, or copy it."
        ) from None
    if not table.rows:
        raise FileError(path, "has a header but no rows", "Export it again.")
    return table


def _read_csv(path: Path) -> Table:
    text = decode(path.read_bytes(), path)
    csv.field_size_limit(2**31 - 1)  # an answer may be long; Python's own limit is 131,072
    header = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(";\t,", key=header.count)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    numbered = []
    try:
        for number, record in enumerate(records, start=1):
            if any(record):
                numbered.append((number, record))
    except csv.Error:
        raise FileError(
            path,
            f"has a quotation mark that is never closed, or text right after one, "
            f"near line {records.line_num}",
            "Export it again; every quotation mark inside a quoted cell must be doubled.",
        ) from None
    cells = [(number, [unguarded(cell) or None for cell in record]) for number, record in numbered]
    return _from_records(path, cells, typed=False)


def _read_xlsx(path: Path) -> Table:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and validations, which carry no data
            sheet = load_workbook(path, data_only=True).worksheets[0]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError):
        raise _another_type(path, "an Excel workbook") from None
    rows = [
        (number, list(row))
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
        if any(cell not in (None, "") for cell in row)
    ]
    if rows and any(
        area.min_row <= rows[0][0] <= area.max_row for area in sheet.merged_cells.ranges
    ):
        raise ColumnError(
            f"{path}: the header in row {rows[0][0]} has merged cells. "
            "Unmerge them, so that every column has one name in one row."
        )
    width = max((_width(row) for _, row in rows), default=0)
    cells = [(n, [_unescaped(cell) for cell in row[:width]]) for n, row in rows]
    return _from_records(path, cells, typed=True)


def _unescaped(cell: Any) -> Any:
    """Undo how .xlsx writes control characters (ST_Xstring of ECMA-376 part 1, 22.9.2.19)."""
    if isinstance(cell, str):
        return re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), cell) or None
    return cell


def _width(row: Sequence[Any]) -> int:
    return max((i for i, cell in enumerate(row, start=1) if cell not in (None, "")), default=0)


def _read_jsonl(path: Path) -> Table:
    # JSON escapes line ends inside text, so "\n" alone ends a line; U+2028 and the like do not.
    lines = decode(path.read_bytes(), path).split("\n")
    records: list[dict[str, Any]] = []
    rows: list[int] = []
    errors = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            json.dumps(record, ensure_ascii=False).encode()  # refuses half a surrogate pair
        except ValueError:
            record = None
        if isinstance(record, dict):
            records.append(record)
            rows.append(number)
        else:
            errors.append(
                RowError(str(path), number, "", "is not a JSON object on one line, in UTF-8.")
            )
    if errors:
        raise RowsError(errors)
    columns = list(dict.fromkeys(key for record in records for key in record))
    frame = pd.DataFrame(
        {c: pd.Series([r.get(c) for r in records], dtype=object) for c in columns}, dtype=object
    )
    return Table(path, frame, tuple(rows), typed=True)


def _read_parquet(path: Path) -> Table:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        columns = parquet.read_table(path).to_pydict()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        raise _another_type(path, "a Parquet file") from None
    frame = pd.DataFrame({c: pd.Series(v, dtype=object) for c, v in columns.items()}, dtype=object)
    return Table(path, frame, tuple(range(1, len(frame) + 1)), typed=True)


def _read_sav(path: Path) -> Table:
    import pyreadstat

    try:
        frame, meta = pyreadstat.read_sav(path)
    except (pyreadstat.ReadstatError, UnicodeDecodeError):
        raise _another_type(path, "an SPSS file") from None
    for column, labels in meta.variable_value_labels.items():
        frame[column] = frame[column].map(lambda value, labels=labels: labels.get(value, value))
    cells = {c: pd.Series([_empty_as_none(v) for v in frame[c]], dtype=object) for c in frame}
    return Table(
        path, pd.DataFrame(cells, dtype=object), tuple(range(1, len(frame) + 1)), typed=True
    )


def _empty_as_none(value: Any) -> Any:
    return None if value == "" or pd.isna(value) else value


_READERS: dict[str, Callable[[Path], Table]] = {
    ".csv": _read_csv,
    ".xlsx": _read_xlsx,
    ".jsonl": _read_jsonl,
    ".parquet": _read_parquet,
    ".sav": _read_sav,
}
ENDINGS = tuple(_READERS)


def _from_records(path: Path, records: list[tuple[int, list[Any]]], *, typed: bool) -> Table:
    """Make a table of numbered records, the first of which is the header."""
    if not records:
        raise FileError(path, "is empty", "Export it again.")
    number, header = records[0]
    columns = _column_names(path, number, header)
    errors = [
        RowError(str(path), n, "", f"has {len(row)} cells, but the header has {len(columns)}.")
        for n, row in records[1:]
        if len(row) != len(columns)
    ]
    if errors:
        raise RowsError(errors)
    rows = [row for _, row in records[1:]]
    frame = pd.DataFrame(
        {c: pd.Series([row[i] for row in rows], dtype=object) for i, c in enumerate(columns)},
        dtype=object,
    )
    return Table(path, frame, tuple(n for n, _ in records[1:]), typed)


def _column_names(path: Path, number: int, header: Iterable[Any]) -> list[str]:
    names = ["" if cell is None else str(cell).strip() for cell in header]
    empty = [i for i, name in enumerate(names, start=1) if not name]
    if empty:
        raise ColumnError(
            f"{path}: the header in row {number} is empty in column {', '.join(map(str, empty))}. "
            "Give every column a name."
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ColumnError(
            f"{path}: the column {', '.join(twice)} is there twice. Give every column its own name."
        )
    return names


def _another_type(path: Path, kind: str) -> FileError:
    return FileError(
        path, f"is not {kind}, though its ending says so", "Export it again, or mend the ending."
    )
