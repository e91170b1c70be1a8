"""Why the machine proposes a theme: the words that spoke for it, and similar answers.

The first level is linear, so its score of an answer is exactly a sum over n-grams. Each n-gram's
part is spread evenly over the characters it covers and summed by word: the words' weights add up
to the score above the theme's level and question. What the second level makes of it is not shown.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmining.classifier.answers import AnalysedAnswers
from textmining.classifier.linear import Linear
from textmining.classifier.ngrams import Ngrams
from textmining.classifier.views import View, view_ngrams, word_spans

__all__ = ["Span", "nearest", "strongest", "word_weights"]

Span = tuple[int, int, float]
"""Start and end in the cleaned text, in characters, and the weight."""


def word_weights(linear: Linear, answers: AnalysedAnswers, theme: int) -> list[list[Span]]:
    """Return every word of each answer with what it adds to a theme's score.

    Args:
        linear: the first level.
        answers: the answers.
        theme: the theme's place in the codebook.
    """
    spans = word_spans(answers)
    sizes = np.array([len(text) for text in answers.texts], dtype=np.int64)
    first = np.cumsum(sizes) - sizes
    # Differences of the characters' weights: an n-gram's part begins and ends somewhere.
    steps = np.zeros(int(sizes.sum()) + 1)
    for name, ngrams in view_ngrams(answers, linear.settings).items():
        weights = linear.weights[name][:, theme].astype(np.float64)
        part = _parts(linear.views[name], ngrams, weights, len(answers))
        # A token that the text does not have covers no character: its part is not shown.
        each = part / np.maximum(ngrams.end - ngrams.start, 1)
        np.add.at(steps, first[ngrams.row] + ngrams.start, each)
        np.add.at(steps, first[ngrams.row] + ngrams.end, -each)
    sums = np.concatenate([[0.0], np.cumsum(np.cumsum(steps))])
    return [
        _by_word(words, sums[start : start + size + 1])
        for words, start, size in zip(spans, first, sizes, strict=True)
    ]


def strongest(words: Sequence[Span]) -> list[Span]:
    """Return the few words that speak most for a theme, strongest first."""
    ordered = sorted(words, key=lambda word: -word[2])
    least = _FAINT * ordered[0][2] if ordered else 0.0
    return [(start, end, round(w, 4)) for start, end, w in ordered[:_MOST] if w > max(least, 0.0)]


_MOST = 6
_FAINT = 0.2
"""Words with less than this part of the strongest one's weight are not shown."""


def _parts(
    view: View, ngrams: Ngrams, weights: NDArray[np.float64], n_answers: int
) -> NDArray[np.float64]:
    """What each occurrence of an n-gram adds to its answer's score."""
    columns = view.columns(ngrams)
    rows, squares = view.weights(columns, ngrams.row, n_answers)
    known = np.flatnonzero(columns >= 0)
    pair = ngrams.row[known].astype(np.int64) * len(view.keys) + columns[known]
    _, inverse, times = np.unique(pair, return_inverse=True, return_counts=True)
    # The stored values of `rows` are in the same order as the sorted pairs.
    value = rows.data[inverse] / times[inverse] / np.sqrt(squares[ngrams.row[known]])
    parts = np.zeros(len(columns))
    parts[known] = value * weights[columns[known]]
    return parts


def _by_word(words: Sequence[tuple[int, int]], sums: NDArray[np.float64]) -> list[Span]:
    """Sum by word; what stands between two words goes with the first of them."""
    if not words:
        return []
    starts = [0, *(start for start, _ in words[1:])]
    ends = [*starts[1:], len(sums) - 1]
    return [
        (start, end, float(sums[to] - sums[since]))
        for (start, end), since, to in zip(words, starts, ends, strict=True)
    ]


def nearest(
    linear: Linear, answers: AnalysedAnswers, others: AnalysedAnswers, n: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the most similar of other answers: their places and similarities, best first.

    Similarity is the mean of the views' cosines, 0 to 1.

    Args:
        linear: whose views are used.
        answers: the answers.
        others: the answers to look among.
        n: how many of them, if there are as many.

    Returns:
        Two arrays of shape `(n_answers, min(n, n_others))`.
    """
    if not len(answers) or not len(others):
        shape = len(answers), min(n, len(others))
        return np.zeros(shape, dtype=np.int64), np.zeros(shape)
    theirs = _matrices(linear, others)
    found = [_most_similar(_matrices(linear, batch), theirs, n) for batch in answers.batches()]
    places, similarities = zip(*found, strict=True)
    return np.concatenate(places), np.concatenate(similarities)


def _matrices(linear: Linear, answers: AnalysedAnswers) -> list[sparse.csr_array]:
    """The answers in each view, as unit rows of shape `(n_answers, n_known)`."""
    parts: dict[str, list[sparse.csr_array]] = {name: [] for name in linear.views}
    for batch in answers.batches():
        ngrams = view_ngrams(batch, linear.settings)
        for name, view in linear.views.items():
            parts[name].append(view.matrix(ngrams[name], len(batch)))
    return [sparse.csr_array(sparse.vstack(rows)) for rows in parts.values()]


def _most_similar(
    ours: Sequence[sparse.csr_array], theirs: Sequence[sparse.csr_array], n: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Places and similarities of the `n` most similar; see `nearest`."""
    similarity = np.zeros((ours[0].shape[0], theirs[0].shape[0]))
    for left, right in zip(ours, theirs, strict=True):
        similarity += (left @ right.T).toarray() / len(ours)
    order = np.argsort(-similarity, axis=1, kind="stable")[:, :n]
    return order, np.take_along_axis(similarity, order, axis=1)
