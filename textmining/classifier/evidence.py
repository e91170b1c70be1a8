"""What is scored of an answer: the answer, each of its clauses, and the answer without it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmining.classifier.answers import Answers
from textmining.classifier.clauses import clauses
from textmining.classifier.ngrams import Ngrams
from textmining.classifier.views import Reading, View, view_ngrams

__all__ = ["Evidence", "Parts", "cut", "gather"]

Array = NDArray[np.float64]

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Parts:
    """The rows to score for a batch: answers, then clauses, then answers without the clause.

    Args:
        matrices: unit rows in each view, shape `(n_answers + 2 * n_clauses, n_known)`.
        answer: the answer each row belongs to.
        n_answers: how many answers there are.
        words: words of each clause, shape `(n_clauses,)`.
    """

    matrices: Mapping[str, sparse.csr_array]
    answer: NDArray[np.int64]
    n_answers: int
    words: NDArray[np.int64]


@dataclass(frozen=True)
class Evidence:
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


def cut(answers: Answers, views: Mapping[str, View], reading: Reading) -> Parts:
    """Turn answers into the rows to score."""
    found = clauses(answers)
    lengths = np.array([end - start for one in found for start, end in one], dtype=np.int64)
    sizes = np.array([len(text) for text in answers.texts], dtype=np.int64)
    owner = np.repeat(np.arange(len(found)), [len(one) for one in found])
    clause_of = np.repeat(np.arange(len(lengths)), lengths)
    first = np.cumsum(sizes) - sizes
    ngrams = view_ngrams(answers, reading)
    matrices = {
        name: _rows(view, ngrams[name], owner, clause_of, first) for name, view in views.items()
    }
    words = [
        len(_WORD.findall(text, start, end))
        for text, spans in zip(answers.texts, found, strict=True)
        for start, end in spans
    ]
    rows = np.concatenate([np.arange(len(answers)), owner, owner])
    return Parts(matrices, rows, len(answers), np.array(words, dtype=np.int64))


def _rows(
    view: View,
    ngrams: Ngrams,
    owner: NDArray[np.int64],
    clause_of: NDArray[np.int64],
    first: NDArray[np.int64],
) -> sparse.csr_array:
    """One view's rows; an n-gram across a cut belongs to no clause.

    Args:
        view: the view.
        ngrams: of the answers.
        owner: the answer of each clause.
        clause_of: the clause of each character, answers end to end.
        first: where each answer begins in `clause_of`.
    """
    known, unknown = view.counts(ngrams, len(first))
    begin = first[ngrams.row]
    head, tail = (
        clause_of[np.clip(begin + place, 0, len(clause_of) - 1)]
        for place in (ngrams.start, ngrams.end - 1)
    )
    inside = ngrams.moved(head).of(head == tail)
    within, strange = view.counts(inside, len(owner))
    rest = sparse.csr_array(known[owner] - within)
    rest.eliminate_zeros()
    return sparse.csr_array(
        sparse.vstack(
            [
                view.weighted(known, unknown),
                view.weighted(within, strange),
                view.weighted(rest, unknown[owner] - strange),
            ]
        )
    )


def gather(parts: Parts, by_view: Array, base: Array) -> Evidence:
    """Lay scores out by answer and clause.

    Args:
        parts: what was scored.
        by_view: each view's share of every row's score, shape `(n_rows, n_views, n_themes)`.
        base: what is the same for all rows of an answer, shape `(n_rows, n_themes)`.
    """
    n, m = parts.n_answers, len(parts.words)
    total = by_view.sum(axis=1) + base
    owner = parts.answer[n : n + m]
    per_answer = np.bincount(owner, minlength=n)
    place = np.arange(m) - np.repeat(np.cumsum(per_answer) - per_answer, per_answer)
    shape = (n, int(per_answer.max(initial=1)))
    clause = np.full((*shape, total.shape[1]), -1.0)
    without, words = clause.copy(), np.full(shape, -1.0)
    clause[owner, place] = total[n : n + m]
    without[owner, place] = total[n + m :]
    words[owner, place] = parts.words
    return Evidence(total[:n], by_view[:n], clause, without, words)
