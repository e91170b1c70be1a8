"""Which words a share may be given in a sentence.

Every word stands for a band of shares and is used only where the whole interval lies in its band,
so a sentence never claims more than the interval allows. Of several words that fit, the one with
the narrowest band is used. A fraction ("Om lag 4 av 10") may also stand where its band holds the
estimate and the interval, which is then written beside it, reaches at most five percentage points
beyond. Where no word fits, the sentence says the limits themselves. The words of a key stand in the
catalogue under `words`, and under `short` as they go on in a sentence.

| key | band of the interval | bokmål |
| --- | --- | --- |
| none | exactly 0 | Ingen {many} |
| none_or_few | 0-5 % | Ingen eller bare enkelte {many} |
| few | over 0, to 5 % | Enkelte {many} |
| some | over 0, to 10 % | Noen {many} |
| several | 5-25 % | Flere {many} |
| small_part | over 0, to 25 % | En mindre del av {the_many} |
| numerous | 15-50 % | Mange {many} |
| part | over 0, to 50 % | En del {many} |
| tenth | 8-12 % | Om lag 1 av 10 {many} |
| fifth | 17.5-22.5 % | Om lag 1 av 5 {many} |
| quarter | 22.5-27.5 % | Om lag 1 av 4 {many} |
| three_tenths | 27.5-31.5 % | Om lag 3 av 10 {many} |
| third | 31-36 % | Om lag 1 av 3 {many} |
| four_tenths | 36-44 % | Om lag 4 av 10 {many} |
| half | 44-56 % | Om lag halvparten av {the_many} |
| six_tenths | 56-64 % | Om lag 6 av 10 {many} |
| two_thirds | 64-69 % | Om lag 2 av 3 {many} |
| seven_tenths | 68-72.5 % | Om lag 7 av 10 {many} |
| three_quarters | 72.5-77.5 % | Om lag 3 av 4 {many} |
| nearly_eight | 77.5-80 % | Nær 8 av 10 {many} |
| eight_tenths | 77.5-85 % | Om lag 8 av 10 {many} |
| nine_tenths | 85-95 % | Om lag 9 av 10 {many} |
| most | over 50, to 95 % | De fleste av {the_many} |
| nearly_all | 95 %, under 100 % | Nesten alle {the_many} |
| all | exactly 100 % | Alle {the_many} |
"""

from dataclasses import dataclass

_NOT_ZERO = 1e-9
_NOT_ALL = 1 - 1e-9
_BESIDE = 0.05
"""How far an interval that is written out may reach beyond a fraction's band."""


@dataclass(frozen=True)
class Band:
    """A word and the shares (0-1) it may stand for, both ends included."""

    key: str
    low: float
    high: float

    @property
    def width(self) -> float:
        """How much it leaves open."""
        return self.high - self.low

    def holds(self, low: float, high: float) -> bool:
        """Whether the whole interval lies in the band."""
        return self.low <= low and high <= self.high


_VAGUE = (
    Band("few", _NOT_ZERO, 0.05),
    Band("some", _NOT_ZERO, 0.10),
    Band("several", 0.05, 0.25),
    Band("small_part", _NOT_ZERO, 0.25),
    Band("numerous", 0.15, 0.5),
    Band("part", _NOT_ZERO, 0.5),
)
_LOOSE = ("small_part", "numerous", "part")
_FRACTIONS = (
    Band("tenth", 0.08, 0.12),
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
    Band("nearly_eight", 0.775, 0.8),
    Band("eight_tenths", 0.775, 0.85),
    Band("nine_tenths", 0.85, 0.95),
)
BANDS = (
    Band("none", 0, 0),
    Band("none_or_few", 0, 0.05),
    *_VAGUE,
    *_FRACTIONS,
    Band("most", 0.5 + _NOT_ZERO, 0.95),
    Band("nearly_all", 0.95, _NOT_ALL),
    Band("all", 1, 1),
)


def word_for(low: float, high: float) -> str | None:
    """Return the key of the sharpest word for an interval of shares (0-1), or None.

    >>> word_for(0.37, 0.43), word_for(0.2, 0.62)
    ('four_tenths', None)
    """
    return _sharpest([band for band in BANDS if band.holds(low, high)])


def vague_word_for(low: float, high: float) -> str | None:
    """Return the key of the sharpest word without a number, or None.

    >>> vague_word_for(0.08, 0.12), vague_word_for(0, 0.12)
    ('several', None)
    """
    return _sharpest([band for band in _VAGUE if band.holds(low, high)])


def sharp_word_for(low: float, high: float) -> str | None:
    """Return the key of the sharpest word that says more than the limits themselves, or None.

    >>> sharp_word_for(0.11, 0.18), sharp_word_for(0.3, 0.5)
    ('several', None)
    """
    key = word_for(low, high)
    return None if key in _LOOSE else key


def fraction_for(share: float, low: float, high: float) -> str | None:
    """Return the key of the fraction for an estimate whose interval is written beside it, or None.

    >>> fraction_for(0.4, 0.34, 0.45), fraction_for(0.4, 0.3, 0.5)
    ('four_tenths', None)
    """
    fitting = [
        band
        for band in _FRACTIONS
        if band.holds(share, share) and low >= band.low - _BESIDE and high <= band.high + _BESIDE
    ]
    return _sharpest(fitting)


def _sharpest(fitting: list[Band]) -> str | None:
    return min(fitting, key=lambda band: band.width).key if fitting else None
