"""What a column of a vendor's file looks like, without knowing what it means."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textmining.answers.cells import as_id

__all__ = ["Profile", "profile", "words_of"]

_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_DATE = re.compile(
    r"\d{4}-\d\d?-\d\d?([ T]\d\d?:\d\d.*)?|\d\d?[./-]\d\d?[./-]\d{2,4}([ ,]+\d\d?[:.]\d\d.*)?"
)
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")
_EMAIL = re.compile(r"\S+@\S+\.\S+")


@dataclass(frozen=True)
class Profile:
    """One column in figures.

    Args:
        header: its name in the file.
        rows: how many rows the file has.
        filled: how many cells are not empty.
        values: the different values, as ids, in the order they first stand.
        words: mean number of words in the filled cells; numbers are none.
        dates: share of the filled cells that are dates or times.
        numbers: share of them that are numbers.
        emails: share of them that are e-mail addresses.
    """

    header: str
    rows: int
    filled: int
    values: tuple[str, ...]
    words: float
    dates: float
    numbers: float
    emails: float

    @property
    def varied(self) -> float:
        """The share of filled cells whose value is a new one, 0 to 1."""
        return len(self.values) / self.filled if self.filled else 0.0

    @property
    def is_key(self) -> bool:
        """Whether every row has a value of its own."""
        return self.filled == self.rows == len(self.values)


def profile(header: str, cells: Sequence[Any]) -> Profile:
    """Look at a column."""
    filled = [(cell, text) for cell in cells if (text := as_id(cell))]
    n = len(filled) or 1
    return Profile(
        header=header,
        rows=len(cells),
        filled=len(filled),
        values=tuple(dict.fromkeys(text for _, text in filled)),
        words=sum(len(_LETTERS.findall(text)) for _, text in filled) / n,
        dates=sum(_is_date(cell, text) for cell, text in filled) / n,
        numbers=sum(_NUMBER.fullmatch(text) is not None for _, text in filled) / n,
        emails=sum(_EMAIL.fullmatch(text) is not None for _, text in filled) / n,
    )


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case.

    >>> words_of("Svar-ID (2021)")
    ['svar', 'id', '2021']
    """
    return _WORD.findall(text.lower())


def _is_date(cell: Any, text: str) -> bool:
    is_moment = isinstance(cell, dt.date | dt.time)
    return is_moment or _DATE.fullmatch(text) is not None
