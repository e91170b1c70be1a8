"""A codebook as plain data, as it lies in .yaml and .toml files, model folders and meta files."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from functools import partial
from typing import Any

from textmining.codebook.themes import BETWEEN, Codebook, Theme
from textmining.errors import CodebookError, Joined, Message

_MOST = 2_000  # themes; ten times what classifications that people code with have
THEME_KEYS = tuple(field.name for field in fields(Theme))
"""What a theme may have, by name."""

PHRASES = ("phrase", "phrase_nb", "phrase_nn", "phrase_en")
"""How a theme is said in a sentence; it decides no code."""

_KEYS = tuple(field.name for field in fields(Codebook))


def to_plain(codebook: Codebook) -> dict[str, Any]:
    """Return the codebook as dictionaries, lists and strings; what is empty is left out."""
    extra = {"note": codebook.note, "questions": dict(codebook.questions)}
    return {
        "name": codebook.name,
        "version": codebook.version,
        "language": codebook.language,
        **{key: value for key, value in extra.items() if value},
        "themes": [_theme_to_plain(theme) for theme in codebook.themes],
    }


def from_plain(data: object, source: str) -> Codebook:
    """Make a codebook of plain data.

    Args:
        data: what a file holds: a mapping with `themes` and perhaps `name`, `version`, `language`,
            `note` and `questions` (what each asks).
        source: the file, for messages and as the name of a codebook that has none.

    Raises:
        CodebookError: the data have another shape or a key that no codebook has, or the themes
            contradict each other.
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("themes"), list):
        raise CodebookError("{source}: a codebook needs a list called themes.", source=source)
    if len(data["themes"]) > _MOST:
        raise CodebookError(
            "{source}: {n} themes are more than one codebook has.",
            source=source,
            n=len(data["themes"]),
        )
    wrong = [n for n, theme in enumerate(data["themes"], 1) if not isinstance(theme, Mapping)]
    if wrong:
        raise CodebookError(
            "{source}: theme {names} must have a code and a label.",
            source=source,
            names=", ".join(map(str, wrong)),
        )
    _check_keys(data, _KEYS, source)
    return Codebook(
        name=_text(data.get("name"), f"{source}: name") or source,
        version=_text(data.get("version"), f"{source}: version") or "1",
        language=_text(data.get("language"), f"{source}: language") or "nb",
        note=_text(data.get("note"), f"{source}: note"),
        questions=_questions(data.get("questions"), f"{source}: questions"),
        themes=tuple(_theme(theme, n, source) for n, theme in enumerate(data["themes"], 1)),
    )


def _check_keys(data: Mapping[Any, object], known: Collection[str], where: str) -> None:
    unknown = [str(key) for key in data if key not in known]
    if unknown:
        raise CodebookError(
            "{where} has {names}, which is not read; rename or remove it (read are {read}).",
            where=where,
            names=", ".join(unknown),
            read=", ".join(known),
        )


def _theme_to_plain(theme: Theme) -> dict[str, Any]:
    values = {key: getattr(theme, key) for key in THEME_KEYS}
    values |= {key: list(values[key]) for key in BETWEEN}
    return {key: value for key, value in values.items() if value not in ("", None, [])}


def _theme(data: Mapping[str, object], number: int, source: str) -> Theme:
    where = Message("{source}: theme {number}", source=source, number=number)
    _check_keys(data, THEME_KEYS, where)

    values: dict[str, Any] = {}
    for key in THEME_KEYS:
        read = partial(_texts, separator=BETWEEN[key]) if key in BETWEEN else _text
        values[key] = read(data.get(key), Joined([where, key], ": "))
    values["number"] = _number(values["number"], where)
    values["residual"] = values["residual"] or None
    return Theme(**values)


def _questions(value: object, where: str) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise CodebookError("{where} must be names with what they ask.", where=where)
    return {_text(name, where): _text(text, where) for name, text in value.items()}


def _number(text: str, where: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"-?\d{1,15}([.,]0+)?", text):
        raise CodebookError(
            "{where}: the number must be a whole one, of 15 digits at most.", where=where
        )
    return int(re.split("[.,]", text)[0])


def _text(value: object, where: str) -> str:
    """One value as text; a Boolean has lost how it was written, and the others are no text."""
    if value is None:
        return ""
    if isinstance(value, bool | list | Mapping):
        raise CodebookError("{where} is no text; put it in quotation marks.", where=where)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # workbooks have no other numbers
    return str(value).strip()


def _texts(value: object, where: str, *, separator: str) -> tuple[str, ...]:
    parts: Iterable[object] = (
        value if isinstance(value, list) else _text(value, where).split(separator)
    )
    return tuple(text for text in (_text(part, where) for part in parts) if text)
