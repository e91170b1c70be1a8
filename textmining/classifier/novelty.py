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
from scipy.special import bdtrc

from textmining.classifier.answers import AnalysedAnswers
from textmining.classifier.linear import Linear
from textmining.classifier.ngrams import word_ngrams
from textmining.classifier.views import words_of

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
        share: the share of the answers with words that is novel.
        expected: the share if nothing is new.
        alarm: whether there are more of them than chance explains, and they have words in common.
        words: lemmas the model does not know that several novel answers use, with the number of
            answers that do, most first.
    """

    share: float
    expected: float
    alarm: bool
    words: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class NoveltyCounts:
    """Sums over answers, from which `Novelty` is told; those of parts are added.

    Args:
        worded: how many answers have words.
        novel: how many are beyond the limit.
        lemmas: by a lemma that the model does not know, how many novel answers use it.
    """

    worded: int
    novel: int
    lemmas: Mapping[str, int]

    def __add__(self, other: "NoveltyCounts") -> "NoveltyCounts":
        return NoveltyCounts(
            self.worded + other.worded,
            self.novel + other.novel,
            Counter(self.lemmas) + Counter(other.lemmas),
        )

    def novelty(self, card: Mapping[str, float]) -> Novelty:
        """Tell how much is new; `card` is the record of a `NoveltyLimit`."""
        shared = [(lemma, count) for lemma, count in self.lemmas.items() if count > 1]
        words = sorted(shared, key=lambda pair: (-pair[1], pair[0]))
        expected = NoveltyLimit(**card).expected
        by_chance = bdtrc(self.novel - 1, self.worded, expected) if self.novel else 1.0
        return Novelty(
            self.novel / self.worded if self.worded else 0.0,
            expected,
            bool(by_chance < _ALARM and words),
            tuple(words[:_MOST_WORDS]),
        )


@dataclass(frozen=True)
class NovelAnswers:
    """Which answers are novel.

    Args:
        worded: which answers have words, shape `(n_answers,)`.
        novel: which answers are beyond the limit, same shape.
        words: by the place of a novel answer, the lemmas in it that the model does not know.
    """

    worded: NDArray[np.bool_]
    novel: NDArray[np.bool_]
    words: Mapping[int, tuple[str, ...]]

    def counts(self, times: NDArray[np.int64] | None = None) -> NoveltyCounts:
        """Add up.

        Args:
            times: how many times each answer was given, shape `(n_answers,)`; once by default.
        """
        given = np.ones(len(self.novel), dtype=np.int64) if times is None else times
        counts: Counter[str] = Counter()
        for row, lemmas in self.words.items():
            if given[row]:
                counts.update(dict.fromkeys(lemmas, int(given[row])))
        return NoveltyCounts(int(given[self.worded].sum()), int(given[self.novel].sum()), counts)


def novelty_limit(
    linear: Linear, answers: AnalysedAnswers, respondents: NDArray[np.int64]
) -> NoveltyLimit:
    """Measure each coded answer against the words of the other respondents.

    Args:
        linear: trained on the answers.
        answers: the coded answers.
        respondents: who gave each, shape `(n_answers,)`.
    """
    if not len(answers):
        return NoveltyLimit(1.0, 1.0)  # everything is new, and that is no news
    ngrams = word_ngrams(words_of(answers, linear.settings), 1, key=linear.settings.key)
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


def novel_answers(
    linear: Linear, card: Mapping[str, float], answers: AnalysedAnswers
) -> NovelAnswers:
    """Tell which of a batch of answers are novel."""
    used = words_of(answers, linear.settings)
    ngrams = word_ngrams(used, 1, key=linear.settings.key)
    known = linear.views["lemmas"].columns(ngrams) >= 0
    novel = _strangeness(ngrams.row, known, len(answers)) > NoveltyLimit(**card).limit
    words: dict[int, set[str]] = {}
    for place in np.flatnonzero(~known & novel[ngrams.row]).tolist():
        words.setdefault(int(ngrams.row[place]), set()).add(used.lemma[place])
    worded = np.bincount(ngrams.row, minlength=len(answers)) > 0
    return NovelAnswers(worded, novel, {row: tuple(sorted(w)) for row, w in words.items()})


def _strangeness(
    row: NDArray[np.int32], known: NDArray[np.bool_], n_answers: int
) -> NDArray[np.float64]:
    """The share of each answer's words that are unknown."""
    words = np.bincount(row, minlength=n_answers)
    strange: NDArray[np.float64] = np.bincount(row[~known], minlength=n_answers) / (words + _FIRM)
    return strange
