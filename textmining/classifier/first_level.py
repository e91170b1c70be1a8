"""A first level, and what models trained without their respondents score answers."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from textmining.classifier.dense import DenseFeatures
from textmining.classifier.linear import Linear, Weights
from textmining.classifier.linear_scores import LinearScores, joined
from textmining.classifier.training_rows import TrainingRows


class Learner(Protocol):
    """What learns weights from training rows."""

    @property
    def rows(self) -> TrainingRows:
        """What it learns from."""

    @property
    def whole(self) -> DenseFeatures:
        """How it reads answers as wholes."""

    def weights(self, left_out: NDArray[np.integer] | None = None) -> Weights:
        """Return what is learnt from all rows, or from all but some answers."""


def linear_of(rows: TrainingRows, whole: DenseFeatures, weights: Weights) -> Linear:
    """Return the model with some weights, as it is saved."""
    kept = weights.rounded()
    return Linear(rows.settings, rows.views, kept.views, whole, kept.whole, kept.level)


def first_level(learner: Learner, block: NDArray[np.int64]) -> tuple[Linear, LinearScores]:
    """Fit, and score the answers of each block with a model that has not seen them.

    One block of some of the answers is not learnt from at all: the model itself has not seen it.

    Args:
        learner: what learns.
        block: which answers are left out together; -1 for those that are not scored; shape
            `(n_answers,)`.

    Returns:
        The model, and the scores of the answers that are in a block, in their order.
    """
    scored = np.flatnonzero(block >= 0)
    blocks = np.unique(block[scored])
    is_unseen = len(blocks) == 1 and len(scored) < len(block)
    weights = learner.weights(scored if is_unseen else None)
    linear = linear_of(learner.rows, learner.whole, weights)
    parts, places = [], []
    for one in blocks:
        left_out = np.flatnonzero(block == one)
        without = linear if is_unseen else linear.having(learner.weights(left_out))
        place = np.searchsorted(scored, left_out)
        for batch in learner.rows.answers.at(left_out).batches():
            parts.append(without.scores(batch))
            places.append(place[: len(batch)])
            place = place[len(batch) :]
    return linear, joined(parts, places)
