"""The machine's probabilities, held once whatever part of the answers is looked at.

They are most of what counting millions of answers holds in memory: four bytes an answer and code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers.compact import exact, small
from textmining.arrays import Array, Bools, Ints


@dataclass(frozen=True)
class Held:
    """The probabilities of some of the answers that were read.

    Args:
        columns: by code, those of all that were read as `small` has them, each of shape
            `(n_read,)`, NaN in files whose codebook lacks the code; without codes that none has.
        rows: the answers, a run or positions among all that were read.
    """

    columns: Mapping[str, NDArray[Any]]
    rows: slice | NDArray[np.int32]

    def of(self, code: str, rows: Ints) -> Array | None:
        """Those of a code in some of the answers, shape `(n_rows,)`; None if no file has it."""
        column = self.columns.get(code)
        if column is None:
            return None
        if isinstance(self.rows, slice):
            return exact(column[self.rows][rows])
        return exact(column[self.rows[rows]])

    @property
    def own(self) -> dict[str, NDArray[Any]]:
        """By code, those of these answers as they are held."""
        return {code: column[self.rows] for code, column in self.columns.items()}

    def there(self, code: str) -> Bools | None:
        """Which of the answers have one of a code, shape `(n_answers,)`; None if no file has it."""
        column = self.columns.get(code)
        return None if column is None else np.asarray(pd.notna(column[self.rows]))

    def part(self, rows: Ints) -> "Held":
        """The same for some of the answers, in their order."""
        if not len(rows) or rows[-1] - rows[0] + 1 == len(rows):
            return self.run(slice(rows[0], rows[-1] + 1) if len(rows) else slice(0, 0))
        place = rows + self.rows.start if isinstance(self.rows, slice) else self.rows[rows]
        return Held(self.columns, place.astype(np.int32))

    def run(self, rows: slice) -> "Held":
        """The same for answers that follow each other."""
        if not isinstance(self.rows, slice):
            return Held(self.columns, self.rows[rows])
        start = self.rows.start
        return Held(self.columns, slice(start + int(rows.start), start + int(rows.stop)))


class Gathered:
    """Probabilities of several files, each put below those before as soon as it is read.

    So that they are never twice in memory.
    """

    def __init__(self, room: int) -> None:
        """Make room for so many answers; more are taken too."""
        self._room = room
        self._n = 0
        self._columns: dict[str, NDArray[Any]] = {}

    def add(self, columns: Mapping[str, NDArray[Any]], n: int) -> None:
        """Put the probabilities of `n` more answers below; codes that they lack get NaN."""
        start, end = self._n, self._n + n
        if end > self._room:
            self._room = 2 * end
            self._columns = {code: self._roomy(old) for code, old in self._columns.items()}
        for code in {**self._columns, **columns}:
            column = self._columns.get(code)
            if column is None:
                column = self._roomy(np.full(start, np.nan, dtype=np.float32))
            new = small(columns[code]) if code in columns else np.full(n, np.nan, np.float32)
            if new.dtype != column.dtype:  # more digits than a small number holds
                column, new = (
                    column if column.dtype == np.float64 else self._exact(column),
                    exact(new),
                )
            column[start:end] = new
            self._columns[code] = column
        self._n = end

    @property
    def held(self) -> Held:
        """What was put there so far."""
        return Held(
            {code: column[: self._n] for code, column in self._columns.items()}, slice(0, self._n)
        )

    def _roomy(self, column: NDArray[Any]) -> NDArray[Any]:
        new = np.empty(self._room, dtype=column.dtype)
        new[: len(column)] = column[: self._room]
        return new

    def _exact(self, column: NDArray[Any]) -> NDArray[Any]:
        return self._roomy(exact(column[: self._n]))
