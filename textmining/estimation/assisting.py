"""The model that assists the estimates: all that the read answers say of the machine."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from textmining.arrays import Array, Bools, Ints
from textmining.estimation.dispersion import Expected, dispersion, skill
from textmining.estimation.machine import Machine, blocks
from textmining.estimation.recalibration import (
    Recalibration,
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
        recalibration: its log odds.
        dispersion: factor on the variance of each theme, shape `(n_themes,)`.
        silent: share of the answers with a theme that the machine misses silently, 0-1.
        skill: share of the variance of each theme's codes that the machine explains, 0-1, likewise;
            None takes it for none.
    """

    recalibration: Recalibration
    dispersion: Array
    silent: float
    skill: Array | None = None

    @property
    def expected(self) -> Array:
        """Recalibrated probabilities, shape `(n_answers, n_themes)`."""
        return floored(self.recalibration.logits.T, self.silent).T

    def of(self, theme: int, rows: Ints) -> ThemeModel:
        """The same for one theme in some of the answers."""
        skill = 0.0 if self.skill is None else float(self.skill[theme])
        factor = float(self.dispersion[theme])
        logits = self.recalibration.of(theme, rows)
        expected = floored(logits, self.silent, out=logits)
        return ThemeModel(expected, factor, self.silent, skill)


def assisting_model(machine: Machine, codes: Bools, reading: Reading) -> AssistingModel:
    """Recalibrate the machine on all answers that were drawn and read, the themes together.

    Args:
        machine: its probabilities.
        codes: a person's, of the answers drawn and read, shape `(n_read, n_themes)`.
        reading: what was read; something was.
    """
    read = np.flatnonzero(reading.audited)
    recalibration = recalibrate_pooled(machine, codes, read)
    logits, (mean, square) = recalibration.of_each(read), _moments(recalibration)
    silent = silent_share(logits, mean, codes)
    expected = Expected.floored(expit(logits), mean, square, silent)
    explained = skill(codes, expected)
    factor = dispersion(codes, expected, reading.split, explained)
    return AssistingModel(recalibration, factor, silent, explained)


def _moments(recalibration: Recalibration) -> tuple[Array, Array]:
    """Mean of expit(logit) and of its square over all answers, each of shape `(n_themes,)`."""
    n, themes = recalibration.machine.shape
    total = np.zeros((2, themes))
    for _, rows in blocks(np.arange(n)):
        for k in range(themes):
            p = expit(recalibration.of(k, rows))
            total[:, k] += p.sum(), (p**2).sum()
    mean, square = total / n
    return mean, square
