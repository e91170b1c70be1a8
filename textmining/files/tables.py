"""Tables as they lie in files: .csv, .xlsx, .jsonl, .parquet and .sav, with their row numbers.

Cells come as the format holds them (text from .csv; numbers, dates and lists where the format
has them) and None where a cell is empty. What the columns mean is for others to say.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from textmining.errors import FileError, Message, RowError, RowsError
from textmining.files.delimited import read_csv
from textmining.files.encodings import decode
from textmining.files.names import column_names
from textmining.files.parquet_tables import read_parquet
from textmining.files.records import Table
from textmining.files.spss import read_sav
from textmining.files.workbooks import read_workbook
from textmining.files.workplace import recover

__all__ = ["ENDINGS", "read_table"]

_NO_OBJECT = (
    "is not a JSON object on one line, in UTF-8. Write one {…} for each answer, on its own line."
)


def read_table(path: Path) -> Table:
    """Read a file by its ending.

    Raises:
        FileError: missing, a folder, empty, unreadable, or not what its ending says.
        ColumnError: a header cell is empty, merged or there twice.
        RowsError: rows that do not fit the header or are not JSON objects.
    """
    reader = _READERS.get(path.suffix.lower())
    recover(path.parent)
    try:
        if path.is_dir():
            raise FileError(path, "is a folder", "Name the files in it.")
        if not path.exists():
            raise FileError(path, "does not exist", "Check the name and the folder.")
        if reader is None:
            raise FileError(
                path,
                "has an ending that is not read",
                Message("Use {names}.", names=", ".join(ENDINGS)),
            )
        if path.stat().st_size == 0:
            raise FileError(path, "is empty", "Export it again.")
        table = reader(path)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise FileError(
            path,
            Message("cannot be read ({reason})", reason=reason),
            "Close it elsewhere, or copy it.",
        ) from None
    if not table.rows:
        raise FileError(path, "has a header but no rows", "Export it again.")
    return table


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
        except (ValueError, RecursionError):
            record = None
        if isinstance(record, dict):
            records.append(record)
            rows.append(number)
        else:
            errors.append(RowError(str(path), number, "", _NO_OBJECT))
    if errors:
        raise RowsError(errors)
    keys = list(dict.fromkeys(key for record in records for key in record))
    names = column_names(path, 1, keys) if keys else []
    columns = {
        name: pd.Series([record.get(key) for record in records], dtype=object)
        for name, key in zip(names, keys, strict=True)
    }
    frame = pd.DataFrame(columns, dtype=object, index=range(len(records)))
    return Table(path, frame, tuple(rows), typed=True)


_READERS: dict[str, Callable[[Path], Table]] = {
    ".csv": read_csv,
    ".xlsx": read_workbook,
    ".jsonl": _read_jsonl,
    ".parquet": read_parquet,
    ".sav": read_sav,
    ".xlsm": read_workbook,
    ".xls": read_workbook,
    ".ods": read_workbook,
}
ENDINGS = tuple(_READERS)
