"""Why the machine proposes a theme: the words that spoke for it, and similar answers.

The first level is linear, so its score of an answer is exactly a sum over n-grams. Each n-gram's
part is spread evenly over the characters it covers and summed by word: the words' weights add up
to the score above the theme's level and question. What the second level makes of it is not shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from textmining.classifier.answers import AnalysedAnswers, batches
from textmining.classifier.linear import Linear, is_twins
from textmining.classifier.ngrams import Ngrams
from textmining.classifier.views import View, spelt_ngrams, view_ngrams, words_of

WordSpan = tuple[int, int, float]
"""Start and end in the cleaned text, in characters, and the weight."""


class WordWeights:
    """What the words of a few answers add to themes' scores; their n-grams are found once."""

    def __init__(self, linear: Linear, answers: AnalysedAnswers) -> None:
        self._linear = linear
        self._is_twins = is_twins(answers.texts, linear.settings)
        self._sizes = np.array([len(text) for text in answers.texts], dtype=np.int64)
        self._words = _word_places(answers, linear, self._sizes)
        ngrams = view_ngrams(answers, linear.settings)
        self._uses = {
            name: _uses(view, ngrams[name], len(answers)) for name, view in linear.views.items()
        }

    def of(self, theme: NDArray[np.int64]) -> list[list[WordSpan]]:
        """Return every word of each answer with what it adds to a theme's score.

        Args:
            theme: a theme's place in the codebook for each answer, -1 for none (no words then);
                shape `(n_answers,)`.
        """
        # Differences of the characters' weights: an n-gram's part begins and ends somewhere.
        steps = np.zeros(int(self._sizes.sum()) + 1)
        for name, uses in self._uses.items():
            use = uses.at(theme[uses.row] >= 0)
            place = use.column, theme[use.row]
            weights = self._linear.weights[name][place]
            if (twin := self._linear.twin) is not None:
                weights = np.where(self._is_twins[use.row], twin.views[name][place], weights)
            each = use.value * weights
            steps += np.bincount(use.start, each, minlength=len(steps))
            steps -= np.bincount(use.end, each, minlength=len(steps))
        sums = np.concatenate([[0.0], np.cumsum(np.cumsum(steps))])
        spans, since, until = self._words.spans, self._words.since, self._words.until
        added = (sums[until] - sums[since]).tolist()
        return [
            [(*span, weight) for span, weight in zip(spans[of], added[of], strict=True)]
            if one >= 0
            else []
            for of, one in zip(self._words.of_answer, theme.tolist(), strict=True)
        ]


@dataclass(frozen=True)
class _WordPlaces:
    """The words of a batch of answers.

    Args:
        of_answer: which of them each answer has.
        spans: the characters of each in its answer.
        since, until: the characters whose weights are its own, answers end to end: what stands
            between two words goes with the first of them. Both of shape `(n_words,)`.
    """

    of_answer: Sequence[slice]
    spans: Sequence[tuple[int, int]]
    since: NDArray[np.int64]
    until: NDArray[np.int64]


def _word_places(answers: AnalysedAnswers, linear: Linear, sizes: NDArray[np.int64]) -> _WordPlaces:
    words = words_of(answers, linear.settings)
    ends = np.cumsum(sizes)
    starts = ends - sizes
    begin, end = words.start - starts[words.row], words.end - starts[words.row]
    bounds = np.searchsorted(words.row, np.arange(len(sizes) + 1)).tolist()
    is_first = np.diff(words.row, prepend=-1) > 0
    is_last = np.diff(words.row, append=len(sizes)) > 0
    return _WordPlaces(
        [slice(since, until) for since, until in pairwise(bounds)],
        list(zip(begin.tolist(), end.tolist(), strict=True)),
        np.where(is_first, starts[words.row], words.start),
        np.where(is_last, ends[words.row], np.roll(words.start, -1)),
    )


def strongest(words: Sequence[WordSpan]) -> list[WordSpan]:
    """Return the few words that speak most for a theme, strongest first."""
    ordered = sorted(words, key=lambda word: -word[2])
    least = _FAINT * ordered[0][2] if ordered else 0.0
    return [(start, end, round(w, 4)) for start, end, w in ordered[:_MOST] if w > max(least, 0.0)]


_MOST = 6
_FAINT = 0.2
"""Words with less than this part of the strongest one's weight are not shown."""


@dataclass(frozen=True)
class _Uses:
    """Every use of a known n-gram in a batch; arrays of shape `(n_uses,)`.

    Args:
        row: which answer.
        column: which n-gram.
        start, end: the characters it covers, answers end to end.
        value: what one of these characters adds to the score for a weight of 1.
    """

    row: NDArray[np.int32]
    column: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    value: NDArray[np.float64]

    def at(self, kept: NDArray[np.bool_]) -> "_Uses":
        return _Uses(
            self.row[kept], self.column[kept], self.start[kept], self.end[kept], self.value[kept]
        )


def _uses(view: View, ngrams: Ngrams, n_answers: int) -> _Uses:
    """The uses of known n-grams; the uses of one n-gram in one answer share its part evenly."""
    columns = view.columns(ngrams)
    known = np.flatnonzero(columns >= 0)
    row, column = ngrams.row[known], columns[known]
    codes, pairs = pd.factorize(row.astype(np.int64) * len(view.keys) + column)
    times = np.bincount(codes, minlength=len(pairs))
    owner, which = np.divmod(pairs, max(len(view.keys), 1))
    weight = (1 + np.log(times)) * view.idf[which]
    unknown = np.bincount(ngrams.row[columns < 0], minlength=n_answers)
    squares = np.bincount(owner, weight**2, minlength=n_answers) + unknown * view.unseen**2
    start, end = ngrams.start[known], ngrams.end[known]
    # A token that the text does not have covers no character: its part is not shown.
    value = (weight / times)[codes] / np.sqrt(squares[row]) / np.maximum(end - start, 1)
    return _Uses(row, column, start, end, value)


def nearest(
    linear: Linear, texts: Sequence[str], others: Sequence[str], n: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the most similar of other texts: their places and similarities, best first.

    Similarity is the mean of the cosines in the two views of characters, 0 to 1: they need no
    language analysis, which would cost more than everything else here.

    Args:
        linear: whose views are used.
        texts: cleaned.
        others: the texts to look among, cleaned.
        n: how many of them, if there are as many.

    Returns:
        Two arrays of shape `(n_texts, min(n, n_others))`.
    """
    if not len(texts) or not len(others):
        shape = len(texts), min(n, len(others))
        return np.zeros(shape, dtype=np.int64), np.zeros(shape)
    theirs = [
        sparse.csr_array(sparse.vstack(rows))
        for rows in zip(*_matrices(linear, others), strict=True)
    ]
    found = [_most_similar(ours, theirs, n) for ours in _matrices(linear, texts)]
    places, similarities = zip(*found, strict=True)
    return np.concatenate(places), np.concatenate(similarities)


def _matrices(linear: Linear, texts: Sequence[str]) -> Iterator[list[sparse.csr_array]]:
    """Yield batches of the texts in each view, as unit rows of shape `(n_texts, n_known)`."""
    for rows in batches(texts):
        some = texts[rows]
        yield [
            linear.views[name].matrix(ngrams, len(some))
            for name, ngrams in spelt_ngrams(some, linear.settings).items()
        ]


def _most_similar(
    ours: Sequence[sparse.csr_array], theirs: Sequence[sparse.csr_array], n: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Places and similarities of the `n` most similar; see `nearest`."""
    similarity = np.zeros((ours[0].shape[0], theirs[0].shape[0]))
    for left, right in zip(ours, theirs, strict=True):
        similarity += (left @ right.T).toarray() / len(ours)
    order = np.argsort(-similarity, axis=1, kind="stable")[:, :n]
    return order, np.take_along_axis(similarity, order, axis=1)
