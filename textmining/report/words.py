"""Which words a share may be given in a sentence.

Every word stands for a band of shares and is used only where the whole interval lies in its band,
so a sentence never claims more than the interval allows. Of several words that fit, the one with
the narrowest band is used. Where none fits, the sentence says the limits themselves. The words of
a key stand in the catalogue under `words`.

| key | band of the interval | bokmål |
| --- | --- | --- |
| none | exactly 0 | Ingen svar |
| none_or_few | 0-5 % | Ingen eller bare enkelte svar |
| few | over 0, to 5 % | Enkelte svar |
| some | over 0, to 10 % | Noen svar |
| tenth | 8-12 % | Om lag 1 av 10 svar |
| several | 5-25 % | Flere svar |
| fifth | 17.5-22.5 % | Om lag 1 av 5 svar |
| quarter | 22.5-27.5 % | Om lag 1 av 4 svar |
| three_tenths | 27.5-31.5 % | Om lag 3 av 10 svar |
| third | 31-36 % | Om lag 1 av 3 svar |
| four_tenths | 36-44 % | Om lag 4 av 10 svar |
| half | 44-56 % | Om lag halvparten av svarene |
| six_tenths | 56-64 % | Om lag 6 av 10 svar |
| two_thirds | 64-69 % | Om lag 2 av 3 svar |
| seven_tenths | 68-72.5 % | Om lag 7 av 10 svar |
| three_quarters | 72.5-77.5 % | Om lag 3 av 4 svar |
| eight_tenths | 77.5-85 % | Om lag 8 av 10 svar |
| nine_tenths | 85-95 % | Om lag 9 av 10 svar |
| most | over 50, to 95 % | De fleste svarene |
| nearly_all | 95 %, under 100 % | Nesten alle svarene |
| all | exactly 100 % | Alle svarene |
"""

from dataclasses import dataclass

__all__ = ["BANDS", "Band", "word_for"]

_NOT_ZERO = 1e-9
_NOT_ALL = 1 - 1e-9


@dataclass(frozen=True)
class Band:
    """A word and the shares (0-1) it may stand for, both ends included."""

    key: str
    low: float
    high: float

    def holds(self, low: float, high: float) -> bool:
        """Whether the whole interval lies in the band."""
        return self.low <= low and high <= self.high


BANDS = (
    Band("none", 0, 0),
    Band("none_or_few", 0, 0.05),
    Band("few", _NOT_ZERO, 0.05),
    Band("some", _NOT_ZERO, 0.10),
    Band("tenth", 0.08, 0.12),
    Band("several", 0.05, 0.25),
    Band("fifth", 0.175, 0.225),
    Band("quarter", 0.225, 0.275),
    Band("three_tenths", 0.275, 0.315),
    Band("third", 0.31, 0.36),
    Band("four_tenths", 0.36, 0.44),
    Band("half", 0.44, 0.56),
    Band("six_tenths", 0.56, 0.64),
    Band("two_thirds", 0.64, 0.69),
    Band("seven_tenths", 0.68, 0.725),
    Band("three_quarters", 0.725, 0.775),
    Band("eight_tenths", 0.775, 0.85),
    Band("nine_tenths", 0.85, 0.95),
    Band("most", 0.5 + _NOT_ZERO, 0.95),
    Band("nearly_all", 0.95, _NOT_ALL),
    Band("all", 1, 1),
)


def word_for(low: float, high: float) -> str | None:
    """Return the key of the sharpest word for an interval of shares (0-1), or None.

    >>> word_for(0.37, 0.43), word_for(0.2, 0.42)
    ('four_tenths', None)
    """
    fitting = [band for band in BANDS if band.holds(low, high)]
    return min(fitting, key=lambda band: band.high - band.low).key if fitting else None
