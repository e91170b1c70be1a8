"""What a report is made of, and the few questions that all its parts ask of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from textmining.codebook import Codebook, Residual
from textmining.report.outline import Item, Quote
from textmining.report.table import Cell, Counts, Place, Together

__all__ = ["Material"]

_FEWEST = 3


@dataclass(frozen=True)
class Material:
    """What a report is made of, beside the catalogue.

    Args:
        counts: the table of counts.
        codebook: the newest codebook.
        changed: codes whose theme changed since the codebook of an earlier wave.
        codebook_changes: those changes in words.
        quotes: approved, masked quotes by question.
        method: the method note.
        pairs: the table of themes that occur together; None if it is not published.
        novel: by wave, the share (0-1) of answers unlike those the machine learnt from.
    """

    counts: Counts
    codebook: Codebook
    changed: frozenset[str] = frozenset()
    codebook_changes: tuple[str, ...] = ()
    quotes: Mapping[str, Sequence[Quote]] = field(default_factory=dict)
    method: Sequence[Item] = ()
    pairs: pd.DataFrame | None = None
    novel: Mapping[str, float] = field(default_factory=dict)

    @property
    def wave(self) -> str:
        """The newest wave: what rankings and groups are about."""
        return self.counts.waves[-1]

    def question(self, name: str) -> str:
        """What a question asks, or else its name."""
        return self.codebook.questions.get(name, name)

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
        here = (self.pairs["wave"] == self.wave) & (self.pairs["question"] == question)
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
