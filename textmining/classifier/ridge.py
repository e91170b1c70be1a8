"""Ridge regression of every theme on a Gram matrix, with exact scores without one's own group.

The scores a respondent's answers would get from a model trained on everybody else follow from one
matrix inverse, M = (K + alpha I)^-1 (the block form of the leave-one-out formula; Golub, Heath and
Wahba 1979; Pahikkala et al. 2006): no refitting, and no difference between the models that are
calibrated and the one that codes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

__all__ = ["ALPHA", "Ridge", "fit_ridge"]

ALPHA = 0.15
"""Penalty; 0.1 and 0.2 score the same in cross-validation."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Ridge:
    """A fitted ridge regression.

    Args:
        dual: weight of every training row for every theme, shape `(n_rows, n_themes)`.
        level: mean of every theme, shape `(n_themes,)`.
        inverse: M, shape `(n_rows, n_rows)`.
    """

    dual: Array
    level: Array
    inverse: Array

    def without(self, group: NDArray[np.integer]) -> Array:
        """Return the dual weights of a model trained without the rows `group`; theirs are 0."""
        block = self.inverse[np.ix_(group, group)]
        left: Array = self.dual - self.inverse[:, group] @ np.linalg.solve(block, self.dual[group])
        left[group] = 0
        return left

    def held_out(self, targets: Array, groups: NDArray[np.integer]) -> Array:
        """Return every row's scores from a model trained without the row's group.

        Args:
            targets: as fitted, shape `(n_rows, n_themes)`.
            groups: whose row it is, shape `(n_rows,)`.
        """
        scores = np.empty_like(self.dual)
        order = np.argsort(groups, kind="stable")
        ends = np.flatnonzero(np.diff(groups[order])) + 1
        for group in np.split(order, ends):
            block = self.inverse[np.ix_(group, group)]
            scores[group] = targets[group] - np.linalg.solve(block, self.dual[group])
        return scores


def fit_ridge(gram: Array, targets: Array, level: Array) -> Ridge:
    """Fit one ridge regression per theme.

    Args:
        gram: symmetric, positive semidefinite, shape `(n_rows, n_rows)`.
        targets: 0 to 1, shape `(n_rows, n_themes)`.
        level: what a row like no other scores, shape `(n_themes,)`.
    """
    penalised = gram + ALPHA * np.eye(len(gram))
    inverse = linalg.inv(penalised, check_finite=False)
    return Ridge(inverse @ (targets - level), level, inverse)
