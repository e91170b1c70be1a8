"""Whom the answers speak for: those who took part beside those who were invited."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from textmining.answers import WAVE
from textmining.answers.cells import as_id
from textmining.counting.domains import group_labels
from textmining.estimation import design_effect, rake

_MOST_GROUPS = 12


@dataclass(frozen=True)
class ResponseGroup:
    """One group of a background column: how many took part of those invited."""

    name: str
    answered: int
    invited: int

    @property
    def rate(self) -> float:
        """The share (0-1) that took part."""
        return self.answered / self.invited


@dataclass(frozen=True)
class Representation:
    """Response by the groups of one background column of the invited."""

    name: str
    groups: tuple[ResponseGroup, ...]


def representation(
    invited: pd.DataFrame, took_part: pd.Series, identity: str, missing: str
) -> tuple[Representation, ...]:
    """Response by every column of the invited that has two to twelve groups.

    Args:
        invited: a row per invited unit of one wave.
        took_part: who took part, by id.
        identity: the column of `invited` with the id.
        missing: what the group without a value is called.
    """
    answered = invited[identity].map(as_id).isin(set(took_part.map(as_id)))
    found = []
    for column in _told(invited, identity):
        labels = group_labels(invited[column], missing)
        sizes = labels.value_counts(sort=False).sort_index()
        taken = labels[answered].value_counts()
        groups = [ResponseGroup(str(n), int(taken.get(n, 0)), int(k)) for n, k in sizes.items()]
        found.append(Representation(column, tuple(groups)))
    return tuple(found)


def raked_effect(invited: pd.DataFrame, took_part: pd.Series, identity: str, missing: str) -> float:
    """Design effect of weights that give those who took part the margins of those invited.

    NaN where there is nothing to weight by, or a group has nobody who took part.
    """
    answered = invited[identity].map(as_id).isin(set(took_part.map(as_id))).to_numpy()
    columns = _told(invited, identity)
    if not columns or not answered.any():
        return float("nan")
    codes = [pd.factorize(group_labels(invited[c], missing))[0] for c in columns]
    margins = [np.bincount(code).astype(float) for code in codes]
    weights = rake([code[answered] for code in codes], margins)
    return float("nan") if weights is None else design_effect(weights)


def _told(invited: pd.DataFrame, identity: str) -> Sequence[str]:
    return [
        str(column)
        for column in invited.columns
        if column not in (identity, WAVE) and 2 <= invited[column].nunique() <= _MOST_GROUPS
    ]
