"""What a person decides about an answer, and which codes follow from all decisions."""

from bisect import insort
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import RLock
from typing import Literal
from uuid import uuid4

from textmining.answers import AnswerId

Role = Literal["coding", "adjudication"]
"""A coder's own code, or the code that settles what coders disagree about."""


IMPORTED = "import-"
"""Begins the batch of a workbook: one stroke to take back, but decided answer by answer."""


def now() -> str:
    """Return the time in UTC as ISO 8601 text, which sorts as time does."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True)
class Decision:
    """One coder's themes for one answer; never changed once it is in the store.

    Args:
        answer: the answer decided on.
        coder: who decided.
        themes: the codes given; kept sorted, so that equal sets compare equal.
        codebook_version: the codebook the codes are from.
        model: the model whose proposal the coder could see; "" if there was none.
        proposed: the codes that the machine proposed; None if there was no machine.
        shown: whether the coder had seen the proposal when deciding.
        unsure: the coder doubts.
        note: what the coder wrote down.
        role: "adjudication" settles a disagreement, "coding" is the coder's own code.
        batch: decisions made in one stroke (copies, a selection, a workbook) share it and are
            taken back together; recording a batch twice is the same as recording it once.
        at: when, UTC, ISO 8601.
        number: the place in the store, from 1; 0 before it is recorded.
    """

    answer: AnswerId
    coder: str
    themes: tuple[str, ...]
    codebook_version: str
    model: str = ""
    proposed: tuple[str, ...] | None = None
    shown: bool = False
    unsure: bool = False
    note: str = ""
    role: Role = "coding"
    batch: str = field(default_factory=lambda: uuid4().hex)
    at: str = field(default_factory=now)
    number: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "themes", tuple(sorted(set(self.themes))))
        if self.proposed is not None:
            object.__setattr__(self, "proposed", tuple(sorted(set(self.proposed))))


@dataclass(frozen=True)
class Standing:
    """What all decisions about one answer come to.

    Args:
        answer: the answer.
        by_coder: every coder's last own decision, in the order the coders first decided; once a
            disagreement is settled, the last one before that.
        settled: the decision that settled a disagreement, or whoever's last one since; None if
            nothing has been settled.
    """

    answer: AnswerId
    by_coder: Mapping[str, Decision]
    settled: Decision | None

    @property
    def coders(self) -> tuple[str, ...]:
        """Who has decided, in the order they first did."""
        settled = [] if self.settled is None else [self.settled.coder]
        return tuple(dict.fromkeys([*self.by_coder, *settled]))

    @property
    def disagreed(self) -> bool:
        """Whether coders give different codes and nobody has settled it."""
        different = len({decision.themes for decision in self.by_coder.values()}) > 1
        return different and self.settled is None

    @property
    def counts(self) -> Decision | None:
        """The decision whose codes count; None while coders disagree (the answer is unread)."""
        if self.settled is not None:
            return self.settled
        return None if self.disagreed else max(self.by_coder.values(), key=lambda d: d.number)


class Codes:
    """The standing of every answer, followed decision by decision.

    Nothing here is kept anywhere: it is a view of the store's decisions. Safe to use from several
    threads.
    """

    def __init__(self, decisions: Iterable[Decision] = (), undone: Iterable[str] = ()) -> None:
        self._lock = RLock()  # what is read must not change meanwhile, nor be kept if it does
        self._history: dict[AnswerId, list[Decision]] = {}
        self._answers_of: dict[str, set[AnswerId]] = {}
        self._numbers: set[int] = set()
        self._undone = set(undone)
        self._standing: dict[AnswerId, Standing | None] = {}
        self.add(decisions)

    def __len__(self) -> int:
        """Return how many decisions there are, with those that were taken back."""
        return len(self._numbers)

    @property
    def undone(self) -> frozenset[str]:
        """The batches that were taken back."""
        return frozenset(self._undone)

    def add(self, decisions: Iterable[Decision]) -> None:
        """Follow decisions; one that is known already changes nothing."""
        with self._lock:
            for decision in decisions:
                if decision.number not in self._numbers:
                    self._numbers.add(decision.number)
                    self._answers_of.setdefault(decision.batch, set()).add(decision.answer)
                    history = self._history.setdefault(decision.answer, [])
                    insort(history, decision, key=lambda d: d.number)
                    self._standing.pop(decision.answer, None)

    def undo(self, batches: Iterable[str]) -> None:
        """Follow batches that were taken back."""
        with self._lock:
            for batch in set(batches) - self._undone:
                self._undone.add(batch)
                for answer in self._answers_of.get(batch, ()):
                    self._standing.pop(answer, None)

    def history(self, answer: AnswerId) -> tuple[Decision, ...]:
        """Return the answer's decisions that stand, first to last."""
        with self._lock:
            decisions = self._history.get(answer, ())
            return tuple(decision for decision in decisions if decision.batch not in self._undone)

    def standing_at(self, answer: AnswerId, number: int) -> Standing | None:
        """Return what the decisions up to a number came to, without what was taken back since."""
        return _standing(answer, [d for d in self.history(answer) if d.number <= number])

    def standing(self, answer: AnswerId) -> Standing | None:
        """Return what the decisions about an answer come to; None if nobody has decided."""
        with self._lock:
            if answer not in self._history:
                return None
            if answer not in self._standing:
                self._standing[answer] = _standing(answer, self.history(answer))
            return self._standing[answer]

    def answers(self) -> list[AnswerId]:
        """Return the answers with decisions, also if all of them were taken back."""
        return list(self._history)

    def standings(self) -> list[Standing]:
        """Return the standing of every answer that somebody has decided on, sorted by answer."""
        known = (self.standing(answer) for answer in sorted(self._history))
        return [standing for standing in known if standing is not None]

    def last_batch(self, coder: str, among: Container[AnswerId] | None = None) -> str | None:
        """Return the batch that the coder would take back next, or None.

        It has one of the answers `among`, if any are named.
        """
        with self._lock:
            numbered = (
                (decision.number, decision.batch)
                for answer, decisions in self._history.items()
                if among is None or answer in among
                for decision in decisions
                if decision.coder == coder and decision.batch not in self._undone
            )
            return max(numbered, default=(0, None))[1]

    def answers_of(self, batch: str) -> set[AnswerId]:
        """Return the answers that were decided on in one stroke."""
        return self._answers_of.get(batch, set())


def _standing(answer: AnswerId, history: Iterable[Decision]) -> Standing | None:
    by_coder: dict[str, Decision] = {}
    settled = None
    for decision in history:
        # Whoever chooses anew on a settled answer does so knowing all codes: it settles it anew.
        if settled is not None or decision.role == "adjudication":
            settled = decision
        else:
            by_coder[decision.coder] = decision
    if not by_coder and settled is None:
        return None
    return Standing(answer, by_coder, settled)
