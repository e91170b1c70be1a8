"""Cells that say who somebody is: names as people write them, and e-mail addresses."""

import re
from collections.abc import Collection

_WORD = r"[A-ZÀ-ÖØ-ÞČĐŊŠŦŽ][\w'-]*"
_PERSON = re.compile(rf"{_WORD}\.?( {_WORD}\.?){{1,3}}|{_WORD}, {_WORD}.*")
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_MOSTLY = 0.9


def is_person(cell: str) -> bool:
    """Whether a cell is written as names of persons are.

    >>> is_person("Kari Testesen"), is_person("Testesen, Šárá"), is_person("Oslo kommune")
    (True, True, False)
    """
    return _PERSON.fullmatch(cell) is not None


def is_email(cell: str) -> bool:
    """Whether a cell is an e-mail address."""
    return _EMAIL.fullmatch(cell) is not None


def are_personal(ids: Collection[str]) -> bool:
    """Whether ids of respondents are their names or addresses.

    >>> are_personal(["Kari Testesen", "Ola Nordmann"]), are_personal(["a1", "a2"])
    (True, False)
    """
    return sum(is_person(one) or is_email(one) for one in ids) > _MOSTLY * len(ids)
