"""What a report is made of, and the few questions that all its parts ask of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from textmining.answers import ALL_QUESTIONS, QUESTION, WAVE
from textmining.codebook import Codebook, Residual
from textmining.report.outline import Item, Quote
from textmining.report.publication import Publication
from textmining.report.response import Response
from textmining.report.table import Cell, Place, ReportCounts, Together

_FEWEST = 3


@dataclass(frozen=True)
class Reach:
    """Who answered a question, in the survey's units, and what of it was read.

    Args:
        answered: how many answered it.
        took_part: how many took part in the wave and were asked it.
        answers: answers to it.
        read: answers that a person read, drawn or not.
        unread: answers drawn from what the machine coded that nobody has read.
        disputed: drawn answers that coders disagree about.
        is_by_hand: whether no machine has coded any of them.
        asked: the groups it was asked of, as they are called; empty means all.
    """

    answered: int
    took_part: int
    answers: int = 0
    read: int = 0
    unread: int = 0
    disputed: int = 0
    is_by_hand: bool = False
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Material:
    """What a report is made of, beside the catalogue.

    Args:
        counts: the table of counts.
        codebook: the newest codebook.
        changed: codes whose theme changed since the codebook of an earlier wave.
        changed_last: those of which that is the wave before the newest.
        codebook_changes: those changes in words.
        quotes: approved, masked quotes by question.
        method: the method note.
        pairs: the table of themes that occur together; None if it is not published.
        novel: by wave, the share (0-1) of answers unlike those the machine learnt from.
        publication: what the settings say of the report.
        reach: by question, and `ALL_QUESTIONS` for the wave, who answered in the newest wave.
        response: whom the answers speak for; None without those invited.
        quality: the quality declaration.
        weighted_by: the columns of the invited that the answers are weighted by.
        is_full: whether the document has the annex.
    """

    counts: ReportCounts
    codebook: Codebook
    changed: frozenset[str] = frozenset()
    changed_last: frozenset[str] = frozenset()
    codebook_changes: tuple[str, ...] = ()
    quotes: Mapping[str, Sequence[Quote]] = field(default_factory=dict)
    method: Sequence[Item] = ()
    pairs: pd.DataFrame | None = None
    novel: Mapping[str, float] = field(default_factory=dict)
    publication: Publication = field(default_factory=Publication)
    reach: Mapping[str, Reach] = field(default_factory=dict)
    response: Response | None = None
    quality: Sequence[Item] = ()
    weighted_by: Sequence[str] = ()
    is_full: bool = False

    @property
    def wave(self) -> str:
        """The newest wave: what rankings and groups are about."""
        return self.counts.waves[-1]

    @property
    def before(self) -> str:
        """The wave before the newest; "" if there is none."""
        return self.counts.waves[-2] if len(self.counts.waves) > 1 else ""

    def question(self, name: str) -> str:
        """What a question asks, or else its name."""
        return self.publication.questions.get(name) or self.codebook.questions.get(name, name)

    @property
    def questions(self) -> list[str]:
        """The newest wave's questions in the questionnaire's order, all of them together last."""
        told = [*self.publication.questions, *self.codebook.questions]
        found = [q for q in self.counts.questions if self.counts.cells(Place(self.wave, q))]

        def order(name: str) -> tuple[bool, int]:
            return name == ALL_QUESTIONS, told.index(name) if name in told else len(told)

        return sorted(found, key=order)

    def compared(self, question: str) -> list[tuple[Cell, Cell]]:
        """The ordinary themes that mean the same in the wave before, with their cells in both."""
        if not self.before or not self.is_asked_alike(question):
            return []
        found = [
            (self.counts.cell(Place(self.before, question), cell.theme), cell)
            for cell in self.themes(question)
            if cell.theme not in self.changed_last
        ]
        return [(old, new) for old, new in found if old is not None]

    def is_asked_alike(self, question: str, column: str = "") -> bool:
        """Whether what is compared was asked the same: waves, or the groups of a column.

        All questions together are comparable only where each was asked in both waves, or of every
        group.
        """
        if question != ALL_QUESTIONS:
            return True
        single = [q for q in self.counts.questions if q != ALL_QUESTIONS]
        if not column:
            return all(
                bool(self.counts.cells(Place(self.wave, q)))
                == bool(self.counts.cells(Place(self.before, q)))
                for q in single
            )
        groups = self.counts.groups(column)
        said = [{*self.publication.asked_of.get(q, groups)} & {*groups} for q in single]
        if any(found and found != {*groups} for found in said):
            return False
        asked = [
            {g for g in groups if self.counts.cells(Place(self.wave, q, column, g))} for q in single
        ]
        return all(found == asked[0] for found in asked if found)

    def residual(self, code: str) -> Residual | None:
        """Why a theme stands alone; None for ordinary themes and nets."""
        return next((t.residual for t in self.codebook.themes if t.code == code), None)

    def themes(self, question: str) -> list[Cell]:
        """The ordinary themes of the newest wave, most common first, unknown shares last."""
        cells = [
            cell
            for cell in self.counts.cells(Place(self.wave, question))
            if not cell.is_net and self.residual(cell.theme) is None
        ]
        return sorted(cells, key=lambda cell: -cell.share if cell.share >= 0 else 1.0)

    def together(self, question: str) -> list[Together]:
        """The pairs of the newest wave that three answers or more have, also at the lower limit.

        The most common first; most pairs are too rare to tell anything about. Weighted numbers do
        not say how many answers they are.
        """
        if self.pairs is None or self.counts.is_weighted:
            return []
        here = (self.pairs[WAVE] == self.wave) & (self.pairs[QUESTION] == question)
        found = self.pairs[here & (self.pairs["low"] >= _FEWEST)].sort_values(
            "estimate", ascending=False, kind="stable"
        )
        names = ["label", "with_label", "estimate", "low", "high", "method"]
        return [Together(*row) for row in found[names].itertuples(index=False, name=None)]

    def apart(self, question: str) -> list[Cell]:
        """What stands after the ordinary themes: residual themes, then nets."""
        cells = [
            cell
            for cell in self.counts.cells(Place(self.wave, question))
            if cell.is_net or self.residual(cell.theme) is not None
        ]
        return sorted(cells, key=lambda cell: cell.is_net)
