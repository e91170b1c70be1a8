"""Beyond the answers: what the counts say about all who were invited."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from textmining.counts import Limits, widened, wilson
from textmining.errors import ColumnError
from textmining.tally.options import ALL_QUESTIONS

__all__ = ["INVITED_COLUMNS", "with_invited"]

INVITED_COLUMNS = ("invited", "response_rate", "invited_low", "invited_high")
"""Added after the contract's columns: units invited, the share of them that answered, and limits
of the share of all invited units, as if those who answered were drawn from them at random."""


def with_invited(table: pd.DataFrame, invited: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Add the response rate and a second interval, for all invited units.

    A row over all questions has no such interval: a respondent may stand behind several answers.

    Args:
        table: the table of counts.
        invited: a row per invited unit, with the columns of `by`, and `wave` if there are several.
        by: the background columns of the table.

    Raises:
        ColumnError: the frame of invited units lacks a column of `by`.
    """
    missing = [name for name in by if name not in invited]
    if missing:
        raise ColumnError(
            f"The file of --population has no column {', '.join(missing)}; it needs those of --by."
        )
    texts = invited.astype(str)
    rows = [_row(row, texts, by) for row in table.to_dict("records")]
    return pd.concat([table, pd.DataFrame(rows, columns=list(INVITED_COLUMNS))], axis=1)


def _row(row: dict[Any, Any], invited: pd.DataFrame, by: Sequence[str]) -> tuple[float, ...]:
    chosen = np.ones(len(invited), dtype=np.bool_)
    for name in ("wave", *by):
        if name in invited and row[name] != "":
            chosen &= (invited[name] == str(row[name])).to_numpy()
    units, answers = int(chosen.sum()), row["answers"]
    if row["question"] == ALL_QUESTIONS or np.isnan(answers) or not units:
        return (units, np.nan, np.nan, np.nan)
    rate = round(min(1.0, answers / units), 6)
    if np.isnan(row["share_low"]):
        return (units, rate, np.nan, np.nan)
    share = Limits(row["share"], row["share_low"], row["share_high"])
    sampled = wilson(row["share"], int(answers), max(units, int(answers)), row["level"])
    both = widened(share, sampled)
    return (units, rate, round(both.low, 6), round(both.high, 6))
