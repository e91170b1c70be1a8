"""What the store keeps beside decisions: events, proposed themes, quotes."""

import re
from dataclasses import dataclass, field
from typing import Literal

from textmining.answers import AnswerId
from textmining.review.decisions import now

EventKind = Literal[
    "closed", "reopened", "erasing", "erased", "blind on", "blind off", "double"
]  # fmt: skip
"""closed, reopened: a wave. erasing, erased: a respondent, begun and done. blind: whether drawn
answers are coded without the machine's proposal. double: the share of answers that a second coder
codes (in `detail`)."""

QuoteState = Literal["proposed", "approved", "rejected"]

MARK = "[…]"
"""What stands in a quote where something was taken out."""

_LONGEST = 20_000  # characters; nobody looks for an excerpt in more


@dataclass(frozen=True)
class Event:
    """Something that happened to the review as a whole, on record for good.

    Args:
        kind: what happened.
        coder: who did it.
        wave: the wave it is about, or "".
        respondent: the respondent it is about, or "". Kept when a respondent is erased, so that
            the program knows an answer file that still holds them.
        detail: why, or the new value.
        at: when, UTC, ISO 8601.
    """

    kind: EventKind
    coder: str
    wave: str = ""
    respondent: str = ""
    detail: str = ""
    at: str = field(default_factory=now)


@dataclass(frozen=True)
class ThemeProposal:
    """A theme that a coder misses in the codebook, with the answer that showed it."""

    answer: AnswerId
    coder: str
    label: str
    definition: str = ""
    at: str = field(default_factory=now)


@dataclass(frozen=True)
class StoredQuote:
    """A quote from an answer; it may be published only while its state is "approved".

    Args:
        answer: where it is from.
        theme: the code it stands for.
        text: the masked text, exactly as it would be published.
        proposed: the masked text as the machine proposed it; "" means the same as `text`.
        state: proposed by the machine, approved or rejected by a person.
        coder: who approved or rejected it; "" while it is proposed.
        at: when, UTC, ISO 8601.
        number: the place in the store, from 1; 0 before it is recorded.
    """

    answer: AnswerId
    theme: str
    text: str
    proposed: str = ""
    state: QuoteState = "proposed"
    coder: str = ""
    at: str = field(default_factory=now)
    number: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "proposed", self.proposed or self.text)

    @property
    def is_restored(self) -> bool:
        """Whether a person put back something that masking had taken out."""
        return not is_masked_from(self.text, self.proposed)


def is_quote_of(text: str, proposed: str, original: str) -> bool:
    """Return whether a person may have made `text` of a proposed quote.

    Args:
        text: the quote.
        proposed: the masked excerpt that was proposed. More may be taken out.
        original: the whole answer, from which what was masked wrongly may be put back; "" if
            nothing may be.
    """
    whole = restored(proposed, original)
    return any(is_masked_from(text, one) for one in (proposed, whole) if one is not None)


def restored(masked: str, original: str) -> str | None:
    """Return a masked excerpt with what was taken out put back, but for numbers and addresses.

    Args:
        masked: an excerpt with `MARK` in place of what was taken out.
        original: the text that it is from; None comes back where it is not.

    >>> restored("Spør […], ring […]", "Takk. Spør Kari, ring 12345678")
    'Spør Kari, ring […]'
    """
    if len(original) > _LONGEST:
        return None
    pattern = "(.+?)".join(re.escape(part) for part in masked.split(MARK))
    found = re.search(pattern + r"(?=\W|$)", " ".join(original.split()))
    if found is None:
        return None
    kept = [MARK if re.search(r"[\d@]", gone) else gone for gone in found.groups()]
    return "".join(
        piece for pair in zip(masked.split(MARK), [*kept, ""], strict=True) for piece in pair
    )


def is_masked_from(text: str, original: str) -> bool:
    """Return whether `text` is `original` with nothing changed but parts replaced by `MARK`.

    >>> is_masked_from("Kontoret i […] er bra", "Kontoret i Lillevik er bra")
    True
    >>> is_masked_from("Kontoret i Lillevik er dårlig", "Kontoret i Lillevik er bra")
    False
    """
    first, *rest = text.split(MARK)
    if not rest:
        return text == original
    *between, last = rest
    if not original.startswith(first):
        return False
    place = len(first)
    for part in between:
        place = original.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return original[place:].endswith(last)
