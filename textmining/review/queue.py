"""In which order answers are read, and which are read together."""

import hashlib
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import AnswerId, ReviewStatus
from textmining.codebook import Codebook
from textmining.review.answers import REVIEWS, ReviewedAnswers
from textmining.review.strings import OnDemand


@dataclass(frozen=True)
class QueueItem:
    """Identical answers of one wave: read and coded once.

    They may be to different questions, if these can have the same themes. All answers of nothing
    but punctuation, such as "." and "-", say the same: nothing.

    Args:
        answers: positions of the identical answers; the first is the one that is shown.
        review: `AUDIT` if any of them is drawn, else `DOUBT` if any is in line.
    """

    answers: tuple[int, ...]
    review: ReviewStatus


class Queue(OnDemand[QueueItem]):
    """What a person reads, first to last.

    The drawn sample comes first in its random order, then the doubtful answers, most doubtful
    first, then the rest. The order goes through all questions at once, so that whoever stops
    early has read some of each. Whoever has been erased says the same as others who have.

    Attributes:
        place: the place in the queue of every answer's item, shape `(n_answers,)`.
        firsts: the answer that is shown of every item, shape `(n_items,)`.
        review: why every item is read, as the place in `REVIEWS`, shape `(n_items,)`.
        positions: all answers, item by item, shape `(n_answers,)`.
    """

    def __init__(self, answers: ReviewedAnswers, codebook: Codebook) -> None:
        line = np.asarray(answers.arrays["line"])
        places, _ = pd.factorize(_same(answers, codebook)[line])
        by_item = np.argsort(places, kind="stable")
        self.positions: NDArray[np.int32] = line[by_item]
        self._starts = np.searchsorted(places[by_item], np.arange(places.max(initial=-1) + 2))
        self.place = np.zeros(len(line), dtype=np.int64)
        self.place[line] = places
        self.firsts: NDArray[np.int32] = self.positions[self._starts[:-1]]
        self.review: NDArray[np.int8] = answers.arrays["review"][self.firsts]

    def __len__(self) -> int:
        return len(self.firsts)

    def made(self, row: int) -> QueueItem:
        """Make the item at a place."""
        identical = self.positions[self._starts[row] : self._starts[row + 1]]
        return QueueItem(tuple(identical.tolist()), REVIEWS[self.review[row]])

    def item_of(self, position: int) -> QueueItem:
        """The item that an answer is read with."""
        return self.made(int(self.place[position]))

    def first(self, position: int) -> int:
        """The answer that is shown when the one at a position is read."""
        return int(self.firsts[self.place[position]])

    @property
    def is_drawn(self) -> NDArray[np.bool_]:
        """Of which answers' items one is drawn, shape `(n_answers,)`."""
        return np.asarray((self.review == REVIEWS.index(ReviewStatus.AUDIT))[self.place])

    def review_of(self, position: int) -> ReviewStatus:
        """Why the answer's item is read."""
        return REVIEWS[self.review[self.place[position]]]

    def is_first(self, position: int) -> bool:
        """Whether the answer is the one of its item that is shown."""
        return self.first(position) == position


def _same(answers: ReviewedAnswers, codebook: Codebook) -> NDArray[np.int64]:
    """A number for every answer, the same for those that are read together."""
    questions = answers.labels("question")
    asked = [row.tobytes() for row in codebook.asked(questions.names)]
    of_asked = {name: asked.index(key) for name, key in zip(questions.names, asked, strict=True)}
    said = answers.arrays["said"].astype(np.int64)
    if answers.erased is not None:
        said[answers.erased] = said.max(initial=0) + 1
    waves = answers.labels("wave").codes.astype(np.int64)
    said = said * (len(asked) + 1) + questions.each(of_asked)
    return np.asarray(said * (waves.max(initial=0) + 1) + waves, dtype=np.int64)


def is_coded_twice(answer: AnswerId, share: float) -> bool:
    """Return whether a second coder codes this answer too.

    The choice hangs on the answer's id alone: it is the same on every machine, and a larger
    share keeps the answers of a smaller one.
    """
    digest = hashlib.sha256("\0".join(answer).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8]) < share * 2**64
