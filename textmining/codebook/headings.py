"""Columns of a flat codebook by what people and other programs call them; codes made from labels.

Known are Norwegian and English headings and those of MAXQDA, Taguette and QualCoder.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

_WORD = re.compile(r"[^\W_]+")
_LONGEST_CODE = 30
_NOT_IN_CODES = re.compile(r"[\s,;]")


def known_headings(columns: Sequence[str]) -> dict[str, str]:
    """Map columns, in lower case, to what a codebook calls them; others are left out.

    Where no column is the label, the one with the codes is: MAXQDA calls labels codes.

    >>> known_headings(["kode", "tema", "definisjon", "eier"])
    {'kode': 'code', 'tema': 'label', 'definisjon': 'definition'}
    >>> known_headings(["parent code", "code", "memo"])
    {'code': 'label', 'memo': 'definition', 'parent code': 'net'}
    """
    found: dict[str, str] = {}
    for key, names in _words("columns").items():
        column = next((name for name in names if name in columns and name not in found), None)
        if column is not None:
            found[column] = key
    if "label" not in found.values():
        found = {column: "label" if key == "code" else key for column, key in found.items()}
    return found


def like_headings(columns: Sequence[str], known: Mapping[str, str]) -> list[str]:
    """Return columns that are called nearly as something that no other column is.

    >>> like_headings(["kode 2021", "tema", "eksempel 1", "eier"], {"tema": "label"})
    ['kode 2021', 'eksempel 1']
    """
    missing = {
        name
        for key, names in _words("columns").items()
        if key in ("code", "definition", "examples") and key not in known.values()
        for name in names
    }
    return [column for column in columns if column not in known and column.split()[0] in missing]


def codes_from_labels(rows: Iterable[dict[str, Any]]) -> None:
    """Give every theme without a code one that is made from its label, unique."""
    rows = list(rows)
    taken = {str(row["code"]) for row in rows if row.get("code") is not None}
    for row in rows:
        if row.get("code") is None and row.get("label") is not None:
            code = _code(str(row["label"]), taken)
            row["code"] = code
            taken.add(code)


def stands_alone(written: str) -> str:
    """Return why a theme stands alone as the program calls it; other words stay as they are.

    >>> stands_alone("Fornøyd"), stands_alone("none")
    ('content', 'none')
    """
    for reason, words in _words("stands_alone").items():
        if written.strip().lower() in words:
            return reason
    return written


def _code(label: str, taken: set[str]) -> str:
    """The label's first words, as many as fit.

    >>> _code("Savner regionkontor og direkte kontakt", set())
    'savner_regionkontor_og_direkte'
    """
    if not _NOT_IN_CODES.search(label) and label not in taken:
        return label
    words: list[str] = _WORD.findall(label.lower()) or ["tema"]
    code = words[0][:_LONGEST_CODE]
    for word in words[1:]:
        if len(f"{code}_{word}") > _LONGEST_CODE:
            break
        code = f"{code}_{word}"
    free, n = code, 1
    while free in taken:
        n += 1
        free = f"{code}_{n}"
    return free


@cache
def _words(kind: str) -> dict[str, list[str]]:
    text = files("textmining.codebook").joinpath("headings.toml").read_text(encoding="utf-8")
    return {key: list(names) for key, names in tomllib.loads(text)[kind].items()}
