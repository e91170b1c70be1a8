"""A codebook as plain data, as it lies in .yaml and .toml files, model folders and meta files."""

from collections.abc import Iterable, Mapping
from typing import Any

from textmining.codebook.themes import Codebook, Theme
from textmining.errors import CodebookError

__all__ = ["from_plain", "to_plain"]


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
        CodebookError: the data have another shape, or the themes contradict each other.
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("themes"), list):
        raise CodebookError(f"{source}: a codebook needs a list called themes.")
    wrong = [n for n, theme in enumerate(data["themes"], 1) if not isinstance(theme, Mapping)]
    if wrong:
        raise CodebookError(
            f"{source}: theme {', '.join(map(str, wrong))} must have a code and a label."
        )
    return Codebook(
        name=_text(data.get("name")) or source,
        version=_text(data.get("version")) or "1",
        language=_text(data.get("language")) or "nb",
        note=_text(data.get("note")),
        questions=_questions(data.get("questions"), source),
        themes=tuple(_theme(theme, source) for theme in data["themes"]),
    )


def _theme_to_plain(theme: Theme) -> dict[str, Any]:
    values = {
        "code": theme.code,
        "label": theme.label,
        "definition": theme.definition,
        "number": theme.number,
        "net": theme.net,
        "include": theme.include,
        "exclude": theme.exclude,
        "examples": list(theme.examples),
        "questions": list(theme.questions),
        "residual": theme.residual,
    }
    return {key: value for key, value in values.items() if value not in ("", None, [])}


def _theme(data: Mapping[str, Any], source: str) -> Theme:
    for key in ("code", "label", "definition", "net", "include", "exclude", "residual"):
        if isinstance(data.get(key), bool | list | Mapping):
            # YAML reads a bare no, off or yes as a Boolean
            raise CodebookError(
                f"{source}: the {key} {data[key]} of a theme is no text; put it in quotation marks."
            )
    return Theme(
        code=_text(data.get("code")),
        label=_text(data.get("label")),
        definition=_text(data.get("definition")),
        number=_number(data.get("number"), source),
        net=_text(data.get("net")),
        include=_text(data.get("include")),
        exclude=_text(data.get("exclude")),
        examples=_texts(data.get("examples"), "\n"),
        questions=_texts(data.get("questions"), ";"),
        residual=_text(data.get("residual")) or None,  # type: ignore[arg-type] # Codebook checks it
    )


def _questions(value: object, source: str) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise CodebookError(f"{source}: questions must be names with what they ask.")
    return {_text(name): _text(text) for name, text in value.items()}


def _number(value: object, source: str) -> int | None:
    text = _text(value)
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        raise CodebookError(
            f"{source}: the number {text} of a theme must be a whole one."
        ) from None


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _texts(value: object, separator: str) -> tuple[str, ...]:
    parts: Iterable[object] = value if isinstance(value, list) else _text(value).split(separator)
    return tuple(text for text in map(_text, parts) if text)
