"""What a report holds, before it becomes a page, a workbook or a document.

It is put together once (`compose`), so the three show the same sentences, figures and numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from textmining.codebook import Codebook
from textmining.report.table import Cell, Counts

__all__ = ["Figure", "Item", "Kind", "Quote", "Report", "Row", "Section"]

Kind = Literal["ranking", "waves", "groups"]
"""What a figure compares: the themes with each other, waves, or groups."""


@dataclass(frozen=True)
class Row:
    """One theme in a figure: a cell for each series, None where the table has none.

    Args:
        code: the theme's code, or the net's name.
        label: what readers see; a mark follows it where the codebook changed.
        cells: one for each series of the figure.
        change: how the share changed from the wave before, in words; only in waves.
        is_charted: whether the chart shows the row; the table shows all.
        is_apart: whether it stands after the others (residual themes and nets).
    """

    code: str
    label: str
    cells: tuple[Cell | None, ...]
    change: str = ""
    is_charted: bool = True
    is_apart: bool = False


@dataclass(frozen=True)
class Figure:
    """A chart with its table.

    Args:
        number: "2.1", the same in page, workbook and document.
        kind: what it compares.
        title: what it shows, of whom and when.
        description: the main content in one sentence, for those who cannot see it.
        series: names of the waves or groups; one empty name for a ranking.
        bases: answers behind each series (NaN where held back).
        rows: the themes, in the order shown.
        notes: what must be known to read it, below the figure.
    """

    number: str
    kind: Kind
    title: str
    description: str
    series: tuple[str, ...]
    bases: tuple[float, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quote:
    """An approved and masked quote; the only text of an answer that a report may hold."""

    theme: str
    label: str
    text: str


@dataclass(frozen=True)
class Section:
    """One question: sentences, figures and approved quotes."""

    number: int
    heading: str
    base: str
    sentences: tuple[str, ...]
    figures: tuple[Figure, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Item:
    """One point of the method note: what it is about and what was done."""

    heading: str
    text: str


@dataclass(frozen=True)
class Report:
    """Everything a report shows.

    Args:
        title: the title.
        subtitle: survey and waves.
        note: what must be said first, for instance that the answers are made up; or "".
        lead: the main findings.
        sections: one for each question.
        method: the method note, in order.
        codebook: the newest codebook.
        codebook_changes: what changed since the codebook of an earlier wave, in words.
        counts: the table that all numbers come from.
        pairs: the table of themes that occur together; None if it is not published.
    """

    title: str
    subtitle: str
    note: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    method: Sequence[Item]
    codebook: Codebook
    codebook_changes: tuple[str, ...]
    counts: Counts
    pairs: pd.DataFrame | None = None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures, in order."""
        return tuple(figure for section in self.sections for figure in section.figures)
