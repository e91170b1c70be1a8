"""Features of an (answer, theme) pair, from which the second level tells right from wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from textmining.arrays import Array
from textmining.classifier.calibration import Platt
from textmining.classifier.linear_scores import LinearScores
from textmining.classifier.steady import product
from textmining.codebook import Codebook, Residual

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
        "goes_with": product(np.asarray(expit(logits), dtype=np.float64), context.lift),
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
    """How the theme stands in its best clause, and what the answer says without that clause.

    A theme's best clause is where it scores highest: in "buss er bra, men vi savner tog" that is
    the first for `buss` and the second for `tog`, and each is judged by its own.
    """
    is_clause = scores.words >= 0
    n_clauses = is_clause.sum(axis=1)[:, None]
    best = scores.clause.argmax(axis=1)
    highest = _in_clause(scores.clause, best)
    without = _in_clause(scores.without, best)
    # What every theme scores where each theme is best: (n_answers, n_themes, n_themes).
    beside = np.take_along_axis(scores.clause, best[:, :, None], axis=1)
    rival = _rival(beside)
    words = np.take_along_axis(scores.words, best, axis=1)
    return {
        "clause_best": highest,
        "clause_second": _second_best(scores.clause, n_clauses),
        "clause_mean": np.where(is_clause[:, :, None], scores.clause, 0.0).sum(axis=1) / n_clauses,
        "clause_lifts": highest - scores.answer,
        "without_clause": without,
        "lost_without_clause": scores.answer - without,
        "clauses_topped": _topped(scores.clause, is_clause) / n_clauses,
        "clause_rival": rival,
        "ahead_of_rival": highest - rival,
        **_residual_in_clause(beside, codebook),
        "clause_place": best / np.maximum(n_clauses - 1, 1),
        "clause_words": np.log1p(np.maximum(words, 0)),
        "clauses": np.log1p(n_clauses),
        "words": np.log1p(np.where(is_clause, scores.words, 0).sum(axis=1)[:, None]),
    }


def _in_clause(of_clauses: Array, clause: NDArray[np.intp]) -> Array:
    """A score of each theme in one clause each.

    Args:
        of_clauses: shape `(n_answers, most_clauses, n_themes)`.
        clause: which clause, shape `(n_answers, n_themes)`.
    """
    found: Array = np.take_along_axis(of_clauses, clause[:, None], axis=1)[:, 0]
    return found


def _second_best(clause: Array, n_clauses: NDArray[np.int64]) -> Array:
    """Each theme's score in its second best clause; 0 where there is but one."""
    second_last = max(0, clause.shape[1] - 2)
    return np.where(n_clauses > 1, np.sort(clause, axis=1)[:, second_last], 0.0)


def _topped(clause: Array, is_clause: NDArray[np.bool_]) -> NDArray[np.int64]:
    """In how many of the answer's clauses each theme scores highest of all themes."""
    top = np.where(is_clause, clause.argmax(axis=2), -1)
    themes = np.arange(clause.shape[2])
    counts: NDArray[np.int64] = (top[:, :, None] == themes).sum(axis=1)
    return counts


def _rival(beside: Array) -> Array:
    """The highest score of another theme in each theme's best clause; -1 if there is no other."""
    itself = np.eye(beside.shape[2], dtype=np.bool_)
    rival: Array = np.where(itself, -1.0, beside).max(axis=2)
    return rival


def _residual_in_clause(beside: Array, codebook: Codebook) -> dict[str, Array]:
    """The residual themes' scores in the theme's best clause: is it praise, is it nothing?"""
    kinds = [theme.residual for theme in codebook.themes]
    return {
        f"clause_{kind}": np.where([k == kind for k in kinds], beside, -1.0).max(axis=2)
        for kind in get_args(Residual)
    }
