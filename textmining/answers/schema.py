"""The one schema of answers inside the program; readers make it, everything else relies on it."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from textmining.errors import Message, RowError

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

RESPONDENT, WAVE, QUESTION = IDENTITY = ["respondent", "wave", "question"]
"""What identifies an answer, everywhere; compared as text."""


class AnswerId(NamedTuple):
    """What tells an answer from all others."""

    respondent: str
    wave: str
    question: str


def answer_ids(frame: pd.DataFrame) -> list[AnswerId]:
    """Return the ids of a frame's rows."""
    return list(map(AnswerId._make, zip(*(frame[name].tolist() for name in IDENTITY), strict=True)))


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


FileRows = tuple[Path, Sequence[int]]
"""A file and the numbers of its rows."""


def doubled(answers: pd.DataFrame, files: Sequence[FileRows]) -> list[RowError]:
    """Return an error for every answer that stands in the files before: it would count twice."""
    if not answers.duplicated(IDENTITY).any():
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
