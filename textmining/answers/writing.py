"""Tables out: .csv, .xlsx, .jsonl, .parquet and .sav, whole or not at all, the same bytes again.

A text that a format cannot hold is an error that names the cell; it is never shortened. Other
cells become text where a format has no place for them (see `fitting`).
"""

import csv
import datetime as dt
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from textmining.answers.fitting import csv_cell, json_cell, parquet_cells, sav_cells, xlsx_cell
from textmining.errors import FileError, Message, RowError, RowsError
from textmining.files import SAV_LABEL, atomic_file, check_apart, guarded
from textmining.files.sav_files import write_sav

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FIXED_TIME = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
_XLSX_CELL = 32_767
_XLSX_ROWS = 1_048_576
_SHOWN_ROWS = 200  # from which the width of a column is judged
_WIDEST_COLUMN = 70
_SAV_CELL = 32_767
_SAV_NAME = 256  # bytes of a variable's label, which is a column's name
_SAV_WORDS = {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}
_SHOWN_NAME = 40


def write_table(frame: pd.DataFrame, path: Path, *, private: bool = False) -> None:
    """Write a table in the format of the path's ending.

    Tuples of codes are joined by `;`, or lists in .jsonl and .parquet. One with answers or notes
    in it is `private`: where it is new, only its owner may read it.

    Raises:
        FileError: unknown ending, unwritable folder, full disk.
        RowsError: cells the format cannot hold.
    """
    check_target(path)
    with atomic_file(path, private=private) as temporary:
        write_table_to(frame, temporary, path)


def write_decisions(decisions: pd.DataFrame, path: Path) -> None:
    """Write decisions so that every format tells an answer without a theme from an unread one.

    The column `read` is 1 where an answer was read and given no theme (see `read_decisions`).

    Raises:
        FileError, RowsError: as for `write_table`.
    """
    place = decisions.columns.tolist().index("themes") + 1
    read = [None if themes else 1 for themes in decisions["themes"]]
    written = decisions.copy()
    written.insert(place, "read", pd.Series(read, index=decisions.index, dtype="Int64"))
    write_table(written, path, private=True)


def check_target(path: Path, inputs: Iterable[Path | str | None] = ()) -> None:
    """Raise FileError unless a table can be written to `path`, which is none of `inputs`.

    Steps ask this first, so that nobody waits for an answer that cannot be kept. See `check_apart`.
    """
    if path.suffix.lower() not in _WRITERS:
        raise FileError(
            path, "has an ending that is not written", "Use {names}.", names=", ".join(_WRITERS)
        )
    check_apart([path], inputs)


def check_rows(n: int, path: Path) -> None:
    """Raise FileError if `path` cannot hold a header and `n` rows; ask before making them."""
    if path.suffix.lower() == ".xlsx" and n >= _XLSX_ROWS:
        raise FileError(path.name, "has more rows than .xlsx can hold", "Write .parquet instead.")


def write_table_to(frame: pd.DataFrame, temporary: Path, path: Path) -> None:
    """Write to a temporary file what is to become `path` (see `atomic_files`)."""
    _WRITERS[path.suffix.lower()](frame, temporary, path.name)


def _write_csv(frame: pd.DataFrame, target: Path, _name: str) -> None:
    rows = [list(map(str, frame.columns)), *_flat_rows(frame, csv_cell)]
    # Python's writer quotes a lone CR only if it is told to quote all text.
    lone_cr = any(isinstance(cell, str) and "\r" in cell for row in rows for cell in row)
    with target.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(
            stream,
            delimiter=";",
            lineterminator="\n",
            quoting=csv.QUOTE_NONNUMERIC if lone_cr else csv.QUOTE_MINIMAL,
        )
        for row in rows:
            writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])


def _write_xlsx(frame: pd.DataFrame, target: Path, name: str) -> None:
    from xlsxwriter import Workbook

    check_rows(len(frame), Path(name))
    rows = [list(map(str, frame.columns)), *_flat_rows(frame, xlsx_cell)]
    _check_texts(rows, name, ".xlsx", lambda cell: len(cell) > _XLSX_CELL or "\0" in cell)
    # What xlsxwriter keeps on disk meanwhile holds answers, and goes with the target's folder.
    options = {
        "constant_memory": True,
        "default_date_format": "yyyy-mm-dd",
        "tmpdir": str(target.parent),
    }
    workbook = Workbook(str(target), options)
    workbook.set_properties({"created": _FIXED_TIME.replace(tzinfo=None)})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet = workbook.add_worksheet()
    try:
        _fill_sheet(sheet, rows, wrapped)
        workbook.close()
    except BaseException:
        with suppress(OSError):
            sheet.row_data_fh.close()  # left open where the disk is full
        raise


def _fill_sheet(sheet: "Worksheet", rows: Sequence[Sequence[Any]], wrapped: "Format") -> None:
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows) - 1, max(len(rows[0]) - 1, 0))
    for j, cells in enumerate(zip(*rows[:_SHOWN_ROWS], strict=True)):
        widest = max(len(str(cell)) for cell in cells if cell is not None)
        sheet.set_column(j, j, min(widest + 3, _WIDEST_COLUMN), wrapped)
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(i, j, cell, wrapped)
            elif type(cell) in {int, float}:
                sheet.write_number(i, j, cell)
            elif cell is not None:
                sheet.write(i, j, cell)


def _write_jsonl(frame: pd.DataFrame, target: Path, _name: str) -> None:
    columns = [str(name) for name in frame.columns]
    with target.open("w", encoding="utf-8", newline="") as stream:
        for row in _rows(frame):
            record = dict(zip(columns, map(json_cell, row), strict=True))
            stream.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")


def _write_parquet(frame: pd.DataFrame, target: Path, _name: str) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    objects = [name for name in frame.columns if frame[name].dtype == object]
    table = frame.assign(**{name: _parquet_column(frame[name]) for name in objects})
    schema = pa.Schema.from_pandas(table, preserve_index=False)
    for i, name in enumerate(schema.names):
        if _holds_codes(frame[name]):
            schema = schema.set(i, pa.field(name, pa.list_(pa.string())))
    typed = pa.Table.from_pandas(table, schema=schema, preserve_index=False)
    parquet.write_table(typed, target, compression="zstd")


def _parquet_column(column: pd.Series) -> pd.Series:
    cells = [_plain(cell) for cell in column]
    if _holds_codes(column):
        cells = [None if codes is None else list(codes) for codes in cells]
    else:
        cells = parquet_cells(cells)
    return pd.Series(cells, index=column.index, dtype=object)


def _write_sav(frame: pd.DataFrame, target: Path, name: str) -> None:
    columns = list(map(str, frame.columns))
    cells = [sav_cells([_joined(cell) for cell in column]) for column in _columns(frame)]
    rows = [columns, *zip(*cells, strict=True)]
    _check_texts(rows, name, ".sav", lambda cell: len(cell.encode()) > _SAV_CELL or "\0" in cell)
    if long := [column[:_SHOWN_NAME] for column in columns if len(column.encode()) > _SAV_NAME]:
        problem = "the name of column {column}… is longer than .sav can hold"
        raise FileError(name, problem, "Write .parquet instead.", column=long[0])
    typed = map(_sav_column, cells, frame.dtypes)
    named = dict(zip(_sav_names(columns), typed, strict=True))
    write_sav(pd.DataFrame(named), target, column_labels=[*columns], file_label=SAV_LABEL)


def _sav_column(cells: Sequence[Any], dtype: Any) -> pd.Series:
    """A column in which numbers are written as numbers where there are none, too."""
    are_none = all(cell is None for cell in cells) and pd.api.types.is_numeric_dtype(dtype)
    return pd.Series(cells, dtype=float if are_none else None)


def _sav_names(columns: Sequence[str]) -> list[str]:
    """Names that SPSS takes: a letter, then letters, digits and `_`, 64 bytes, upper case no other.

    The real names are the variables' labels; `read_table` takes them from there.
    """
    names: dict[str, str] = {}
    for position, column in enumerate(columns):
        name = re.sub(r"\W", "_", column).encode()[:50].decode(errors="ignore")
        while not name[:1].isalpha() or name.casefold() in names or name.casefold() in _SAV_WORDS:
            name = f"v{position}_{name}"
        names[name.casefold()] = name
    return list(names.values())


_WRITERS: dict[str, Callable[[pd.DataFrame, Path, str], None]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".jsonl": _write_jsonl,
    ".parquet": _write_parquet,
    ".sav": _write_sav,
}


def _holds_codes(column: pd.Series) -> bool:
    return column.dtype == object and any(isinstance(cell, tuple) for cell in column)


def _columns(frame: pd.DataFrame) -> list[list[Any]]:
    """The columns with plain Python cells, None where empty."""
    return [[_plain(cell) for cell in frame[name].tolist()] for name in frame.columns]


def _rows(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    return zip(*_columns(frame), strict=True)


def _flat_rows(frame: pd.DataFrame, fitting: Callable[[Any], Any]) -> Iterator[list[Any]]:
    """The rows with codes joined by `;`, and every cell as the format holds it."""
    for row in _rows(frame):
        yield [fitting(_joined(cell)) for cell in row]


def _joined(cell: Any) -> Any:
    return ";".join(cell) if isinstance(cell, tuple) else cell


def _plain(cell: Any) -> Any:
    if cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and math.isnan(cell)):
        return None
    if isinstance(cell, pd.Timedelta):
        return cell.to_pytimedelta()
    return cell.item() if isinstance(cell, np.generic) else cell


def _check_texts(
    rows: Sequence[Sequence[Any]], name: str, ending: str, cannot_hold: Callable[[str], bool]
) -> None:
    said = "the text is too long for {ending} or holds NUL; write .parquet instead."
    problem = Message(said, ending=ending)
    errors = [
        RowError(name, number, column, problem)
        for number, row in enumerate(rows, start=1)
        for column, cell in zip(rows[0], row, strict=True)
        if isinstance(cell, str) and cannot_hold(cell)
    ]
    if errors:
        raise RowsError(errors)
