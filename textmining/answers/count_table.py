"""The one table of counts that commands, page, workbook and report show."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.errors import ColumnError

ALL_QUESTIONS = "*"
"""The question of a row that pools all questions of a wave."""

COUNT_COLUMNS = (
    *("wave", "question", "theme", "label", "base", "answers", "reviewed", "machine"),
    *("estimate", "low", "high", "share", "share_low", "share_high", "level", "method"),
)
"""The columns of a count file; those of `by` stand after `question`."""

RESPONDENT_COLUMNS = ("respondents", "respondent_share", "respondent_low", "respondent_high")
"""Added after the contract's columns if asked for: respondents behind the answers, and the share of
them who have the theme in any of these answers. Within one question it is the share of answers."""

CHANGE_COLUMNS = ("change", "change_low", "change_high")
"""Added if asked for: the share less that of the wave before, with its limits.
Waves are taken in the order of the coded files, those of one file as they come in it."""

CORRECTED_COLUMNS = ("corrected_share", "corrected_low", "corrected_high")
"""Added where some answers were coded twice: the share of the answers that have the theme, with
what coders miss and add taken out of it, and its limits. `share` is what the coders would say."""

PAIR_COLUMNS = (*COUNT_COLUMNS[:4], "with_theme", "with_label", *COUNT_COLUMNS[4:])
"""The columns of a table of pairs of themes."""


def count_columns(by: Sequence[str]) -> list[str]:
    """The columns of a count file with these groups."""
    return [*COUNT_COLUMNS[:2], *by, *COUNT_COLUMNS[2:]]


@dataclass(frozen=True)
class CountTable:
    """How many answers have each theme, in every wave, question and group.

    Args:
        frame: the contract's count columns, and after them what was asked for; numbers are NaN
            where there are none.
        by: the background columns in it.

    Raises:
        ColumnError: the table lacks columns.
    """

    frame: pd.DataFrame
    by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        missing = [name for name in count_columns(self.by) if name not in self.frame]
        if missing:
            raise ColumnError(
                "The table of counts lacks {names}. Make it with textmining count.",
                names=", ".join(missing),
            )

    def __len__(self) -> int:
        return len(self.frame)

    @cached_property
    def waves(self) -> tuple[str, ...]:
        """The waves in the order of the table, that of the coded files: oldest first."""
        return tuple(map(str, self.frame["wave"].unique()))

    @cached_property
    def questions(self) -> tuple[str, ...]:
        """The questions, in the order of the table."""
        return tuple(map(str, self.frame["question"].unique()))

    @cached_property
    def level(self) -> float:
        """The level of the intervals, 0-1."""
        return float(self.frame["level"].dropna().iloc[0])

    @cached_property
    def domains(self) -> list[tuple[str, ...]]:
        """Wave, question and groups of every row; "" for all of a background column."""
        names = ["wave", "question", *self.by]
        return list(self.frame[names].astype(str).itertuples(index=False, name=None))

    @cached_property
    def held_back(self) -> list[tuple[str, ...]]:
        """The domains, of answers or of units, in which every row is held back."""
        places = list(zip(self.domains, self.frame["base"] == "unit", strict=True))
        shown = set(itertools.compress(places, self.frame["answers"].notna()))
        return [place[0] for place in dict.fromkeys(places) if place not in shown]

    def rows(self, chosen: NDArray[np.bool_]) -> "CountTable":
        """Some of the rows; `chosen` has shape `(n_rows,)`."""
        return replace(self, frame=self.frame[chosen])

    def with_columns(self, columns: pd.DataFrame) -> "CountTable":
        """The table with more columns, a row for each of its own."""
        return replace(self, frame=pd.concat([self.frame, columns], axis=1))

    def _repr_html_(self) -> str:
        shown = self.frame.style.hide(axis="index").format(na_rep="–", precision=2)
        return str(shown.to_html())
