"""The model that assists the estimates: all that the read answers say of the machine."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmining.arrays import Array
from textmining.estimation.dispersion import dispersion, skill
from textmining.estimation.recalibration import (
    ThemeModel,
    floored,
    recalibrate_pooled,
    silent_share,
)
from textmining.estimation.theme import Reading


@dataclass(frozen=True)
class AssistingModel:
    """What is known of the machine for all themes.

    Args:
        logits: recalibrated log odds, shape `(n_answers, n_themes)`.
        dispersion: factor on the variance of each theme, shape `(n_themes,)`.
        silent: share of the answers with a theme that the machine misses silently, 0-1.
        skill: share of the variance of each theme's codes that the machine explains, 0-1, likewise;
            None takes it for none.
    """

    logits: Array
    dispersion: Array
    silent: float
    skill: Array | None = None

    @property
    def expected(self) -> Array:
        """Recalibrated probabilities, shape `(n_answers, n_themes)`."""
        return floored(self.logits.T, self.silent).T

    def of(self, theme: int, rows: NDArray[np.bool_]) -> ThemeModel:
        """The same for one theme in some of the answers."""
        skill = 0.0 if self.skill is None else float(self.skill[theme])
        factor = float(self.dispersion[theme])
        return ThemeModel(self.logits[rows, theme], factor, self.silent, skill)


def assisting_model(
    probabilities: Array, others: Array, codes: NDArray[np.bool_], reading: Reading
) -> AssistingModel:
    """Recalibrate the machine on all answers that were drawn and read, the themes together.

    Args:
        probabilities: the machine's, 0-1, shape `(n_answers, n_themes)`.
        others: probability of any other theme in the same answer, same shape.
        codes: a person's, same shape; only read answers are looked at.
        reading: what was read; something was.
    """
    read = reading.audited
    logits = recalibrate_pooled(probabilities, others, codes, read)
    del others  # as large as the probabilities
    silent = silent_share(logits, codes, read)
    split = reading.split
    expected = floored(logits.T, silent).T
    explained = skill(codes, expected, split)
    factor = dispersion(codes, expected, split, explained)
    return AssistingModel(logits, factor, silent, explained)
