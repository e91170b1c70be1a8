"""A table as it lies in a file, made of records whose first one is the header."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from textmining.errors import ColumnError, FileError, RowError, RowsError

__all__ = ["Table", "another_type", "column_names", "from_records", "width"]


_MEND = "Export it again, with quotation marks around text that has the sign between cells in it."


@dataclass(frozen=True)
class Table:
    """A table from a file.

    Args:
        path: the file.
        frame: the cells, dtype object, columns named as in the file.
        rows: the row number of every row as the user's program counts (a header is row 1).
        typed: whether the format tells numbers from text.
        raw: the cells without their value labels; None where the format has no labels.
    """

    path: Path
    frame: pd.DataFrame
    rows: tuple[int, ...]
    typed: bool
    raw: pd.DataFrame | None = None

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return [str(name) for name in self.frame.columns]


def from_records(path: Path, records: list[tuple[int, list[Any]]], *, typed: bool) -> Table:
    """Make a table of numbered records, the first of which is the header.

    Raises:
        FileError: there are no records.
        ColumnError: a column's name is empty or there twice.
        RowsError: rows that do not fit the header.
    """
    if not records:
        raise FileError(path, "is empty", "Export it again.")
    number, header = records[0]
    # Columns that are empty in every row are what is left of a wider table.
    columns = column_names(path, number, header[: max(width(row) for _, row in records)])
    n_columns = len(columns)
    errors = [
        RowError(
            str(path), n, "", f"has {len(row)} cells where the header has {n_columns}. {_MEND}"
        )
        for n, row in records[1:]
        if len(row) < n_columns or width(row) > n_columns
    ]
    if errors:
        raise RowsError(errors)
    rows = [row for _, row in records[1:]]
    frame = pd.DataFrame(
        {c: pd.Series([row[i] for row in rows], dtype=object) for i, c in enumerate(columns)},
        dtype=object,
    )
    return Table(path, frame, tuple(n for n, _ in records[1:]), typed)


def column_names(path: Path, number: int, header: Iterable[Any]) -> list[str]:
    """Return the names in the header, which is row `number`.

    Raises:
        ColumnError: a name is empty or there twice.
    """
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


def width(row: Sequence[Any]) -> int:
    """Return how many cells a row has up to the last one that is not empty."""
    return max((i for i, cell in enumerate(row, start=1) if cell not in (None, "")), default=0)


def another_type(path: Path, kind: str) -> FileError:
    """Return the error for a file that is not what its ending says."""
    return FileError(
        path, f"is not {kind}, though its ending says so", "Export it again, or fix the ending."
    )
