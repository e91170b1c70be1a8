"""The words that people and survey programs use for columns."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


def vocabulary(kind: str) -> Mapping[str, None]:
    """Return the words of a kind in their order, which is that of preference."""
    return dict.fromkeys(_all()[kind])


def plurals(language: str) -> Mapping[str, str]:
    """Return what a survey may speak of, one with several, as in `kommune` and `kommuner`."""
    units: Mapping[str, Mapping[str, str]] = _all()["units"]
    return units[language]


@cache
def _all() -> Mapping[str, Any]:
    text = files("textmining.survey").joinpath("column_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
