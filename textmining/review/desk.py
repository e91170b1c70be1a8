"""The desk a coder sits at: which answer is next, what may be seen, what happens on a decision."""

import statistics
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from threading import Lock, RLock
from typing import Final, Literal
from uuid import uuid4

import numpy as np
import pandas as pd

from textmining.answers import AnswerId, ReviewStatus
from textmining.codebook import Codebook
from textmining.review.answers import Answer, ReviewedAnswers
from textmining.review.choice import Choice
from textmining.review.come import Come, ReviewProgress, by_review
from textmining.review.current import current_codes
from textmining.review.decisions import Codes, Decision, Standing
from textmining.review.near import differ_by_a_slip, skeleton
from textmining.review.queue import Queue, is_coded_twice
from textmining.review.settings import ReviewSettings
from textmining.review.store import Mark, Store

_LEASE_SECONDS: Final = 300
_PAUSE_SECONDS: Final = 300  # a longer gap between two decisions was a pause, not reading
_TIMES: Final = 50
_FEW_VALUES: Final = 40

Barrier = Literal["", "closed", "erased"]
"""Its wave is closed, its respondent is erased, or nothing."""


@dataclass(frozen=True)
class Sight:
    """What a coder may see of an answer now: nobody's codes before their own, if blind."""

    proposal: bool
    others: bool


class Desk:
    """A review of some answers, kept in a store; safe to use from several threads.

    Args:
        store: where decisions are kept; other programs may write to it at the same time.
        answers: the answers (see `answers_of`).
        codebook: what they are coded with.
    """

    def __init__(self, store: Store, answers: ReviewedAnswers, codebook: Codebook) -> None:
        self.store = store
        self.codebook = codebook
        self.answers = answers
        self.queue = Queue(self.answers, codebook)
        self.come = Come(self.queue)
        self._lock = RLock()
        self._strokes: dict[str, Lock] = {}
        self.mark: Mark | None = None
        self._times: dict[str, deque[float]] = {}
        self._leases: dict[int, tuple[str, float]] = {}
        self.codes = Codes()
        self.settings = ReviewSettings()
        self.refresh()

    @property
    def position(self) -> Mapping[AnswerId, int]:
        """The position of every answer."""
        return self.answers.position

    def refresh(self) -> None:
        """Take in what has happened in the store since last time."""
        if self.store.mark() == self.mark:
            return
        with self._lock:
            mark = self.store.mark()
            if self.mark is None or mark.events != self.mark.events:
                self._start_over()
            else:
                self._follow(self.mark.newest)
                if len(self.codes) != mark.decisions:  # numbered before others, there after them
                    self._start_over()
            self.mark = mark

    def _follow(self, newest: int) -> None:
        decisions, undone = self.store.decisions(after=newest), self.store.undone()
        changed = {decision.answer for decision in decisions}
        changed |= {a for batch in undone - self.codes.undone for a in self.codes.answers_of(batch)}
        self.codes.add(decisions)
        self.codes.undo(undone)
        self._note(self.come, changed)

    def _start_over(self) -> None:
        erased = self.settings.erased
        self.settings = self.store.settings()
        self.codes = self.store.codes()
        if self.settings.erased != erased:
            self.answers = self.answers.without(self.settings.erased)
            # Who said the same as somebody erased is read on their own.
            self.queue = Queue(self.answers, self.codebook)
        self.facts = self.answers.choices(_FEW_VALUES)
        come = Come(self.queue)  # others look at the one before until this is complete
        come.open_to(self.answers, self.settings.closed)
        self._note(come, self.codes.answers())
        self.come = come

    def _note(self, come: Come, changed: Iterable[AnswerId]) -> None:
        """Keep what the decisions about answers come to."""
        for answer in changed:
            position = self.position.get(answer)
            if position is not None and self.queue.is_first(position):
                standing = self.standing(position)
                is_second = self.is_second(position, "")
                come.note(int(self.queue.place[position]), standing, is_second=is_second)

    def _is_gone(self, answer: AnswerId) -> bool:
        return (answer.respondent, answer.wave) in self.settings.erased

    @property
    def is_by_hand(self) -> bool:
        """Whether no machine has coded the answers."""
        return all(answer.proposed is None for answer in self.answers[:1])

    @property
    def n_decided(self) -> int:
        """How many items somebody has decided on."""
        return int(self.come.decided.sum())

    def decided(self) -> Iterator[tuple[int, Answer]]:
        """The answers that somebody has decided on, with their positions, in their order."""
        found = (self.position.get(answer) for answer in self.codes.answers())
        for position in sorted(p for p in found if p is not None and self.standing(p) is not None):
            yield position, self.answers[position]

    def standing(self, position: int) -> Standing | None:
        """Return what the decisions about the answer at `position` come to."""
        return self.codes.standing(self.answers.id_of(position))

    def barrier(self, position: int) -> Barrier:
        """Return what keeps the answer from being decided on, or ""."""
        answer = self.answers.id_of(position)
        if self._is_gone(answer):
            return "erased"
        return "closed" if answer.wave in self.settings.closed else ""

    def is_open(self, position: int) -> bool:
        """Return whether the answer can be decided on: its wave open, its respondent there."""
        return not self.barrier(position)

    def is_second(self, position: int, coder: str) -> bool:
        """Return whether the coder is to code an answer that another has coded, blind."""
        standing = self.standing(position)
        return (
            standing is not None
            and len(standing.by_coder) == 1
            and coder not in standing.by_coder
            and standing.settled is None
            and self.queue.review_of(position) is ReviewStatus.AUDIT
            and is_coded_twice(self.answers.id_of(self.queue.first(position)), self.settings.double)
        )

    def is_blind(self, position: int) -> bool:
        """Return whether it is drawn and undecided, so that nobody may see the proposal yet."""
        drawn = self.queue.review_of(position) is ReviewStatus.AUDIT
        return drawn and self.settings.blind and self.standing(position) is None

    def sight(self, position: int, coder: str) -> Sight:
        """Return what the coder may see now."""
        if self.is_second(position, coder):
            return Sight(proposal=False, others=False)
        return Sight(proposal=not self.is_blind(position), others=True)

    def wants(self, position: int, coder: str) -> bool:
        """Return whether the coder should code an item by the answer that is shown of it.

        Nobody has, or it is coded twice.
        """
        if not self.is_open(position):
            return False
        return self.standing(position) is None or self.is_second(position, coder)

    def next(self, coder: str, after: int | None = None) -> int | None:
        """Return the position of the next answer for the coder, or None at the end.

        What another coder has on the desk is passed over for some minutes.

        Args:
            coder: who asks.
            after: a position to go on from; the search begins anew at the end of the queue.
        """
        with self._lock:
            start = 0 if after is None else self.place(after) + 1
            for place in self.come.wanted_from(start):
                position = int(self.queue.firsts[place])
                if self.wants(position, coder) and not self._is_taken(position, coder):
                    self._leases[position] = (coder, time.monotonic())
                    return position
        return None

    def place(self, position: int) -> int:
        """Return the place in the queue (from 0) of the answer at `position`."""
        return int(self.queue.place[position])

    def nearly_same(self, position: int) -> list[int]:
        """Return the positions of open answers nobody has coded that say nearly the same."""
        first = self.queue.first(position)
        text = skeleton(self.answers.text(first))
        return [
            other
            for other in sorted(self.answers.nearly_same.like(first), key=self.place)
            if self.queue.is_first(other)
            and self.standing(other) is None
            and self.is_open(other)
            and differ_by_a_slip(text, skeleton(self.answers.text(other)))
        ]

    def beside(self, position: int, step: int) -> int:
        """Return the position `step` places on in the queue, or the last one that way."""
        place = min(max(self.place(position) + step, 0), len(self.queue) - 1)
        return int(self.queue.firsts[place])

    def holder(self, position: int) -> str:
        """Return who has the answer on the desk, or ""."""
        holder, since = self._leases.get(position, ("", 0.0))
        return holder if time.monotonic() - since < _LEASE_SECONDS else ""

    def taken(self) -> dict[int, str]:
        """Return who has which answers on the desk, by position."""
        return {p: holder for p in list(self._leases) if (holder := self.holder(p))}

    def _is_taken(self, position: int, coder: str) -> bool:
        return self.holder(position) not in {"", coder}

    def decide(self, positions: Sequence[int], coder: str, choice: Choice) -> None:
        """Record a coder's choice for answers and their copies, in one stroke.

        Raises:
            DecisionError: the codes cannot be given together or to these answers.
            StoreError: a wave is closed.
        """
        with self._strokes_of(coder):
            self.refresh()
            choice.check([self.answers[p] for p in positions], self.codebook)
            with self._lock:
                decisions = [
                    self._decision(copy, coder, choice)
                    for position in dict.fromkeys(positions)
                    for copy in self.queue.item_of(position).answers
                ]
                new = self._not_recorded(decisions)
            self.store.record(new)
            with self._lock:
                for position in positions:
                    self._leases.pop(self.queue.first(position), None)
                self._times.setdefault(coder, deque(maxlen=_TIMES)).append(time.monotonic())
            self.refresh()

    def _strokes_of(self, coder: str) -> Lock:
        """One stroke of a coder at a time; nobody else waits while the store is being written."""
        with self._lock:
            return self._strokes.setdefault(coder, Lock())

    def _not_recorded(self, decisions: Sequence[Decision]) -> Sequence[Decision]:
        """What to record of a stroke whose reply may have been lost: the same again is nothing new.

        Another choice under the same name, from a page that never heard back, is a new stroke.
        """
        if not any(self.codes.answers_of(decision.batch) for decision in decisions):
            return decisions
        if all(_is_last(decision, self.codes) for decision in decisions):
            return ()
        batch = uuid4().hex
        return [replace(decision, batch=batch) for decision in decisions]

    def _decision(self, position: int, coder: str, choice: Choice) -> Decision:
        answer = self.answers[position]
        return Decision(
            answer.id,
            coder,
            choice.themes,
            codebook_version=self.codebook.version,
            model=answer.model,
            proposed=answer.proposed,
            shown=answer.proposed is not None and self.sight(position, coder).proposal,
            unsure=choice.unsure,
            note=choice.note,
            role=choice.role,
            batch=choice.batch,
        )

    def undo(self, coder: str) -> int | None:
        """Take back the coder's last stroke; return the position of an answer in it, or None.

        A stroke on other answers only, of another wave in the same store, say, stays.
        """
        with self._strokes_of(coder):
            self.refresh()
            batch = self.codes.last_batch(coder, self.position)
            if batch is None or not self.store.undo(batch, coder):
                return None
            self.refresh()
            positions = [self.position.get(answer) for answer in self.codes.answers_of(batch)]
            places = [self.place(p) for p in positions if p is not None]
            return int(self.queue.firsts[min(places)]) if places else None

    def progress(self, coder: str) -> ReviewProgress:
        """Return how far the review has come for one coder."""
        come = self.come
        left, review = come.wanted.copy(), come.queue.review
        for place in np.flatnonzero(left & come.decided).tolist():
            left[place] = self.is_second(int(come.queue.firsts[place]), coder)
        return ReviewProgress(
            by_review(review[come.counted]),
            by_review(review[~come.erased]),
            by_review(review[left]),
            self._seconds(coder),
        )

    def _seconds(self, coder: str) -> float | None:
        times = list(self._times.get(coder, ()))
        gaps = [b - a for a, b in pairwise(times) if b - a < _PAUSE_SECONDS]
        return statistics.median(gaps) if len(gaps) >= 3 else None

    def current(self) -> pd.DataFrame:
        """Return the codes that count for these answers; see `current_codes`."""
        with self._lock:
            return current_codes(self.codes, self.codebook, self.position)


def _is_last(decision: Decision, codes: Codes) -> bool:
    """Whether it says what its coder's last decision on the answer says."""
    own = [d for d in codes.history(decision.answer) if d.coder == decision.coder]
    return bool(own) and all(
        getattr(own[-1], name) == getattr(decision, name)
        for name in ("themes", "unsure", "note", "role")
    )
