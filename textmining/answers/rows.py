"""What all tables with a row an answer have in common."""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers.schema import (
    IDENTITY,
    QUESTION,
    RESPONDENT,
    WAVE,
    AnswerId,
    answer_ids,
    answer_ids_at,
)
from textmining.arrays import Bools

Numbers = NDArray[np.integer[Any]]
"""Whole numbers, in as few bytes as they need."""


def numbered(frame: pd.DataFrame, names: Sequence[str]) -> Numbers:
    """Return the number of what each row has in some columns together, from 0 as they come."""
    number, size = np.zeros(len(frame), dtype=np.int32), 1
    for name in names:
        code, of_column = _codes(frame[name])
        kind = np.int32 if size * of_column < np.iinfo(np.int32).max else np.int64
        both = np.multiply(number, of_column, dtype=kind) + code
        place, found = pd.factorize(both)
        number, size = place.astype(np.int32), len(found)
    return number.astype(np.min_scalar_type(max(size - 1, 0)))


def _codes(column: pd.Series) -> tuple[NDArray[np.int32], int]:
    """A number for each cell, from 0, and how many there may be."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes = column.cat.codes.to_numpy()
        return codes.astype(np.int32) + 1, len(column.cat.categories) + 1
    place, found = pd.factorize(column, use_na_sentinel=False)
    return place.astype(np.int32), len(found)


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
        return answer_ids_at(self.frame, np.flatnonzero(rows)[:most])

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
    def population_numbers(self) -> Numbers:
        """Number of every row's wave and question, from 0 as they come."""
        return numbered(self.frame, [WAVE, QUESTION])

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
