"""What goes into the classifier and what comes out: plain columns and arrays."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

_MOST_ANSWERS = 1000
_MOST_CHARACTERS = 200_000
"""What a batch of answers may hold; a character takes well under a kilobyte while it is read."""


class Analysed(Protocol):
    """What the classifier asks of a language analysis (`textmining.language.Analysis` has it)."""

    @property
    def tokens(self) -> Sequence[str]:
        """The words and marks, in the order of the text."""

    @property
    def begins(self) -> Sequence[int]:
        """The character at which each token begins."""

    @property
    def lemmas(self) -> Sequence[str]:
        """The lemma of every token."""

    @property
    def sentences(self) -> Sequence[tuple[int, int]]:
        """The characters that each sentence covers in the text."""

    @property
    def clauses(self) -> Sequence[tuple[int, int]]:
        """The characters of each clause; they cover the text without gap."""

    @property
    def vector(self) -> NDArray[np.float32] | None:
        """What the text is about as a direction, shape `(n_dimensions,)`; None without vectors."""

    @property
    def clause_vectors(self) -> NDArray[np.float32] | None:
        """The same of every clause, shape `(n_clauses, n_dimensions)`; None without them."""


def batches(texts: Sequence[str]) -> Iterator[slice]:
    """Yield which texts are read together, so few at a time that memory does not grow with them.

    One text needs what it needs: a longer one than `_MOST_CHARACTERS` comes alone.
    """
    start = characters = 0
    for row, text in enumerate(texts):
        characters += len(text)
        full = row - start == _MOST_ANSWERS or characters > _MOST_CHARACTERS
        if full and row > start:
            yield slice(start, row)
            start, characters = row, len(text)
    if start < len(texts):
        yield slice(start, len(texts))


@dataclass(frozen=True)
class AnalysedAnswers:
    """Answers to code; three columns of one length.

    Args:
        texts: the cleaned texts.
        analyses: the language analysis of each text.
        questions: the question that each answers.
    """

    texts: Sequence[str]
    analyses: Sequence[Analysed]
    questions: Sequence[str]

    def __post_init__(self) -> None:
        if not len(self.texts) == len(self.analyses) == len(self.questions):
            raise ValueError("texts, analyses and questions must be of one length")

    def __len__(self) -> int:
        return len(self.texts)

    def vectors(self) -> NDArray[np.float64]:
        """Return the texts' vectors, shape `(n_answers, n_dimensions)`; 0 dimensions if none."""
        rows = [one.vector for one in self.analyses if one.vector is not None]
        if not rows or len(rows) < len(self):
            return np.zeros((len(self), 0))
        return np.array(rows, dtype=np.float64)

    def clause_vectors(self) -> NDArray[np.float64]:
        """Return the clauses' vectors, answer by answer; the answer's where they have none."""
        width = self.vectors().shape[1]
        if not width:
            return np.zeros((sum(len(one.clauses) for one in self.analyses), 0))
        own = [
            np.repeat(np.asarray(one.vector)[None], len(one.clauses), axis=0)
            if one.clause_vectors is None
            else one.clause_vectors
            for one in self.analyses
        ]
        return np.concatenate([np.zeros((0, width)), *own]).astype(np.float64)

    def part(self, rows: slice) -> "AnalysedAnswers":
        """Return the answers of some rows."""
        return AnalysedAnswers(self.texts[rows], self.analyses[rows], self.questions[rows])

    def batches(self) -> Iterator["AnalysedAnswers"]:
        """Yield the answers in their order, a few at a time; see `batches`."""
        return map(self.part, batches(self.texts))

    def at(self, rows: Iterable[int]) -> "AnalysedAnswers":
        """Return the answers at some places."""
        places = list(rows)
        return AnalysedAnswers(
            [self.texts[row] for row in places],
            [self.analyses[row] for row in places],
            [self.questions[row] for row in places],
        )


@dataclass(frozen=True)
class TrainingAnswers:
    """Coded answers to learn from.

    Args:
        answers: the answers.
        respondents: who gave each answer, in whichever wave; answers of one person are never on
            both sides when scores are held out.
        themes: the human codes, shape `(n_answers, n_themes)` in the codebook's order.
        uncoded: answers of the same survey that nobody has coded; their words are learnt from.
    """

    answers: AnalysedAnswers
    respondents: Sequence[str]
    themes: NDArray[np.bool_]
    uncoded: AnalysedAnswers = AnalysedAnswers((), (), ())

    def __post_init__(self) -> None:
        if not len(self.answers) == len(self.respondents) == len(self.themes):
            raise ValueError("answers, respondents and themes must be of one length")

    def __len__(self) -> int:
        return len(self.answers)

    def at(self, rows: Iterable[int]) -> "TrainingAnswers":
        """Return the answers at some places, and all without codes."""
        places = list(rows)
        respondents = [self.respondents[row] for row in places]
        some = self.answers.at(places)
        return TrainingAnswers(some, respondents, self.themes[places], self.uncoded)


@dataclass(frozen=True)
class Predictions:
    """What the model says of answers.

    Args:
        probabilities: of each theme, 0 to 1, shape `(n_answers, n_themes)`; calibrated, so that a
            column's sum is the expected count.
        themes: the proposed sets, shape `(n_answers, n_themes)`.
        confidence: the probability that the whole set is right, shape `(n_answers,)`.
    """

    probabilities: NDArray[np.float64]
    themes: NDArray[np.bool_]
    confidence: NDArray[np.float64]
