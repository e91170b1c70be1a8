"""What has changed between two versions of a codebook, in words a person can read."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from textmining.codebook.plain import PHRASES
from textmining.codebook.themes import Codebook, Theme
from textmining.errors import CodebookError, Joined, Message

_FIELDS = [field.name for field in fields(Theme) if field.name != "code"]


@dataclass(frozen=True)
class Change:
    """One thing that differs between two versions of a codebook.

    Args:
        kind: `new`, `changed` or `removed` of a theme; `order` of all of them.
        code: the theme's code; "" for the order.
        fields: what of a theme changed, by the names of its fields.
    """

    kind: Literal["new", "changed", "removed", "order"]
    code: str = ""
    fields: tuple[str, ...] = ()

    @property
    def said(self) -> Message:
        """The change in one sentence."""
        said = {
            "new": "{code}: new theme",
            "changed": "{code}: {fields} changed",
            "removed": "{code}: theme removed",
            "order": "the order of the themes changed",
        }
        return Message(said[self.kind], code=self.code, fields=", ".join(self.fields))


def changes(old: Codebook, new: Codebook) -> list[Change]:
    """Return what differs, in the order of the new codebook; empty if nothing does."""
    return list(_changes(old, new))


def require_same(given: Codebook, own: Codebook, what: str) -> None:
    """Check that the codebook a user names is the one something was made with.

    Themes and version must be the same; name, note, phrases and what the questions ask may differ.

    `what` says what was made with it, and continues "the codebook that ".

    Raises:
        CodebookError: it is another one, or another version.
    """
    different = [change.said for change in changes(_without_phrases(own), _without_phrases(given))]
    if given.version != own.version:
        different = [Message("this is version {version}", version=given.version), *different]
    if different:
        raise CodebookError(
            "{name} is not the codebook that {what} ({own}, version {version}): {different}. "
            "Leave --codebook out, or name the right one.",
            name=given.name,
            what=what,
            own=own.name,
            version=own.version,
            different=Joined(different, "; "),
        )


def _without_phrases(book: Codebook) -> Codebook:
    """The same codebook as far as it decides codes."""
    silent: dict[str, Any] = dict.fromkeys(PHRASES, "")
    return replace(book, themes=tuple(replace(theme, **silent) for theme in book.themes))


def _changes(old: Codebook, new: Codebook) -> Iterator[Change]:
    before = {theme.code: theme for theme in old.themes}
    for theme in new.themes:
        if theme.code not in before:
            yield Change("new", theme.code)
            continue
        earlier = before[theme.code]
        changed = tuple(f for f in _FIELDS if getattr(earlier, f) != getattr(theme, f))
        if changed:
            yield Change("changed", theme.code, changed)
    yield from (Change("removed", code) for code in before if code not in new.codes)
    kept_before = [code for code in old.codes if code in new.codes]
    kept_now = [code for code in new.codes if code in before]
    if kept_before != kept_now:
        yield Change("order")
