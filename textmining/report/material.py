"""What a report is made of, and the few questions that all its parts ask of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from textmining.codebook import Codebook, Residual
from textmining.report.outline import Item, Quote
from textmining.report.table import Cell, Counts, Place

__all__ = ["Material"]


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
        novel: by wave, the share (0-1) of answers unlike those the machine learnt from.
    """

    counts: Counts
    codebook: Codebook
    changed: frozenset[str] = frozenset()
    codebook_changes: tuple[str, ...] = ()
    quotes: Mapping[str, Sequence[Quote]] = field(default_factory=dict)
    method: Sequence[Item] = ()
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

    def apart(self, question: str) -> list[Cell]:
        """What stands after the ordinary themes: residual themes, then nets."""
        cells = [
            cell
            for cell in self.counts.cells(Place(self.wave, question))
            if cell.is_net or self.residual(cell.theme) is not None
        ]
        return sorted(cells, key=lambda cell: cell.is_net)
