"""Answers to code or to learn from: one frame whose schema is checked where it is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from textmining.answers.rows import AnswerTable
from textmining.answers.schema import ANSWER_COLUMNS, check_answers
from textmining.arrays import Bools


@dataclass(frozen=True)
class Answers(AnswerTable):
    """Answers of respondents to questions, one row an answer.

    Args:
        frame: `respondent`, `wave`, `question`, `text` (all text; "" is not answered), `themes`
            (a tuple of human codes, or None), then background; rows are numbered from 0.

    Raises:
        AssertionError: the frame is otherwise, which is a bug of whoever made it.
    """

    frame: pd.DataFrame

    def __post_init__(self) -> None:
        check_answers(self.frame)

    @cached_property
    def texts(self) -> list[str]:
        """What the respondents wrote."""
        return list(map(str, self.frame["text"]))

    @cached_property
    def background(self) -> tuple[str, ...]:
        """The columns beyond those that every answer has."""
        return tuple(str(name) for name in self.frame.columns if name not in ANSWER_COLUMNS)

    @property
    def themes(self) -> list[tuple[str, ...] | None]:
        """The human codes of every answer; None where nobody gave any."""
        return list(self.frame["themes"])

    @cached_property
    def answered(self) -> Bools:
        """Which rows have a text, shape `(n_answers,)`."""
        return (self.frame["text"].str.strip() != "").to_numpy(dtype=np.bool_)

    @cached_property
    def human_coded(self) -> "Answers":
        """Those that have both a text and human codes."""
        return self.part(self.frame["themes"].notna().to_numpy() & self.answered)

    @cached_property
    def uncoded(self) -> "Answers":
        """Those to the questions of the coded ones that have no codes, each new text once."""
        frame, known = self.frame, self.human_coded.frame
        rows = frame["themes"].isna() & self.answered & frame["question"].isin(known["question"])
        rows &= ~frame["text"].isin(known["text"]) & ~frame["text"].where(rows).duplicated()
        return self.part(rows.to_numpy(dtype=np.bool_))

    def part(self, rows: Bools) -> "Answers":
        """Some of the answers, numbered from 0; `rows` has shape `(n_answers,)`."""
        return Answers(self.frame[rows].reset_index(drop=True))

    def with_texts(self, texts: Sequence[str]) -> "Answers":
        """The answers with other texts, as when personal data is masked."""
        return Answers(self.frame.assign(text=pd.Series(texts, dtype="str")))

    def with_themes(self, themes: Sequence[tuple[str, ...] | None]) -> "Answers":
        """The answers with other human codes."""
        return Answers(self.frame.assign(themes=pd.Series(list(themes), dtype=object)))
