"""Differences between two shares, and when they may be called one."""

from dataclasses import dataclass
from math import sqrt

from textmining.report.table import Cell
from textmining.texts import Texts

__all__ = ["Difference", "are_apart", "difference", "difference_text"]


@dataclass(frozen=True)
class Difference:
    """How much larger a share is than another, with limits; all in shares (−1 to 1)."""

    value: float
    low: float
    high: float

    @property
    def is_one(self) -> bool:
        """Whether the interval excludes zero."""
        return self.low > 0 or self.high < 0

    @property
    def is_exact(self) -> bool:
        """Whether it has no uncertainty, since everything was read on both sides."""
        return self.low == self.high


def difference(first: Cell | None, second: Cell | None) -> Difference | None:
    """Return second minus first with MOVER limits (Newcombe 1998; Zou & Donner 2008).

    None if either has no share with limits: nothing is said about it then.
    """
    if first is None or second is None or not (first.is_known and second.is_known):
        return None
    value = second.share - first.share
    below = sqrt((second.share - second.share_low) ** 2 + (first.share_high - first.share) ** 2)
    above = sqrt((second.share_high - second.share) ** 2 + (first.share - first.share_low) ** 2)
    return Difference(value, value - below, value + above)


def are_apart(first: Cell, second: Cell) -> bool:
    """Whether the intervals do not overlap: the rule where many pairs are looked at.

    It is stricter than a difference whose interval excludes zero. Of the ten pairs among five
    groups one would exclude zero by chance every other time.
    """
    return first.share_high < second.share_low or second.share_high < first.share_low


def difference_text(found: Difference | None, texts: Texts) -> str:
    """Write a difference in percentage points for a table, "+13 (+5 – +21)"."""
    if found is None:
        return ""
    value = texts.numbers.signed(found.value * 100)
    if found.is_exact:
        return value
    low, high = texts.numbers.signed_limits(found.low * 100, found.high * 100)
    return f"{value} ({low} – {high})"
