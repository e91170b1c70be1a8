"""How well proposed themes agree with human codes: the record that `evaluate --json` prints.

The themes' order is the codebook's, never the data's: a theme that is proposed but occurs nowhere
in the human codes counts as wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from textmining.arrays import Array, Bools
from textmining.codebook import Codebook

_BINS = 15
_KAPPA_MINIMUM = 5

FEWEST_TO_TELL = 20
"""Respondents from which on held-out scores are told: micro-F1 was 0.14 to 0.29 off that of other
answers with 2 to 10 coded ones, 0.05 to 0.09 with 20 to 50 (docs/benchmarks.md)."""


@dataclass(frozen=True)
class ThemeScores:
    """One theme; `n` is the number of answers that humans gave it.

    A score is None where it is not defined (the theme occurs on neither side). `count_bias` is
    (machine - human) / human.
    """

    n: int
    precision: float | None
    recall: float | None
    f1: float | None
    kappa: float | None
    count_bias: float | None


@dataclass(frozen=True)
class Scores:
    """All answers; names and formulas are the contract's."""

    n: int
    micro_f1: float | None
    macro_f1: float | None
    exact: float | None
    kappa: float | None
    count_error: float | None
    brier: float | None
    ece: float | None
    themes: Mapping[str, ThemeScores]

    def record(self) -> dict[str, object]:
        """Return what `evaluate --json` prints, without `by`."""
        themes = {code: dict(vars(one)) for code, one in self.themes.items()}
        return {**vars(self), "themes": themes}


def score(truth: Bools, predicted: Bools, probabilities: Array, codebook: Codebook) -> Scores:
    """Compare proposed sets and probabilities with human codes.

    Args:
        truth: shape `(n_answers, n_themes)`.
        predicted: shape `(n_answers, n_themes)`.
        probabilities: 0 to 1, shape `(n_answers, n_themes)`.
        codebook: names the themes.
    """
    hits = (truth & predicted).sum(axis=0)
    human = truth.sum(axis=0)
    machine = predicted.sum(axis=0)
    per_theme = {
        code: _theme_scores(truth[:, k], predicted[:, k]) for k, code in enumerate(codebook.codes)
    }
    kappas = [one.kappa for one in per_theme.values() if one.n >= _KAPPA_MINIMUM]
    return Scores(
        n=len(truth),
        micro_f1=_ratio(2 * int(hits.sum()), int(human.sum() + machine.sum())),
        macro_f1=_mean([one.f1 for one in per_theme.values()]),
        exact=_mean((truth == predicted).all(axis=1)),
        kappa=_mean(kappas),
        count_error=_ratio(int(np.abs(machine - human).sum()), int(human.sum())),
        brier=_mean((probabilities - truth).ravel() ** 2),
        ece=_calibration_error(truth.ravel(), probabilities.ravel()),
        themes=per_theme,
    )


def untold(truth: Bools, respondents: NDArray[np.int64]) -> Literal["few", "alike"] | None:
    """Return why scores on these answers say nothing of others; None if they do.

    Args:
        truth: their human codes, shape `(n_answers, n_themes)`.
        respondents: a number for the person behind each, shape `(n_answers,)`.
    """
    if len(np.unique(respondents)) < FEWEST_TO_TELL:
        return "few"
    return "alike" if (truth == truth[0]).all() else None


def _theme_scores(truth: Bools, predicted: Bools) -> ThemeScores:
    hits, human, machine = int((truth & predicted).sum()), int(truth.sum()), int(predicted.sum())
    return ThemeScores(
        n=human,
        precision=_ratio(hits, machine),
        recall=_ratio(hits, human),
        f1=_ratio(2 * hits, human + machine),
        kappa=_kappa(truth, predicted),
        count_bias=_ratio(machine - human, human),
    )


def _kappa(truth: Bools, predicted: Bools) -> float | None:
    """Cohen's kappa (Cohen 1960) of two yes-no codings."""
    if not len(truth):
        return None
    p, q = truth.mean(), predicted.mean()
    by_chance = p * q + (1 - p) * (1 - q)
    return _ratio((truth == predicted).mean() - by_chance, 1 - by_chance)


def _calibration_error(truth: Bools, probabilities: Array) -> float | None:
    """Expected calibration error: pairs pooled, in bins of equal count (Naeini et al. 2015)."""
    if not len(truth):
        return None
    order = np.argsort(probabilities, kind="stable")
    gaps = [
        abs(float(truth[part].mean() - probabilities[part].mean())) * len(part)
        for part in np.array_split(order, _BINS)
        if len(part)
    ]
    return sum(gaps) / len(truth)


def _ratio(part: float, whole: float) -> float | None:
    return float(part / whole) if whole else None


def _mean(values: object) -> float | None:
    known = [float(value) for value in np.asarray(values).tolist() if value is not None]
    return float(np.mean(known)) if known else None
