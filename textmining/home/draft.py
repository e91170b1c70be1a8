"""A codebook as it stands in the editor's form: not saved, and perhaps not whole yet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Final

from textmining.codebook import Codebook, Theme, codes_from_labels, from_plain

_KEYS: Final = tuple(part.name for part in fields(Theme))


@dataclass(frozen=True)
class DraftTheme:
    """A theme in the form.

    Args:
        key: what its fields in the form begin with.
        values: what stands in them, by the names of a theme's fields; all text.
    """

    key: str
    values: Mapping[str, str]

    def text(self, name: str) -> str:
        """Return what stands in a field; "" if nothing does."""
        return self.values.get(name, "")


@dataclass(frozen=True)
class Draft:
    """A codebook in the form.

    Args:
        base: the file name of the version that it was made from; "" if there was none.
        name: the codebook's name.
        language: the codebook's.
        note: what every report says first.
        questions: what each question asks.
        themes: in their order.
    """

    base: str
    name: str
    language: str
    note: str = ""
    questions: Mapping[str, str] = field(default_factory=dict)
    themes: tuple[DraftTheme, ...] = ()

    def codebook(self) -> Codebook:
        """Return the codebook; a theme without a code gets one that is made from its label.

        Raises:
            CodebookError: it contradicts itself, or a theme has no label.
        """
        filled = [
            {key: text for key, text in theme.values.items() if text.strip()}
            for theme in self.themes
        ]
        themes = [theme for theme in filled if set(theme) - {"residual"}]
        codes_from_labels(themes)
        listed = [
            {key: text.replace("\r\n", "\n") for key, text in theme.items()} for theme in themes
        ]
        book = {"name": self.name, "language": self.language, "note": self.note}
        plain = {key: text for key, text in book.items() if text}
        return from_plain(
            {**plain, "questions": dict(self.questions), "themes": listed}, self.name or "kodebok"
        )

    def moved(self, key: str, by: int) -> "Draft":
        """Return it with a theme moved up (-1) or down (1)."""
        themes = list(self.themes)
        place = next((n for n, theme in enumerate(themes) if theme.key == key), None)
        if place is not None and 0 <= place + by < len(themes):
            themes.insert(place + by, themes.pop(place))
        return replace(self, themes=tuple(themes))

    def without(self, key: str) -> "Draft":
        """Return it without a theme."""
        return replace(self, themes=tuple(theme for theme in self.themes if theme.key != key))

    def with_one_more(self) -> "Draft":
        """Return it with an empty theme at the end."""
        used = {theme.key for theme in self.themes}
        key = next(f"t{n}" for n in range(len(used) + 1) if f"t{n}" not in used)
        return replace(self, themes=(*self.themes, DraftTheme(key, {})))


def draft_of(book: Codebook, base: str) -> Draft:
    """Return a codebook as it stands in the form."""
    themes = tuple(
        DraftTheme(f"t{n}", {key: theme.cell(key) for key in _KEYS})
        for n, theme in enumerate(book.themes)
    )
    return Draft(base, book.name, book.language, book.note, dict(book.questions), themes)


def draft_from(value: Callable[[str], str], values: Callable[[str], Sequence[str]]) -> Draft:
    """Return what stands in the form that was sent.

    `value` gives a field's text, "" if it is not there; `values` all values of a field.
    """
    themes = tuple(
        DraftTheme(key, {name: value(f"{key}-{name}").strip() for name in _KEYS})
        for key in dict.fromkeys(values("theme"))
    )
    asks = dict(zip(values("asks-id"), values("asks"), strict=False))
    return Draft(
        value("base"), value("name").strip(), value("language"), value("note"), asks, themes
    )
