"""What the read answers say about the machine in one wave: fitted once, used by all its counts."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from textmining.arrays import Bools, Ints
from textmining.counting.said import Chances
from textmining.counting.waves import Wave
from textmining.estimation import (
    SILENT,
    TOO_FEW,
    UNKNOWN,
    Alike,
    AssistingModel,
    Reading,
    ThemeCount,
    ThemeModel,
    alike,
    assisting_model,
    count_respondents,
    count_theme,
    count_theme_strictly,
    count_units,
    recalibrate,
)


@dataclass(frozen=True)
class Fit:
    """A wave with its recalibrated machine.

    Args:
        wave: the answers.
        machine: what the read answers say of the machine; None in strict mode.
    """

    wave: Wave
    machine: AssistingModel | None

    @cached_property
    def together(self) -> Alike:
        """How alike answers of one unit are, from those that the machine has not learnt."""
        wave, reading = self.wave, self.wave.reading
        if self.machine is None or not reading.telling.any():
            return UNKNOWN
        rest = np.arange(len(wave.coded))
        rest = rest if reading.learnt is None else rest[~reading.learnt]
        read = reading.audited[rest]
        themes = [category for category in wave.categories if not category.net]
        q = np.column_stack([self.machine.of(k, rest).expected[read] for k in range(len(themes))])
        return alike(wave.codes.each(themes, rest[read]), q, wave.unit[rest[read]])

    def of(self, rows: Bools, *, planned: bool) -> "FitOf":
        """The same for some answers of the wave, shape `(n_answers,)`.

        Args:
            rows: the answers.
            planned: whether they are whole populations of the draw, which hold with few read; a
                group needs ten.
        """
        fewest = 1 if planned else TOO_FEW
        # In four bytes each, since they are kept.
        return FitOf(
            self, np.flatnonzero(rows).astype(np.int32), self.wave.reading.part(rows), fewest
        )


@dataclass(frozen=True)
class FitOf:
    """Some answers of a wave with its recalibrated machine.

    Args:
        fit: the wave's.
        rows: the answers, positions.
        reading: what was read of them.
        fewest: answers that must be read for an interval.
    """

    fit: Fit
    rows: Ints
    reading: Reading
    fewest: int

    def count(self, category: int, level: float) -> ThemeCount:
        """Count a category.

        Args:
            category: its position.
            level: confidence level, as 0.95.
        """
        codes = self._codes(category)
        if self.fit.machine is None:
            return count_theme_strictly(codes, self.reading, level, self.fewest)
        return count_theme(codes, self._machine(category), self.reading, level, self.fewest)

    def count_respondents(self, answers: ThemeCount, category: int) -> ThemeCount | None:
        """Count the respondents behind some answers; None in strict mode unless all are read.

        Args:
            answers: the count of the answers.
            category: its position.
        """
        respondent = self.fit.wave.respondent[self.rows]
        if self.fit.machine is None and not self._is_known(respondent):
            return None
        codes, machine = self._codes(category), self._machine(category)
        return count_respondents(answers, codes, machine, self.reading, respondent, self.fewest)

    def count_units(self, answers: ThemeCount, category: int) -> ThemeCount | None:
        """Count the units behind some answers; None in strict mode unless all are read.

        Args:
            answers: the count of the answers.
            category: its position.
        """
        unit = self.fit.wave.unit[self.rows]
        if self.fit.machine is None and not self._is_known(unit):
            return None
        codes, machine = self._codes(category), self._machine(category)
        return count_units(answers, codes, machine, self.reading, unit, self.fit.together)

    def _codes(self, category: int) -> Bools:
        wave = self.fit.wave
        return wave.codes.having(wave.categories[category], self.rows)

    def _is_known(self, owner: NDArray[np.intp]) -> bool:
        """Whether owners can be counted without the machine: all is read, or each has one."""
        return bool(self.reading.seen.all()) or len(np.unique(owner)) == len(owner)

    def _machine(self, category: int) -> ThemeModel:
        """What is known of the machine for a category; nothing in strict mode."""
        if self.fit.machine is None:
            return ThemeModel.of(np.zeros(len(self.reading.seen)))
        return self.fit.machine.of(category, self.rows)


def fit(wave: Wave, *, strict: bool) -> Fit:
    """Recalibrate the machine on all answers of the wave that were drawn and read.

    The themes tell each other how far to move, and how much the errors vary is measured. The
    benchmark shows that coverage holds for surveys of all sizes, groups, nets, weights and changes.
    """
    if strict:
        return Fit(wave, None)
    reading = wave.reading
    if not reading.telling.any():
        return fit_each_theme(wave)
    codes = wave.codes.each(wave.categories, np.flatnonzero(reading.telling))
    if reading.learnt is None:
        return Fit(wave, assisting_model(wave.chances, codes, reading))
    rest = ~reading.learnt
    others = Chances(wave.coded.part(rest), wave.categories)
    machine = assisting_model(others, codes, reading.part(rest))
    every = replace(machine.recalibration, machine=wave.chances, learnt=reading.learnt)
    return Fit(wave, replace(machine, recalibration=every))


def fit_each_theme(wave: Wave) -> Fit:
    """The same with each theme by itself and the variance as the probabilities imply it."""
    read = np.flatnonzero(wave.reading.telling)
    found = recalibrate(wave.chances, wave.codes.each(wave.categories, read), read)
    return Fit(wave, AssistingModel(found, np.ones(len(wave.categories)), SILENT))
