"""What changed between the codebooks of the waves, in words."""

from collections.abc import Sequence
from itertools import pairwise

from textmining.codebook import Codebook, Theme
from textmining.texts import Texts


def changed_themes(books: Sequence[Codebook]) -> frozenset[str]:
    """Return the codes that do not mean the same in all of the codebooks, and their nets."""
    changed = {
        code
        for code in {code for book in books for code in book.codes}
        if len({_meaning(book, code) for book in books}) > 1
    }
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
        texts(f"codebook.{kind}", label=theme.label, version=new.version)
        for old, new in pairwise(books)
        for kind, theme in _changes(old, new)
    )


def _changes(old: Codebook, new: Codebook) -> list[tuple[str, Theme]]:
    before = {theme.code: theme for theme in old.themes}
    now = {theme.code: theme for theme in new.themes}
    return [
        *(("new", theme) for code, theme in now.items() if code not in before),
        *(
            ("changed", theme)
            for code, theme in now.items()
            if code in before and _meaning(old, code) != _meaning(new, code)
        ),
        *(("removed", theme) for code, theme in before.items() if code not in now),
    ]


def _meaning(book: Codebook, code: str) -> tuple[object, ...] | None:
    """What decides which answers get a code; a new label or number does not."""
    theme = next((theme for theme in book.themes if theme.code == code), None)
    if theme is None:
        return None
    return theme.definition, theme.include, theme.exclude, theme.questions, theme.residual
