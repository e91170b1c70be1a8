"""Nynorsk spellings as their bokmål ones, so that both written standards train one model.

A survey has few nynorsk answers to learn from: without these rules they lose several points. The
rules are common words and endings of the language, nothing of any survey's subject. They are used
on every answer alike when the codebook's language is Norwegian; a bokmål word that an ending rule
touches is touched everywhere in the same way.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

NORWEGIAN = frozenset({"nb", "nn", "no"})
"""Codebook languages for which the rules are used."""

_SHORTEST = 5
"""Letters of a word whose inside or ending is respelt: `har` and `svar` are no plurals."""

_DIGITS = str.maketrans("123456789", "000000000")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Spelt:
    """A text as the features see it.

    Args:
        text: lower-cased, every digit 0, respelt.
        place: of every character, the character of the original text it stands for, ascending.
    """

    text: str
    place: NDArray[np.int32]


def spell(text: str, *, norwegian: bool) -> Spelt:
    """Return a text lower-cased, with every digit as 0 and, if Norwegian, respelt."""
    lowered = _lower(text).translate(_DIGITS)
    place = np.arange(len(lowered), dtype=np.int32)
    if not norwegian:
        return Spelt(lowered, place)
    parts: list[str] = []
    places: list[NDArray[np.int32]] = []
    done = 0
    for match in _WORD.finditer(lowered):
        word, (start, end) = match[0], match.span()
        new = _respelt(word)
        if new != word:
            parts += [lowered[done:start], new]
            places += [place[done:start], np.minimum(start + np.arange(len(new)), end - 1)]
            done = end
    if not parts:
        return Spelt(lowered, place)
    parts.append(lowered[done:])
    places.append(place[done:])
    return Spelt("".join(parts), np.concatenate(places).astype(np.int32))


@lru_cache(maxsize=100_000)
def spelling(word: str, *, norwegian: bool) -> str:
    """Return one word as `spell` would."""
    lowered = word.lower().translate(_DIGITS)
    return _respelt(lowered) if norwegian else lowered


def _lower(text: str) -> str:
    """Lower-case letter by letter, so that every character keeps its place."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


@lru_cache(maxsize=1)
def _rules() -> dict[str, dict[str, str]]:
    """The rules of `nynorsk.tsv`, in its order: whole words, parts of compounds, endings."""
    rules: dict[str, dict[str, str]] = {"word": {}, "part": {}, "ending": {}}
    lines = Path(__file__).with_name("nynorsk.tsv").read_text("utf-8").splitlines()
    for line in lines[1:]:
        what, old, new = line.split("\t")
        rules[what][old] = new
    return rules


@lru_cache(maxsize=100_000)
def _respelt(word: str) -> str:
    rules = _rules()
    known = rules["word"].get(word)
    if known is not None or len(word) < _SHORTEST:
        return known or word
    for old, new in rules["part"].items():
        word = word.replace(old, new)
    for old, new in rules["ending"].items():
        if word.endswith(old):
            return word.removesuffix(old) + new
    return word
