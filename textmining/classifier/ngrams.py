"""The n-grams of texts as numbers, with the place of each in its text.

An n-gram is kept as a 64-bit hash under a key of the model's own: no word of an answer is stored,
and two models' n-grams cannot be laid side by side. (Who holds a model holds its key and can test
a guess; masking before training is what keeps names out.) A whole batch is worked out with a few
array operations, and the place of every n-gram is known, so that clauses can be scored and
reasons shown without reading a text twice.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from textmining.classifier.spelling import Spelt

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""An odd number without pattern (the golden ratio's digits), as multiplicative hashing asks."""

_SPACE = np.uint32(ord(" "))


@dataclass(frozen=True)
class Ngrams:
    """Every n-gram of a batch of texts; four arrays of shape `(n_ngrams,)`.

    Args:
        row: which text.
        key: the n-gram's hash.
        start, end: the characters that it covers, texts end to end.
    """

    row: NDArray[np.int32]
    key: NDArray[np.uint64]
    start: NDArray[np.int32]
    end: NDArray[np.int32]

    def at(self, kept: NDArray[np.bool_]) -> "Ngrams":
        """Return some of them."""
        return Ngrams(self.row[kept], self.key[kept], self.start[kept], self.end[kept])


@dataclass(frozen=True)
class Words:
    """The words of a batch of texts; arrays and a list of one length.

    Args:
        row: which text.
        lemma: as it is spelt.
        start, end: the characters that the word covers, texts end to end.
    """

    row: NDArray[np.int32]
    lemma: Sequence[str]
    start: NDArray[np.int32]
    end: NDArray[np.int32]


def character_ngrams(
    texts: Spelt, within: range, across: range, *, key: int = 0
) -> tuple[Ngrams, Ngrams]:
    """Return the character n-grams within one word and its two spaces, and across words too.

    Space of any kind and length is one space.

    Args:
        texts: as respelt.
        within: their numbers of characters within words, from 2.
        across: the same of those across words, which are also those within words.
        key: of the hash.
    """
    code, row, place = _characters(texts)
    spaces = np.cumsum(code == _SPACE, dtype=np.int32)
    hashed = code.astype(np.uint64)
    of_words, of_texts = [_none()], [_none()]
    for length in range(2, max(within.stop, across.stop)):
        last = len(code) - length + 1
        if last <= 0:
            break
        hashed = hashed[:last] * _MULTIPLIER + code[length - 1 :]
        first = np.flatnonzero(row[:last] == row[length - 1 :])
        final = first + length - 1
        found = Ngrams(row[first], _mixed(hashed[first], key), place[first], place[final] + 1)
        if length in within:
            # A space inside means: a space that is neither the first nor the last character.
            of_words.append(found.at(spaces[final - 1] == spaces[first]))
        if length in across:
            of_texts.append(found)
    return _joined(of_words), _joined(of_texts)


def word_ngrams(words: Words, longest: int, *, key: int = 0) -> Ngrams:
    """Return the n-grams of the lemmas of one to `longest` words.

    Args:
        words: the words.
        longest: largest number of words.
        key: of the hash.
    """
    row = words.row
    word = np.fromiter(map(_token_hash, words.lemma), dtype=np.uint64, count=len(row))
    hashed = word
    found = [Ngrams(row, _mixed(word, key), words.start, words.end)]
    for length in range(2, longest + 1):
        last = len(word) - length + 1
        if last <= 0:
            break
        hashed = hashed[:last] * _MULTIPLIER + word[length - 1 :]
        first = np.flatnonzero(row[:last] == row[length - 1 :])
        start, end = words.start[first], words.end[first + length - 1]
        found.append(Ngrams(row[first], _mixed(hashed[first], key), start, end))
    return _joined(found)


def _characters(
    texts: Spelt,
) -> tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.int32]]:
    """All characters, each text between two spaces: code point, text, place.

    The two spaces stand where the text's first and last character do.
    """
    joined = "".join(f" {text} " for text in texts.texts).encode("utf-32-le", "surrogatepass")
    code = np.frombuffer(joined, dtype="<u4")
    lengths = np.array([len(text) + 2 for text in texts.texts], dtype=np.int64)
    row = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    ends = np.cumsum(lengths)
    starts = ends - lengths
    inside = np.ones(len(code), dtype=np.bool_)
    inside[starts] = inside[ends - 1] = False
    place = np.zeros(len(code), dtype=np.int32)
    place[inside] = texts.place
    place[starts], place[ends - 1] = place[starts + 1], place[ends - 2]
    code = np.where((code >= 9) & (code <= 13) | (code == 160), _SPACE, code)
    repeated = (code[1:] == _SPACE) & (code[:-1] == _SPACE) & (row[1:] == row[:-1])
    keep = np.concatenate([[True] * min(len(code), 1), ~repeated]).astype(np.bool_)
    return code[keep].astype(np.uint32), row[keep], place[keep]


@lru_cache(maxsize=100_000)
def _token_hash(token: str) -> int:
    digest = hashlib.blake2b(token.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") or 1


def _mixed(hashed: NDArray[np.uint64], key: int) -> NDArray[np.uint64]:
    """Spread every bit over all bits (the finaliser of SplitMix64, Steele et al. 2014)."""
    hashed = hashed ^ np.uint64(key)
    mixed = (hashed ^ (hashed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _joined(parts: Sequence[Ngrams]) -> Ngrams:
    return Ngrams(
        np.concatenate([part.row for part in parts]),
        np.concatenate([part.key for part in parts]),
        np.concatenate([part.start for part in parts]),
        np.concatenate([part.end for part in parts]),
    )


def _none() -> Ngrams:
    empty = np.zeros(0, dtype=np.int32)
    return Ngrams(empty, np.zeros(0, dtype=np.uint64), empty, empty)
