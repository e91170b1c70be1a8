"""In which order answers are read, and which are read together."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from textmining.review.answers import Answer, Drawn
from textmining.review.decisions import AnswerId

__all__ = ["Item", "is_coded_twice", "reading_order", "skeleton"]

_RANK: Final[Mapping[Drawn, int]] = {"audit": 0, "doubt": 1, "": 2}
_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_REPEATED: Final = re.compile(r"(.)\1+")


@dataclass(frozen=True)
class Item:
    """Identical answers to one question of one wave: read and coded once.

    Args:
        answers: positions of the identical answers; the first is the one that is shown.
        near: positions of the first answers of items that are nearly identical to this one.
        review: "audit" if any of them is drawn, else "doubt" if any is in line, else "".
    """

    answers: tuple[int, ...]
    near: tuple[int, ...]
    review: Drawn


def reading_order(answers: Sequence[Answer]) -> list[Item]:
    """Return what a person reads, first to last.

    The drawn sample comes first in its random order, then the doubtful answers, most doubtful
    first, then the rest. The order goes through all questions at once, so that whoever stops
    early has read some of each.
    """
    identical: dict[tuple[str, str, str], list[int]] = {}
    for position, answer in enumerate(answers):
        key = (answer.id.wave, answer.id.question, answer.text.strip())
        identical.setdefault(key, []).append(position)
    groups = [sorted(group, key=lambda p: _place(answers[p])) for group in identical.values()]
    groups.sort(key=lambda group: _place(answers[group[0]]))
    near = _near([answers[group[0]] for group in groups], [group[0] for group in groups])
    return [
        Item(tuple(group), near.get(group[0], ()), answers[group[0]].review) for group in groups
    ]


def _place(answer: Answer) -> tuple[int, int, AnswerId]:
    return _RANK[answer.review], answer.order, answer.id


def _near(answers: Sequence[Answer], positions: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Positions of nearly identical answers to the same question, by position."""
    groups: dict[tuple[str, str, str], list[int]] = {}
    for answer, position in zip(answers, positions, strict=True):
        key = (answer.id.wave, answer.id.question, skeleton(answer.text))
        groups.setdefault(key, []).append(position)
    return {
        position: tuple(other for other in group if other != position)
        for group in groups.values()
        if len(group) > 1
        for position in group
    }


def skeleton(text: str) -> str:
    """Return what is left of a text when writing habits are taken away.

    Case, punctuation, spaces, accents, doubled letters and the order of words do not matter;
    a text of signs only keeps them.

    >>> skeleton("Nei!!") == skeleton("neeei")
    True
    >>> skeleton("Mer penger, fleire tolkar") == skeleton("fleire tolkar - mer penger")
    True
    """
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(mark for mark in folded if not unicodedata.combining(mark))
    words = _NOT_LETTERS.sub(" ", _REPEATED.sub(r"\1", plain)).split()
    return " ".join(sorted(words)) or text.strip()


def is_coded_twice(answer: AnswerId, share: float) -> bool:
    """Return whether a second coder codes this answer too.

    The choice hangs on the answer's id alone: it is the same on every machine, and a larger
    share keeps the answers of a smaller one.
    """
    digest = hashlib.sha256("\0".join(answer).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8]) < share * 2**64
