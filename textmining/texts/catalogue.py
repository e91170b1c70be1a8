"""Reading a catalogue file and filling in its texts."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, get_args

from textmining.errors import OptionError
from textmining.texts.numbers import Numbers

Language = Literal["nb", "nn", "en"]
"""Bokmål, nynorsk, English."""

LANGUAGES: tuple[Language, ...] = get_args(Language)


def known_language(said: str) -> Language | None:
    """Return the language that is meant, None if there are no texts in it.

    >>> known_language("no"), known_language("nn"), known_language("sv")
    ('nb', 'nn', None)
    """
    said = "nb" if said == "no" else said
    return next((language for language in LANGUAGES if language == said), None)


def asked_language(said: str, where: str) -> Language:
    """Return the language that is asked for in a place, such as `--lang`.

    Raises:
        OptionError: there are no texts in it.
    """
    language = known_language(said)
    if language is None:
        raise OptionError(
            "{where} {said} is not one of {languages}.",
            where=where,
            said=said,
            languages=", ".join(LANGUAGES),
        )
    return language


_NUMBERS = {
    "nb": Numbers(),
    "nn": Numbers(),
    "en": Numbers(comma=".", thousands=",", before_percent=""),
}


@dataclass(frozen=True)
class Texts:
    """The texts of one room in one language.

    Args:
        language: the language they are in.
        entries: text by key; a text with two forms has the keys `<key>.one` and `<key>.other`.
        numbers: how the language writes numbers.
    """

    language: Language
    entries: Mapping[str, str]
    numbers: Numbers = field(default_factory=Numbers)

    def __call__(self, key: str, /, *, n: int | None = None, **values: object) -> str:
        """Return the text of `key` with `n` and `values` filled in.

        Args:
            key: where the text stands, "group.name".
            n: a number that chooses between the forms `one` and `other`, and fills in `{n}`.
            values: what fills in the other names in braces.

        Raises:
            KeyError: the key or a value is missing: our bug, never the user's.
        """
        if n is not None:
            values["n"] = self.numbers.whole(n)
            if f"{key}.one" in self.entries:
                key = f"{key}.one" if n == 1 else f"{key}.other"
        return self.entries[key].format_map(values)

    def group(self, prefix: str) -> dict[str, str]:
        """Return the texts directly below `prefix`, unfilled, by the rest of their key."""
        start = f"{prefix}."
        return {
            key.removeprefix(start): text
            for key, text in self.entries.items()
            if key.startswith(start)
        }


@cache
def catalogue(room: str, language: Language = "nb") -> Texts:
    """Return the texts of a room, from `<room>.<language>.toml` in this package."""
    path = files("textmining.texts").joinpath(f"{room}.{language}.toml")
    entries = dict(_flat(tomllib.loads(path.read_text(encoding="utf-8"))))
    return Texts(language, MappingProxyType(entries), _NUMBERS[language])


def _flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
