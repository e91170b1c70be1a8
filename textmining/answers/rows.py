"""What all tables with a row an answer have in common."""

from collections.abc import Collection
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

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

    def ids_of(self, rows: Bools, most: int | None = None) -> list[AnswerId]:
        """The same for some rows, shape `(n_answers,)`; at most so many of them."""
        return answer_ids(self.frame.iloc[np.flatnonzero(rows)[:most]])

    def among(self, answers: Collection[AnswerId]) -> Bools:
        """Which rows are some answers (a set of them, or a mapping from them)."""
        theirs = {answer.respondent for answer in answers}
        rows = self.frame[RESPONDENT].isin(theirs).to_numpy(dtype=np.bool_, copy=True)
        rows[rows] = [answer in answers for answer in self.ids_of(rows)]
        return rows

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

    @cached_property
    def respondent_numbers(self) -> NDArray[np.intp]:
        """Number of every row's respondent, from 0 as they come."""
        numbers, _ = pd.factorize(self.frame[RESPONDENT])
        return numbers.astype(np.intp)

    @cached_property
    def population_numbers(self) -> NDArray[np.int64]:
        """Number of every row's wave and question, from 0 as they come."""
        found = self.frame.groupby([WAVE, QUESTION], sort=False).ngroup()
        return np.asarray(found, dtype=np.int64)

    @property
    def wave_names(self) -> list[str]:
        """The waves, each once, as they come."""
        return list(map(str, self.frame[WAVE].unique()))

    @property
    def question_names(self) -> list[str]:
        """The questions, each once, as they come."""
        return list(map(str, self.frame[QUESTION].unique()))

    def of_wave(self, wave: str) -> Bools:
        """Which rows are of a wave, shape `(n_answers,)`."""
        return (self.frame[WAVE] == wave).to_numpy(dtype=np.bool_)

    def of_question(self, question: str) -> Bools:
        """Which rows are about a question, shape `(n_answers,)`."""
        return (self.frame[QUESTION] == question).to_numpy(dtype=np.bool_)
