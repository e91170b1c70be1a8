"""What a column of a vendor's file looks like, without knowing what it means."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textmining.answers.cells import as_id
from textmining.answers.persons import is_email, is_person

_WORD = re.compile(r"[^\W_]+")
_BETWEEN_WORDS = re.compile(r"[\s,;]+")
_LETTER = re.compile(r"[^\W\d_]")
_BETWEEN_CHOICES = re.compile(r"[;,|\n]")
_DATE = re.compile(
    r"\d{4}[-/]\d\d?[-/]\d\d?([ T]\d\d?[:.]\d\d.*)?"
    r"|\d\d?[./-]\d\d?[./-]\d{2,4}([ ,]+\d\d?[:.]\d\d.*)?"
)
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")
_MOSTLY = 0.9
_CHOICES = 30
"""More boxes than a question to tick has."""


@dataclass(frozen=True)
class Profile:
    """One column in figures.

    Args:
        header: its name in the file.
        rows: how many rows the file has.
        filled: how many cells are not empty.
        values: the different values, as ids, in the order they first stand.
        words: mean number of words in the filled cells; numbers are none, ids are one.
        value_words: the same in the different values: «Nei» in many cells weighs no more.
        once: share of the different values that stand in one cell only.
        dates: share of the filled cells that are dates or times.
        numbers: share of them that are numbers.
        emails: share of them that are e-mail addresses.
        persons: share of them that are written as names of persons are: Kari Testesen.
        are_choices: whether cells hold several of a few choices, with signs between them.
        label: what the file says of it beside its name.
    """

    header: str
    rows: int
    filled: int
    values: tuple[str, ...]
    words: float
    value_words: float
    once: float
    dates: float
    numbers: float
    emails: float
    persons: float
    are_choices: bool
    label: str = ""

    @property
    def varied(self) -> float:
        """The share of filled cells whose value is a new one, 0 to 1."""
        return len(self.values) / self.filled if self.filled else 0.0

    @property
    def is_personal(self) -> bool:
        """Whether it holds names of persons or e-mail addresses."""
        return self.emails > 0 or self.persons > _MOSTLY

    @property
    def is_key(self) -> bool:
        """Whether every row has a value of its own."""
        return self.filled == self.rows == len(self.values)


def profile(header: str, cells: Sequence[Any], label: str = "") -> Profile:
    """Look at a column."""
    filled = [(cell, text) for cell in cells if (text := as_id(cell))]
    n = len(filled) or 1
    values = Counter(text for _, text in filled)
    different = len(values) or 1
    return Profile(
        header=header,
        rows=len(cells),
        filled=len(filled),
        values=tuple(values),
        words=sum(_n_words(text) * times for text, times in values.items()) / n,
        value_words=sum(map(_n_words, values)) / different,
        once=sum(times == 1 for times in values.values()) / different,
        dates=sum(_is_date(cell, text) for cell, text in filled) / n,
        numbers=sum(_NUMBER.fullmatch(text) is not None for _, text in filled) / n,
        emails=sum(is_email(text) for _, text in filled) / n,
        persons=sum(is_person(text) for _, text in filled) / n,
        are_choices=_are_choices([text for _, text in filled]),
        label=label,
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


def _n_words(text: str) -> int:
    return sum(_LETTER.search(word) is not None for word in _BETWEEN_WORDS.split(text))


def _are_choices(texts: Sequence[str]) -> bool:
    """Whether the same few parts come again and again in cells, several in many of them."""
    cells = [[p.strip() for p in _BETWEEN_CHOICES.split(text) if p.strip()] for text in texts]
    n_parts, parts = sum(map(len, cells)), {part for cell in cells for part in cell}
    several = sum(len(cell) > 1 for cell in cells)
    return len(parts) <= _CHOICES and n_parts >= 4 * len(parts) and 3 * several > len(cells)
