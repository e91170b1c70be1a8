"""In which order answers are read, and which are read together."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from textmining.answers import AnswerId, ReviewStatus
from textmining.codebook import Codebook
from textmining.review.answers import Answer
from textmining.review.reasons import Reasons

_RANK: Final[Mapping[ReviewStatus, int]] = {
    ReviewStatus.AUDIT: 0,
    ReviewStatus.DOUBT: 1,
    ReviewStatus.NONE: 2,
}


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


def reading_order(answers: Sequence[Answer], codebook: Codebook) -> list[QueueItem]:
    """Return what a person reads, first to last.

    The drawn sample comes first in its random order, then the doubtful answers, most doubtful
    first, then the rest. The order goes through all questions at once, so that whoever stops
    early has read some of each.
    """
    asked = codebook.asked([answer.id.question for answer in answers])
    identical: dict[tuple[str, bytes, str], list[int]] = {}
    for position, answer in enumerate(answers):
        key = (answer.id.wave, asked[position].tobytes(), _said(answer.text))
        identical.setdefault(key, []).append(position)
    groups = [sorted(group, key=lambda p: _place(answers[p])) for group in identical.values()]
    groups.sort(key=lambda group: _place(answers[group[0]]))
    return [QueueItem(tuple(group), answers[group[0]].review) for group in groups]


def _said(text: str) -> str:
    """What a text says, to tell identical ones."""
    written = "".join(text.split())
    is_punctuation = all(unicodedata.category(sign).startswith("P") for sign in written)
    return "." if written and is_punctuation else text.strip()


def _place(answer: Answer) -> tuple[int, int, AnswerId]:
    return _RANK[answer.review], answer.order, answer.id


def is_coded_twice(answer: AnswerId, share: float) -> bool:
    """Return whether a second coder codes this answer too.

    The choice hangs on the answer's id alone: it is the same on every machine, and a larger
    share keeps the answers of a smaller one.
    """
    digest = hashlib.sha256("\0".join(answer).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8]) < share * 2**64


def side_by_side(answers: Sequence[Answer], similar: Mapping[AnswerId, Reasons]) -> list[Answer]:
    """Return the answers in an order in which similar ones follow each other.

    From every answer one goes on to the most similar one that is left; where there is none, to
    the first that is left.
    """
    left = {answer.id: answer for answer in answers}
    ordered: list[Answer] = []
    current: Answer | None = None
    while left:
        near = similar[current.id].similar if current and current.id in similar else ()
        following = next((other.id for other in near if other.id in left), next(iter(left)))
        current = left.pop(following)
        ordered.append(replace(current, order=len(ordered) + 1))
    return ordered
