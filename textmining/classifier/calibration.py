"""From held-out scores to probabilities: Platt's logistic map, one per theme, partly pooled.

One penalised logistic regression over all (answer, theme) pairs holds a common line and every
theme's own deviation from it, so that a theme with few examples borrows the line of the others.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit, logit

__all__ = ["Platt", "fit_platt"]

_PENALTY = 10.0
"""C of the logistic regression: how freely a theme leaves the common line."""

Array = NDArray[np.float64]


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
