"""The probability that an answer's whole set of themes is right.

The product of the themes' probabilities would be it if themes were right or wrong independently.
A small logistic regression on that product, the weakest proposed theme, the strongest one left out
and the size of the set learns from held-out answers how far that is from true.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from textmining.arrays import Array, Bools
from textmining.classifier.steady import product


@dataclass(frozen=True)
class Confidence:
    """Weights of the features, then the level; shape `(n_features + 1,)`."""

    weights: Array

    def of(self, probabilities: Array, themes: Bools) -> Array:
        """Return the probability that each proposed set is right, shape `(n_answers,)`.

        Args:
            probabilities: shape `(n_answers, n_themes)`.
            themes: the proposed sets, same shape.
        """
        level = self.weights[-1]
        sure: Array = expit(product(_features(probabilities, themes), self.weights[:-1]) + level)
        return sure


def fit_confidence(probabilities: Array, themes: Bools, truth: Bools) -> Confidence:
    """Fit on held-out probabilities and the sets they give; all of one shape."""
    right = (themes == truth).all(axis=1)
    features = _features(probabilities, themes)
    if not len(right):  # in the order of the product, and never more than one half
        return Confidence(np.array([1.0, *np.zeros(features.shape[1])]))
    if right.all() or not right.any():
        level = logit((right.sum() + 0.5) / (len(right) + 1))
        return Confidence(np.append(np.zeros(features.shape[1]), level))
    from sklearn.linear_model import LogisticRegression  # only learning needs it

    regression = LogisticRegression(C=1.0, max_iter=1000).fit(features, right)
    return Confidence(np.append(regression.coef_[0], regression.intercept_[0]))


def _features(probabilities: Array, themes: Bools) -> Array:
    sure = np.clip(probabilities, 0.001, 0.999)
    together = np.log(np.where(themes, sure, 1 - sure)).sum(axis=1)
    weakest = np.where(themes, sure, 0.999).min(axis=1)
    strongest = np.where(themes, 0.001, sure).max(axis=1)
    size = themes.sum(axis=1)
    return np.column_stack([together, logit(weakest), logit(strongest), size > 1])
