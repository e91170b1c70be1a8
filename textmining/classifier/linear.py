"""The first level: a ridge regression per theme on the mean of the views' Gram matrices.

Theme descriptions are training rows too: with 100 coded answers they add 0.09 to micro-F1.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmining.classifier.answers import AnalysedAnswers
from textmining.classifier.dense import DenseFeatures, dense_candidates
from textmining.classifier.linear_scores import LinearScores, ScoredRows, cut, gather
from textmining.classifier.ridge import Ridge, fit_ridge
from textmining.classifier.steady import product
from textmining.classifier.views import TextSettings, View, fit_views, view_ngrams

__all__ = ["BLOCKS", "Linear", "fit_linear"]

BLOCKS = 25
"""Into how many blocks respondents are dealt for held-out scores; the fewer, the quicker."""

Array = NDArray[np.float64]


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
    """

    settings: TextSettings
    views: Mapping[str, View]
    weights: Mapping[str, NDArray[np.float32]]
    whole: DenseFeatures
    whole_weights: Array
    level: Array

    def scores(self, answers: AnalysedAnswers) -> LinearScores:
        """Score answers and their clauses."""
        parts = cut(answers, self.views, self.settings)
        by_view = [matrix @ self.weights[name] for name, matrix in parts.weights.items()]
        asked = self.whole.asked(answers.questions)
        return gather(
            parts,
            np.stack(by_view, axis=1),
            self.level + product(asked, self.whole_weights[: asked.shape[1]]),
            self.whole.view(parts.vectors, self.whole_weights),
            self.whole.view(parts.left, self.whole_weights),
        )


def fit_linear(
    answers: AnalysedAnswers,
    themes: NDArray[np.bool_],
    respondents: NDArray[np.int64],
    described: AnalysedAnswers,
    settings: TextSettings,
) -> tuple[Linear, LinearScores]:
    """Fit on coded answers and theme descriptions.

    Args:
        answers: the coded answers.
        themes: their themes, shape `(n_answers, n_themes)`.
        respondents: 0, 1, ... for the person behind each answer, shape `(n_answers,)`.
        described: a text per theme, as if it were an answer to no question, or none.
        settings: how to read texts.

    Returns:
        The model, and for every answer what a model trained without its respondent scores.
    """
    rows = _one_below_the_other(answers, described)
    n_themes = themes.shape[1]
    # A description is a person of its own, who says what one theme is about.
    people = np.concatenate([respondents, respondents.max() + 1 + np.arange(len(described))])
    targets = np.vstack([themes, np.eye(n_themes)[: len(described)]])
    ngrams = view_ngrams(rows, settings)
    views = fit_views(ngrams, people, n_themes)
    matrices = {name: view.matrix(ngrams[name], len(rows)) for name, view in views.items()}
    block = respondents % BLOCKS
    fit = _best_fit(_gram(matrices), targets, themes.mean(axis=0), rows, block)
    weights = {
        name: (matrix.T @ fit.ridge.dual / len(matrices)).astype(np.float16).astype(np.float32)
        for name, matrix in matrices.items()
    }
    linear = Linear(
        settings, views, weights, fit.whole, fit.features.T @ fit.ridge.dual, fit.ridge.level
    )
    parts = cut(answers, views, settings)
    return linear, _Held(parts, matrices, fit).scores(block)


def _one_below_the_other(first: AnalysedAnswers, second: AnalysedAnswers) -> AnalysedAnswers:
    return AnalysedAnswers(
        [*first.texts, *second.texts],
        [*first.analyses, *second.analyses],
        [*first.questions, *second.questions],
    )


def _gram(matrices: Mapping[str, sparse.csr_array]) -> Array:
    """The mean of the views' Gram matrices: how alike any two rows are, `(n_rows, n_rows)`."""
    n_rows = next(iter(matrices.values())).shape[0]
    gram = np.zeros((n_rows, n_rows))
    for matrix in matrices.values():
        gram += (matrix @ matrix.T).toarray() / len(matrices)
    return gram


def _best_fit(
    gram: Array, targets: Array, level: Array, rows: AnalysedAnswers, block: NDArray[np.int64]
) -> "_Fit":
    """The ridge regression whose way to read answers as wholes has the least held-out error."""
    fits = [
        _fit(gram, targets, level, whole, rows)
        for whole in dense_candidates(rows, rows.questions[: len(block)])
    ]
    return min(fits, key=lambda fit: fit.ridge.held_out_error(block))


@dataclass(frozen=True)
class _Fit:
    """A ridge regression, and how it reads answers as wholes.

    Args:
        whole: how.
        features: what it reads of the training rows, shape `(n_rows, n_whole_features)`.
        ridge: fitted on the training rows, the answers first.
    """

    whole: DenseFeatures
    features: Array
    ridge: Ridge


def _fit(
    gram: Array, targets: Array, level: Array, whole: DenseFeatures, rows: AnalysedAnswers
) -> _Fit:
    features = whole.features(rows)
    return _Fit(whole, features, fit_ridge(gram + features @ features.T, targets, level))


@dataclass(frozen=True)
class _Held:
    """Scores answers and their clauses with models that have not seen their respondents.

    Args:
        parts: what to score.
        matrices: the training rows in each view.
        fit: what was fitted on the training rows.
    """

    parts: ScoredRows
    matrices: Mapping[str, sparse.csr_array]
    fit: _Fit

    def scores(self, block: NDArray[np.int64]) -> LinearScores:
        """Leave out a block of respondents at a time; `block` has shape `(n_answers,)`."""
        parts, whole, ridge = self.parts, self.fit.whole, self.fit.ridge
        n_rows, n_themes, n_asked = len(parts.answer), len(ridge.level), len(whole.questions)
        by_view = np.empty((n_rows, len(self.matrices), n_themes))
        base = np.empty((parts.n_answers, n_themes))
        dense = np.empty((n_rows, int(whole.vector_share > 0), n_themes))
        dense_left = np.empty((len(parts.left), *dense.shape[1:]))
        for left_out in np.unique(block):
            answers = np.flatnonzero(block == left_out)
            dual = ridge.without(answers)
            rows = np.flatnonzero(block[parts.answer] == left_out)
            for position, (name, matrix) in enumerate(self.matrices.items()):
                weights = matrix.T @ dual.astype(np.float32) / len(self.matrices)
                by_view[rows, position] = parts.weights[name][rows] @ weights
            whole_weights = self.fit.features.T @ dual
            asked = self.fit.features[answers, :n_asked]
            base[answers] = ridge.level + asked @ whole_weights[:n_asked]
            dense[rows] = whole.view(parts.vectors[rows], whole_weights)
            clauses = rows[rows >= parts.n_answers] - parts.n_answers
            dense_left[clauses] = whole.view(parts.left[clauses], whole_weights)
        return gather(parts, by_view, base, dense, dense_left)
