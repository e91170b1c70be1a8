"""What persons decided on answers, as counting, training and reports need it."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from textmining.answers.schema import IDENTITY, AnswerId, answer_ids


@dataclass(frozen=True)
class Decisions:
    """The codes that persons gave, one row an answer.

    Args:
        frame: `respondent`, `wave`, `question`, `themes` (a tuple; `()` for no theme), and where
            it is known `codebook_version`, `shown` (whether the coder saw the machine's proposal
            first) and `decided_together`: answers decided in one stroke share it, "" for others.
        coders: how many persons decided; 0 if unknown.
    """

    frame: pd.DataFrame
    coders: int = 0

    def __post_init__(self) -> None:
        missing = [name for name in (*IDENTITY, "themes") if name not in self.frame]
        if missing:
            raise AssertionError(f"decisions lack {missing}")

    def __len__(self) -> int:
        return len(self.frame)

    @cached_property
    def identity(self) -> pd.MultiIndex:
        """Respondent, wave and question of every decision."""
        return pd.MultiIndex.from_frame(self.frame[IDENTITY])

    @cached_property
    def themes(self) -> dict[AnswerId, tuple[str, ...]]:
        """The codes by answer."""
        return dict(zip(answer_ids(self.frame), self.frame["themes"], strict=True))

    @cached_property
    def strokes(self) -> dict[AnswerId, str]:
        """The stroke by answer; answers of which none is known are left out."""
        if "decided_together" not in self.frame:
            return {}
        found = zip(answer_ids(self.frame), self.frame["decided_together"].fillna(""), strict=True)
        return {answer: str(stroke) for answer, stroke in found if stroke}

    @cached_property
    def versions(self) -> tuple[str, ...]:
        """The codebook's version that each was made with; "" where it is not known."""
        if "codebook_version" not in self.frame:
            return ("",) * len(self.frame)
        return tuple("" if pd.isna(v) else str(v) for v in self.frame["codebook_version"])

    @cached_property
    def seen(self) -> pd.Series:
        """By answer, whether the coder saw the machine's proposal first; False if unknown."""
        if "shown" not in self.frame:
            return pd.Series(data=False, index=self.identity)
        return self.frame["shown"].eq(other=True).set_axis(self.identity)
