"""The one table of counts, looked up cell by cell.

Page, workbook, document and sentences all take their numbers from here, so they agree.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import isnan, nan

import numpy as np
import pandas as pd

from textmining.answers import (
    ALL_QUESTIONS,
    CORRECTED_COLUMNS,
    COUNT_COLUMNS,
    QUESTION,
    RESPONDENT_COLUMNS,
    WAVE,
    CountTable,
    Method,
)
from textmining.counting import CORRELATION, INVITED_COLUMNS

_TEXTS = (WAVE, QUESTION, "theme", "label", "base", "method")
_NUMBERS = tuple(
    name
    for name in (
        *(*COUNT_COLUMNS, *RESPONDENT_COLUMNS, *CORRECTED_COLUMNS),
        *(*INVITED_COLUMNS, CORRELATION),
    )
    if name not in _TEXTS
)


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
    estimate and its limits are no numbers of answers. If it is of those invited, so are its limits.
    A corrected share is one with what coders miss and add taken out.
    `correlation` is that of its error with the same share's in the wave before.
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
    corrected_share: float = nan
    corrected_low: float = nan
    corrected_high: float = nan
    invited: float = nan
    response_rate: float = nan
    invited_low: float = nan
    invited_high: float = nan
    correlation: float = 0.0
    is_weighted: bool = False
    is_of_invited: bool = False

    @property
    def is_suppressed(self) -> bool:
        """Whether the number is held back because few answers stand behind it."""
        return self.method == Method.SUPPRESSED

    @property
    def is_known(self) -> bool:
        """Whether there is an estimate with limits; only then does a sentence use it."""
        return not (isnan(self.share) or isnan(self.share_low) or isnan(self.share_high))

    @property
    def is_exact(self) -> bool:
        """Whether everything behind the number was read; limits may meet without that."""
        return self.method == Method.EVERYTHING_READ and not self.is_of_invited

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
        return self.method == Method.EVERYTHING_READ


@dataclass(frozen=True)
class ReportCounts(CountTable):
    """The table of counts, looked up by place; each column of `by` is broken down on its own.

    Args:
        is_weighted: whether the answers were weighted.
        of_units: whether the cells are the rows that count units; else those that count answers.
        hides: whether small numbers are held back.
        of_invited: whether the cells have the limits for all who were invited, where there are any.
    """

    is_weighted: bool = False
    of_units: bool = False
    of_invited: bool = False
    hides: bool = False

    @cached_property
    def questions(self) -> tuple[str, ...]:
        """The questions; all of them pooled first, if the table has that."""
        names = list(super().questions)
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
    def _cells(self) -> Mapping[Place, tuple[Cell, ...]]:
        """The rows with at most one group; crossed ones are in the workbook's whole table only."""
        counted = self.rows((self.frame["base"] == "unit").to_numpy() == self.of_units)
        cells = self._of_rows(counted.frame)
        found: dict[Place, list[Cell]] = {}
        for (wave, question, *values), cell in zip(counted.domains, cells, strict=True):
            groups = [(name, value) for name, value in zip(self.by, values, strict=True) if value]
            if len(groups) <= 1:
                place = Place(wave, question, *(groups[0] if groups else ()))
                found.setdefault(place, []).append(cell)
        return {place: tuple(cells) for place, cells in found.items()}

    def _of_rows(self, frame: pd.DataFrame) -> Iterator[Cell]:
        """A cell for every row."""
        nets = set(self.frame.loc[self.frame["base"] == "net", "theme"])
        names = [n for n in _NUMBERS if n in frame]
        numbers = frame[names].to_numpy(dtype=np.float64)
        texts = frame[["theme", "label", "method"]].astype(str).itertuples(index=False, name=None)
        for (theme, label, method), row in zip(texts, numbers.tolist(), strict=True):
            cell = Cell(
                theme,
                label,
                theme in nets,
                method=method,
                is_weighted=self.is_weighted,
                **dict(zip(names, row, strict=True)),
            )
            yield _of_invited(cell) if self.of_invited else cell


def _of_invited(cell: Cell) -> Cell:
    """The cell with the limits for all who were invited, if there are any."""
    if not cell.has_invited:
        return cell
    low, high = cell.invited_low, cell.invited_high
    return replace(cell, share_low=low, share_high=high, is_of_invited=True)
