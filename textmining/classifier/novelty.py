"""Answers unlike anything the model has learnt from: the alarm for a new theme.

An answer's strangeness is the share of its words that the model does not know. The training
answers are measured against the words of the other respondents; the strangest twentieth of them
sets the limit, and the share of them beyond it is what a wave without news should show.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from textmining.classifier.answers import AnalysedAnswers
from textmining.classifier.linear import Linear
from textmining.classifier.views import lemma_words

__all__ = ["Novelty", "NoveltyLimit", "novelty", "novelty_limit"]

_STRANGEST = 0.05
_ALARM = 0.01
"""An alarm is given when so many novel answers come by chance less often than this."""

_FIRM = 5.0
"""Known words that every answer is given, so that one odd word in a short answer is no news."""

_MOST_WORDS = 20


@dataclass(frozen=True)
class NoveltyLimit:
    """From which strangeness on an answer is novel, and the share of coded answers that are."""

    limit: float
    expected: float

    def record(self) -> dict[str, float]:
        """Return both by name, for the card."""
        return asdict(self)


@dataclass(frozen=True)
class Novelty:
    """What is new in a batch of answers.

    Args:
        novel: which answers are beyond the limit, shape `(n_answers,)`.
        share: their share of the answers with words.
        expected: the share if nothing is new.
        alarm: whether there are more of them than chance explains, and they have words in common.
        words: lemmas the model does not know that several novel answers use, with the number of
            answers that do, most first.
    """

    novel: NDArray[np.bool_]
    share: float
    expected: float
    alarm: bool
    words: tuple[tuple[str, int], ...]


def novelty_limit(
    linear: Linear, answers: AnalysedAnswers, respondents: NDArray[np.int64]
) -> NoveltyLimit:
    """Measure each coded answer against the words of the other respondents.

    Args:
        linear: trained on the answers.
        answers: the coded answers.
        respondents: who gave each, shape `(n_answers,)`.
    """
    ngrams, _ = lemma_words(answers, linear.settings)
    word = pd.factorize(ngrams.key)[0]
    use = pd.DataFrame({"word": word, "who": respondents[ngrams.row]}).drop_duplicates()
    people = np.bincount(use["word"], minlength=1)
    known = (people[word] > 1) & (linear.views["lemmas"].columns(ngrams) >= 0)
    strange = _strangeness(ngrams.row, known, len(answers))
    limit = float(np.quantile(strange, 1 - _STRANGEST))
    # Where many are equally strange none is beyond the limit; one more answer like them still is,
    # as often as it is the strangest of them all.
    expected = max(float((strange > limit).mean()), 1 / (len(strange) + 1))
    return NoveltyLimit(limit, expected)


def novelty(linear: Linear, card: Mapping[str, float], answers: AnalysedAnswers) -> Novelty:
    """Tell how much of a batch of answers is new.

    Args:
        linear: the first level.
        card: the record of a `NoveltyLimit`.
        answers: the answers.
    """
    limit = NoveltyLimit(**card)
    ngrams, lemmas = lemma_words(answers, linear.settings)
    known = linear.views["lemmas"].columns(ngrams) >= 0
    novel = _strangeness(ngrams.row, known, len(answers)) > limit.limit
    n, n_novel = len(np.unique(ngrams.row)), int(novel.sum())
    by_chance = stats.binom.sf(n_novel - 1, n, limit.expected)
    new = np.flatnonzero(~known & novel[ngrams.row])
    uses = {(int(ngrams.row[place]), lemmas[place]) for place in new}
    counts = Counter(lemma for _, lemma in uses)
    words = sorted(
        ((lemma, count) for lemma, count in counts.items() if count > 1),
        key=lambda pair: (-pair[1], pair[0]),
    )
    return Novelty(
        novel,
        n_novel / n if n else 0.0,
        limit.expected,
        bool(by_chance < _ALARM and words),
        tuple(words[:_MOST_WORDS]),
    )


def _strangeness(
    row: NDArray[np.int32], known: NDArray[np.bool_], n_answers: int
) -> NDArray[np.float64]:
    """The share of each answer's words that are unknown."""
    words = np.bincount(row, minlength=n_answers)
    strange: NDArray[np.float64] = np.bincount(row[~known], minlength=n_answers) / (words + _FIRM)
    return strange
