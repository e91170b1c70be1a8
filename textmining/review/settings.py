"""What has been chosen for a review as a whole, as it follows from the events on record."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from textmining.answers import AnswerId
from textmining.errors import StoreError
from textmining.review.records import Event


@dataclass(frozen=True)
class ReviewSettings:
    """What has been chosen for the review as a whole.

    Args:
        blind: drawn answers are coded without the machine's proposal.
        double: the share of drawn answers that a second coder codes too, 0-1.
        closed: the waves whose decisions can no longer change.
        erased: (respondent, wave) of those who have been erased, or are being erased.
        erasing: those of whom something may be left, since the program was stopped meanwhile.
    """

    blind: bool = True
    double: float = 0.0
    closed: frozenset[str] = frozenset()
    erased: frozenset[tuple[str, str]] = frozenset()
    erasing: frozenset[tuple[str, str]] = frozenset()


def settings_from(events: Iterable[Event]) -> ReviewSettings:
    """Return what the events, first to last, come to."""
    blind, double = True, 0.0
    closed: set[str] = set()
    erased: set[tuple[str, str]] = set()
    erasing: set[tuple[str, str]] = set()
    for event in events:
        match event.kind:
            case "blind on" | "blind off":
                blind = event.kind == "blind on"
            case "double":
                double = float(event.detail)
            case "closed":
                closed.add(event.wave)
            case "reopened":
                closed.discard(event.wave)
            case "erasing":
                erasing.add((event.respondent, event.wave))
            case "erased":
                erased.add((event.respondent, event.wave))
                erasing.discard((event.respondent, event.wave))
    return ReviewSettings(
        blind, double, frozenset(closed), frozenset(erased | erasing), frozenset(erasing)
    )


def refuse_closed(settings: ReviewSettings, waves: Collection[str]) -> None:
    """Raise StoreError if one of the waves is closed."""
    closed = sorted(settings.closed & set(waves))
    if closed:
        raise StoreError(
            "wave {closed} is closed: its decisions no longer change. Reopen it on the review page "
            "first.",
            closed=", ".join(closed),
        )


def refuse_erased(settings: ReviewSettings, answers: Iterable[AnswerId]) -> None:
    """Raise StoreError if one of the answers is from a respondent who has been erased."""
    count = sum(1 for answer in answers if answer[:2] in settings.erased)
    if count:
        raise StoreError(
            "{count} of the answers are from a respondent who has been erased. Take the respondent "
            "out of the file or workbook that the decisions are from.",
            count=count,
        )
