"""The learner for noisy codes and for many answers: a linear support vector machine per theme.

Its cost grows with the n-grams of the answers, where the kernel's grows with their number squared.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmining.arrays import Array, Bools
from textmining.classifier.coordinate_descent import fit_machines
from textmining.classifier.dense import DenseFeatures, dense_candidates
from textmining.classifier.linear import Weights
from textmining.classifier.training_rows import TrainingRows

PENALTIES = (0.1, 0.3)
"""C: how much a wrong answer may cost. With noisy codes 0.1 scores 0.009 more in micro-F1 than 0.3,
and 0.03 no more than 0.1; with clear ones 0.3 and 1 score the same within 0.005."""


@dataclass(frozen=True)
class SupportVectors:
    """A linear support vector machine per theme.

    Args:
        rows: what it is fitted on.
        whole: how it reads answers as wholes.
        features: the rows with all views side by side, what is read of wholes last.
        jobs: how many processors to use.
        penalty: C.
    """

    rows: TrainingRows
    whole: DenseFeatures
    features: sparse.csr_array
    jobs: int
    penalty: float

    def weights(self) -> Weights:
        """Return what is learnt from all rows."""
        return next(self.without([np.array([], dtype=np.int64)]))

    def without(self, parts: Iterable[NDArray[np.integer]]) -> Iterator[Weights]:
        """Yield what is learnt from all rows but some answers, one part after another."""
        from joblib import Parallel, delayed  # only learning needs it

        everyone = np.arange(len(self._given))
        fits = Parallel(self.jobs, return_as="generator")(
            delayed(fit_machines)(
                self.features, self._given, np.delete(everyone, part), self.penalty
            )
            for part in parts
        )
        return (self._weights(coefficients, level) for coefficients, level in fits)

    def _weights(self, coefficients: NDArray[np.float32], level: Array) -> Weights:
        ends = np.cumsum([matrix.shape[1] for matrix in self.rows.matrices.values()])
        *views, whole = np.split(coefficients, ends)
        half = np.float32(0.5)  # the decision's -1 to 1: scores lie around 0 to 1 as a regression's
        return Weights(
            {
                name: (half * _share(self.rows) * part).astype(np.float32, copy=False)
                for name, part in zip(self.rows.matrices, views, strict=True)
            },
            half * whole.astype(np.float64),
            (level + 1) / 2,
        )

    @cached_property
    def _given(self) -> Bools:
        return self.rows.targets > 0


def fit_support_vectors(
    rows: TrainingRows, jobs: int, penalties: Iterable[float] = PENALTIES
) -> list[SupportVectors]:
    """Prepare a learner for every penalty; vectors count where there are any."""
    whole = dense_candidates(rows.answers, rows.questions)[-1]
    features = _features(rows, whole)
    return [SupportVectors(rows, whole, features, jobs, penalty) for penalty in penalties]


def _features(rows: TrainingRows, whole: DenseFeatures) -> sparse.csr_array:
    """The views side by side, some rows at a time: of many, copies would take a gigabyte."""
    share = _share(rows)
    read = sparse.csr_array((whole.features(rows.answers) / share).astype(np.float32))
    matrices = [*rows.matrices.values(), read]
    starts = np.sum([matrix.indptr.astype(np.int64) for matrix in matrices], axis=0)
    values = np.empty(starts[-1], dtype=np.float32)
    columns = np.empty(starts[-1], dtype=np.int32)
    for first in range(0, len(starts) - 1, _LAID):
        some = slice(first, first + _LAID)
        laid = sparse.hstack([matrix[some] for matrix in matrices], format="csr")
        place = slice(starts[first], starts[first] + laid.nnz)
        values[place], columns[place] = laid.data * share, laid.indices
    width = sum(matrix.shape[1] for matrix in matrices)
    starts = starts.astype(sparse.get_index_dtype(maxval=int(starts[-1])))  # half the memory
    return sparse.csr_array((values, columns, starts), shape=(len(starts) - 1, width))


_LAID = 5000
"""Rows that are laid side by side at a time."""


def _share(rows: TrainingRows) -> np.float32:
    """What a view's rows are multiplied with, so that all views add up to rows of length 1."""
    return np.float32(1 / np.sqrt(len(rows.matrices)))
