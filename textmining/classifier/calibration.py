"""From held-out scores to probabilities: Platt's logistic map, one per theme, partly pooled.

One penalised logistic regression over all (answer, theme) pairs holds a common line and every
theme's own deviation from it, so that a theme with few examples borrows the line of the others.
While few answers are coded, themes stay near a line that is known beforehand.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit, logit

from textmining.arrays import Array

_PENALTY = 10.0
"""C of the logistic regression: how freely a theme leaves the common line."""


@dataclass(frozen=True)
class Platt:
    """logit p = level + slope * score; both of shape `(n_themes,)`."""

    level: Array
    slope: Array

    def probabilities(self, scores: Array) -> Array:
        """Return probabilities of shape `(n_answers, n_themes)`."""
        calibrated: Array = expit(self.level + self.slope * scores)
        return calibrated


def fit_platt(scores: Array, truth: NDArray[np.bool_]) -> Platt:
    """Fit on scores from models that had not seen the answer.

    Args:
        scores: shape `(n_answers, n_themes)`.
        truth: shape `(n_answers, n_themes)`.
    """
    n_answers, n_themes = scores.shape
    if truth.all() or not truth.any():
        certain = np.full(n_themes, logit((truth.sum() + 0.5) / (truth.size + 1)))
        return Platt(certain, np.zeros(n_themes))
    from sklearn.linear_model import LogisticRegression  # only learning needs it

    theme = np.tile(np.arange(n_themes), n_answers)
    score = scores.ravel()
    own = sparse.csr_array((np.ones(len(theme)), (np.arange(len(theme)), theme)))
    common = sparse.csr_array(score[:, None])
    tilted = sparse.csr_array(own.multiply(score[:, None]))
    design = sparse.csr_array(sparse.hstack([common, own, tilted]))
    regression = LogisticRegression(C=_PENALTY, max_iter=1000).fit(design, truth.ravel())
    weights = regression.coef_[0]
    level = regression.intercept_[0] + weights[1 : 1 + n_themes]
    return Platt(level, weights[0] + weights[1 + n_themes :])


_LEVEL_SD, _SLOPE_SD = 1.4, 0.3
"""How far a theme's level may lie from the line known beforehand, in log odds, and the common slope
from its own, as a share of it (standard deviations). Levels and slopes that three coded surveys
gave lie about that far from each other (docs/benchmarks.md)."""


def fit_platt_near(prior: Platt, scores: Array, truth: NDArray[np.bool_]) -> Platt:
    """Fit a level a theme and one common factor of the slopes, normally distributed around a prior.

    Args:
        prior: what holds where nothing is coded.
        scores: from models that had not seen the answer, shape `(n_answers, n_themes)`.
        truth: shape `(n_answers, n_themes)`.
    """
    from scipy.optimize import minimize  # coding does without what takes so long to load

    tilted = prior.slope * scores

    def loss(found: Array) -> tuple[float, Array]:
        level, factor = found[:-1], found[-1]
        log_odds = level + factor * tilted
        off, steeper = (level - prior.level) / _LEVEL_SD, (factor - 1) / _SLOPE_SD
        missed = np.logaddexp(0, log_odds) - truth * log_odds
        wrong = expit(log_odds) - truth
        gradient = np.append(
            wrong.sum(axis=0) + off / _LEVEL_SD, (wrong * tilted).sum() + steeper / _SLOPE_SD
        )
        return float(missed.sum() + (off**2).sum() / 2 + steeper**2 / 2), gradient

    found = minimize(loss, np.append(prior.level, 1.0), jac=True, method="L-BFGS-B").x
    return Platt(found[:-1], found[-1] * prior.slope)
