"""The first level: one linear model per theme, on the views' n-grams and on answers as wholes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from textmining.arrays import Array, Bools
from textmining.classifier.answers import AnalysedAnswers
from textmining.classifier.dense import DenseFeatures
from textmining.classifier.linear_scores import LinearScores, ScoredRows, cut, gather
from textmining.classifier.steady import product
from textmining.classifier.views import TextSettings, View


@dataclass(frozen=True)
class Weights:
    """What is learnt of every theme.

    Args:
        views: of every known n-gram, per view, shape `(n_known, n_themes)`.
        whole: of what is read of an answer as a whole, shape `(n_whole_features, n_themes)`.
        level: what an answer without known n-grams scores, shape `(n_themes,)`.
    """

    views: Mapping[str, NDArray[np.float32]]
    whole: Array
    level: Array

    def rounded(self) -> "Weights":
        """Return them with the n-grams' as numbers of 16 bits, as they are saved."""
        views = {
            name: weights.astype(np.float16).astype(np.float32)
            for name, weights in self.views.items()
        }
        return replace(self, views=views)

    def mixed(self, other: "Weights", share: float) -> "Weights":
        """Return them with a share, 0 to 1, of others of the same n-grams and features."""
        views = {
            name: ((1 - share) * weights + share * other.views[name]).astype(np.float32)
            for name, weights in self.views.items()
        }
        return Weights(
            views,
            (1 - share) * self.whole + share * other.whole,
            (1 - share) * self.level + share * other.level,
        )


@dataclass(frozen=True)
class Linear:
    """The linear model in its primal form.

    Args:
        settings: how it reads texts.
        views: by name.
        weights: of every known n-gram for every theme, per view, shape `(n_known, n_themes)`;
            numbers of 16 bits, as they are saved.
        whole: how it reads an answer as a whole.
        whole_weights: shape `(n_whole_features, n_themes)`.
        level: what an answer without known n-grams scores, shape `(n_themes,)`.
        twin: weights for half of the answers, if there are two models: see `is_twins`.
    """

    settings: TextSettings
    views: Mapping[str, View]
    weights: Mapping[str, NDArray[np.float32]]
    whole: DenseFeatures
    whole_weights: Array
    level: Array
    twin: Weights | None = None

    def scores(self, answers: AnalysedAnswers) -> LinearScores:
        """Score answers and their clauses."""
        parts = cut(answers, self.views, self.settings)
        own = Weights(self.weights, self.whole_weights, self.level)
        scores = self._scores(parts, answers.questions, own)
        if self.twin is None:
            return scores
        others = self._scores(parts, answers.questions, self.twin)
        return scores.replaced(is_twins(answers.texts, self.settings), others)

    def _scores(
        self, parts: ScoredRows, questions: Sequence[str], weights: Weights
    ) -> LinearScores:
        by_view = [matrix @ weights.views[name] for name, matrix in parts.weights.items()]
        asked = self.whole.asked(questions)
        return gather(
            parts,
            np.stack(by_view, axis=1),
            weights.level + product(asked, weights.whole[: asked.shape[1]]),
            self.whole.view(parts.vectors, weights.whole),
            self.whole.view(parts.left, weights.whole),
        )


def is_twins(texts: Sequence[str], settings: TextSettings) -> Bools:
    """Tell which texts the twin scores: half of them, by a keyed hash, shape `(n_texts,)`."""
    key = settings.key.to_bytes(8, "little")
    hashes = [
        blake2b(text.encode("utf-8", "surrogatepass"), digest_size=1, key=key) for text in texts
    ]
    return np.array([found.digest()[0] % 2 == 1 for found in hashes], dtype=np.bool_)
