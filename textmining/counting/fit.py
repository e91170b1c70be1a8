"""What the read answers say about the machine in one wave: fitted once, used by all its counts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmining.counting.waves import Wave
from textmining.estimation import (
    TOO_FEW,
    UNKNOWN,
    Alike,
    ThemeCount,
    alike,
    count_respondents,
    count_theme,
    count_theme_strictly,
    count_units,
    dispersion,
    floored,
    recalibrate,
    recalibrate_pooled,
    strata,
)

__all__ = ["Fit", "fit", "fit_each_theme"]

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """A wave with its recalibrated machine.

    Args:
        wave: the answers.
        logits: recalibrated log odds, shape `(n_answers, n_columns)`; None in strict mode.
        dispersion: factor on the variance of each column, shape `(n_columns,)`.
        together: how alike answers of one unit are.
    """

    wave: Wave
    logits: Array | None
    dispersion: Array
    together: Alike = UNKNOWN

    def count(
        self, column: int, rows: NDArray[np.bool_], level: float, *, planned: bool
    ) -> ThemeCount:
        """Count a column over some answers of the wave.

        Args:
            column: its position.
            rows: the answers, shape `(n_answers,)`.
            level: confidence level, as 0.95.
            planned: whether `rows` are whole populations of the draw, which hold with few read;
                a group needs ten.
        """
        codes = self.wave.codes[rows, column]
        reading = self.wave.reading.part(rows)
        fewest = 1 if planned else TOO_FEW
        if self.logits is None:
            return count_theme_strictly(codes, reading, level, fewest)
        factor = float(self.dispersion[column])
        return count_theme(codes, self.logits[rows, column], reading, level, factor, fewest)

    def count_respondents(
        self, answers: ThemeCount, column: int, rows: NDArray[np.bool_], *, planned: bool
    ) -> ThemeCount | None:
        """Count the respondents behind some answers; None in strict mode unless all are read.

        Args:
            answers: the count of the answers.
            column: its position.
            rows: the answers, shape `(n_answers,)`.
            planned: as in `count`.
        """
        reading, respondent = self.wave.reading.part(rows), self.wave.respondent[rows]
        known = reading.seen.all() or len(np.unique(respondent)) == len(respondent)
        if self.logits is None and not known:
            return None
        codes = self.wave.codes[rows, column]
        logits = np.zeros(len(codes)) if self.logits is None else self.logits[rows, column]
        factor, fewest = float(self.dispersion[column]), 1 if planned else TOO_FEW
        return count_respondents(answers, codes, logits, reading, respondent, factor, fewest)

    def count_units(
        self, answers: ThemeCount, column: int, rows: NDArray[np.bool_]
    ) -> ThemeCount | None:
        """Count the units behind some answers; None in strict mode unless all are read.

        Args:
            answers: the count of the answers.
            column: its position.
            rows: the answers, shape `(n_answers,)`.
        """
        reading, unit = self.wave.reading.part(rows), self.wave.unit[rows]
        known = reading.seen.all() or len(np.unique(unit)) == len(unit)
        if self.logits is None and not known:
            return None
        codes = self.wave.codes[rows, column]
        logits = np.zeros(len(codes)) if self.logits is None else self.logits[rows, column]
        factor = float(self.dispersion[column])
        return count_units(answers, codes, logits, reading, unit, self.together, factor)


def fit(wave: Wave, *, strict: bool) -> Fit:
    """Recalibrate the machine on all answers of the wave that were drawn and read.

    The themes tell each other how far to move, and how much the errors vary is measured. The
    benchmark shows that coverage holds for surveys of all sizes, groups, nets, weights and changes.
    """
    read = wave.reading.audited
    if strict:
        return Fit(wave, None, np.ones(len(wave.columns)))
    if not read.any():
        return fit_each_theme(wave)
    logits = recalibrate_pooled(wave.probabilities, wave.others, wave.codes, read)
    split = strata(wave.reading.stratum, read)
    q = floored(logits.T).T
    themes = [k for k, column in enumerate(wave.columns) if not column.net]
    together = alike(wave.codes[:, themes], q[:, themes], read, wave.unit)
    return Fit(wave, logits, dispersion(wave.codes, q, split), together)


def fit_each_theme(wave: Wave) -> Fit:
    """The same with each theme by itself and the variance as the probabilities imply it."""
    logits = recalibrate(wave.probabilities, wave.codes, wave.reading.audited)
    return Fit(wave, logits, np.ones(len(wave.columns)))
