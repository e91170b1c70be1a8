"""What the read answers say about the machine in one wave: fitted once, used by all its counts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmining.counts import (
    TOO_FEW,
    ThemeCount,
    count_theme,
    count_theme_strictly,
    recalibrate,
)
from textmining.tally.waves import Wave

__all__ = ["Fit", "fit"]


@dataclass(frozen=True)
class Fit:
    """A wave with its recalibrated machine.

    Args:
        wave: the answers.
        logits: recalibrated log odds, shape `(n_answers, n_columns)`; None in strict mode.
    """

    wave: Wave
    logits: NDArray[np.float64] | None

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
        return count_theme(codes, self.logits[rows, column], reading, level, fewest=fewest)


def fit(wave: Wave, *, strict: bool) -> Fit:
    """Recalibrate the machine on all answers of the wave that were drawn and read."""
    if strict:
        return Fit(wave, None)
    return Fit(wave, recalibrate(wave.probabilities, wave.codes, wave.reading.audited))
