"""What changed between the codebooks of the waves, in words."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from textmining.codebook import Change, Codebook, changes
from textmining.texts import Texts

_KINDS: Final = ("new", "changed", "removed")
"""In the order in which they are told."""

_DECIDING: Final = frozenset({"definition", "include", "exclude", "questions", "residual"})
"""What of a theme decides which answers get its code; a new label or number does not."""


def changed_themes(books: Sequence[Codebook]) -> frozenset[str]:
    """Return the codes that do not mean the same in all of the codebooks, and their nets."""
    changed = {change.code for old, new in pairwise(books) for change in _changes(old, new)}
    # Nets are counted as the newest codebook makes them, in every wave.
    nets = {
        name
        for book in books[-1:]
        for name, members in book.nets.items()
        if changed & {book.codes[k] for k in members}
    }
    return frozenset(changed | nets)


def changes_in_words(books: Sequence[Codebook], texts: Texts) -> tuple[str, ...]:
    """Return a sentence for every theme that is new, gone or changed from book to book."""
    return tuple(
        texts(
            f"codebook.{change.kind}",
            label=(old.labels | new.labels)[change.code],
            version=new.version,
        )
        for old, new in pairwise(books)
        for change in _changes(old, new)
    )


def _changes(old: Codebook, new: Codebook) -> list[Change]:
    """The changes that decide codes."""
    found = [
        c for c in changes(old, new) if c.kind in {"new", "removed"} or _DECIDING & {*c.fields}
    ]
    return sorted(found, key=lambda change: _KINDS.index(change.kind))
