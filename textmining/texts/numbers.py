"""Numbers as people read them: decimal comma, narrow spaces, a true minus sign."""

import math
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

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
        return self._written(value, places, ROUND_HALF_UP)

    def rounded(self, value: float) -> int:
        """Return the whole number that `whole` writes."""
        return int(Decimal(f"{value:.15g}").quantize(Decimal(1), rounding=ROUND_HALF_UP))

    def full(self, value: float) -> str:
        """Write a number with as many decimals as it has."""
        places = Decimal(f"{value:.10g}").normalize().as_tuple().exponent
        return self.decimal(value, max(0, -int(places)))

    def limits(self, low: float | None, high: float | None, places: int = 0) -> str:
        """Write an interval, "36–48", rounded outwards so that it never promises too much."""
        first = self._written(low, places, ROUND_FLOOR)
        last = self._written(high, places, ROUND_CEILING)
        return ABSENT if ABSENT in (first, last) else f"{first}–{last}"

    def percent(self, share: float | None, places: int = 0) -> str:
        """Write a share (0-1) in per cent, with the sign; `ABSENT` for None and NaN."""
        text = self.decimal(None if share is None else share * 100, places)
        return text if text == ABSENT else f"{text}{self.before_percent}%"

    def signed(self, value: float | None, places: int = 0) -> str:
        """Write a change with its sign, "+3" or "−3"; zero has none."""
        return self._with_sign(self.decimal(value, places))

    def signed_limits(self, low: float, high: float, places: int = 0) -> tuple[str, str]:
        """Write both limits of a change with their signs, rounded outwards."""
        return (
            self._with_sign(self._written(low, places, ROUND_FLOOR)),
            self._with_sign(self._written(high, places, ROUND_CEILING)),
        )

    def _written(self, value: float | None, places: int, rounding: str) -> str:
        if value is None or math.isnan(value):
            return ABSENT
        # 15 digits are what a spreadsheet keeps; 0.285 * 100 is 28.5 there, not 28.499999….
        step = Decimal(1).scaleb(-places)
        rounded = Decimal(f"{value:.15g}").quantize(step, rounding=rounding)
        text = f"{abs(rounded):,.{places}f}"
        whole, _, fraction = text.partition(".")
        whole = whole.replace(",", self.thousands)
        sign = _MINUS if rounded < 0 else ""
        return sign + (f"{whole}{self.comma}{fraction}" if fraction else whole)

    def _with_sign(self, text: str) -> str:
        is_zero = not text.strip("0,.")
        return text if is_zero or text[0] in (_MINUS, ABSENT) else f"+{text}"
