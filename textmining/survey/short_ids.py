"""Short ids for long headers: `q14` for a question, `stilling` for «Hva er din stilling?»."""

import re
from collections.abc import Container, Iterable

from textmining.survey.profiles import words_of
from textmining.survey.vocabulary import vocabulary

_NUMBERED = re.compile(r"(?:spørsmål|sporsmal|spm|question|q)?[ ._]*(\d{1,3})(?:[.:) _-]|$)", re.I)
_CODED = re.compile(r"([A-Za-z]{1,4}\d+[A-Za-z0-9]*(?:_\w+)?)(?:[.:\[ ]|$)")
_SHORT = 20


def question_ids(headers: Iterable[str], taken: Container[str] = ()) -> dict[str, str]:
    """Give every question's header a short id, unique and in no one's way.

    >>> question_ids(["14. Hva savner dere?", "Andre ønsker til oss i året som kommer?", "imdi"])
    {'14. Hva savner dere?': 'q14', 'Andre ønsker til oss i året som kommer?': 'q2', 'imdi': 'imdi'}
    """
    ids: dict[str, str] = {}
    for place, header in enumerate(headers, start=1):
        ids[header] = _free(_question_id(header, place), {*ids.values()}, taken)
    return ids


def short_id(header: str, taken: Iterable[str]) -> str:
    """Give a background column's header a short id that is not taken.

    >>> short_id("Hva er din stilling?", []), short_id("Region", ["region"])
    ('stilling', 'region_2')
    """
    words = words_of(header)
    telling = [word for word in words if word not in vocabulary("filler")] or words or ["kolonne"]
    kept = words if len(header) <= _SHORT and len(words) <= 3 else telling[:2]
    return _free("_".join(kept), set(taken))


def _question_id(header: str, place: int) -> str:
    if numbered := _NUMBERED.match(header):
        return f"q{int(numbered[1])}"
    if coded := _CODED.match(header):
        return coded[1].lower()
    words = words_of(header)
    is_short = len(header) <= _SHORT and len(words) == 1
    return words[0] if is_short else f"q{place}"


def _free(wanted: str, used: set[str], taken: Container[str] = ()) -> str:
    found, n = wanted, 1
    while found in used or found in taken:
        n += 1
        found = f"{wanted}_{n}"
    return found
