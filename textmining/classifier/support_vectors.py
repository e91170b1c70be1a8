"""The learner for noisy codes and for many answers: a linear support vector machine per theme.

Its cost grows with the n-grams of the answers, where the kernel's grows with their number squared
(dual coordinate descent: Hsieh, Chang, Lin, Keerthi & Sundararajan 2008, ICML).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmining.arrays import Array
from textmining.classifier.dense import DenseFeatures, dense_candidates
from textmining.classifier.linear import Weights
from textmining.classifier.training_rows import TrainingRows

PENALTIES = (0.1, 0.3)
"""C: how much a wrong answer may cost. With noisy codes 0.1 scores 0.009 more in micro-F1 than 0.3,
and 0.03 no more than 0.1; with clear ones 0.3 and 1 score the same within 0.005."""

AT_ONCE = 30_000
"""Rows that a machine is fitted on: as many, of 31 words, take a gigabyte in LIBLINEAR. Of more
rows, parts of one size have a machine each, held to zero as loosely as one of all rows would be
(C times their number); their mean is used (McDonald, Hall & Mann 2010, NAACL, parameter mixing).
"""

_TOLERANCE = 0.1
"""LIBLINEAR's own for this solver; with a tenth of it, scores are the same and take longer."""


@dataclass(frozen=True)
class SupportVectors:
    """A linear support vector machine per theme.

    Args:
        rows: what it is fitted on.
        whole: how it reads answers as wholes.
        jobs: how many processors to use.
        penalty: C.
    """

    rows: TrainingRows
    whole: DenseFeatures
    jobs: int
    penalty: float

    def weights(self, left_out: NDArray[np.integer] | None = None) -> Weights:
        """Return what is learnt from all rows, or from all but some answers."""
        counts = np.ones(len(self.rows.targets))
        if left_out is not None:
            counts[left_out] = 0
        n_parts = -(-int(counts.sum()) // AT_ONCE)
        if n_parts < 2:
            return self._weights(self._features, self.rows.targets, counts)
        learnt = np.flatnonzero(counts)
        parts = [
            self._weights(
                self._features_of(rows), self.rows.targets[rows], np.full(len(rows), n_parts)
            )
            for rows in (learnt[start::n_parts] for start in range(n_parts))
        ]
        mean = parts[0]
        for n, part in enumerate(parts[1:], 2):
            mean = mean.mixed(part, 1 / n)
        return mean

    def _weights(self, features: sparse.csr_matrix, targets: Array, counts: Array) -> Weights:
        """Fit every theme; each row counts so many times, shape `(n_rows,)`."""
        from joblib import Parallel, delayed  # only learning needs it

        # Processes: all threads of one would draw from LIBLINEAR's only random generator.
        fitted = Parallel(self.jobs)(
            delayed(_fitted)(features, target > 0, counts, self.penalty) for target in targets.T
        )
        # Half the decision's -1 to 1, so that scores lie around 0 to 1 as a regression's.
        coefficients, level = np.array([one for one, _ in fitted]).T / 2, [b for _, b in fitted]
        ends = np.cumsum([matrix.shape[1] for matrix in self.rows.matrices.values()])
        *views, whole = np.split(coefficients, ends)
        share = 1 / np.sqrt(len(views))
        return Weights(
            {
                name: (share * part).astype(np.float32)
                for name, part in zip(self.rows.matrices, views, strict=True)
            },
            whole,
            (np.array(level) + 1) / 2,
        )

    @cached_property
    def _features(self) -> sparse.csr_matrix:
        return self._features_of(slice(None))

    def _features_of(self, rows: slice | NDArray[np.integer]) -> sparse.csr_matrix:
        """Some rows with all views side by side, what is read of wholes last."""
        views = self.rows.matrices.values()
        whole = sparse.csr_array(self.whole.features(self.rows.answers)[rows])
        share = np.float32(1 / np.sqrt(len(views)))
        stacked = sparse.hstack(
            [*(share * matrix[rows] for matrix in views), whole.astype(np.float32)]
        )
        features = sparse.csr_matrix(stacked, dtype=np.float64)
        features.indices = features.indices.astype(np.int32)
        features.indptr = features.indptr.astype(np.int32)
        return features


def fit_support_vectors(rows: TrainingRows, jobs: int, penalty: float) -> SupportVectors:
    """Prepare the learner; vectors count where there are any."""
    return SupportVectors(rows, dense_candidates(rows.answers, rows.questions)[-1], jobs, penalty)


def _fitted(
    features: sparse.csr_matrix, given: NDArray[np.bool_], counts: Array, penalty: float
) -> tuple[Array, float]:
    """Weights and level of one theme; a theme that all rows or none have is not told apart."""
    from sklearn.svm import LinearSVC  # only learning needs it

    learnt = given[counts > 0]
    if learnt.all() or not learnt.any():
        return np.zeros(features.shape[1]), 1.0 if learnt.all() else -1.0
    machine = LinearSVC(C=penalty, tol=_TOLERANCE, random_state=0)
    machine.fit(features, given, sample_weight=counts)
    return machine.coef_[0], float(machine.intercept_[0])
