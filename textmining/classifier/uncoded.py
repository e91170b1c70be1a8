"""What answers without codes teach: a kernel that learns from its own guesses of them too.

A model of the coded answers says how probable each theme is for the others; the next one learns
from codes and guesses, a guess counting less (self-training with soft guesses: Yarowsky 1995, ACL;
Nigam, McCallum, Thrun & Mitchell 2000, Machine Learning 39). That is done twice, the second time
with what the others say of each answer.

A model is too sure of answers whose own guess it has learnt from. So there are two, each of which
has read half of the answers without codes; an answer is coded by the one that has not read it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from textmining.arrays import Array
from textmining.classifier.answers import AnalysedAnswers
from textmining.classifier.calibration import Platt, fit_platt
from textmining.classifier.definitions import with_definitions
from textmining.classifier.dense import DenseFeatures
from textmining.classifier.first_level import first_level
from textmining.classifier.kernel import KernelLearner, primal
from textmining.classifier.linear import Linear, Weights, is_twins
from textmining.classifier.linear_scores import LinearScores
from textmining.classifier.ridge import ALPHA
from textmining.classifier.training_rows import TrainingRows
from textmining.classifier.views import view_matrices

UNCODED_UP_TO = 500
"""Coded answers up to which others are read too; with 1,000 they added 0.002 on GoEmotions."""

LEAST_UNCODED, MOST_UNCODED = 20, 1000
"""Answers without codes that are learnt from; time grows with the cube of all answers' number, and
each twin needs some."""

_WORTH = 0.3
"""What a guess counts, a code counting 1; 0.1 scores the same within 0.01."""


def self_taught(
    learner: KernelLearner, platt: Platt, block: NDArray[np.int64], uncoded: AnalysedAnswers
) -> tuple[Linear, LinearScores]:
    """Fit twins on coded answers and half of the others each.

    Args:
        learner: what has learnt from coded answers only.
        platt: calibration of its held-out scores.
        block: which coded answers are left out together, shape `(n_answers,)`.
        uncoded: the answers without codes.

    Returns:
        The model, and the held-out scores of the coded answers.
    """
    rows = learner.rows
    read_by_first = is_twins(uncoded.texts, rows.settings)
    (linear, scores), (twin, others) = (
        first_level(
            with_definitions(SelfTaught(learner, platt, block, uncoded.at(np.flatnonzero(read)))),
            block,
        )
        for read in (read_by_first, ~read_by_first)
    )
    coded = is_twins(rows.answers.texts[: rows.n_coded], rows.settings)
    both = replace(linear, twin=Weights(twin.weights, twin.whole_weights, twin.level))
    return both, scores.replaced(coded, others)


@dataclass(frozen=True)
class SelfTaught:
    """A kernel that learns from answers without codes too; see `self_taught`.

    Args:
        taught: what has learnt from coded answers only.
        platt: calibration of its held-out scores.
        block: which coded answers are left out together, shape `(n_answers,)`.
        uncoded: the answers without codes.
    """

    taught: KernelLearner
    platt: Platt
    block: NDArray[np.int64]
    uncoded: AnalysedAnswers

    @property
    def rows(self) -> TrainingRows:
        """The coded answers and theme descriptions."""
        return self.taught.rows

    @property
    def whole(self) -> DenseFeatures:
        """How it reads answers as wholes."""
        return self.taught.whole

    def weights(self) -> Weights:
        """Return what is learnt from all rows."""
        return self._weights(None)

    def without(self, parts: Iterable[NDArray[np.integer]]) -> Iterator[Weights]:
        """Yield what is learnt from all rows but some answers, one part after another.

        What is left out has no part in the guesses either.
        """
        return map(self._weights, parts)

    def _weights(self, left_out: NDArray[np.integer] | None) -> Weights:
        inverse = self._inverse_without(left_out)
        first = self._targets(left_out)
        n_taught = len(self.rows.targets)
        own = (self._dual(inverse, first) / np.diag(inverse)[:, None].clip(_TINY))[n_taught:]
        second = first.copy()
        second[n_taught:] = self._platt_of_others.probabilities(first[n_taught:] - own)
        dual = self._dual(inverse, second)
        return primal(dual, self._matrices, self._features, self.taught.ridge.level)

    def _dual(self, inverse: Array, targets: Array) -> Array:
        dual: Array = inverse @ (targets - self.taught.ridge.level)
        return dual

    def _targets(self, left_out: NDArray[np.integer] | None) -> Array:
        """Codes, then what the codes that are not left out say of the others."""
        n_taught, taught = len(self.rows.targets), self.taught
        weights = taught.weights() if left_out is None else next(taught.without([left_out]))
        scores = weights.level + self._features[n_taught:] @ weights.whole
        for name, matrix in self._matrices.items():
            scores = scores + matrix[n_taught:] @ weights.views[name]
        return np.vstack([self.rows.targets, self.platt.probabilities(np.asarray(scores))])

    def _inverse_without(self, left_out: NDArray[np.integer] | None) -> Array:
        """The inverse of the rows that are not left out, 0 for those that are."""
        if left_out is None:
            return self._inverse
        part, inner = self._inverse[:, left_out], self._inverse[np.ix_(left_out, left_out)]
        return np.asarray(self._inverse - part @ np.linalg.solve(inner, part.T))

    @cached_property
    def _platt_of_others(self) -> Platt:
        """Calibration of what codes and guesses say of an answer, by the coded answers."""
        scores = np.zeros((self.rows.n_coded, self.rows.targets.shape[1]))
        for one in np.unique(self.block):
            left_out = np.flatnonzero(self.block == one)
            targets = self._targets(left_out)
            inner = self._inverse[np.ix_(left_out, left_out)]
            dual = self._dual(self._inverse[left_out], targets)
            scores[left_out] = targets[left_out] - np.linalg.solve(inner, dual)
        return fit_platt(scores, self.rows.targets[: self.rows.n_coded] > 0)

    @cached_property
    def _matrices(self) -> dict[str, sparse.csr_array]:
        """Coded answers, descriptions and answers without codes, in each view."""
        fresh = view_matrices(self.uncoded, self.rows.views, self.rows.settings)
        return {
            name: sparse.csr_array(sparse.vstack([matrix, fresh[name]]))
            for name, matrix in self.rows.matrices.items()
        }

    @cached_property
    def _features(self) -> Array:
        return np.vstack([self.taught.features, self.whole.features(self.uncoded)])

    @cached_property
    def _inverse(self) -> Array:
        """Of the Gram matrix with every row's penalty; a guess's is larger."""
        gram = self._features @ self._features.T
        for matrix in self._matrices.values():
            gram += (matrix @ matrix.T).toarray() / len(self._matrices)
        worth = np.append(np.ones(len(self.rows.targets)), np.full(len(self.uncoded), _WORTH))
        inverse: Array = linalg.inv(gram + np.diag(ALPHA / worth), check_finite=False)
        return inverse


_TINY = 1e-12
"""What stands for the 0 of a row that is left out, where its quotient is not used."""
