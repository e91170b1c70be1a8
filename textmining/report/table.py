"""The one table of counts, looked up cell by cell.

Page, workbook, document and sentences all take their numbers from here, so they agree.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isnan, nan
from typing import Any

import pandas as pd

from textmining.answers import ALL_QUESTIONS, COUNT_COLUMNS, RESPONDENT_COLUMNS
from textmining.counting import INVITED_COLUMNS
from textmining.errors import ColumnError

__all__ = ["Cell", "Counts", "Place", "Together"]

_TEXTS = ("wave", "question", "theme", "label", "base", "method")


@dataclass(frozen=True)
class Place:
    """Where a row of the table stands: a wave, a question and, if any, one group.

    Args:
        wave: the wave, as text.
        question: the question, or `ALL_QUESTIONS`.
        column: the background column that makes the group, or "" for all answers.
        group: the group's value in that column.
    """

    wave: str
    question: str
    column: str = ""
    group: str = ""


@dataclass(frozen=True)
class Cell:
    """One row of the table: how many of `answers` have the theme.

    Numbers are NaN where the table has none. Shares are 0-1, `level` is 0-1. If it is weighted, the
    estimate and its limits are no numbers of answers.
    """

    theme: str
    label: str
    is_net: bool
    answers: float
    reviewed: float
    machine: float
    estimate: float
    low: float
    high: float
    share: float
    share_low: float
    share_high: float
    level: float
    method: str
    respondents: float = nan
    respondent_share: float = nan
    respondent_low: float = nan
    respondent_high: float = nan
    invited: float = nan
    response_rate: float = nan
    invited_low: float = nan
    invited_high: float = nan
    is_weighted: bool = False

    @property
    def is_suppressed(self) -> bool:
        """Whether the number is held back because few answers stand behind it."""
        return self.method == "suppressed"

    @property
    def is_known(self) -> bool:
        """Whether there is an estimate with limits; only then does a sentence use it."""
        return not (isnan(self.share) or isnan(self.share_low) or isnan(self.share_high))

    @property
    def is_exact(self) -> bool:
        """Whether everything behind the number was read; limits may meet without that."""
        return self.method == "everything read"

    @property
    def has_invited(self) -> bool:
        """Whether there are limits for all who were invited."""
        return not (isnan(self.invited_low) or isnan(self.invited_high))

    @property
    def has_repeats(self) -> bool:
        """Whether some respondent stands behind several of the answers."""
        return self.respondents < self.answers


@dataclass(frozen=True)
class Together:
    """Two themes, and how many answers have both, with limits."""

    label: str
    with_label: str
    estimate: float
    low: float
    high: float
    method: str

    @property
    def is_exact(self) -> bool:
        """Whether everything behind the number was read."""
        return self.method == "everything read"


@dataclass(frozen=True)
class Counts:
    """The table of counts.

    Args:
        frame: the contract's count columns, one row per wave, question, group and theme.
        by: the background columns in it, each broken down on its own.
        is_weighted: whether the answers were weighted.
        of_units: whether the cells are the rows that count units; else those that count answers.

    Raises:
        ColumnError: the table lacks columns.
    """

    frame: pd.DataFrame
    by: Sequence[str] = ()
    is_weighted: bool = False
    of_units: bool = False

    def __post_init__(self) -> None:
        missing = [name for name in (*COUNT_COLUMNS, *self.by) if name not in self.frame.columns]
        if missing:
            raise ColumnError(
                f"The table of counts lacks {', '.join(missing)}. Make it with textmining count."
            )

    @cached_property
    def waves(self) -> tuple[str, ...]:
        """The waves in the order of the table, that of the coded files: oldest first."""
        return tuple(self.frame["wave"].unique())

    @cached_property
    def questions(self) -> tuple[str, ...]:
        """The questions; all of them pooled first, if the table has that."""
        names = list(self.frame["question"].unique())
        return tuple(sorted(names, key=lambda name: (name != ALL_QUESTIONS, names.index(name))))

    def groups(self, column: str) -> tuple[str, ...]:
        """The values of a background column, in the order of the table."""
        return tuple(value for value in self.frame[column].unique() if value != "")

    def cells(self, place: Place) -> tuple[Cell, ...]:
        """The rows of a place, in the order of the codebook; none if the table has none."""
        return self._cells.get(place, ())

    def cell(self, place: Place, theme: str) -> Cell | None:
        """The row of one theme (or net) at a place."""
        return next((cell for cell in self.cells(place) if cell.theme == theme), None)

    def by_group(self, place: Place, theme: str) -> dict[str, Cell]:
        """The row of one theme in every group of the place's column that has one."""
        found = {
            group: self.cell(replace(place, group=group), theme)
            for group in self.groups(place.column)
        }
        return {group: cell for group, cell in found.items() if cell is not None}

    @cached_property
    def level(self) -> float:
        """The level of the intervals (0-1)."""
        return float(self.frame["level"].dropna().iloc[0])

    @cached_property
    def _cells(self) -> Mapping[Place, tuple[Cell, ...]]:
        found: dict[Place, list[Cell]] = {}
        nets = set(self.frame.loc[self.frame["base"] == "net", "theme"])
        for row in self.frame.to_dict("records"):
            if (row["base"] == "unit") != self.of_units:
                continue
            set_columns = [column for column in self.by if row[column] != ""]
            if len(set_columns) <= 1:  # crossed groups are in the workbook's whole table only
                column = set_columns[0] if set_columns else ""
                group = str(row[column]) if column else ""
                place = Place(str(row["wave"]), str(row["question"]), column, group)
                found.setdefault(place, []).append(
                    _cell(row, is_net=row["theme"] in nets, is_weighted=self.is_weighted)
                )
        return {place: tuple(cells) for place, cells in found.items()}


def _cell(row: Mapping[Hashable, Any], *, is_net: bool, is_weighted: bool) -> Cell:
    def number(name: str) -> float:
        return float("nan") if pd.isna(row[name]) else float(row[name])

    return Cell(
        theme=str(row["theme"]),
        label=str(row["label"]),
        is_net=is_net,
        method=str(row["method"]),
        is_weighted=is_weighted,
        **{
            name: number(name)
            for name in (*COUNT_COLUMNS, *RESPONDENT_COLUMNS, *INVITED_COLUMNS)
            if name in row and name not in _TEXTS
        },
    )
