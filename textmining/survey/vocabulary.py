"""The words that people and survey programs use for columns."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

__all__ = ["vocabulary"]


def vocabulary(kind: str) -> Mapping[str, None]:
    """Return the words of a kind in their order, which is that of preference."""
    return _all()[kind]


@cache
def _all() -> dict[str, dict[str, None]]:
    text = files("textmining.survey").joinpath("column_words.toml").read_text(encoding="utf-8")
    return {kind: dict.fromkeys(words) for kind, words in tomllib.loads(text).items()}
