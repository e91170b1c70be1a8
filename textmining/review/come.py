"""How far a review has come, item by item of its queue, as arrays that follow the decisions."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from textmining.answers import ReviewStatus
from textmining.arrays import Bools
from textmining.review.answers import REVIEWS, ReviewedAnswers
from textmining.review.decisions import Standing
from textmining.review.queue import Queue


@dataclass(frozen=True)
class ReviewProgress:
    """How far the review has come for one coder, by part of the queue (identical answers once).

    Args:
        read: how many are read.
        total: how many there are.
        left: how many this coder has left to code.
        seconds: the coder's usual time for a decision, or None before there are enough.
    """

    read: Mapping[ReviewStatus, int]
    total: Mapping[ReviewStatus, int]
    left: Mapping[ReviewStatus, int]
    seconds: float | None


class Come:
    """What has become of the items of a queue, each of shape `(n_items,)`.

    Attributes:
        queue: the queue.
        decided: somebody has decided on it.
        counted: there are codes that count.
        second: coded by one, and to be coded by another.
        closed: its wave is closed.
        erased: its respondent is erased.
    """

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        none = np.zeros(len(queue), dtype=np.bool_)
        self.decided, self.counted, self.second = none, none.copy(), none.copy()
        self.closed, self.erased = none.copy(), none.copy()

    def open_to(self, answers: ReviewedAnswers, closed: Collection[str]) -> None:
        """Begin anew, with nothing decided, some waves closed and some respondents erased."""
        for kept in (self.decided, self.counted, self.second):
            kept[:] = False
        firsts = self.queue.firsts
        waves = answers.labels("wave").at(firsts)
        self.closed = np.logical_or.reduce([waves.are(wave) for wave in closed] or [self.decided])
        erased = answers.erased
        self.erased = np.zeros_like(self.decided) if erased is None else erased[firsts]

    def note(self, place: int, standing: Standing | None, *, is_second: bool) -> None:
        """Keep what the decisions about an item come to, and whether a second coder is to code."""
        self.decided[place] = standing is not None
        self.counted[place] = standing is not None and standing.counts is not None
        self.second[place] = is_second

    @property
    def open(self) -> Bools:
        """Which items can be decided on."""
        return np.asarray(~(self.closed | self.erased))

    @property
    def wanted(self) -> Bools:
        """Which items somebody is to code still."""
        return np.asarray(self.open & (~self.decided | self.second))

    def wanted_from(self, start: int) -> Iterator[int]:
        """The places of these, from one on, and then from the beginning up to there."""
        places = np.flatnonzero(self.wanted)
        first = int(np.searchsorted(places, start))
        return map(int, chain(places[first:], places[:first]))


def by_review(reviews: NDArray[np.int8]) -> Mapping[ReviewStatus, int]:
    """Return how many items are read why; `reviews` are places in `REVIEWS`."""
    counts = np.bincount(reviews, minlength=len(REVIEWS)).tolist()
    return Counter({status: n for status, n in zip(REVIEWS, counts, strict=True) if n})
