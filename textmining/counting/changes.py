"""How every share changed from the wave before."""

from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from textmining.counting.options import CHANGE_COLUMNS
from textmining.estimation import Limits, change

__all__ = ["with_changes"]

Row = Mapping[Hashable, Any]


def with_changes(table: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Add the change of the share from the wave before in the table, and its limits.

    It is made from the published shares, so it tells nothing that they do not: where one of the
    two is held back or has no limits, there is no change either.

    Args:
        table: the table of counts, the oldest wave first.
        by: its background columns.
    """
    before = {newer: older for older, newer in pairwise(table["wave"].unique())}
    rows = table.to_dict("records")
    place = ["question", *by, "theme", "base"]
    known = {(row["wave"], *(row[name] for name in place)): row for row in rows}
    changes = [
        _change(known.get((before.get(row["wave"]), *(row[name] for name in place))), row)
        for row in rows
    ]
    added = pd.DataFrame(changes, columns=list(CHANGE_COLUMNS), dtype=np.float64)
    return pd.concat([table, added], axis=1)


def _change(older: Row | None, newer: Row) -> tuple[float, float, float]:
    if older is None or np.isnan(older["share_low"]) or np.isnan(newer["share_low"]):
        return (np.nan, np.nan, np.nan)
    found = change(*(Limits(r["share"], r["share_low"], r["share_high"]) for r in (older, newer)))
    return (round(found.value, 6), round(found.low, 6), round(found.high, 6))
