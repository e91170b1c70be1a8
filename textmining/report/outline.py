"""What a report holds, before it becomes a page, a workbook or a document.

It is put together once (`compose`), so the three show the same sentences, figures and numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from textmining.codebook import Codebook
from textmining.report.table import Cell, ReportCounts

FigureKind = Literal["ranking", "waves", "groups"]
"""What a figure compares: the themes with each other, waves, or groups."""


@dataclass(frozen=True)
class FigureTable:
    """A head and rows of text; the first column names the row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


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
        before: in a ranking, the cell of the wave before, None where there is none to compare.
        stands_out: whether the figure's message is about it.
    """

    code: str
    label: str
    cells: tuple[Cell | None, ...]
    change: str = ""
    is_charted: bool = True
    is_apart: bool = False
    before: Cell | None = None
    stands_out: bool = False


@dataclass(frozen=True)
class Figure:
    """A chart with its table.

    Args:
        number: "2.1", the same in page, workbook and document.
        kind: what it compares.
        finding: its message as a sentence without a full stop; or "".
        title: what it shows, of whom and when.
        description: the main content in one sentence, for those who cannot see it.
        series: names of the waves or groups; one empty name for a ranking.
        bases: answers behind each series (NaN where held back).
        rows: the themes, in the order shown.
        notes: what must be known to read it, below the figure.
        wave: the newest wave.
        before: in a ranking, the name of the wave before; "" if none is shown.
    """

    number: str
    kind: FigureKind
    title: str
    description: str
    series: tuple[str, ...]
    bases: tuple[float, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    finding: str = ""
    wave: str = ""
    before: str = ""

    @property
    def is_of_invited(self) -> bool:
        """Whether its shares and limits are about all who were invited."""
        return any(cell is not None and cell.is_of_invited for r in self.rows for cell in r.cells)

    @property
    def message(self) -> str:
        """What stands above it: the finding, or else what it shows."""
        return self.finding or self.title


@dataclass(frozen=True)
class Quote:
    """An approved and masked quote; the only text of an answer that a report may hold.

    Args:
        theme: the theme's code.
        label: what readers see of it.
        text: the quote.
        said_by: the group that it is from, as it is called; "" says nothing of it.
    """

    theme: str
    label: str
    text: str
    said_by: str = ""

    @property
    def attributed(self) -> str:
        """The quote, and in brackets whom it is from."""
        return f"{self.text} ({self.said_by})" if self.said_by else self.text


@dataclass(frozen=True)
class Section:
    """One question.

    Args:
        number: from 1, in the questionnaire's order.
        heading: what it asks.
        reach: who answered it.
        highlight: its main finding in a sentence or two.
        paragraphs: what they say.
        figures: the chart that matters first, the others stand in the annex.
        quotes: approved quotes.
        is_pool: whether it is all questions together, which stands in the annex only.
    """

    number: int
    heading: str
    reach: str
    highlight: str
    paragraphs: tuple[str, ...]
    figures: tuple[Figure, ...]
    quotes: tuple[Quote, ...] = ()
    is_pool: bool = False


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
        imprint: publisher and date; or "".
        note: what must be said first, for instance that the answers are made up; or "".
        lead: who took part, and what the numbers rest on.
        highlights: the main finding of each question.
        sections: the questions, and all of them together last.
        speaks_for: whom the answers speak for, in sentences; empty without those invited.
        response: the table of that.
        quality: the quality declaration.
        method: the method note, in order.
        codebook: the newest codebook.
        codebook_changes: what changed since the codebook of an earlier wave, in words.
        counts: the table that all numbers come from.
        pairs: the table of themes that occur together; None if it is not published.
        explorable: the numbers that the page lets readers choose from, as JSON.
        is_full: whether the document has the annex.
    """

    title: str
    subtitle: str
    imprint: str
    note: str
    lead: tuple[str, ...]
    highlights: tuple[Item, ...]
    sections: tuple[Section, ...]
    speaks_for: tuple[str, ...]
    response: FigureTable | None
    quality: Sequence[Item]
    method: Sequence[Item]
    codebook: Codebook
    codebook_changes: tuple[str, ...]
    counts: ReportCounts
    pairs: pd.DataFrame | None = None
    explorable: str = "{}"
    is_full: bool = False

    @property
    def questions(self) -> tuple[Section, ...]:
        """The sections that are about one question."""
        return tuple(section for section in self.sections if not section.is_pool)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures, in order."""
        return tuple(figure for section in self.sections for figure in section.figures)
