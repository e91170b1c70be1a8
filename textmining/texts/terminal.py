"""What the terminal says, in the survey's language: English sentences and what they are in others.

The English stands where it is said (`Message`, or plain text). `messages.toml` has its translations
with the same names in braces, `help.toml` those of help. What stands not there yet stays English,
as a whole: nobody is told half a sentence.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from textmining.errors import Joined, Message
from textmining.texts.catalogue import Language

_CATALOGUES = ("messages.toml", "help.toml")


def in_language(text: str, language: Language) -> str:
    """Return what a text is in a language; the text itself if it is not known there.

    >>> in_language("Export it again.", "nn")
    'Eksporter ho på nytt.'
    >>> in_language(Message("{n} rows need fixing:", n=2), "nb")
    '2 rader må rettes:'
    """
    return _translated(text, language) or str(text)


def joined_in_language(parts: Iterable[str], language: Language) -> str:
    """Return a message of several parts in a language, or all of it in English.

    Args:
        parts: sentences, and between them names and marks, which are the same in all languages.
            A part with two words or more is a sentence.
        language: the language.
    """
    parts = list(parts)
    found = [_translated(part, language) for part in parts]
    if any(new is None and _is_said(part) for part, new in zip(parts, found, strict=True)):
        return "".join(parts)
    return "".join(part if new is None else new for part, new in zip(parts, found, strict=True))


def _is_said(part: str) -> bool:
    return isinstance(part, Message) or (" " in part.strip() and not part.endswith(": "))


def _translated(text: str, language: Language) -> str | None:
    if language == "en":
        return str(text)
    if isinstance(text, Joined):
        return text.mark.join(in_language(part, language) for part in text.parts)
    template = text.template if isinstance(text, Message) else str(text)
    found = translations().get(template)
    if found is None:
        return None
    if not isinstance(text, Message):
        return str(found[language])
    return str(found[language]).format_map(
        {name: _field(value, language) for name, value in text.fields.items()}
    )


def _field(value: object, language: Language) -> object:
    return in_language(value, language) if isinstance(value, str) else value


@cache
def translations() -> Mapping[str, Mapping[str, Any]]:
    """Return every English text's translations, by the text."""
    folder = files("textmining.texts")
    read = (tomllib.loads(folder.joinpath(name).read_text("utf-8")) for name in _CATALOGUES)
    return MappingProxyType({entry["en"]: entry for said in read for entry in said["said"]})
