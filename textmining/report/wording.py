"""How one number of the table is written, in sentences and in tables."""

from collections.abc import Sequence
from math import isnan

from textmining.report.table import Cell
from textmining.texts import ABSENT, SUPPRESSED, Texts


def cell_text(cell: Cell | None, texts: Texts) -> str:
    """Write a share with its limits, "42 % (36–48)"; without limits if everything was read."""
    if cell is None:
        return ABSENT
    if cell.is_suppressed:
        return SUPPRESSED
    share = texts.numbers.percent(cell.share)
    if cell.is_exact or isnan(cell.share):
        return share
    return f"{share} ({share_limits(cell, texts)})"


def estimate_text(cell: Cell | None, texts: Texts) -> str:
    """Write how many answers have the theme."""
    if cell is not None and cell.is_suppressed:
        return SUPPRESSED
    return texts.numbers.whole(cell.estimate if cell is not None else None)


def effect_told(effect: float, texts: Texts) -> str:
    """Write a design effect; NaN is one that is held back."""
    return SUPPRESSED if isnan(effect) else texts.numbers.decimal(effect, 2)


def limits_text(cell: Cell | None, texts: Texts) -> str:
    """Write the limits of how many answers have the theme, rounded outwards."""
    if cell is not None and cell.is_suppressed:
        return SUPPRESSED
    return texts.numbers.limits(cell.low, cell.high) if cell is not None else ABSENT


def respondents_text(cell: Cell | None, texts: Texts) -> str:
    """Write the share of respondents with its limits, "45 % (38–52)"."""
    if cell is None or (isnan(cell.respondents) and not cell.is_suppressed):
        return ABSENT
    if isnan(cell.respondent_share):
        return SUPPRESSED
    share = texts.numbers.percent(cell.respondent_share)
    if cell.is_exact:
        return share
    limits = texts.numbers.limits(cell.respondent_low * 100, cell.respondent_high * 100)
    return f"{share} ({limits})"


def corrected_text(cell: Cell | None, texts: Texts) -> str:
    """Write the share without the coders' errors, with its limits, "45 % (38–52)"."""
    if cell is None or isnan(cell.corrected_share):
        return ABSENT
    limits = texts.numbers.limits(cell.corrected_low * 100, cell.corrected_high * 100)
    return f"{texts.numbers.percent(cell.corrected_share)} ({limits})"


def share_limits(cell: Cell, texts: Texts) -> str:
    """Write the limits of a share in per cent without the sign, rounded outwards."""
    return texts.numbers.limits(cell.share_low * 100, cell.share_high * 100)


def percent(share: float, texts: Texts) -> str:
    """Write a share (0-1) as whole per cent without the sign, for running text."""
    return texts.numbers.whole(share * 100)


def joined(parts: Sequence[str], texts: Texts, joint: str = "and") -> str:
    """Write texts one after the other: A, B og C.

    Before the last stands the word for `joint`: `and`, `or` or `clause`.
    """
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + texts(f"list.{joint}") + parts[-1]
