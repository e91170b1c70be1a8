"""The catalogue of what analysts read: plain files `<room>.<language>.toml` and how numbers look.

A file holds texts under keys, grouped as its room likes; `[queue]` with `empty = "…"` is read as
`queue.empty`. Names in braces are filled in. A text that depends on a number has the two forms
`one` and `other`:

    [queue]
    left = { one = "{n} svar igjen", other = "{n} svar igjen" }

    texts = catalogue("review", "nb")
    texts("queue.left", n=1200)

What the terminal says is English where it is said, with its translations in `messages.toml` and
`help.toml`.

Bokmål (`nb`) is written first; `nn` and `en` carry the same keys and the same names in braces,
held by the tests.
"""

from textmining.texts.catalogue import (
    LANGUAGES,
    Language,
    Texts,
    asked_language,
    catalogue,
    known_language,
)
from textmining.texts.numbers import ABSENT, SUPPRESSED, Numbers
from textmining.texts.terminal import in_language, joined_in_language

__all__ = [
    "ABSENT",
    "LANGUAGES",
    "SUPPRESSED",
    "Language",
    "Numbers",
    "Texts",
    "asked_language",
    "catalogue",
    "in_language",
    "joined_in_language",
    "known_language",
]
