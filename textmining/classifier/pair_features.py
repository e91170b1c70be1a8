"""Features of an (answer, theme) pair, from which the second level tells right from wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from textmining.classifier.calibration import Platt
from textmining.classifier.linear_scores import LinearScores
from textmining.classifier.steady import product
from textmining.codebook import Codebook, Residual

__all__ = ["Context", "fit_context", "pair_features", "stacked"]

Array = NDArray[np.float64]

_ABSENT = -9.0
"""The logit of a theme that cannot be: lower than any the calibration gives."""


@dataclass(frozen=True)
class Context:
    """What the training answers say of themes beyond words.

    Args:
        platt: first-level calibration.
        questions: the questions seen.
        prior: log odds of each theme for each of them and, last, for any other; shape
            `(n_questions + 1, n_themes)`.
        lift: log of how much oftener than by chance two themes go together; 0 on the diagonal,
            shape `(n_themes, n_themes)`.
    """

    platt: Platt
    questions: tuple[str, ...]
    prior: Array
    lift: Array

    def logits(self, scores: LinearScores) -> Array:
        """Return first-level log odds, shape `(n_answers, n_themes)`."""
        return self.platt.level + self.platt.slope * scores.answer

    def priors(self, questions: Sequence[str]) -> Array:
        """Return each answer's prior log odds, shape `(n_answers, n_themes)`."""
        position = {question: i for i, question in enumerate(self.questions)}
        return self.prior[[position.get(q, len(self.questions)) for q in questions]]


_PRIOR_WEIGHT = 3.0
"""Answers that the overall share of a theme is worth in its share for one question."""


def fit_context(platt: Platt, questions: Sequence[str], themes: NDArray[np.bool_]) -> Context:
    """Count themes by question and in pairs; `themes` has shape `(n_answers, n_themes)`."""
    known = tuple(sorted(set(questions)))
    column = np.array([known.index(q) for q in questions])
    share = np.clip(themes.mean(axis=0), 1e-3, 1 - 1e-3)
    counts = np.array([themes[column == i].sum(axis=0) for i in range(len(known))])
    sizes = np.bincount(column)[:, None]
    by_question = (counts + _PRIOR_WEIGHT * share) / (sizes + _PRIOR_WEIGHT)
    given = themes.astype(np.float64)
    expected = np.outer(given.sum(axis=0), given.sum(axis=0)) / len(given)
    lift = np.log((given.T @ given + 1) / (expected + 1))
    np.fill_diagonal(lift, 0)
    return Context(platt, known, logit(np.vstack([by_question, share])), lift)


def pair_features(
    scores: LinearScores, context: Context, questions: Sequence[str], codebook: Codebook
) -> dict[str, Array]:
    """Return the features of every pair by name, the first-level log odds first.

    Each can be broadcast to `(n_answers, n_themes)`; `stacked` puts them together.
    """
    logits = np.where(codebook.asked(questions), context.logits(scores), _ABSENT)
    return {
        **_answer_features(scores, logits, codebook.residual),
        **_clause_features(scores, codebook),
        "prior": context.priors(questions),
        "goes_with": product(expit(logits), context.lift),
    }


def stacked(features: Mapping[str, Array]) -> Array:
    """Return features as one array of shape `(n_answers, n_themes, n_features)`."""
    return np.stack(np.broadcast_arrays(*features.values()), axis=2)


def _answer_features(
    scores: LinearScores, logits: Array, residual: NDArray[np.bool_]
) -> dict[str, Array]:
    """How the theme stands among the answer's themes, all words of the answer taken together."""
    order = np.argsort(-logits, axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    ordered = np.take_along_axis(logits, order[:, :2], axis=1)
    best, second = ordered[:, :1], ordered[:, -1:]
    other = (
        np.where(rank == 0, second, best) if logits.shape[1] > 1 else np.full_like(best, _ABSENT)
    )
    chances = expit(logits)
    others = chances.sum(axis=1, keepdims=True) - chances
    unlike = np.where(residual, logits, _ABSENT).max(axis=1, keepdims=True)
    views = {
        f"view_{position}": scores.views[:, position] for position in range(scores.views.shape[1])
    }
    return {
        "logit": logits,
        "score": scores.answer,
        **views,
        "rank": rank.astype(np.float64),
        "best_other": other,
        "ahead_of_other": logits - other,
        "sum_of_others": np.log(others + 0.01),
        "is_residual": residual[None].astype(np.float64),
        "best_residual": unlike,
    }


def _clause_features(scores: LinearScores, codebook: Codebook) -> dict[str, Array]:
    """How the theme stands in its best clause, and what the answer says without that clause."""
    there = scores.words >= 0
    count = there.sum(axis=1)[:, None]
    clause = scores.clause
    best = clause.argmax(axis=1)
    ordered = np.sort(clause, axis=1)
    highest = ordered[:, -1]
    second = np.where(count > 1, ordered[:, max(0, clause.shape[1] - 2)], 0.0)
    total = np.where(there[:, :, None], clause, 0.0).sum(axis=1)
    without = np.take_along_axis(scores.without, best[:, None], axis=1)[:, 0]
    tops = np.where(there, clause.argmax(axis=2), -1)
    topped = (tops[:, :, None] == np.arange(clause.shape[2])).sum(axis=1)
    there_too = np.take_along_axis(clause, best[:, :, None], axis=1)
    itself = np.eye(clause.shape[2], dtype=np.bool_)
    rival = np.where(itself, -1.0, there_too).max(axis=2)
    words = np.take_along_axis(scores.words, best, axis=1)
    all_words = np.where(there, scores.words, 0).sum(axis=1)[:, None]
    return {
        "clause_best": highest,
        "clause_second": second,
        "clause_mean": total / count,
        "clause_lifts": highest - scores.answer,
        "without_clause": without,
        "lost_without_clause": scores.answer - without,
        "clauses_topped": topped / count,
        "clause_rival": rival,
        "ahead_of_rival": highest - rival,
        **_residual_in_clause(there_too, codebook),
        "clause_place": best / np.maximum(count - 1, 1),
        "clause_words": np.log1p(words),
        "clauses": np.log1p(count),
        "words": np.log1p(all_words),
    }


def _residual_in_clause(there_too: Array, codebook: Codebook) -> dict[str, Array]:
    """The residual themes' scores in the theme's best clause: is it praise, is it nothing?"""
    kinds = [theme.residual for theme in codebook.themes]
    return {
        f"clause_{kind}": np.where([k == kind for k in kinds], there_too, -1.0).max(axis=2)
        for kind in get_args(Residual)
    }
