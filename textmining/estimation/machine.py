"""The machine's probabilities of many answers, asked for by theme.

Of all themes and answers at once they are more than fits in memory; nothing here needs them at
once but for the answers that were read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from textmining.arrays import Array, Ints

_BLOCK = 2**14  # answers whose numbers stay in a processor's cache


class Machine(Protocol):
    """The machine's probabilities of some answers."""

    @property
    def shape(self) -> tuple[int, int]:
        """How many answers and themes."""

    def chance(self, theme: int, rows: Ints) -> Array:
        """Probability of a theme in some answers, 0-1, shape `(n_rows,)`."""

    def others(self, theme: int, rows: Ints) -> Array:
        """Probability of any other theme in the same answers, 0-1, shape `(n_rows,)`."""


@dataclass(frozen=True)
class InMemory:
    """Probabilities that are arrays.

    Args:
        chances: 0-1, shape `(n_answers, n_themes)`.
        of_others: probability of any other theme in the same answer, same shape; None takes themes
            as independent.
    """

    chances: Array
    of_others: Array | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """How many answers and themes."""
        n, themes = self.chances.shape
        return n, themes

    def chance(self, theme: int, rows: Ints) -> Array:
        """Probability of a theme in some answers, shape `(n_rows,)`."""
        return np.asarray(self.chances[rows, theme])

    def others(self, theme: int, rows: Ints) -> Array:
        """Probability of any other theme in the same answers, shape `(n_rows,)`."""
        return np.asarray(self._others[rows, theme])

    @cached_property
    def _others(self) -> Array:
        return _chance_of_others(self.chances) if self.of_others is None else self.of_others


def _chance_of_others(probabilities: Array) -> Array:
    """Probability of any other theme in the same answer, taken as independent; same shape."""
    absent = log_absent(probabilities)
    return any_of(absent.sum(axis=1, keepdims=True) - absent)


def log_absent(probabilities: Array) -> Array:
    """Log probability that a theme is absent, same shape; finite also where p is 1."""
    return np.asarray(np.log1p(-np.clip(probabilities, 0, 1 - 1e-12)))


def any_of(absent: Array) -> Array:
    """Probability of any of some themes from the sum of their `log_absent`, same shape."""
    return np.asarray(-np.expm1(absent))


def blocks(rows: Ints) -> Iterator[tuple[slice, Ints]]:
    """Give some answers a few at a time: where they stand in `rows`, and they."""
    for start in range(0, len(rows), _BLOCK):
        some = slice(start, start + _BLOCK)
        yield some, rows[some]
