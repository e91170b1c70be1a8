"""A first level, and what models trained without their respondents score answers."""

from collections.abc import Iterable, Iterator
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

    def weights(self) -> Weights:
        """Return what is learnt from all rows."""

    def without(self, parts: Iterable[NDArray[np.integer]]) -> Iterator[Weights]:
        """Yield what is learnt from all rows but some answers, one part after another."""


def linear_of(rows: TrainingRows, whole: DenseFeatures, weights: Weights) -> Linear:
    """Return the model with some weights, as it is saved."""
    return _linear(rows, whole, weights.rounded())


def _linear(rows: TrainingRows, whole: DenseFeatures, weights: Weights) -> Linear:
    return Linear(rows.settings, rows.views, weights.views, whole, weights.whole, weights.level)


def first_level(learner: Learner, block: NDArray[np.int64]) -> tuple[Linear, LinearScores]:
    """Fit, and score the answers of each block with a model that has not seen them.

    One block of some of the answers is not learnt from at all: the model itself has not seen it.

    Args:
        learner: what learns.
        block: which answers are left out together, from 0; -1 for those that are not scored;
            shape `(n_answers,)`.

    Returns:
        The model, and the scores of the answers that are in a block, in their order.
    """
    without, scores = held_out(learner, block)
    return fitted(learner, block, without), scores


def fitted(learner: Learner, block: NDArray[np.int64], without: Weights) -> Linear:
    """Return the model: of all rows, or of those not scored where these are one block of some."""
    is_unseen = block.max() == 0 and block.min() < 0
    weights = without if is_unseen else learner.weights()
    return linear_of(learner.rows, learner.whole, weights)


def held_out(learner: Learner, block: NDArray[np.int64]) -> tuple[Weights, LinearScores]:
    """Score the answers of each block with a model that has not seen them.

    Args:
        learner: what learns.
        block: which answers are left out together, as above.

    Returns:
        What is learnt without the last block, and the scores of the answers that are in a block,
        in their order.
    """
    scored = np.flatnonzero(block >= 0)
    blocks = [np.flatnonzero(block == one) for one in np.unique(block[scored])]
    parts, places = [], []
    for left_out, weights in zip(blocks, learner.without(blocks), strict=True):
        without = _linear(learner.rows, learner.whole, weights)
        place = np.searchsorted(scored, left_out)
        for batch in learner.rows.answers.at(left_out).batches():
            parts.append(without.scores(batch))
            places.append(place[: len(batch)])
            place = place[len(batch) :]
    return weights, joined(parts, places)
