"""What is scored of an answer: the answer, each of its clauses, and the answer without it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmining.arrays import Array, Bools
from textmining.classifier.answers import AnalysedAnswers
from textmining.classifier.dense import unit
from textmining.classifier.ngrams import Ngrams
from textmining.classifier.views import TextSettings, View, view_ngrams

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class ScoredRows:
    """The rows to score for a batch: answers, then their clauses.

    Args:
        weights: TF-IDF weights in each view, shape `(n_answers + n_clauses, n_known)`.
        squares: the rows' squared lengths in each view, shape `(n_rows, n_views)`.
        answer: the answer each row belongs to.
        n_answers: how many answers there are.
        words: words of each clause, shape `(n_clauses,)`.
        vectors: of each row, shape `(n_rows, n_dimensions)`.
        left: vectors of what each clause leaves of its answer, shape `(n_clauses, n_dimensions)`.
    """

    weights: Mapping[str, sparse.csr_array]
    squares: Array
    answer: NDArray[np.int64]
    n_answers: int
    words: NDArray[np.int64]
    vectors: Array
    left: Array


@dataclass(frozen=True)
class LinearScores:
    """First-level scores of a batch.

    Args:
        answer: shape `(n_answers, n_themes)`.
        views: each view's share of it, shape `(n_answers, n_views, n_themes)`.
        clause: of each clause, shape `(n_answers, most_clauses, n_themes)`, -1 where none.
        without: of the answer without that clause, same shape, -1 where none.
        words: words of each clause, shape `(n_answers, most_clauses)`, -1 where none.
    """

    answer: Array
    views: Array
    clause: Array
    without: Array
    words: Array

    def replaced(self, rows: Bools, others: "LinearScores") -> "LinearScores":
        """Return them with those of others in some rows, of shape `(n_answers,)`."""
        taken = {field.name: getattr(self, field.name).copy() for field in fields(self)}
        for name, scores in taken.items():
            scores[rows] = getattr(others, name)[rows]
        return LinearScores(**taken)


def cut(answers: AnalysedAnswers, views: Mapping[str, View], settings: TextSettings) -> ScoredRows:
    """Turn answers into the rows to score."""
    found = [analysis.clauses for analysis in answers.analyses]
    owner = np.repeat(np.arange(len(found)), [len(one) for one in found])
    ngrams = view_ngrams(answers, settings)
    clause_of = _clause_of(found)
    rows = {}
    for name, view in views.items():
        columns = view.columns(ngrams[name])
        inside, clause = _clauses_of(ngrams[name], clause_of)
        rows[name] = view.weights(
            np.concatenate([columns, columns[inside]]),
            np.concatenate([ngrams[name].row, clause + np.int32(len(found))]),
            len(found) + len(owner),
        )
    vectors, clause_vectors = answers.vectors(), answers.clause_vectors()
    words = [
        len(_WORD.findall(text, start, end))
        for text, spans in zip(answers.texts, found, strict=True)
        for start, end in spans
    ]
    return ScoredRows(
        {name: weights for name, (weights, _) in rows.items()},
        np.column_stack([squares for _, squares in rows.values()]),
        np.concatenate([np.arange(len(found)), owner]),
        len(found),
        np.array(words, dtype=np.int64),
        np.concatenate([vectors, clause_vectors]),
        _left(clause_vectors, np.array(words), owner, len(found)),
    )


def _left(
    vectors: Array, words: NDArray[np.int64], owner: NDArray[np.int64], n_answers: int
) -> Array:
    """The direction of an answer's other clauses together, each weighted by its words."""
    weighted = unit(vectors) * np.maximum(words, 1)[:, None]
    total = np.zeros((n_answers, vectors.shape[1]))
    np.add.at(total, owner, weighted)
    return total[owner] - weighted


def _clause_of(found: Sequence[Sequence[tuple[int, int]]]) -> NDArray[np.int32]:
    """The clause of every character, answers end to end."""
    lengths = [end - start for one in found for start, end in one]
    return np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)


def _clauses_of(
    ngrams: Ngrams, clause_of: NDArray[np.int32]
) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """The n-grams that lie within one clause, and the clause of each."""
    head = clause_of[ngrams.start]
    inside = np.flatnonzero(head == clause_of[ngrams.end - 1])
    return inside, head[inside]


def gather(
    parts: ScoredRows, by_view: Array, base: Array, dense: Array, dense_left: Array
) -> LinearScores:
    """Lay scores out by answer and clause.

    Args:
        parts: what was scored.
        by_view: the rows' weights times the model's, shape `(n_rows, n_views, n_themes)`.
        base: what an answer scores whatever its words, shape `(n_answers, n_themes)`.
        dense: what the rows score by their vectors, shape `(n_rows, 0 or 1, n_themes)`.
        dense_left: the same of what each clause leaves, shape `(n_clauses, 0 or 1, n_themes)`.
    """
    n, owner = parts.n_answers, parts.answer[parts.n_answers :]
    scores = np.concatenate([_unit(by_view, parts.squares), dense], axis=1)
    # What is left of an answer: exact where it shares no n-gram with the clause taken away.
    left = _unit(by_view[owner] - by_view[n:], parts.squares[owner] - parts.squares[n:])
    left = np.concatenate([left, dense_left], axis=1)
    return LinearScores(
        answer=scores[:n].sum(axis=1) + base,
        views=scores[:n],
        clause=_by_answer(scores[n:].sum(axis=1) + base[owner], owner, n),
        without=_by_answer(left.sum(axis=1) + base[owner], owner, n),
        words=_by_answer(parts.words.astype(np.float64), owner, n),
    )


def joined(parts: Sequence[LinearScores], places: Sequence[NDArray[np.integer]]) -> LinearScores:
    """Put the scores of parts of a batch together.

    Args:
        parts: the scores.
        places: the answers' places in the batch, part by part.
    """
    n_answers = sum(len(place) for place in places)
    most = max(part.words.shape[1] for part in parts)

    def together(name: str) -> Array:
        arrays = [getattr(part, name) for part in parts]
        by_clause = name in ("clause", "without", "words")
        shape = (n_answers, most, *arrays[0].shape[2:]) if by_clause else arrays[0].shape[1:]
        laid = np.full(shape if by_clause else (n_answers, *shape), -1.0)
        for place, array in zip(places, arrays, strict=True):
            if by_clause:
                laid[place, : array.shape[1]] = array
            else:
                laid[place] = array
        return laid

    return LinearScores(**{field.name: together(field.name) for field in fields(LinearScores)})


def _by_answer(of_clauses: Array, owner: NDArray[np.int64], n_answers: int) -> Array:
    """Lay rows of clauses out as `(n_answers, most_clauses, ...)`, -1 where there is no clause.

    >>> _by_answer(np.array([5.0, 6.0, 7.0]), np.array([0, 0, 1]), 2)
    array([[ 5.,  6.],
           [ 7., -1.]])

    Args:
        of_clauses: a row a clause, answer by answer.
        owner: the answer of each clause, rising.
        n_answers: how many answers there are.
    """
    per_answer = np.bincount(owner, minlength=n_answers)
    first = np.cumsum(per_answer) - per_answer
    place = np.arange(len(owner)) - first[owner]
    laid = np.full((n_answers, int(per_answer.max(initial=1)), *of_clauses.shape[1:]), -1.0)
    laid[owner, place] = of_clauses
    return laid


def _unit(scores: Array, squares: Array) -> Array:
    """Divide scores by the rows' lengths; rows without n-grams score 0."""
    lengths = np.sqrt(np.maximum(squares, _SHORTEST))
    unit: Array = np.where(squares > _SHORTEST, 1 / lengths, 0.0)[:, :, None] * scores
    return unit


_SHORTEST = 0.01
"""Squared length under which a row has no n-gram left (an n-gram adds at least 1)."""
