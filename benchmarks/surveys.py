"""Surveys whose truth is known: the family that the counts are measured on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from scipy.stats import norm

__all__ = ["SILENT", "THEMES_OF", "Survey", "made_survey", "true_counts"]

Array = NDArray[np.float64]

_THEMES = (6, 6, 4, 4)
_STARTS = np.cumsum([0, *_THEMES])
THEMES_OF = {
    name: range(int(_STARTS[i]), int(_STARTS[i + 1]))
    for i, name in enumerate(("5", "22", "54", "25 %"))
}
"""The themes of each true count: six with 5 true answers, six with 22, four with 54 and 25 %."""

SILENT = 0.04
"""The share of true answers that carry no signal."""

_SHARED = 0.2


@dataclass(frozen=True)
class Survey:
    """Probabilities and the truth, each of shape `(n_answers, n_themes)`."""

    probabilities: Array
    truth: NDArray[np.bool_]


def true_counts(answers: int) -> NDArray[np.int64]:
    """How many answers have each of the twenty themes."""
    return np.repeat([5, 22, 54, round(answers / 4)], _THEMES)


def made_survey(answers: int, rng: np.random.Generator, silent: float = SILENT) -> Survey:
    """Twenty themes with a machine that is good but not right.

    Some answers are hard for all themes; 4 % of the true ones carry no signal; the machine
    learnt another share of each theme than this survey has, and its probabilities are too steep
    or too flat (slope 0.7-1.4) and too high or too low (sd 0.3 in log odds).
    """
    counts = true_counts(answers)
    themes = len(counts)
    ranks = np.concatenate([np.linspace(0.85, 0.97, n) for n in _THEMES])
    distance = np.sqrt(2) * norm.ppf(ranks)
    truth = np.zeros((answers, themes), dtype=np.bool_)
    for k, count in enumerate(counts):
        truth[rng.choice(answers, count, replace=False), k] = True
    speaks = truth & (rng.random(truth.shape) >= silent)
    score = np.sqrt(_SHARED) * rng.standard_normal((answers, 1))
    score = score + np.sqrt(1 - _SHARED) * rng.standard_normal(truth.shape) + distance * speaks
    learnt = np.minimum(counts / answers * np.exp(rng.normal(0, 0.5, themes)), 0.95)
    odds = logit(learnt) + distance * score - distance**2 / 2
    odds = odds * rng.uniform(0.7, 1.4, themes) + rng.normal(0, 0.3, themes)
    return Survey(expit(odds), truth)
