"""An answer's text cut where the words that spoke for a theme begin and end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from textmining.review.reasons import WordSpan


@dataclass(frozen=True)
class Segment:
    """A piece of an answer's text and the codes it spoke for (none: plain text)."""

    text: str
    codes: tuple[str, ...] = ()


def segments(text: str, spans: Mapping[str, Sequence[WordSpan]]) -> list[Segment]:
    """Cut a text so that every piece speaks for the same codes from its first to last character.

    >>> [(s.text, s.codes) for s in segments("mer tolk nå", {"tolk": [(4, 8, 1.0)]})]
    [('mer ', ()), ('tolk', ('tolk',)), (' nå', ())]
    """
    within = {
        code: [(max(start, 0), min(end, len(text))) for start, end, _ in spans_of]
        for code, spans_of in spans.items()
    }
    cuts = sorted({0, len(text)} | {cut for pairs in within.values() for p in pairs for cut in p})
    return [Segment(text[start:end], _codes_at(start, within)) for start, end in pairwise(cuts)]


def _codes_at(place: int, spans: Mapping[str, Sequence[tuple[int, int]]]) -> tuple[str, ...]:
    return tuple(
        code for code, pairs in spans.items() if any(start <= place < end for start, end in pairs)
    )
