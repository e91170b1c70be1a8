"""Differences between two shares, and when they may be called one."""

from textmining.estimation import Limits, change
from textmining.report.table import Cell
from textmining.texts import Texts

__all__ = ["are_apart", "difference", "difference_text", "excludes_zero"]


def difference(first: Cell | None, second: Cell | None) -> Limits | None:
    """Return second minus first with its limits, in shares (−1 to 1).

    None if either has no share with limits: nothing is said about it then.
    """
    if first is None or second is None or not (first.is_known and second.is_known):
        return None
    return change(*(Limits(c.share, c.share_low, c.share_high) for c in (first, second)))


def excludes_zero(found: Limits) -> bool:
    """Whether a difference may be called one."""
    return found.low > 0 or found.high < 0


def are_apart(first: Cell, second: Cell) -> bool:
    """Whether the intervals do not overlap: the rule where many pairs are looked at.

    It is stricter than a difference whose interval excludes zero. Of the ten pairs among five
    groups that are alike, one in twenty would exclude zero by chance.
    """
    return first.share_high < second.share_low or second.share_high < first.share_low


def difference_text(found: Limits | None, texts: Texts) -> str:
    """Write a difference in percentage points for a table, "+13 (+5 – +21)"."""
    if found is None:
        return ""
    value = texts.numbers.signed(found.value * 100)
    if found.low == found.high:
        return value
    low, high = texts.numbers.signed_limits(found.low * 100, found.high * 100)
    return f"{value} ({low} – {high})"
