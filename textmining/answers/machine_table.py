"""What the machine said of the answers in a table: codes, and how likely each is."""

from abc import ABC, abstractmethod
from functools import cached_property

import numpy as np
import pandas as pd

from textmining.answers.held import Held
from textmining.answers.names import probability_column
from textmining.answers.rows import AnswerTable, Numbers, numbered
from textmining.answers.schema import QUESTION, WAVE
from textmining.arrays import Array, Bools, Ints


class MachineTable(AnswerTable, ABC):
    """A row an answer, with the machine's codes and probabilities."""

    held: Held | None

    @property
    @abstractmethod
    def codes(self) -> tuple[str, ...]:
        """The codes that there are."""

    @property
    def themes(self) -> list[tuple[str, ...]]:
        """The machine's codes of every answer."""
        return list(self.frame["themes"])

    @property
    def sets(self) -> tuple[Numbers, list[tuple[str, ...]]]:
        """The number of every row's set of the machine's codes, and the different sets."""
        themes = self.frame["themes"]
        if isinstance(themes.dtype, pd.CategoricalDtype):
            return themes.cat.codes.to_numpy(), list(themes.cat.categories)
        number: dict[tuple[str, ...], int] = {}
        place = [number.setdefault(some, len(number)) for some in themes]
        return np.array(place, dtype=np.int32), list(number)

    @cached_property
    def machine(self) -> Held:
        """The machine's probabilities, wherever they stand."""
        if self.held is not None:
            return self.held
        names = {code: probability_column(code) for code in self.codes}
        columns = {c: self.frame[n].to_numpy() for c, n in names.items() if n in self.frame}
        return Held(columns, slice(0, len(self)))

    @cached_property
    def probabilities(self) -> pd.DataFrame:
        """The machine's, a column a code; NaN for a code that a file's codebook lacks."""
        every = np.arange(len(self))
        found = {code: self.machine.of(code, every) for code in self.codes}
        return pd.DataFrame(found, index=self.frame.index, columns=list(self.codes), dtype=float)

    @property
    def chances(self) -> Array:
        """The machine's probabilities, 0 for a code that a file's codebook lacks.

        Shape `(n_answers, n_themes)`.
        """
        found, every = np.zeros((len(self), len(self.codes))), np.arange(len(self))
        for k in range(len(self.codes)):
            found[:, k] = self.chances_of(k, every)
        return found

    def chances_of(self, code: int, rows: Ints) -> Array:
        """The machine's probability of a code in some rows, shape `(n_rows,)`, as `chances`."""
        found = self.machine.of(self.codes[code], rows)
        if found is None:
            return np.zeros(len(rows))
        np.fmax(found, 0, out=found)  # NaN becomes 0
        return np.minimum(found, 1, out=found)

    def known_in(self, rows: Bools) -> Bools:
        """Whether all of some answers were coded with a codebook that has each code.

        A code that the codebook lacked has no probability in any answer to the question. Shape
        `(n_themes,)`.
        """
        place, known = self._known
        here = np.bincount(place[rows & ~self.by_hand], minlength=len(known)) > 0
        return np.asarray(known[here].all(axis=0))

    @property
    def known(self) -> Bools:
        """The same of each row, shape `(n_answers, n_themes)`."""
        place, known = self._known
        return np.asarray(known[place] | self.by_hand[:, None])

    @cached_property
    def _known(self) -> tuple[Numbers, Bools]:
        """Which answers were coded together, and the codes that each such part was coded with."""
        names = [n for n in (WAVE, QUESTION, "codebook_version") if n in self.frame]
        place = numbered(self.frame, names)
        n = int(place.max()) + 1 if len(place) else 0
        known = np.zeros((n, len(self.codes)), dtype=np.bool_)
        for k, code in enumerate(self.codes):
            there = self.machine.there(code)
            if there is not None:
                known[slice(None) if there.all() else place[there], k] = True
        return place, known

    @cached_property
    def by_hand(self) -> Bools:
        """Which rows no machine has coded, shape `(n_answers,)`."""
        return self._has("model", "") if "model" in self.frame else np.zeros(len(self), np.bool_)

    def _has(self, name: str, cell: str) -> Bools:
        """Which rows have this in a column of text; without the column, all are ""."""
        if name not in self.frame:
            return np.full(len(self), not cell)
        return (self.frame[name] == cell).to_numpy(dtype=np.bool_)
