"""Tables as they lie in files: .csv, .xlsx, .jsonl, .parquet and .sav, with their row numbers.

Cells come as the format holds them (text from .csv; numbers, dates and lists where the format
has them) and None where a cell is empty. What the columns mean is for others to say.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from textmining.errors import FileError
from textmining.files.csv_outline import CsvOutline, outline_of_csv
from textmining.files.delimited import read_csv
from textmining.files.json_lines import read_jsonl
from textmining.files.json_outline import JsonOutline, outline_of_jsonl
from textmining.files.parquet_tables import read_parquet
from textmining.files.records import Table
from textmining.files.spss import read_sav
from textmining.files.witnesses import KindOf
from textmining.files.workbooks import read_workbook
from textmining.files.workplace import recover

Outline = CsvOutline | JsonOutline
"""What is told of all of a file, and how its parts are read."""

_Read = TypeVar("_Read")


def read_table(path: Path) -> Table:
    """Read a file by its ending.

    Raises:
        FileError: missing, a folder, empty, unreadable, or not what its ending says.
        ColumnError: a header cell is empty, merged or there twice.
        RowsError: rows that do not fit the header or are not JSON objects.
    """
    table = _read(path, _READERS)
    if not table.rows:
        raise _no_rows(path)
    return table


def outline_of(path: Path, most: int, kind_of: KindOf) -> Outline:
    """Go through all of a delimited or .jsonl file in little memory, so that parts can be read.

    Args:
        path: the file.
        most: rows of a part.
        kind_of: the kind of a cell; see `witnesses`.

    Raises:
        FileError, ColumnError, RowsError: as for `read_table`.
    """
    outliners: dict[str, Callable[[Path], Outline]] = {
        **dict.fromkeys(DELIMITED, lambda path: outline_of_csv(path, most, kind_of)),
        ".jsonl": lambda path: outline_of_jsonl(path, most, kind_of),
    }
    outline = _read(path, outliners)
    if not outline.cuts:
        raise _no_rows(path)
    return outline


def _read(path: Path, readers: Mapping[str, Callable[[Path], _Read]]) -> _Read:
    """Read a file by its ending."""
    reader = readers.get(path.suffix.lower())
    recover(path.parent)
    try:
        if path.is_dir():
            raise FileError(path, "is a folder", "Name the files in it.")
        if not path.exists():
            raise FileError(path, "does not exist", "Check the name and the folder.")
        if path.name.startswith("~$"):
            problem = "only marks that a program has a file open"
            raise FileError(path, problem, "Leave it out, or close the file.")
        if path.suffix.lower() in _PACKED:
            raise FileError(path, "is packed", "Unpack it, and name the files in it.")
        if reader is None:
            raise FileError(
                path, "has an ending that is not read", "Use {names}.", names=", ".join(ENDINGS)
            )
        if path.stat().st_size == 0:
            raise FileError(path, "is empty", "Export it again.")
        return reader(path)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise FileError(
            path, "cannot be read ({reason})", "Close it elsewhere, or copy it.", reason=reason
        ) from None


def _no_rows(path: Path) -> FileError:
    return FileError(path, "has a header but no rows", "Export it again.")


_PACKED = (".zip", ".gz", ".7z", ".rar")
"""Endings of archives, in which vendors send several files."""

DELIMITED = (".csv", ".tsv", ".txt")
"""Endings of text with a sign between the cells."""

_READERS: dict[str, Callable[[Path], Table]] = {
    ".csv": read_csv,
    ".xlsx": read_workbook,
    ".jsonl": read_jsonl,
    ".parquet": read_parquet,
    ".sav": read_sav,
    ".zsav": read_sav,
    ".xlsm": read_workbook,
    ".xlsb": read_workbook,
    ".xls": read_workbook,
    ".ods": read_workbook,
    ".tsv": read_csv,
    ".txt": read_csv,
}
ENDINGS = tuple(_READERS)
