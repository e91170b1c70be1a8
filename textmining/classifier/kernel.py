"""The learner for few answers: a ridge regression per theme on the mean of the Gram matrices.

Theme descriptions are training rows too: with 100 coded answers they add 0.09 to micro-F1.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmining.arrays import Array
from textmining.classifier.dense import VECTOR_SHARES, DenseFeatures, dense_candidates
from textmining.classifier.linear import Weights
from textmining.classifier.ridge import Ridge, fit_ridge
from textmining.classifier.training_rows import TrainingRows

BLOCKS = 25
"""Into how many blocks respondents are dealt for held-out scores; the fewer, the quicker."""


@dataclass(frozen=True)
class KernelLearner:
    """A ridge regression, and how it reads answers as wholes.

    Args:
        rows: what it was fitted on.
        whole: how it reads answers as wholes.
        features: what it reads of the rows, shape `(n_rows, n_whole_features)`.
        ridge: fitted on the rows.
    """

    rows: TrainingRows
    whole: DenseFeatures
    features: Array
    ridge: Ridge

    def weights(self) -> Weights:
        """Return what is learnt from all rows."""
        return self._weights(self.ridge.dual)

    def without(self, parts: Iterable[NDArray[np.integer]]) -> Iterator[Weights]:
        """Yield what is learnt from all rows but some answers, one part after another."""
        return (self._weights(self.ridge.without(part)) for part in parts)

    def _weights(self, dual: Array) -> Weights:
        return primal(dual, self.rows.matrices, self.features, self.ridge.level)


def primal(
    dual: Array, matrices: Mapping[str, sparse.csr_array], features: Array, level: Array
) -> Weights:
    """Return the weights of n-grams and features from those of rows.

    Args:
        dual: weights of the rows, shape `(n_rows, n_themes)`.
        matrices: the rows in each view, shape `(n_rows, n_known)`.
        features: what is read of each row as a whole, shape `(n_rows, n_whole_features)`.
        level: shape `(n_themes,)`.
    """
    views = {
        name: (matrix.T @ dual.astype(np.float32) / len(matrices)).astype(np.float32)
        for name, matrix in matrices.items()
    }
    return Weights(views, features.T @ dual, level)


def fit_kernel(
    rows: TrainingRows, block: NDArray[np.int64], vector_shares: Sequence[float] = VECTOR_SHARES
) -> KernelLearner:
    """Fit; the way to read answers as wholes is the one with the least held-out error.

    Args:
        rows: what to learn from.
        block: which answers are left out together, shape `(n_answers,)`.
        vector_shares: what vectors may add to the similarity of two rows.
    """
    gram = gram_matrix(rows)
    level = rows.targets[: rows.n_coded].mean(axis=0)
    fits = []
    for whole in dense_candidates(rows.answers, rows.questions, vector_shares):
        features = whole.features(rows.answers)
        ridge = fit_ridge(gram + features @ features.T, rows.targets, level)
        fits.append(KernelLearner(rows, whole, features, ridge))
    return min(fits, key=lambda fit: fit.ridge.held_out_error(block))


def gram_matrix(rows: TrainingRows) -> Array:
    """The mean of the views' Gram matrices: how alike any two rows are, `(n_rows, n_rows)`."""
    n_rows = len(rows.targets)
    gram = np.zeros((n_rows, n_rows))
    for matrix in rows.matrices.values():
        gram += (matrix @ matrix.T).toarray() / len(rows.matrices)
    return gram
