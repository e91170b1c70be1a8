"""What the machine and persons said of many answers, in little memory.

Millions of answers have a few thousand different sets of codes, and probabilities are worked out
for one category at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmining.answers import Coded
from textmining.arrays import Array, Bools, Ints
from textmining.codebook import Codebook
from textmining.counting.categories import Category, columns_of
from textmining.estimation import any_of, blocks, log_absent


@dataclass(frozen=True)
class CodeSets:
    """The codes of some answers: the different sets, and which of them each answer has.

    Args:
        place: number of each answer's set, shape `(n_answers,)`.
        sets: the codes in each set, shape `(n_sets, n_themes)`.
    """

    place: NDArray[np.integer[Any]]
    sets: Bools

    @classmethod
    def of(cls, codes: Sequence[tuple[str, ...]], book: Codebook) -> "CodeSets":
        """Take the codes of answers."""
        number: dict[tuple[str, ...], int] = {}
        place = [number.setdefault(one, len(number)) for one in codes]
        return cls(np.array(place, dtype=np.int32), book.indicator(number))

    @classmethod
    def of_some(cls, codes: Sequence[tuple[str, ...]], book: Codebook, rows: Bools) -> "CodeSets":
        """Take the codes of some answers, `rows`; the others have none."""
        some = cls.of(codes, book)
        place = np.zeros(len(rows), dtype=np.int32)
        place[rows] = some.place + 1
        return cls(place, np.vstack([np.zeros((1, len(book.codes)), dtype=np.bool_), some.sets]))

    def part(self, rows: Bools) -> "CodeSets":
        """Those of some of the answers."""
        return self if rows.all() else CodeSets(self.place[rows], self.sets)

    def having(self, category: Category, rows: Ints) -> Bools:
        """Which of some answers have a category, shape `(n_rows,)`."""
        has = np.empty(len(rows), dtype=np.bool_)
        among = category.among(self.sets)
        for some, here in blocks(rows):
            has[some] = among[self.place[here]]
        return has

    def each(self, categories: Sequence[Category], rows: Ints) -> Bools:
        """Which of some answers have each category, shape `(n_rows, n_categories)`."""
        return np.asarray(columns_of(categories, self.sets)[self.place[rows]])


@dataclass(frozen=True)
class Chances:
    """The machine's probabilities of categories; a `textmining.estimation.Machine`.

    Args:
        coded: the answers.
        categories: what is counted.
    """

    coded: Coded
    categories: tuple[Category, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """How many answers and categories."""
        return len(self.coded), len(self.categories)

    def chance(self, theme: int, rows: Ints) -> Array:
        """Probability of a category in some answers, shape `(n_rows,)`."""
        category = self.categories[theme]
        of_themes = [self.coded.chances_of(k, rows) for k in category.themes]
        return category.chance(of_themes)

    def others(self, theme: int, rows: Ints) -> Array:
        """Probability of any theme beside a category's in some answers, shape `(n_rows,)`."""
        own = [log_absent(self.coded.chances_of(k, rows)) for k in self.categories[theme].themes]
        return any_of(np.minimum(self._none[rows] - np.sum(own, axis=0), 0))

    @cached_property
    def _none(self) -> Array:
        """Log probability that an answer has no theme at all, shape `(n_answers,)`."""
        total = np.zeros(len(self.coded))
        for some, rows in blocks(np.arange(len(total))):
            for k in range(len(self.coded.codes)):
                total[some] += log_absent(self.coded.chances_of(k, rows))
        return total
