"""The second level: is this theme right for this answer, given everything scored of both?

It learns from pairs of all themes at once, so that what marks a false hit (a theme only praised,
a word shared by two themes) is learnt even for themes with few examples. Each member is trained
without a fifth of the respondents; their mean codes new answers, and each member's answers for the
respondents it has not seen are what confidence and threshold are set on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from threadpoolctl import threadpool_limits

from textmining.arrays import Array
from textmining.classifier.steady import product
from textmining.classifier.trees import MOST_LEAVES, Forest, Trees

TOP = 12
"""Themes per answer that are judged; the others keep what the first level says. Real answers have
had eleven. Were the others 0, the probabilities of themes that fewer than 30 of 4,000 answers have
would add up to a fifth of their number."""

MEMBERS = 5
"""Members, each trained without its share of the respondents."""

LOGISTIC = {"C": 0.1, "max_iter": 2000}
"""What a member's logistic regression is fitted with."""

TREES = {
    "learning_rate": 0.06,
    "max_iter": 120,
    "max_leaf_nodes": MOST_LEAVES,
    "min_samples_leaf": 40,
    "l2_regularization": 5,
    "early_stopping": False,
}
"""What a member's boosting is fitted with."""

_FEWEST_PAIRS = 20
"""Right and wrong pairs that every member must have to learn from."""


@dataclass(frozen=True)
class FoldModel:
    """One logistic regression and one boosting; they err differently, and their mean errs less.

    Args:
        mean, scale: of the features it has learnt from, shape `(n_features,)`.
        weights: of the standardised features, same shape.
        level: of the logistic regression, shape `(1,)`.
        trees: the boosting.
    """

    mean: Array
    scale: Array
    weights: Array
    level: Array
    trees: Trees

    def logistic(self, pairs: Array) -> Array:
        """Return what the logistic regression says that each pair is right, `(n_pairs,)`."""
        standardised = _clipped((pairs - self.mean) / self.scale)
        said: Array = expit(product(standardised, self.weights) + self.level[0])
        return said


@dataclass(frozen=True)
class Stacking:
    """The members of the second level."""

    members: Sequence[FoldModel]

    def probabilities(self, features: Array) -> Array:
        """Return probabilities of shape `(n_answers, n_themes)`.

        Args:
            features: of every pair, the logit first; shape `(n_answers, n_themes, n_features)`.
        """
        shown = _shown(features)
        pairs = np.take_along_axis(features, shown[:, :, None], axis=1)
        flat = pairs.reshape(-1, features.shape[2])
        boosted = expit(self._forest.log_odds(flat))
        judged = np.mean(
            [
                (member.logistic(flat) + trees) / 2
                for member, trees in zip(self.members, boosted, strict=True)
            ],
            axis=0,
        )
        probabilities: Array = expit(features[:, :, 0])
        np.put_along_axis(probabilities, shown, judged.reshape(shown.shape), axis=1)
        return probabilities

    @cached_property
    def _forest(self) -> Forest:
        """The members' trees, made ready once a model."""
        return Forest([member.trees for member in self.members])


def fit_stacking(
    features: Array,
    themes: NDArray[np.bool_],
    respondents: NDArray[np.int64],
    *,
    seed: int,
    jobs: int,
) -> tuple[Stacking, Array] | None:
    """Fit on held-out evidence.

    Args:
        features: of every pair, the logit first; shape `(n_answers, n_themes, n_features)`.
        themes: shape `(n_answers, n_themes)`.
        respondents: 0, 1, ... for the person behind each answer, shape `(n_answers,)`.
        seed: of the members' shares and the boosting.
        jobs: how many processors to use.

    Returns:
        The second level, and held-out probabilities of shape `(n_answers, n_themes)`; None if
        there are too few respondents or pairs to learn from.
    """
    if respondents.max() + 1 < MEMBERS:
        return None  # a member without a share of its own would have nobody to leave out
    people = np.random.default_rng(seed).permutation(respondents.max() + 1)
    fold = people[respondents] % MEMBERS
    shown = _shown(features)
    pairs = np.take_along_axis(features, shown[:, :, None], axis=1)
    right = np.take_along_axis(themes, shown, axis=1)
    for left_out in range(MEMBERS):
        learnt = right[fold != left_out]
        if min(learnt.sum(), (~learnt).sum()) < _FEWEST_PAIRS:
            return None
    from joblib import Parallel, delayed  # only learning needs it

    members = Parallel(jobs, prefer="threads")(
        delayed(_fit_fold_model)(pairs[fold != left_out], right[fold != left_out], seed)
        for left_out in range(MEMBERS)
    )
    held_out = np.zeros(themes.shape)
    for left_out, member in enumerate(members):
        held_out[fold == left_out] = Stacking([member]).probabilities(features[fold == left_out])
    return Stacking(members), held_out


def _fit_fold_model(pairs: Array, right: NDArray[np.bool_], seed: int) -> FoldModel:
    from sklearn.ensemble import HistGradientBoostingClassifier  # only learning needs it
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    flat, truth = pairs.reshape(-1, pairs.shape[2]), right.ravel()
    scaler = StandardScaler().fit(flat)
    logistic = LogisticRegression(**LOGISTIC).fit(_clipped(scaler.transform(flat)), truth)
    trees = HistGradientBoostingClassifier(**TREES, random_state=seed)
    with threadpool_limits(1):  # how many threads there are is nothing that trees may depend on
        trees.fit(flat, truth)
    return FoldModel(
        scaler.mean_, scaler.scale_, logistic.coef_[0], logistic.intercept_, Trees.of(trees)
    )


def _clipped(standardised: Array) -> Array:
    """Standardised features, kept within 4 so that a few extreme answers decide nothing."""
    clipped: Array = np.clip(standardised, -4, 4)
    return clipped


def _shown(features: Array) -> NDArray[np.int64]:
    """The most probable themes of each answer by the first level."""
    order = np.argsort(-features[:, :, 0], axis=1, kind="stable")
    return order[:, :TOP]
