"""The first level: a ridge regression per theme on the mean of the views' Gram matrices.

Theme descriptions are training rows too: with 100 coded answers they add 0.09 to micro-F1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy import sparse

from textmining.classifier.answers import Answers
from textmining.classifier.ngrams import Ngrams
from textmining.classifier.ridge import Ridge, fit_ridge
from textmining.classifier.views import View, fit_view, view_ngrams

__all__ = ["QUESTION_SHARE", "Linear", "LinearFit", "fit_linear"]

QUESTION_SHARE = 0.05
"""What the same question adds to the similarity of two answers (the views add up to 1)."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Linear:
    """The linear model in its primal form.

    Args:
        views: by name.
        weights: of every known n-gram for every theme, per view, shape `(n_known, n_themes)`.
        questions: the questions it knows.
        question_weights: shape `(n_questions, n_themes)`.
        level: what an answer without known n-grams scores, shape `(n_themes,)`.
    """

    views: Mapping[str, View]
    weights: Mapping[str, NDArray[np.float32]]
    questions: tuple[str, ...]
    question_weights: Array
    level: Array

    def scores(self, ngrams: Mapping[str, Ngrams], questions: Sequence[str]) -> Array:
        """Return scores of shape `(n_answers, n_themes)`, about 0 to 1."""
        total = self.level + _one_hot(questions, self.questions) @ self.question_weights
        for name, view in self.views.items():
            total += view.matrix(ngrams[name], len(questions)) @ self.weights[name]
        return np.asarray(total, dtype=np.float64)


@dataclass(frozen=True)
class LinearFit:
    """A fitted first level with what the second level learns from.

    Args:
        linear: the model.
        ridge: its dual form, over answers and then theme descriptions.
        held_out: every answer's scores without its respondent, shape `(n_answers, n_themes)`.
        matrices: the views' training rows, by name.
    """

    linear: Linear
    ridge: Ridge
    held_out: Array
    matrices: Mapping[str, sparse.csr_array]


def fit_linear(
    answers: Answers,
    themes: NDArray[np.bool_],
    respondents: NDArray[np.int64],
    described: Answers,
    description_themes: NDArray[np.bool_],
    *,
    jobs: int = 1,
) -> LinearFit:
    """Fit on coded answers and theme descriptions.

    Args:
        answers: the coded answers.
        themes: their themes, shape `(n_answers, n_themes)`.
        respondents: 0, 1, ... for the person behind each answer, shape `(n_answers,)`.
        described: theme descriptions as if they were answers to no question.
        description_themes: shape `(n_descriptions, n_themes)`.
        jobs: how many processors to use.
    """
    rows = Answers(
        [*answers.texts, *described.texts],
        [*answers.analyses, *described.analyses],
        [*answers.questions, *described.questions],
    )
    own = respondents.max(initial=-1) + 1 + np.arange(len(described))
    groups = np.concatenate([respondents, own]).astype(np.int64)
    targets = np.vstack([themes, description_themes]).astype(np.float64)
    ngrams = view_ngrams(rows)
    fitted = Parallel(jobs, prefer="threads")(
        delayed(fit_view)(grams, groups) for grams in ngrams.values()
    )
    views = dict(zip(ngrams, fitted, strict=True))
    matrices = {name: view.matrix(ngrams[name], len(rows)) for name, view in views.items()}
    questions = tuple(sorted(set(answers.questions)))
    asked = _one_hot(rows.questions, questions)
    gram = QUESTION_SHARE * (asked @ asked.T).toarray()
    for matrix in matrices.values():
        gram += (matrix @ matrix.T).toarray() / len(matrices)
    ridge = fit_ridge(gram, targets, themes.mean(axis=0))
    weights = {
        name: np.asarray(matrix.T @ ridge.dual / len(matrices), dtype=np.float32)
        for name, matrix in matrices.items()
    }
    question_weights = QUESTION_SHARE * np.asarray(asked.T @ ridge.dual)
    linear = Linear(views, weights, questions, question_weights, ridge.level)
    held_out = ridge.held_out(targets, groups)[: len(answers)]
    return LinearFit(linear, ridge, held_out, matrices)


def _one_hot(questions: Sequence[str], known: tuple[str, ...]) -> sparse.csr_array:
    """Which known question each row has, shape `(n_rows, n_known)`; others have none."""
    position = {question: column for column, question in enumerate(known)}
    pairs = [(i, position[q]) for i, q in enumerate(questions) if q in position]
    rows, columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return sparse.csr_array((np.ones(len(pairs)), (rows, columns)), (len(questions), len(known)))
