"""The words that people and survey programs use for columns."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from textmining.survey.profiles import words_of

_CODE_BEFORE = re.compile(
    "^(id|submitdate|lastpage|startlanguage|seed|token|startdate|datestamp|refurl|ipaddr) "
)


def vocabulary(kind: str) -> Mapping[str, None]:
    """Return the words of a kind in their order, which is that of preference."""
    return dict.fromkeys(_all()[kind])


def plurals(language: str) -> Mapping[str, str]:
    """Return what a survey may speak of, one with several, as in `kommune` and `kommuner`."""
    units: Mapping[str, Mapping[str, str]] = _all()["units"]
    return units[language]


def is_called(header: str, kind: str) -> bool:
    """Whether a header is one of the names that this kind of column has."""
    return any(name in vocabulary(kind) for name in names_of(header))


def names_of(header: str) -> tuple[str, str]:
    """A header without signs, and without the code that survey programs put before its text."""
    name = " ".join(words_of(header))
    return name, _CODE_BEFORE.sub("", name)


@cache
def _all() -> Mapping[str, Any]:
    text = files("textmining.survey").joinpath("column_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
