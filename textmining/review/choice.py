"""What a coder chooses for an answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from textmining.codebook import Codebook
from textmining.errors import DecisionError
from textmining.review.answers import Answer
from textmining.review.decisions import Role


@dataclass(frozen=True)
class Choice:
    """What a coder chooses on the page.

    Args:
        themes: the codes.
        unsure: the coder doubts.
        note: what the coder writes down.
        role: "adjudication" to settle a disagreement.
        batch: the stroke's own name; the same choice sent twice under it is kept once.
    """

    themes: tuple[str, ...]
    unsure: bool = False
    note: str = ""
    role: Role = "coding"
    batch: str = field(default_factory=lambda: uuid4().hex)

    def check(self, answers: Sequence[Answer], codebook: Codebook) -> None:
        """Check that it can be made for answers.

        Raises:
            DecisionError: the codes cannot be given together or to these answers.
        """
        unknown = set(self.themes) - set(codebook.codes)
        if unknown:
            raise DecisionError(
                "the codebook has no code {unknown}.", unknown=", ".join(sorted(unknown))
            )
        indicator = codebook.indicator([self.themes])[0]
        if codebook.residual.any() and not self.themes:
            raise DecisionError(
                "an answer needs at least one theme; the codebook has one for the rest."
            )
        if codebook.not_alone(self.themes):
            raise DecisionError("a residual theme stands alone.")
        asked = codebook.asked([answer.id.question for answer in answers])
        if (indicator & ~asked).any():
            raise DecisionError("a theme is not meant for this question.")
