"""Differences between two shares, and when they may be called one."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from textmining.estimation import Limits, before_rounding, change, holm, tail_probability
from textmining.report.table import Cell
from textmining.texts import Texts

SMALLEST = 0.05
"""What a difference between groups, or a change without limits, must reach to be told."""


@dataclass(frozen=True)
class Finding:
    """One theme, and how it differs: its cells and the difference."""

    first: Cell
    last: Cell
    gap: Limits
    first_name: str = ""
    last_name: str = ""


def difference(
    first: Cell | None, second: Cell | None, *, is_change: bool = False
) -> Limits | None:
    """Return second minus first with its limits, in shares (−1 to 1).

    Of a change, from a wave to the next, the errors may go together.

    Where both shares have limits for all who were invited, the difference is about them.
    None if either has no share with limits: nothing is said about it then.
    """
    if first is None or second is None or not (first.is_known and second.is_known):
        return None
    is_invited = first.has_invited and second.has_invited
    older, newer = (_continuous(cell, is_invited=is_invited) for cell in (first, second))
    is_alone = not is_change or is_invited or isnan(second.correlation)
    return change(older, newer, 0.0 if is_alone else second.correlation)


def _limits(cell: Cell, *, is_invited: bool) -> Limits:
    if is_invited:
        return Limits(cell.share, cell.invited_low, cell.invited_high)
    return Limits(cell.share, cell.share_low, cell.share_high)


def _continuous(cell: Cell, *, is_invited: bool) -> Limits:
    limits = _limits(cell, is_invited=is_invited)
    return limits if is_invited else before_rounding(limits, cell.answers)


def told_changes(
    pairs: Sequence[tuple[Cell, Cell]], level: float, texts: Texts
) -> list[Finding] | None:
    """The changes that may be called one, the largest first; None if nothing can be compared.

    Args:
        pairs: each theme's cell in the older and in the newer wave.
        level: of the intervals; Holm's rule holds at it for all pairs together.
        texts: the catalogue: what does not show in whole per cent is not told.
    """
    found = [
        Finding(*pair, gap)
        for pair in pairs
        if (gap := difference(*pair, is_change=True)) is not None
    ]
    if not found:
        return None
    chances = [tail_probability(one.gap, level) for one in found]
    told = [
        one
        for one, is_real in zip(found, holm(chances, 1 - level), strict=True)
        if is_real and _is_seen(one, texts)
    ]
    return sorted(told, key=lambda one: -abs(one.gap.value))


def _is_seen(change: Finding, texts: Texts) -> bool:
    """Whether a change is one also as it is written, and large enough where nothing is unsure."""
    gap = change.gap
    if gap.low == gap.high and abs(gap.value) < SMALLEST:
        return False
    return _whole(change.first, texts) != _whole(change.last, texts)


def are_apart(first: Cell, second: Cell) -> bool:
    """Whether the intervals do not overlap: the rule where many pairs are looked at.

    Where both have limits for all who were invited, it is theirs that must not.

    It is stricter than a difference whose interval excludes zero. Of the ten pairs among five
    groups that are alike, one in twenty would exclude zero by chance.
    """
    is_invited = first.has_invited and second.has_invited
    one, other = (_limits(cell, is_invited=is_invited) for cell in (first, second))
    return one.high < other.low or other.high < one.low


def shown_points(first: Cell, second: Cell, gap: Limits, texts: Texts) -> tuple[str, str]:
    """Write the size of a difference and its limits in percentage points, without signs.

    The size is that of the two shares as they are written, so that the three numbers agree; it
    lies between the limits, which are rounded outwards. No limits if there is no width.
    """
    points = texts.numbers.whole(abs(_whole(second, texts) - _whole(first, texts)))
    if gap.low == gap.high:
        return points, ""
    low, high = (gap.low, gap.high) if gap.value >= 0 else (-gap.high, -gap.low)
    places = 0 if min(abs(low), abs(high)) >= 0.01 else 1
    return points, texts.numbers.limits(low * 100, high * 100, places)


def difference_text(first: Cell | None, second: Cell | None, texts: Texts) -> str:
    """Write a difference in percentage points for a table, "+13 (+5 – +21)"."""
    found = difference(first, second, is_change=True)
    if found is None or first is None or second is None:
        return ""
    value = texts.numbers.signed(_whole(second, texts) - _whole(first, texts))
    if found.low == found.high:
        return value
    low, high = texts.numbers.signed_limits(found.low * 100, found.high * 100)
    return f"{value} ({low} – {high})"


def _whole(cell: Cell, texts: Texts) -> int:
    """The share in whole per cent, as it is written."""
    return texts.numbers.rounded(cell.share * 100)
