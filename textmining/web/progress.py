"""How far the review has come and how long it takes, as the page tells it."""

from dataclasses import dataclass
from math import ceil

from textmining.answers import ReviewStatus
from textmining.web.site import ReviewVisit


@dataclass(frozen=True)
class Part:
    """One part of the queue.

    Args:
        name: "audit", "doubt" or "rest".
        label: what it is called: the same, or "hand" where no machine has coded the answers.
        read: how many of it are read.
        total: how many there are.
        left: how many this coder has left.
        minutes: how long that takes this coder, or None before it can be told.
    """

    name: str
    label: str
    read: int
    total: int
    left: int
    minutes: int | None


def progress_of(visit: ReviewVisit) -> list[Part]:
    """Return the parts of the queue that have answers."""
    progress = visit.desk.progress(visit.coder)
    pace = progress.seconds
    return [
        Part(
            name=part or "rest",
            label="hand" if visit.desk.is_by_hand else part or "rest",
            read=progress.read[part],
            total=progress.total[part],
            left=progress.left[part],
            minutes=None if pace is None else ceil(progress.left[part] * pace / 60),
        )
        for part in ReviewStatus
        if progress.total[part]
    ]
