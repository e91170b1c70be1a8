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

import numpy as np
from numpy.typing import NDArray

from textmining.classifier.spelling import Spelt

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""An odd number without pattern (the golden ratio's digits), as multiplicative hashing asks."""

_SPACE = np.uint32(ord(" "))
_SPACES = "  "  # before and after each text


@dataclass(frozen=True)
class Ngrams:
    """Every n-gram of a batch of texts; four arrays of shape `(n_ngrams,)`.

    Args:
        row: which text.
        key: the n-gram's hash.
        start, end: the characters of the text that it covers.
    """

    row: NDArray[np.int32]
    key: NDArray[np.uint64]
    start: NDArray[np.int32]
    end: NDArray[np.int32]


def character_ngrams(
    texts: Sequence[Spelt], lengths: range, *, across: bool, key: int = 0
) -> Ngrams:
    """Return the character n-grams of texts; space of any kind and length is one space.

    Args:
        texts: as respelt.
        lengths: numbers of characters, from 2.
        across: also those with a space inside, not only those within one word and its two spaces.
        key: of the hash.
    """
    code, row, place = _characters(texts)
    space = code == _SPACE
    inner = np.concatenate([[0], np.cumsum(space, dtype=np.int64)])
    hashed = code.astype(np.uint64)
    found: list[Ngrams] = []
    for length in range(2, lengths.stop):
        last = len(code) - length + 1
        if last <= 0:
            break
        hashed = hashed[:last] * _MULTIPLIER + code[length - 1 :]
        if length not in lengths:
            continue
        keep = row[:last] == row[length - 1 :]
        if not across:
            # A space inside means: a space that is neither the first nor the last character.
            keep &= inner[length - 1 : last + length - 1] == inner[1 : last + 1]
        first = np.flatnonzero(keep)
        final = first + length - 1
        found.append(Ngrams(row[first], _mixed(hashed[first], key), place[first], place[final] + 1))
    return _joined(found)


def token_ngrams(
    tokens: Sequence[Sequence[str]],
    spans: Sequence[Sequence[tuple[int, int]]],
    longest: int,
    *,
    key: int = 0,
) -> Ngrams:
    """Return the n-grams of one to `longest` tokens.

    Args:
        tokens: the tokens of each text (forms or lemmas).
        spans: the characters that each token covers in its text.
        longest: largest number of tokens.
        key: of the hash.
    """
    lengths = np.array([len(row) for row in tokens], dtype=np.int64)
    row = np.repeat(np.arange(len(tokens), dtype=np.int32), lengths)
    hashes: dict[str, int] = {}
    word = np.array(
        [hashes.get(t) or hashes.setdefault(t, _token_hash(t)) for one in tokens for t in one],
        dtype=np.uint64,
    )
    place = np.array([span for one in spans for span in one], dtype=np.int32).reshape(-1, 2)
    hashed = word
    found = [Ngrams(row, _mixed(word, key), place[:, 0], place[:, 1])]
    for length in range(2, longest + 1):
        last = len(word) - length + 1
        if last <= 0:
            break
        hashed = hashed[:last] * _MULTIPLIER + word[length - 1 :]
        first = np.flatnonzero(row[:last] == row[length - 1 :])
        final = first + length - 1
        found.append(
            Ngrams(row[first], _mixed(hashed[first], key), place[first, 0], place[final, 1])
        )
    return _joined(found)


def _characters(
    texts: Sequence[Spelt],
) -> tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.int32]]:
    """All characters, each text between two spaces: code point, text, place in the text."""
    joined = "".join(f" {text.text} " for text in texts).encode("utf-32-le", "surrogatepass")
    code = np.frombuffer(joined, dtype="<u4")
    lengths = np.array([len(text.text) + 2 for text in texts], dtype=np.int64)
    row = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
    place = _places(texts, lengths)
    code = np.where((code >= 9) & (code <= 13) | (code == 160), _SPACE, code)
    repeated = (code[1:] == _SPACE) & (code[:-1] == _SPACE) & (row[1:] == row[:-1])
    keep = np.concatenate([[True] * min(len(code), 1), ~repeated]).astype(np.bool_)
    return code[keep].astype(np.uint32), row[keep], place[keep]


def _places(texts: Sequence[Spelt], lengths: NDArray[np.int64]) -> NDArray[np.int32]:
    """Where each character stands; the two spaces stand where the first and last one do."""
    place = np.zeros(int(lengths.sum()), dtype=np.int32)
    end = 0
    for text, length in zip(texts, lengths.tolist(), strict=True):
        start, end = end, end + length
        if length > len(_SPACES):
            place[start + 1 : end - 1] = text.place
            place[start], place[end - 1] = text.place[0], text.place[-1]
    return place


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
    if not parts:
        empty = np.zeros(0, dtype=np.int32)
        return Ngrams(empty, np.zeros(0, dtype=np.uint64), empty, empty)
    return Ngrams(
        np.concatenate([part.row for part in parts]),
        np.concatenate([part.key for part in parts]),
        np.concatenate([part.start for part in parts]),
        np.concatenate([part.end for part in parts]),
    )
