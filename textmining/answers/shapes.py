"""Wide files made long: one row per respondent becomes one row per answer."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from textmining.answers.names import apart
from textmining.files import Table


def melted(table: Table, text_columns: Sequence[str]) -> Table:
    """Return a wide table with a row per answer, in the order of its rows, then its questions.

    The new columns are `question` (the text column's name), `text` and, if any question has its
    codes in `themes_<question>`, `themes`; the columns they come from are gone. A column that
    had one of these names before is kept as `<name>_in`.
    """
    raw = None if table.raw is None else _long(table.raw, text_columns)
    rows = tuple(row for row in table.rows for _ in text_columns)
    return replace(table, frame=_long(table.frame, text_columns), rows=rows, raw=raw)


def _long(wide: pd.DataFrame, text_columns: Sequence[str]) -> pd.DataFrame:
    coded = [name for name in text_columns if f"themes_{name}" in wide]
    n, q = len(wide), len(text_columns)
    rest = wide.drop(columns=[*text_columns, *(f"themes_{name}" for name in coded)])
    new = {"question": np.tile(np.array(text_columns, dtype=object), n)}
    new["text"] = wide[list(text_columns)].to_numpy(dtype=object).reshape(n * q)
    if coded:
        cells = np.full((n, q), None, dtype=object)
        for column, name in enumerate(text_columns):
            if name in coded:
                cells[:, column] = wide[f"themes_{name}"]
        new["themes"] = cells.reshape(n * q)
    rest = rest.rename(columns=apart(map(str, rest.columns), new))
    long = rest.loc[rest.index.repeat(q)].reset_index(drop=True)
    return pd.concat([long, pd.DataFrame(new, dtype=object)], axis=1)
