"""What the read answers say about the machine in one wave: fitted once, used by all its counts."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from textmining.counting.waves import Wave
from textmining.estimation import (
    SILENT,
    TOO_FEW,
    UNKNOWN,
    Alike,
    AssistingModel,
    ThemeCount,
    ThemeModel,
    alike,
    assisting_model,
    clipped_logit,
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
        together: how alike answers of one unit are.
    """

    wave: Wave
    machine: AssistingModel | None
    together: Alike = UNKNOWN

    def count(
        self, category: int, rows: NDArray[np.bool_], level: float, *, planned: bool
    ) -> ThemeCount:
        """Count a category over some answers of the wave.

        Args:
            category: its position.
            rows: the answers, shape `(n_answers,)`.
            level: confidence level, as 0.95.
            planned: whether `rows` are whole populations of the draw, which hold with few read;
                a group needs ten.
        """
        codes = self.wave.codes[rows, category]
        reading = self.wave.reading.part(rows)
        fewest = 1 if planned else TOO_FEW
        if self.machine is None:
            return count_theme_strictly(codes, reading, level, fewest)
        return count_theme(codes, self._machine(category, rows), reading, level, fewest)

    def count_respondents(
        self, answers: ThemeCount, category: int, rows: NDArray[np.bool_], *, planned: bool
    ) -> ThemeCount | None:
        """Count the respondents behind some answers; None in strict mode unless all are read.

        Args:
            answers: the count of the answers.
            category: its position.
            rows: the answers, shape `(n_answers,)`.
            planned: as in `count`.
        """
        reading, respondent = self.wave.reading.part(rows), self.wave.respondent[rows]
        known = reading.seen.all() or len(np.unique(respondent)) == len(respondent)
        codes = self.wave.codes[rows, category]
        if self.machine is None and not known:
            return None
        fewest = 1 if planned else TOO_FEW
        return count_respondents(
            answers, codes, self._machine(category, rows), reading, respondent, fewest
        )

    def count_units(
        self, answers: ThemeCount, category: int, rows: NDArray[np.bool_]
    ) -> ThemeCount | None:
        """Count the units behind some answers; None in strict mode unless all are read.

        Args:
            answers: the count of the answers.
            category: its position.
            rows: the answers, shape `(n_answers,)`.
        """
        reading, unit = self.wave.reading.part(rows), self.wave.unit[rows]
        known = reading.seen.all() or len(np.unique(unit)) == len(unit)
        codes = self.wave.codes[rows, category]
        if self.machine is None and not known:
            return None
        machine = self._machine(category, rows)
        return count_units(answers, codes, machine, reading, unit, self.together)

    def _machine(self, category: int, rows: NDArray[np.bool_]) -> ThemeModel:
        """What is known of the machine for a category; nothing in strict mode."""
        if self.machine is None:
            return ThemeModel(np.zeros(int(rows.sum())))
        return self.machine.of(category, rows)


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
    rest = ~reading.learnt if reading.learnt is not None else np.ones_like(reading.audited)
    p, codes = wave.probabilities[rest], wave.codes[rest]
    machine = assisting_model(p, wave.others[rest], codes, reading.part(rest))
    themes = [k for k, category in enumerate(wave.categories) if not category.net]
    q = machine.expected[:, themes]
    together = alike(codes[:, themes], q, reading.audited[rest], wave.unit[rest])
    logits = clipped_logit(wave.probabilities)
    logits[rest] = machine.logits
    return Fit(wave, replace(machine, logits=logits), together)


def fit_each_theme(wave: Wave) -> Fit:
    """The same with each theme by itself and the variance as the probabilities imply it."""
    logits = recalibrate(wave.probabilities, wave.codes, wave.reading.telling)
    return Fit(wave, AssistingModel(logits, np.ones(len(wave.categories)), SILENT))
