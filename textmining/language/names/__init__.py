"""Names that are common in Norway: given names, surnames, places.

The lists are our own, written for this project. They are evidence, never a verdict: many names
are also words (Bo, Liv, Hans, Berg), and most names are in no list.
"""

from functools import cache
from importlib.resources import files

__all__ = ["KINDS", "evidence", "is_listed", "names"]

KINDS = ("given", "surnames", "places")


@cache
def names(kind: str) -> tuple[str, ...]:
    """Return a list: one of the `KINDS`, "words" (names that are also words) or "offices"."""
    text = files(__name__).joinpath(f"{kind}.txt").read_text(encoding="utf-8")
    return tuple(sorted(set(text.split())))


@cache
def _lowered(kind: str) -> frozenset[str]:
    return frozenset(name.lower() for name in names(kind))


def evidence(word: str) -> str:
    """Return which lists hold `word` in any case, also in the genitive: "g", "s", "p" together.

    >>> evidence("kari"), evidence("Haugens"), evidence("BERGEN"), evidence("bord")
    ('g', 's', 'p', '')
    """
    lower = word.lower()
    bare = lower.removesuffix("s")
    return "".join(kind[0] for kind in KINDS if lower in _lowered(kind) or bare in _lowered(kind))


def is_listed(word: str) -> bool:
    """Return whether `word` is a name of persons by the lists."""
    return bool(set(evidence(word)) & set("gs"))
