"""One coded file: its cells, what is wrong with them, and what it was made with."""

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from textmining.answers.coded_parquet import read_coded_parquet
from textmining.answers.coded_table import read_coded_table
from textmining.answers.meta import Meta, read_meta
from textmining.answers.schema import FileRows
from textmining.errors import FileError, RowError
from textmining.files import check_once, parquet_length, read_table, recover, stamp


def read_one(
    path: Path, background: Collection[str] | None = None
) -> tuple[pd.DataFrame, Meta | None, list[RowError], FileRows]:
    """Read a coded file: its columns, its meta, every bad cell of it, and its rows' numbers."""
    recover(path.parent)
    before = stamp(path)
    meta = read_meta(path)
    frame, errors, place = _rows_of(path, meta.codebook.codes if meta else None, background)
    if stamp(path) != before:  # another run's answers would come with this one's meta
        raise FileError(path, "was replaced while it was being read", "Try again.")
    return frame, meta, errors, place


def length_of(path: Path) -> int:
    """How many rows a .parquet file has, where that can be told at once."""
    try:
        return parquet_length(path) if path.suffix.lower() == ".parquet" else 0
    except (FileError, OSError):  # told when it is read
        return 0


def _rows_of(
    path: Path, codes: tuple[str, ...] | None, background: Collection[str] | None
) -> tuple[pd.DataFrame, list[RowError], FileRows]:
    if codes and path.suffix.lower() == ".parquet" and path.is_file():
        written = read_coded_parquet(path, codes, background)
        if written is not None:
            return written, [], (path, range(1, len(written) + 1))
    table = read_table(path)
    check_once(table)
    frame, errors = read_coded_table(table, codes)
    return frame, errors, (path, table.rows)
