"""Nynorsk spellings as their bokmål ones, so that both written standards train one model.

A survey has few nynorsk answers to learn from: without these rules they lose several points. The
rules are common words and endings of the language, nothing of any survey's subject. They are used
on every answer alike when the codebook's language is Norwegian; a bokmål word that an ending rule
touches is touched everywhere in the same way.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

NORWEGIAN = frozenset({"nb", "nn", "no"})
"""Codebook languages for which the rules are used."""

_SHORTEST = 5
"""Letters of a word whose inside or ending is respelt: `har` and `svar` are no plurals."""

_DIGIT = re.compile("[1-9]")
_WORD = re.compile(r"([^\W_]+)")


@dataclass(frozen=True)
class Spelt:
    """Texts as the features see them.

    Args:
        texts: lower-cased, every digit 0, respelt.
        place: of every character, texts end to end, the character of the original texts, end to
            end too, that it stands for; ascending.
    """

    texts: Sequence[str]
    place: NDArray[np.int32]


def spell(texts: Sequence[str], *, norwegian: bool) -> Spelt:
    """Return texts lower-cased, with every digit as 0 and, if Norwegian, respelt."""
    lowered = [_DIGIT.sub("0", _lower(text)) for text in texts]
    # What stands between words, a word, what stands between, and so on.
    pieces = [_WORD.split(text) if norwegian else [text] for text in lowered]
    old = _lengths(pieces)
    for some in pieces:
        some[1::2] = map(_respelt, some[1::2])
    new = _lengths(pieces)
    # A character more than its word had stands for the word's last one.
    within = np.arange(new.sum()) - np.repeat(np.cumsum(new) - new, new)
    place = np.repeat(np.cumsum(old) - old, new) + np.minimum(within, np.repeat(old - 1, new))
    return Spelt(list(map("".join, pieces)), place.astype(np.int32))


def _lengths(pieces: Sequence[Sequence[str]]) -> NDArray[np.int64]:
    """How many characters each piece of each text has."""
    return np.array([len(piece) for some in pieces for piece in some], dtype=np.int64)


def spell_words(words: Iterable[str], *, norwegian: bool) -> list[str]:
    """Return words as `spell` would."""
    lowered = map(_lowered, words)
    return list(map(_respelt, lowered) if norwegian else lowered)


@lru_cache(maxsize=100_000)
def _lowered(word: str) -> str:
    return _DIGIT.sub("0", word.lower())


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
