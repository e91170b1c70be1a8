"""The views of an answer: three ways to see its words, each a sparse matrix of unit rows.

Weights are TF-IDF with sublinear term frequency. An n-gram the model does not know counts in a
row's length as one that a single answer had: without that, new answers score higher than those the
model learnt from, and counts come out too high.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import compress

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from textmining.classifier.answers import AnalysedAnswers
from textmining.classifier.ngrams import Ngrams, Words, character_ngrams, word_ngrams
from textmining.classifier.spelling import spell, spell_words

VIEWS = ("lemmas", "characters", "across")
"""Lemmas 1-2; characters 2-6 within words; characters 3-7 across words."""

MOST_WEIGHTS = 10_000_000
"""Known n-grams times themes: what keeps a model under 30 MB. Where there are more, n-grams that
one respondent used go first, then those of two, and so on."""


@dataclass(frozen=True)
class TextSettings:
    """How a model reads texts.

    Args:
        norwegian: whether words are respelt.
        key: of the n-grams' hashes, 64 bits.
    """

    norwegian: bool
    key: int


def view_ngrams(answers: AnalysedAnswers, settings: TextSettings) -> dict[str, Ngrams]:
    """Return the n-grams of every view, by the names in `VIEWS`."""
    return {
        "lemmas": word_ngrams(words_of(answers, settings), 2, key=settings.key),
        **spelt_ngrams(answers.texts, settings),
    }


def spelt_ngrams(texts: Sequence[str], settings: TextSettings) -> dict[str, Ngrams]:
    """Return the n-grams of the views that need no language analysis, by their names."""
    spelt = spell(texts, norwegian=settings.norwegian)
    within, across = character_ngrams(spelt, range(2, 7), range(3, 8), key=settings.key)
    return {"characters": within, "across": across}


@dataclass(frozen=True)
class View:
    """The n-grams one view knows.

    Args:
        keys: their hashes, ascending, shape `(n_known,)`.
        idf: their inverse document frequencies, shape `(n_known,)`.
        unseen: the inverse document frequency of an n-gram that one training answer had.
    """

    keys: NDArray[np.uint64]
    idf: NDArray[np.float32]
    unseen: float

    def columns(self, ngrams: Ngrams) -> NDArray[np.int32]:
        """Return the place of each n-gram in `keys`, -1 where it is unknown."""
        place: NDArray[np.intp] = self._index.get_indexer(pd.Index(ngrams.key))
        return place.astype(np.int32)

    @cached_property
    def _index(self) -> pd.Index:
        """The keys as a hash table, made once a model."""
        return pd.Index(self.keys)

    def matrix(self, ngrams: Ngrams, n_rows: int) -> sparse.csr_array:
        """Return unit rows of shape `(n_rows, n_known)`."""
        weights, squares = self.weights(self.columns(ngrams), ngrams.row, n_rows)
        weights.data /= np.sqrt(np.maximum(squares, _SHORTEST))[_rows_of(weights)].astype(
            np.float32
        )
        return weights

    def weights(
        self, columns: NDArray[np.int32], rows: NDArray[np.int32], n_rows: int
    ) -> tuple[sparse.csr_array, NDArray[np.float64]]:
        """Return rows of TF-IDF weights, and each row's squared length, unknown n-grams included.

        Every occurrence of an unknown n-gram counts as one of its own.

        Args:
            columns: of each occurrence of an n-gram, as `columns` gives them.
            rows: the row it belongs to.
            n_rows: how many rows there are.
        """
        known = columns >= 0
        ones = np.ones(int(known.sum()), dtype=np.float32)
        shape = n_rows, len(self.keys)
        # By column and then by row: two counting sorts, where sorting row by row takes longer.
        weights = (
            sparse.coo_array((ones, (rows[known], columns[known])), shape=shape).tocsc().tocsr()
        )
        weights.data = (1 + np.log(weights.data)) * self.idf.take(weights.indices)
        unknown = np.bincount(rows[~known], minlength=n_rows)
        squares = weights.power(2).astype(np.float64) @ np.ones(shape[1])
        return weights, squares + unknown * self.unseen**2


_SHORTEST = 1e-9
"""Squared length below which a row is empty."""


def _rows_of(matrix: sparse.csr_array) -> NDArray[np.intp]:
    """The row of every stored value."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def fit_views(
    answers: AnalysedAnswers,
    respondents: NDArray[np.int64],
    n_themes: int,
    settings: TextSettings,
) -> dict[str, View]:
    """Learn the n-grams of every view, as many as `MOST_WEIGHTS` allows.

    Args:
        answers: the training answers.
        respondents: who gave each answer, shape `(n_answers,)`.
        n_themes: how many weights an n-gram has.
        settings: how to read texts.
    """
    counted = _counted(answers, respondents, settings)
    people = np.sort(np.concatenate([one["respondents"] for one in counted.values()]))[::-1]
    most = MOST_WEIGHTS // n_themes
    minimum = int(people[most]) + 1 if len(people) > most else 1
    return {name: _view(one, minimum, len(answers)) for name, one in counted.items()}


def view_matrices(
    answers: AnalysedAnswers, views: Mapping[str, View], settings: TextSettings
) -> dict[str, sparse.csr_array]:
    """Return the answers in each view, as unit rows of shape `(n_answers, n_known)`."""
    parts: dict[str, list[sparse.csr_array]] = {name: [] for name in views}
    for batch in answers.batches():
        ngrams = view_ngrams(batch, settings)
        for name, view in views.items():
            parts[name].append(view.matrix(ngrams[name], len(batch)))
            if len(parts[name]) == _JOINED:
                parts[name] = [_below_each_other(parts[name])]
    return {name: _below_each_other(parts.pop(name)) for name in views}


def _below_each_other(parts: Sequence[sparse.csr_array]) -> sparse.csr_array:
    return sparse.csr_array(sparse.vstack(parts))


def _counted(
    answers: AnalysedAnswers, respondents: NDArray[np.int64], settings: TextSettings
) -> dict[str, pd.DataFrame]:
    """The different n-grams of each view: how many answers and respondents used each."""
    order = np.argsort(respondents, kind="stable")  # nobody's answers are in two parts
    bounds = np.flatnonzero(np.diff(respondents[order], prepend=-1))
    grid = np.arange(0, len(order), _COUNTED)
    starts = bounds[np.searchsorted(bounds, grid, side="right") - 1]
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in VIEWS}
    for rows in np.split(order, np.unique(starts)[1:]):
        for name, ngrams in view_ngrams(answers.at(rows), settings).items():
            codes, keys = pd.factorize(ngrams.key)
            uses = {
                "answers": _distinct(codes, ngrams.row, len(keys)),
                "respondents": _distinct(codes, respondents[rows][ngrams.row], len(keys)),
            }
            parts[name].append(pd.DataFrame(uses, index=keys))
            if len(parts[name]) == _JOINED:
                parts[name] = [_summed(parts[name])]
    return {name: _summed(some) for name, some in parts.items()}


_COUNTED = 1000
"""Answers whose n-grams are counted at a time."""

_JOINED = 16
"""Parts after which they are made one: many small arrays keep memory from being given back."""


def _summed(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    together = pd.concat(parts)
    return together.groupby(level=0).sum() if len(parts) > 1 else together.sort_index()


def _view(counted: pd.DataFrame, minimum: int, n_answers: int) -> View:
    kept = counted[counted["respondents"] >= minimum]
    idf = np.log((1 + n_answers) / (1 + kept["answers"].to_numpy())) + 1
    unseen = float(np.log((1 + n_answers) / 2) + 1)
    return View(kept.index.to_numpy(np.uint64), idf.astype(np.float32), unseen)


def _distinct(
    codes: NDArray[np.int64], owners: NDArray[np.integer], n_codes: int
) -> NDArray[np.int64]:
    """Count the different owners of each code."""
    width = int(owners.max(initial=0)) + 1
    pairs = pd.unique(codes * width + owners)
    return np.bincount(pairs // width, minlength=n_codes)


def words_of(answers: AnalysedAnswers, settings: TextSettings) -> Words:
    """Return the words of answers (no bare marks), their lemmas respelt as their texts are."""
    analyses = answers.analyses
    tokens = [token for analysis in analyses for token in analysis.tokens]
    lemmas = [lemma for analysis in analyses for lemma in analysis.lemmas]
    is_word = np.fromiter(map(_is_word, tokens), dtype=np.bool_, count=len(tokens))
    sizes = np.array([len(text) for text in answers.texts], dtype=np.int64)
    lengths = [len(analysis.tokens) for analysis in analyses]
    first = np.repeat(np.cumsum(sizes) - sizes, lengths)
    begins = [begin for analysis in analyses for begin in analysis.begins]
    start = first + np.array(begins, dtype=np.int64)
    end = start + np.fromiter(map(len, tokens), dtype=np.int64, count=len(tokens))
    row = np.repeat(np.arange(len(analyses), dtype=np.int32), lengths)
    return Words(
        row[is_word],
        spell_words(compress(lemmas, is_word), norwegian=settings.norwegian),
        start[is_word].astype(np.int32),
        end[is_word].astype(np.int32),
    )


_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


@lru_cache(maxsize=100_000)
def _is_word(token: str) -> bool:
    """Whether it is more than a bare mark."""
    return bool(_LETTER_OR_DIGIT.search(token))
