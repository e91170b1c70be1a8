"""The answers a review is about, as a person meets them: columns of which a row becomes one."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from textmining.answers import AnswerId, ReviewStatus
from textmining.arrays import Bools
from textmining.review.near import NearlySame
from textmining.review.strings import Labels, OnDemand, Strings

REVIEWS: Final = (ReviewStatus.AUDIT, ReviewStatus.DOUBT, ReviewStatus.NONE)
"""Why a person reads, in the order in which they do; arrays hold the place in it."""

IDENTITY_OF: Final = ("wave", "question")
"""The columns beside the respondent that tell an answer from all others."""


@dataclass(frozen=True)
class Answer:
    """One answer with the machine's proposal.

    Args:
        id: what tells it from all others.
        text: what the respondent wrote; never empty.
        background: the respondent's background as text, by column; empty cells are left out.
        proposed: the machine's codes in the codebook's order; None if no machine has coded it.
        probabilities: the machine's probability of every code, 0-1; empty without a machine.
        review: why a person reads it.
        order: its place in the reading order.
        model: the model that coded it; "" without one.
        novel: whether it is unlike those the model learnt from.
    """

    id: AnswerId
    text: str
    background: Mapping[str, str]
    proposed: tuple[str, ...] | None
    probabilities: Mapping[str, float]
    review: ReviewStatus
    order: int
    model: str = ""
    novel: bool = False

    @property
    def facts(self) -> Mapping[str, str]:
        """What is known about it beside its text: wave, question and background, by column."""
        return {"wave": self.id.wave, "question": self.id.question, **self.background}


@dataclass(frozen=True, eq=False)
class ReviewedAnswers(OnDemand[Answer]):
    """Answers as arrays, in memory or in mapped files; each is made when it is asked for.

    Args:
        arrays: see `textmining.review.filling`; each has a row an answer.
        names: the texts that columns of `Labels` hold, by column.
        codes: the codes of `proposed` and `probabilities`, in order.
        background: the background columns.
        erased: which answers' respondents have been erased, shape `(n_answers,)`; None if none.
    """

    arrays: Mapping[str, NDArray[Any]]
    names: Mapping[str, Sequence[str]]
    codes: tuple[str, ...]
    background: tuple[str, ...]
    erased: Bools | None = None

    def __len__(self) -> int:
        return len(self.arrays["order"])

    def made(self, row: int) -> Answer:
        """Make the answer at a position."""
        is_erased = self.erased is not None and bool(self.erased[row])
        chances = self.arrays["probabilities"][row]
        known = zip(self.codes, chances.tolist(), np.isnan(chances).tolist(), strict=True)
        return Answer(
            self.id_of(row),
            self.text(row),
            {} if is_erased else self._background(row),
            self._proposed(row) if self.arrays["coded"][row] else None,
            {code: chance for code, chance, is_missing in known if not is_missing},
            REVIEWS[self.arrays["review"][row]],
            int(self.arrays["order"][row]),
            self.labels("model")[row],
            bool(self.arrays["novel"][row]),
        )

    def text(self, row: int) -> str:
        """What the answer at a position says; "" of those who have been erased."""
        is_erased = self.erased is not None and bool(self.erased[row])
        return "" if is_erased else self.texts[row]

    def id_of(self, row: int) -> AnswerId:
        """The id of the answer at a position."""
        wave, question = (self.labels(name)[row] for name in IDENTITY_OF)
        return AnswerId(self.respondents[row], wave, question)

    def _proposed(self, row: int) -> tuple[str, ...]:
        return tuple(self.codes[k] for k in np.flatnonzero(self.arrays["proposed"][row]))

    def _background(self, row: int) -> dict[str, str]:
        found = {name: self.labels(name, own=False)[row] for name in self.background}
        return {name: value for name, value in found.items() if value}

    @cached_property
    def texts(self) -> Strings:
        """What the respondents wrote."""
        return self._strings("text")

    @cached_property
    def respondents(self) -> Strings:
        """Their ids."""
        return self._strings("respondent")

    @cached_property
    def folded(self) -> Strings:
        """The texts without upper case, to look for parts of them."""
        return self._strings("folded")

    def _strings(self, name: str) -> Strings:
        return Strings(self.arrays[f"{name} content"], self.arrays[f"{name} ends"])

    def labels(self, name: str, *, own: bool = True) -> Labels:
        """A column of labels: one of ours, or a background column of that name."""
        key = name if own else f"background {name}"
        return Labels(self.arrays[key], self.names[key])

    def facts(self) -> dict[str, Labels]:
        """Wave, question and background, by column; see `Answer.facts`."""
        own = {name: self.labels(name) for name in IDENTITY_OF}
        return own | {name: self.labels(name, own=False) for name in self.background}

    def choices(self, most: int) -> dict[str, list[str]]:
        """By column of `facts`, what answers can be chosen by: some values, and not too many."""
        there = slice(None) if self.erased is None else ~self.erased
        found = {
            name: sorted((labels if name in IDENTITY_OF else labels.at(there)).used())
            for name, labels in self.facts().items()
        }
        return {name: values for name, values in found.items() if 1 < len(values) <= most}

    @property
    def drawn(self) -> Bools:
        """Which answers were drawn to be read, shape `(n_answers,)`."""
        return np.asarray(self.arrays["review"] == REVIEWS.index(ReviewStatus.AUDIT))

    @cached_property
    def position(self) -> "Positions":
        """The position of every answer."""
        return Positions(self)

    @cached_property
    def nearly_same(self) -> NearlySame:
        """What says nearly the same as what."""
        return NearlySame(*(self.arrays[name] for name in ("shape", "letters", "by shape")))

    @property
    def stand_twice(self) -> bool:
        """Whether some of them have the same id."""
        order = self.arrays["by hash"]
        hashes = self.arrays["hash"][order]
        alike = np.flatnonzero(hashes[1:] == hashes[:-1]).tolist()
        return any(self.id_of(order[i]) == self.id_of(order[i + 1]) for i in alike)

    def of(self, respondent: str, wave: str) -> Bools:
        """Which answers are a respondent's in a wave, shape `(n_answers,)`."""
        found = np.zeros(len(self), dtype=np.bool_)
        for question in self.names["question"]:
            if (row := self.position.get(AnswerId(respondent, wave, question))) is not None:
                found[row] = True
        return found

    def without(self, people: Iterable[tuple[str, str]]) -> "ReviewedAnswers":
        """The same, with nothing left of what some wrote but that they were there."""
        gone = np.zeros(len(self), dtype=np.bool_)
        for respondent, wave in people:
            gone |= self.of(respondent, wave)
        return replace(self, erased=gone if gone.any() else None)

    def fingerprint(self) -> bytes:
        """What tells these answers in this order from all others."""
        digest = hashlib.sha256(repr([[*self.names[name]] for name in IDENTITY_OF]).encode())
        for name in ("respondent content", "respondent ends", *IDENTITY_OF):
            digest.update(self.arrays[name].tobytes())
        return digest.digest()


class Positions(Mapping[AnswerId, int]):
    """Where each answer is: by a hash of its id, and by the id itself."""

    def __init__(self, answers: ReviewedAnswers) -> None:
        self._answers = answers
        self._hashes = answers.arrays["hash"][answers.arrays["by hash"]]
        self._known: dict[AnswerId, int] = {}

    def __getitem__(self, answer: AnswerId) -> int:
        if answer not in self._known:
            self._known[answer] = self._found(answer)
        return self._known[answer]

    def _found(self, answer: AnswerId) -> int:
        number = hashed(answer)
        first = np.searchsorted(self._hashes, number, "left")
        last = np.searchsorted(self._hashes, number, "right")
        for row in self._answers.arrays["by hash"][first:last].tolist():
            if self._answers.id_of(row) == answer:
                return int(row)
        raise KeyError(answer)

    def __iter__(self) -> Iterator[AnswerId]:
        return map(self._answers.id_of, range(len(self)))

    def __len__(self) -> int:
        return len(self._answers)


def hashed(answer: AnswerId) -> np.uint64:
    """A number of 64 bits for an answer's id."""
    key = "\0".join(answer).encode("utf-8", "surrogatepass")
    return np.uint64(int.from_bytes(hashlib.blake2b(key, digest_size=8).digest()))
