"""The one schema of answers inside the program; readers make it, everything else relies on it."""

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

__all__ = ["ANSWER_COLUMNS", "IDENTITY", "check_answers"]

IDENTITY = ["respondent", "wave", "question"]
"""What identifies an answer, everywhere; compared as text."""

ANSWER_COLUMNS = [*IDENTITY, "text", "themes"]
"""The columns every frame of answers begins with; background columns follow."""

_ID = pa.Column("str", pa.Check.str_length(min_value=1))
_ANSWERS = pa.DataFrameSchema(
    {
        **dict.fromkeys(IDENTITY, _ID),
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
    try:
        _ANSWERS.validate(answers, lazy=True)
    except SchemaErrors as error:
        # Pandera's own message quotes the values, and an answer's text must not get into a log.
        broken = error.failure_cases[["column", "check"]].drop_duplicates().to_dict("records")
        raise AssertionError(f"answers break their schema: {broken}") from None
    return answers
