"""Numbers as people read them: decimal comma, narrow spaces, a true minus sign."""

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

__all__ = ["ABSENT", "SUPPRESSED", "Numbers"]

SUPPRESSED = ":"
"""Stands where a number is held back, as in official statistics in Norway."""

ABSENT = "–"
"""Stands where there is no number."""

_MINUS = "\N{MINUS SIGN}"
_NARROW = "\N{NARROW NO-BREAK SPACE}"
_HARD = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Numbers:
    r"""How one language writes numbers.

    Halves are rounded away from zero, as spreadsheets do, so that page and workbook agree.

    >>> numbers = Numbers()
    >>> numbers.decimal(-1234.45, 1)
    '−1\u202f234,5'
    >>> numbers.percent(0.425)
    '43\xa0%'
    """

    comma: str = ","
    thousands: str = _NARROW
    before_percent: str = _HARD

    def whole(self, value: float | None) -> str:
        """Write a number without decimals; `ABSENT` for None and NaN."""
        return self.decimal(value, 0)

    def decimal(self, value: float | None, places: int) -> str:
        """Write a number with `places` decimals; `ABSENT` for None and NaN."""
        if value is None or math.isnan(value):
            return ABSENT
        step = Decimal(1).scaleb(-places)
        # 15 digits are what a spreadsheet keeps; 0.285 * 100 is 28.5 there, not 28.499999….
        rounded = Decimal(f"{value:.15g}").quantize(step, rounding=ROUND_HALF_UP)
        sign = _MINUS if rounded < 0 else ""
        text = f"{abs(rounded):,.{places}f}"
        whole, _, fraction = text.partition(".")
        whole = whole.replace(",", self.thousands if abs(rounded) >= 1000 else "")
        return sign + (f"{whole}{self.comma}{fraction}" if fraction else whole)

    def percent(self, share: float | None, places: int = 0) -> str:
        """Write a share (0-1) in per cent, with the sign; `ABSENT` for None and NaN."""
        text = self.decimal(None if share is None else share * 100, places)
        return text if text == ABSENT else f"{text}{self.before_percent}%"

    def signed(self, value: float | None, places: int = 0) -> str:
        """Write a change with its sign, "+3" or "−3"; zero has none."""
        text = self.decimal(value, places)
        is_up = text != ABSENT and not text.startswith(_MINUS) and text.strip("0,.")
        return f"+{text}" if is_up else text
