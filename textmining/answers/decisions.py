"""What persons decided on answers, as counting, training and reports need it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers.rows import AnswerTable
from textmining.answers.schema import IDENTITY, AnswerId


@dataclass(frozen=True)
class DoubleCoded:
    """What two coders gave the same answers before they saw each other's codes.

    Args:
        codes: shape `(2, n_answers, n_themes)`; the first coder of each answer first.
        respondents: a number for each answer's respondent, shape `(n_answers,)`.
        settled: the codes that count in the end, shape `(n_answers, n_themes)`.
        is_settled: which answers have such: the coders agree, or somebody settled it, shape
            `(n_answers,)`.
        answers: all answers that two coded, also those that were decided together with another.
    """

    codes: NDArray[np.bool_]
    respondents: NDArray[np.int64]
    settled: NDArray[np.bool_]
    is_settled: NDArray[np.bool_]
    answers: frozenset[AnswerId] = frozenset()

    def __len__(self) -> int:
        return int(self.codes.shape[1])


@dataclass(frozen=True)
class Decisions(AnswerTable):
    """The codes that persons gave, one row an answer.

    Args:
        frame: `respondent`, `wave`, `question`, `themes` (a tuple; `()` for no theme), and where
            it is known `codebook_version`, `shown` (whether the coder saw the machine's proposal
            first) and `decided_together`: answers decided in one stroke share it, "" for others.
        coders: how many persons decided; 0 if unknown.
        double: what two of them coded; None if nothing was, or if that is not known.
    """

    frame: pd.DataFrame
    coders: int = 0
    double: DoubleCoded | None = None

    def __post_init__(self) -> None:
        missing = [name for name in (*IDENTITY, "themes") if name not in self.frame]
        if missing:
            raise AssertionError(f"decisions lack {missing}")

    @cached_property
    def themes(self) -> dict[AnswerId, tuple[str, ...]]:
        """The codes by answer."""
        return dict(zip(self.ids, self.frame["themes"], strict=True))

    @cached_property
    def strokes(self) -> dict[AnswerId, str]:
        """The stroke by answer; answers of which none is known are left out."""
        if "decided_together" not in self.frame:
            return {}
        found = zip(self.ids, self.frame["decided_together"].fillna(""), strict=True)
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
