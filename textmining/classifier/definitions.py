"""What theme descriptions alone say: where every survey begins, and worth less the more is coded.

A ridge regression on the descriptions' rows is mixed with what coded answers teach, by their
number. Both are linear in the same features, and so is what comes of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from textmining.classifier.dense import DenseFeatures
from textmining.classifier.first_level import Learner
from textmining.classifier.kernel import KernelLearner, gram_matrix
from textmining.classifier.linear import Weights
from textmining.classifier.ridge import Ridge, fit_ridge
from textmining.classifier.training_rows import TrainingRows

_WORTH = 50
"""Coded answers that the descriptions count as much as; 25 and 100 score the same within 0.01."""

VECTOR_SHARE = 1.0
"""What vectors add to the similarity of two rows where few words are known; with 0 and 3 the first
theme is right 0.1 and 0.03 less often."""


@dataclass(frozen=True)
class _Mixed:
    """A learner with a share of what the descriptions alone say.

    Args:
        learner: what learns from coded answers.
        described: what the descriptions alone say.
        share: of the descriptions, 0 to 1.
    """

    learner: Learner
    described: Weights
    share: float

    @property
    def rows(self) -> TrainingRows:
        """What it learns from."""
        return self.learner.rows

    @property
    def whole(self) -> DenseFeatures:
        """How it reads answers as wholes."""
        return self.learner.whole

    def weights(self) -> Weights:
        """Return what is learnt from all rows."""
        return self.learner.weights().mixed(self.described, self.share)

    def without(self, parts: Iterable[NDArray[np.integer]]) -> Iterator[Weights]:
        """Yield what is learnt from all rows but some answers, one part after another."""
        return (one.mixed(self.described, self.share) for one in self.learner.without(parts))


def with_definitions(learner: Learner) -> Learner:
    """Mix what is learnt from coded answers with what the descriptions say, if there are any."""
    n_coded = learner.rows.n_coded
    if n_coded == len(learner.rows.targets):
        return learner
    described = described_weights(learner.rows, learner.whole)
    return _Mixed(learner, described, _WORTH / (_WORTH + n_coded))


def described_weights(rows: TrainingRows, whole: DenseFeatures) -> Weights:
    """Return what is learnt from the rows of theme descriptions only.

    Args:
        rows: a description of every theme among them.
        whole: the features that the weights are of; the vectors among them, if they count, are
            learnt from with `VECTOR_SHARE`.
    """
    features = whole.features(rows.answers)
    near = replace(whole, vector_share=VECTOR_SHARE if whole.vector_share else 0.0)
    similar = near.features(rows.answers)
    own = slice(rows.n_coded, None)
    gram = gram_matrix(rows)[own, own] + similar[own] @ similar[own].T
    n_rows, n_themes = rows.targets.shape
    level = np.full(n_themes, 1 / n_themes)
    dual = np.zeros((n_rows, n_themes))
    dual[own] = fit_ridge(gram, rows.targets[own], level).dual
    alone = KernelLearner(rows, whole, features, Ridge(dual, level, gram)).weights()
    if whole.vector_share:
        alone.whole[len(whole.questions) :] *= VECTOR_SHARE / whole.vector_share
    return alone
