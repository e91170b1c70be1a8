"""What all tables with a row an answer have in common."""

from functools import cached_property

import numpy as np
import pandas as pd

from textmining.answers.schema import IDENTITY, QUESTION, RESPONDENT, WAVE, AnswerId, answer_ids
from textmining.arrays import Bools


class AnswerTable:
    """A row an answer, known by respondent, wave and question."""

    frame: pd.DataFrame

    def __len__(self) -> int:
        return len(self.frame)

    @cached_property
    def identity(self) -> pd.MultiIndex:
        """Respondent, wave and question of every row."""
        return pd.MultiIndex.from_frame(self.frame[IDENTITY])

    @cached_property
    def ids(self) -> list[AnswerId]:
        """The same, row by row."""
        return answer_ids(self.frame)

    @property
    def respondents(self) -> list[str]:
        """The respondent of every row."""
        return list(map(str, self.frame[RESPONDENT]))

    @cached_property
    def questions(self) -> list[str]:
        """The question of every row."""
        return list(map(str, self.frame[QUESTION]))

    @property
    def waves(self) -> list[str]:
        """The wave of every row."""
        return list(map(str, self.frame[WAVE]))

    @property
    def populations(self) -> pd.MultiIndex:
        """Wave and question of every row: what the draw is made from by itself."""
        return pd.MultiIndex.from_frame(self.frame[[WAVE, QUESTION]])

    def of_wave(self, wave: str) -> Bools:
        """Which rows are of a wave, shape `(n_answers,)`."""
        return (self.frame[WAVE] == wave).to_numpy(dtype=np.bool_)

    def of_question(self, question: str) -> Bools:
        """Which rows are about a question, shape `(n_answers,)`."""
        return (self.frame[QUESTION] == question).to_numpy(dtype=np.bool_)
