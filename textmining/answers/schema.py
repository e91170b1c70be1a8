"""The one schema of answers inside the program; readers make it, everything else relies on it."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.errors import Message, RowError

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

RESPONDENT, WAVE, QUESTION = IDENTITY = ["respondent", "wave", "question"]
"""What identifies an answer, everywhere; compared as text."""


_BLOCK = 2**16  # answers whose identities are Python's text at the same time


class AnswerId(NamedTuple):
    """What tells an answer from all others."""

    respondent: str
    wave: str
    question: str


def answer_ids(frame: pd.DataFrame) -> list[AnswerId]:
    """Return the ids of a frame's rows."""
    return list(map(AnswerId._make, zip(*(frame[name].tolist() for name in IDENTITY), strict=True)))


def answer_ids_at(frame: pd.DataFrame, rows: NDArray[np.intp]) -> list[AnswerId]:
    """Return the ids of some rows, in order; no more than a few texts are copied for it."""
    ids: list[AnswerId] = []
    for some in np.split(rows, np.searchsorted(rows, range(_BLOCK, len(frame), _BLOCK))):
        if len(some):
            start = int(some[0])
            ids += answer_ids(frame.iloc[start : int(some[-1]) + 1].iloc[some - start])
    return ids


TEXT, THEMES = "text", "themes"
ANSWER_COLUMNS = [*IDENTITY, TEXT, THEMES]
"""The columns every frame of answers begins with; background columns follow."""


@cache
def _schema() -> "DataFrameSchema":
    import pandera.pandas as pa  # half a second that only reading answers needs

    return pa.DataFrameSchema(
        {
            **dict.fromkeys(IDENTITY, pa.Column("str", pa.Check.str_length(min_value=1))),
            "text": pa.Column("str"),
            "themes": pa.Column(
                object,
                pa.Check(lambda themes: isinstance(themes, tuple), element_wise=True),
                nullable=True,
            ),
        },
        index=pa.Index(int),
        unique=IDENTITY,
        unique_column_names=True,
    )


def check_answers(answers: pd.DataFrame) -> pd.DataFrame:
    """Return `answers` if they keep the schema.

    Raises:
        AssertionError: they do not, which is a bug of a reader; names columns, never values.
    """
    from pandera.errors import SchemaErrors

    try:
        _schema().validate(answers, lazy=True)
    except SchemaErrors as error:
        # Pandera's own message quotes the values, and an answer's text must not get into a log.
        cases = error.failure_cases[["column", "check"]].drop_duplicates()
        broken = list(cases.itertuples(index=False, name=None))
        raise AssertionError(f"answers break their schema: {broken}") from None
    return answers


_FACTOR = 0x9E3779B97F4A7C15  # odd, so that no hash is lost

FileRows = tuple[Path, Sequence[int]]
"""A file and the numbers of its rows."""


def doubled(answers: pd.DataFrame, files: Sequence[FileRows]) -> list[RowError]:
    """Return an error for every answer that stands in the files before: it would count twice."""
    perhaps = _perhaps_doubled(answers)
    if not perhaps.any() or not answers[perhaps].duplicated(IDENTITY).any():
        return []
    places = [(str(path), row) for path, rows in files for row in rows]
    first: dict[tuple[str, ...], tuple[str, int]] = {}
    errors = []
    for place, identity in zip(places, answers[IDENTITY].itertuples(index=False), strict=True):
        if identity in first:
            file, row = first[identity]
            problem = Message(
                "the same respondent, wave and question as in row {row} of {file}. Keep one, or "
                "let a column question (or wave) tell them apart.",
                row=row,
                file=file,
            )
            errors.append(RowError(*place, "respondent", problem))
        first.setdefault(identity, place)
    return errors


def _perhaps_doubled(answers: pd.DataFrame) -> NDArray[np.bool_]:
    """Which answers may stand twice: those whose identity has another's hash, shape `(n_answers,)`.

    All identities as Python's text, or a table of them, would be most of the memory of millions.
    """
    hashes = np.zeros(len(answers), dtype=np.uint64)
    for name in IDENTITY:
        hashes *= np.uint64(_FACTOR)
        hashes += _hashed(answers[name])
    ordered = np.sort(hashes)
    twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    return np.isin(hashes, twice) if len(twice) else np.zeros(len(answers), dtype=np.bool_)


def _hashed(column: pd.Series) -> NDArray[np.uint64]:
    """A hash of every cell's text, a few texts at a time."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return _hashed(pd.Series(column.cat.categories))[column.cat.codes]
    hashes = np.empty(len(column), dtype=np.uint64)
    for start in range(0, len(column), _BLOCK):
        cells = column.iloc[start : start + _BLOCK].to_numpy(dtype=object)
        hashes[start : start + _BLOCK] = pd.util.hash_array(cells, categorize=False)
    return hashes
