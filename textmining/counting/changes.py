"""How every share changed from the wave before."""

from itertools import pairwise

import numpy as np
import pandas as pd

from textmining.answers import ALL_QUESTIONS, CHANGE_COLUMNS, CountTable
from textmining.counting.panel import CORRELATION
from textmining.estimation import Limits, before_rounding, change

_NONE = (np.nan, np.nan, np.nan)
_SHARES = ["share", "share_low", "share_high", "answers"]


def with_changes(table: CountTable) -> CountTable:
    """Add the change of the share from the wave before in the table, and its limits.

    It is made from the published shares, so it tells nothing that they do not: where one of the
    two is held back or has no limits, there is no change either. Where respondents were drawn alike
    in both waves, the table has the correlation of their errors. All questions together have no
    change where one of them was asked in one of the waves only.

    Args:
        table: the table of counts, the oldest wave first.
    """
    asked = {w: {domain[1] for domain in table.domains if domain[0] == w} for w in table.waves}
    before = {newer: older for older, newer in pairwise(table.waves)}
    others = {newer for newer, older in before.items() if asked[newer] != asked[older]}
    waves = [domain[0] for domain in table.domains]
    rows = table.frame[["theme", "base"]].itertuples(index=False, name=None)
    keys = [(*domain[1:], *row) for domain, row in zip(table.domains, rows, strict=True)]
    shares = [
        before_rounding(Limits(*share), answers)
        for *share, answers in table.frame[_SHARES].itertuples(index=False, name=None)
    ]
    known = dict(zip(zip(waves, keys, strict=True), shares, strict=True))
    together = table.frame.get(CORRELATION, pd.Series(0.0, table.frame.index)).fillna(0.0)
    changes = [
        _NONE
        if key[0] == ALL_QUESTIONS and wave in others
        else _change(known.get((before.get(wave, ""), key)), share, correlation)
        for wave, key, share, correlation in zip(waves, keys, shares, together, strict=True)
    ]
    return table.with_columns(pd.DataFrame(changes, columns=list(CHANGE_COLUMNS), dtype=np.float64))


def _change(older: Limits | None, newer: Limits, correlation: float) -> tuple[float, float, float]:
    if older is None or np.isnan(older.low) or np.isnan(newer.low):
        return _NONE
    found = change(older, newer, correlation)
    return (round(found.value, 6), round(found.low, 6), round(found.high, 6))
