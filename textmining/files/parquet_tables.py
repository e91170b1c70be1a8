"""Reading .parquet: whatever a column's type is, its cells become values Python has."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from textmining.errors import ColumnError
from textmining.files.footers import BODY_ROWS, LAST_ROWS, footers
from textmining.files.headers import feet_told
from textmining.files.names import column_names, shown_name
from textmining.files.records import (
    Table,
    another_type,
    numbered_rows,
    without_footers,
    without_nameless,
)

_BATCH = 2**13  # rows

_NO_VALUE = (OverflowError, ValueError, LookupError, TypeError, pa.ArrowException)
"""What Arrow raises for a cell that Python has no value for."""


def read_parquet(path: Path) -> Table:
    """Read a .parquet file.

    Bytes are text in UTF-8, as programs write it that do not mark text as such. Moments and
    durations that Python has no type for, and those in an unknown time zone, are read as text.

    Raises:
        FileError: no whole Parquet file.
        ColumnError: a name is there twice, or a column holds bytes that are no text, or lists of
            moments that Python has no type for.
    """
    return without_footers(_table(path, 0, lambda: parquet.read_table(path)))


def parquet_length(path: Path) -> int:
    """Return how many rows a .parquet file has.

    Raises:
        FileError: no whole Parquet file.
    """
    with _whole(path):
        return int(parquet.read_metadata(path).num_rows)


def parquet_end(path: Path) -> int:
    """Return how many rows a .parquet file has before those at its end that sum it up.

    Raises:
        FileError, ColumnError: as for `read_parquet`.
    """
    n = parquet_length(path)
    ends = (range(min(n, BODY_ROWS)), range(max(n - LAST_ROWS, 0), n))
    tables = [_table(path, rows.start, partial(_cut, path, rows)) for rows in ends]
    return n - len(footers(*map(numbered_rows, tables)))


def parquet_columns(path: Path) -> list[str]:
    """Return the names of a .parquet file's columns, as they stand there.

    Raises:
        FileError: no whole Parquet file.
    """
    with _whole(path):
        return [str(name) for name in parquet.read_schema(path).names]


def read_parquet_rows(path: Path, rows: range) -> Table:
    """Read some rows of a .parquet file, counted from 0, in little memory.

    With the first of them it is told which at the end are no answers.

    Raises:
        FileError, ColumnError: as for `read_parquet`.
    """
    table = replace(_table(path, rows.start, lambda: _cut(path, rows)), witnesses=0)
    if rows.start:
        return table
    feet = range(parquet_end(path) + 1, parquet_length(path) + 1)
    return replace(table, notes=(*table.notes, *feet_told(path, feet)))


def write_parquet_without(path: Path, rows: Collection[int], new: Path) -> None:
    """Write a .parquet file to another path without some rows, counted from 1.

    Columns keep their types, and the file keeps what other programs noted in it.
    """
    with parquet.ParquetFile(path) as file:
        table = file.read()
    kept = [row for row in range(table.num_rows) if row + 1 not in rows]
    parquet.write_table(table.take(kept), new)


def _cut(path: Path, rows: range) -> pa.Table:
    """Read the row groups that hold them in batches, and keep what is wanted."""
    kept = []
    with parquet.ParquetFile(path) as file:
        sizes = [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]
        before = [0, *accumulate(sizes)]
        groups = [
            i for i in range(len(sizes)) if before[i] < rows.stop and before[i + 1] > rows.start
        ]
        start = before[groups[0]] if groups else 0
        for batch in file.iter_batches(max(len(rows), _BATCH), groups):
            end = start + batch.num_rows
            if end > rows.start:
                first = max(rows.start - start, 0)
                kept.append(batch.slice(first, min(end, rows.stop) - start - first))
            start = end
            if start >= rows.stop:
                break
        return pa.Table.from_batches(kept, schema=file.schema_arrow)


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """Raise FileError where Arrow says that the file is none of Parquet."""
    try:
        yield
    except (pa.ArrowException, OSError, ValueError) as error:
        if getattr(error, "errno", None):
            raise
        raise another_type(path, "a Parquet file") from None


def _table(path: Path, first: int, read: Callable[[], pa.Table]) -> Table:
    with _whole(path):
        table = read()
        table.validate()
        while any(map(pa.types.is_struct, table.schema.types)):
            table = table.flatten()  # to columns such as `answers.q1`
        found = table.column_names
    names = column_names(path, 1, found)
    columns = {}
    for position, (name, column) in enumerate(zip(names, table.columns, strict=True)):
        if not name:
            continue
        try:
            columns[name] = pd.Series([_plain(cell) for cell in _cells(column)], dtype=object)
        except UnicodeDecodeError:
            raise ColumnError(
                "{path}: column {name} holds bytes that are no text in UTF-8. Write it as text, or "
                "leave it out.",
                path=path,
                name=shown_name(name, position),
            ) from None
        except pa.ArrowNotImplementedError:
            raise ColumnError(
                "{path}: column {name} holds dates or times beyond those that can be read. Write "
                "it as text, or leave it out.",
                path=path,
                name=shown_name(name, position),
            ) from None
    frame = pd.DataFrame(columns, dtype=object, index=range(table.num_rows))
    numbers = range(first + 1, first + table.num_rows + 1)
    return without_nameless(Table(path, frame, tuple(numbers), typed=True), names)


def _cells(column: pa.ChunkedArray) -> list[Any]:
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        raise
    except _NO_VALUE:
        return list(_as_text(column).to_pylist())


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of moments as text; of durations, and of what Arrow cannot write, the numbers."""
    kind = column.type
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        column = column.cast(pa.timestamp(kind.unit, tz="UTC"))
    try:
        return column.cast(pa.string())
    except _NO_VALUE:
        return column.cast(pa.int64()).cast(pa.string())


def _plain(cell: Any) -> Any:
    if isinstance(cell, bytes):
        return cell.decode("utf-8")
    if isinstance(cell, list | tuple):
        return [_plain(part) for part in cell]
    if isinstance(cell, dict):
        return {_plain(name): _plain(part) for name, part in cell.items()}
    return cell
