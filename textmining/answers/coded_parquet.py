"""Coded .parquet files as this program wrote them, read column by column, not cell by cell."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers.cells import background
from textmining.answers.coded_table import SHARES, TEXTS
from textmining.answers.compact import categories, small
from textmining.answers.names import EARLIER_THEMES, probability_column
from textmining.answers.schema import IDENTITY, QUESTION, WAVE
from textmining.answers.statuses import ReviewStatus
from textmining.files import clean_name

COUNTED = (*IDENTITY, "themes", "review", "order", "stratum", "model", "codebook_version")
"""What is counted with, beside the probabilities."""

_CODES = ("themes", EARLIER_THEMES)


def read_coded_parquet(
    path: Path, codes: Sequence[str], background: Collection[str] | None = None
) -> pd.DataFrame | None:
    """Read a coded .parquet file that is as it was written, in little time and memory.

    Args:
        path: the file.
        codes: the codes of its codebook.
        background: the background columns that are needed to count, no others; None reads all of
            the file.

    Returns:
        What `read_coded_table` returns; None if a cell is other than this program writes it, so
        that all of them are to be looked at one by one.
    """
    from pyarrow import ArrowException, default_memory_pool, parquet  # loaded where such a file is

    try:
        with parquet.ParquetFile(path) as file:
            schema, metadata = file.schema_arrow, file.metadata
        names = schema.names
        if not _is_ours(names):
            return None
        needed = _needed(names, codes, background)
        few = [n for n in _REPEATED if n in names and str(schema.field(n).type) in _TEXT]
        with parquet.ParquetFile(path, metadata=metadata, read_dictionary=few) as file:
            table = file.read(columns=needed)
    except (ArrowException, OSError, ValueError):  # whoever looks at every cell says what is wrong
        return None
    columns = {}
    for name in needed:
        column = _column(table.column(name), name, codes)
        if column is None:
            return None
        columns[name] = (
            _in_full(column, name) if background is None else _held_small(column, name, codes)
        )
    del table
    default_memory_pool().release_unused()  # it would keep a third of what was read
    return pd.DataFrame(columns, copy=False)


def _is_ours(names: Sequence[str]) -> bool:
    """Whether columns are called as this program calls them, each once."""
    if not {*IDENTITY, "themes", "model"} <= {*names} or len({*names}) < len(names):
        return False
    is_older = "novel" in names[: names.index("themes")]  # a background column there
    return not is_older and [*names] == [*map(clean_name, names)]


def _needed(
    names: Sequence[str], codes: Sequence[str], background: Collection[str] | None
) -> list[str]:
    """The columns to be read: all, if they do not tell by an order which rows are answers.

    Whoever misses a column is told of all that there are.
    """
    if background is None or not {"order", *background} <= {*names}:
        return [*names]
    counted = {*COUNTED, *map(probability_column, codes), *background}
    return [name for name in names if name in counted]


def _column(column: Any, name: str, codes: Sequence[str]) -> pd.Series | None:
    """A column as `read_coded_table` makes it; None if that asks for a look at every cell."""
    if name in _CODES:
        return _themes(column, codes)
    if name in SHARES or (name.startswith("p_") and name[2:] in codes):
        return _shares(column)
    if name in (*IDENTITY, *TEXTS, "review"):
        return _texts(column, name)
    return _numbered(column, name) if name in _NUMBERED else _background(column)


def _in_full(column: pd.Series, name: str) -> pd.Series:
    """A column of categories with its values; equal tuples are one object."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return column
    return column.astype(object if name in _CODES else "str")


def _held_small(column: pd.Series, name: str, codes: Sequence[str]) -> pd.Series:
    """A column to count with, in less memory: probabilities, and places in the reading order."""
    if name.startswith("p_") and name[2:] in codes:
        return pd.Series(small(column.to_numpy()))
    is_small = name == "order" and column.max() < np.iinfo(np.int32).max
    return column.astype("Int32") if is_small else column


_REPEATED = (WAVE, QUESTION, "review", "stratum", "model", "codebook_version")

_NUMBERED = ("order", "novel")


def _numbered(column: Any, name: str) -> pd.Series | None:
    if not _is(column, "int64"):
        return None
    numbers = _series(column).astype("Int64")
    return None if name == "novel" and not numbers.dropna().isin([0, 1]).all() else numbers


def _background(column: Any) -> pd.Series | None:
    if not _is(column, *_TEXT, "int64", "double", "bool"):
        return None
    if column.null_count:
        return background(column.to_pylist(), typed=True)
    return _series(column).astype("str") if _is(column, *_TEXT) else _series(column)


_TEXT = ("string", "large_string")


def _series(column: Any) -> pd.Series:
    return pd.Series(column.to_pandas())


def _is(column: Any, *kinds: str) -> bool:
    return str(column.type) in kinds


def _texts(column: Any, name: str) -> pd.Series | None:
    if name in _REPEATED:
        return _repeated(column, name)
    if not _is(column, *_TEXT):
        return None
    texts = _series(column.fill_null("")).astype("str")
    is_clean = name not in IDENTITY or (texts == texts.str.strip()).all()
    return texts if is_clean else None


def _repeated(column: Any, name: str) -> pd.Series | None:
    """Texts of which there are few, as categories: so they are read from the file."""
    if not str(column.type).startswith("dictionary") or str(column.type.value_type) not in _TEXT:
        return None
    cells = column.combine_chunks()
    texts = cells.dictionary.to_pylist()
    if column.null_count or len({*texts}) < len(texts):  # as no file of ours has it
        cells = column.cast("string").fill_null("").combine_chunks().dictionary_encode()
        texts = cells.dictionary.to_pylist()
    if name in IDENTITY and any(text != text.strip() for text in texts):
        return None
    if name == "review" and not {*texts} <= {*map(str, ReviewStatus)}:
        return None
    return categories(cells.indices.to_numpy(), texts)


def _shares(column: Any) -> pd.Series | None:
    numbers = _series(column) if _is(column, "double") else None
    if numbers is None or (numbers < 0).any() or (numbers > 1).any():
        return None
    return numbers


def _themes(column: Any, codes: Sequence[str]) -> pd.Series | None:
    """The tuples, as categories: there are few different ones."""
    if str(column.type) not in {"list<element: string>", "list<item: string>"}:
        return None
    cells = column.combine_chunks()
    values = cells.flatten().dictionary_encode()
    known = values.dictionary.to_pylist()
    if values.null_count or not {*known} <= {*codes}:
        return None
    lengths = np.nan_to_num(cells.value_lengths().to_numpy(zero_copy_only=False)).astype(np.int64)
    return _tuples(values.indices.to_numpy(), lengths, known)


def _tuples(
    place: NDArray[np.int32], lengths: NDArray[np.int64], known: Sequence[str]
) -> pd.Series:
    """Number the different tuples, of one length after the other.

    Args:
        place: the codes of all rows as numbers, shape `(n_codes,)`.
        lengths: how many of them each row has, shape `(n_rows,)`.
        known: the code of each number.
    """
    start = np.cumsum(lengths) - lengths
    number = np.zeros(len(lengths), dtype=np.int64)
    for turn in range(int(lengths.max(initial=0))):
        code = np.zeros(len(lengths), dtype=np.int64)
        has = lengths > turn
        code[has] = place[start[has] + turn] + 1
        number, _ = pd.factorize(number * (len(known) + 1) + code)
    first = pd.Series(number).drop_duplicates().index
    tuples = [
        tuple(known[i] for i in place[start[row] : start[row] + lengths[row]].tolist())
        for row in first
    ]
    return categories(number, tuples)
