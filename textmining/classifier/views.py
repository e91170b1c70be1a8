"""The views of an answer: four ways to see its words, each a sparse matrix of unit rows.

Weights are TF-IDF with sublinear term frequency. An n-gram that fewer than `MINIMUM` respondents
used is not stored, but it counts in a row's length as one that a single answer had: without that,
answers the model has not seen score higher than those it learnt from, and counts come out too high.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from textmining.classifier.answers import Analysed, Answers
from textmining.classifier.ngrams import Ngrams, character_ngrams, token_ngrams

__all__ = ["MINIMUM", "VIEWS", "View", "fit_view", "view_ngrams"]

VIEWS = ("words", "lemmas", "characters", "across")
"""Words 1-2; lemmas 1-2; characters 2-6 within words; characters 3-7 across words."""

MINIMUM = 2
"""Respondents (or theme descriptions) that must have used an n-gram; fewer tell of one person."""


def view_ngrams(answers: Answers) -> dict[str, Ngrams]:
    """Return the n-grams of every view, by the names in `VIEWS`."""
    places = [
        _places(text, analysis)
        for text, analysis in zip(answers.texts, answers.analyses, strict=True)
    ]
    spans = [place.spans for place in places]
    return {
        "words": token_ngrams([place.tokens for place in places], spans, 2),
        "lemmas": token_ngrams([place.lemmas for place in places], spans, 2),
        "characters": character_ngrams(answers.texts, 2, 6, across=False),
        "across": character_ngrams(answers.texts, 3, 7, across=True),
    }


@dataclass(frozen=True)
class View:
    """The n-grams one view knows.

    Args:
        keys: their hashes, ascending, shape `(n_known,)`.
        idf: their inverse document frequencies, shape `(n_known,)`.
        unseen: the inverse document frequency of an n-gram that one training answer had.
    """

    keys: NDArray[np.uint64]
    idf: NDArray[np.float64]
    unseen: float

    def matrix(self, ngrams: Ngrams, n_rows: int) -> sparse.csr_array:
        """Return unit rows of shape `(n_rows, n_known)`."""
        known, unknown = self.counts(ngrams, n_rows)
        return self.weighted(known, unknown)

    def counts(self, ngrams: Ngrams, n_rows: int) -> tuple[sparse.csr_array, NDArray[np.float64]]:
        """Return how often each known n-gram occurs, and how many unknown ones each row has."""
        column = pd.Index(self.keys).get_indexer(pd.Index(ngrams.key))
        known = column >= 0
        ones = np.ones(int(known.sum()))
        matrix = sparse.coo_array(
            (ones, (ngrams.row[known], column[known])), shape=(n_rows, len(self.keys))
        ).tocsr()
        unknown = np.bincount(ngrams.row[~known], minlength=n_rows).astype(np.float64)
        return matrix, unknown

    def weighted(self, known: sparse.csr_array, unknown: NDArray[np.float64]) -> sparse.csr_array:
        """Turn counts into unit rows."""
        weights = (1 + np.log(known.data)) * self.idf[known.indices]
        row = np.repeat(np.arange(known.shape[0]), np.diff(known.indptr))
        squares = np.bincount(row, weights=weights**2, minlength=known.shape[0])
        length = np.sqrt(np.maximum(squares + unknown * self.unseen**2, 1e-12))
        return sparse.csr_array((weights / length[row], known.indices, known.indptr), known.shape)


def fit_view(ngrams: Ngrams, respondents: NDArray[np.int64]) -> View:
    """Learn the n-grams that at least `MINIMUM` respondents used.

    Args:
        ngrams: of the training answers.
        respondents: who gave each answer, shape `(n_answers,)`.
    """
    codes, keys = pd.factorize(ngrams.key)
    answers = _distinct(codes, ngrams.row, len(keys))
    people = _distinct(codes, respondents[ngrams.row], len(keys))
    kept = np.flatnonzero(people >= MINIMUM)
    kept = kept[np.argsort(keys[kept])]
    n_answers = len(respondents)
    idf = np.log((1 + n_answers) / (1 + answers[kept])) + 1
    return View(keys[kept], idf, float(np.log((1 + n_answers) / 2) + 1))


def _distinct(
    codes: NDArray[np.int64], owners: NDArray[np.integer], n_codes: int
) -> NDArray[np.int64]:
    """Count the different owners of each code."""
    width = int(owners.max(initial=0)) + 1
    pairs = pd.unique(codes * width + owners)
    return np.bincount(pairs // width, minlength=n_codes)


@dataclass(frozen=True)
class _Places:
    tokens: list[str]
    lemmas: list[str]
    spans: list[tuple[int, int]]


_DIGITS = str.maketrans("123456789", "000000000")


def _places(text: str, analysis: Analysed) -> _Places:
    """The words of a text (no bare marks), lower-cased, digits as 0, with their places."""
    tokens: list[str] = []
    lemmas: list[str] = []
    spans: list[tuple[int, int]] = []
    cursor = 0
    for token, lemma in zip(analysis.tokens, analysis.lemmas, strict=True):
        found = text.find(token, cursor)
        start = found if found >= 0 else cursor
        cursor = start + len(token) if found >= 0 else cursor
        if any(letter.isalnum() for letter in token):
            tokens.append(token.lower().translate(_DIGITS))
            lemmas.append(lemma.lower().translate(_DIGITS))
            spans.append((start, cursor))
    return _Places(tokens, lemmas, spans)


def stacked(matrices: Sequence[sparse.csr_array]) -> sparse.csr_array:
    """Put the views side by side, each with an equal share of the row."""
    share = 1 / np.sqrt(len(matrices))
    return sparse.csr_array(sparse.hstack([share * matrix for matrix in matrices]))
