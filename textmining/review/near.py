"""Answers that say nearly the same, so that they can be coded in one stroke."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_REPEATED: Final = re.compile(r"(.)\1+")
_SHORTEST: Final = 8  # letters; in shorter texts another letter is another word
_BITS: Final = 20


class NearlySame:
    """Finds answers to the same question that differ by writing habits or one slip of the hand.

    Args:
        shapes: what a slip changes little of, see `shapes`; shape `(n_answers,)`.
        letters: the letters that stand an odd number of times, see `odd_letters`; same shape.
        by_shape: the positions in the order of their shapes, same shape.
    """

    def __init__(
        self, shapes: NDArray[np.int64], letters: NDArray[np.uint64], by_shape: NDArray[np.int32]
    ) -> None:
        self._shapes, self._letters, self._by_shape = shapes, letters, by_shape
        self._in_order = shapes[by_shape]

    def like(self, position: int) -> list[int]:
        """Return the positions that may be nearly the same, by the shape of their skeletons.

        A slip changes the number of letters by one at most, and two letters.
        """
        shape = int(self._shapes[position])
        first = np.searchsorted(self._in_order, shape - 1, "left")
        last = np.searchsorted(self._in_order, shape + 1, "right")
        others = self._by_shape[first:last]
        changed = np.bitwise_count(self._letters[others] ^ self._letters[position])
        return [p for p in others[changed <= 2].tolist() if p != position]


def shapes(skeletons: Sequence[str], groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return wave and question, number of words and length of skeletons as one number each.

    Args:
        skeletons: see `skeleton`.
        groups: number of each one's wave and question, shape `(n,)`.
    """
    words = np.array([text.count(" ") for text in skeletons], dtype=np.int64)
    length = np.array([len(text) for text in skeletons], dtype=np.int64)
    most = (1 << _BITS) - 2  # of longer texts the skeletons themselves tell
    number = (groups << _BITS) + words.clip(max=most)
    return np.asarray((number << _BITS) + 1 + length.clip(max=most - 1))


def odd_letters(skeletons: Sequence[str]) -> NDArray[np.uint64]:
    """Return a bit for every letter that stands an odd number of times; some letters share one."""
    signs = np.frombuffer("".join(skeletons).encode("utf-32-le", "surrogatepass"), np.uint32)
    bits = np.uint64(1) << (signs & np.uint32(63)).astype(np.uint64)
    lengths = np.array([len(text) for text in skeletons], dtype=np.int64)
    found = np.zeros(len(skeletons), dtype=np.uint64)
    written = lengths > 0
    if written.any():
        starts = (np.cumsum(lengths) - lengths)[written]
        found[written] = np.bitwise_xor.reduceat(bits, starts)
    return found


def skeleton(text: str) -> str:
    """Return what is left of a text when writing habits are taken away.

    Case, punctuation, spaces, accents, doubled letters and the order of words do not matter;
    a text of signs only keeps them.

    >>> skeleton("Nei!!") == skeleton("neeei")
    True
    >>> skeleton("Mer penger, fleire tolkar") == skeleton("fleire tolkar - mer penger")
    True
    """
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(mark for mark in folded if not unicodedata.combining(mark))
    words = _NOT_LETTERS.sub(" ", _REPEATED.sub(r"\1", plain)).split()
    return " ".join(sorted(words)) or text.strip()


def differ_by_a_slip(one: str, other: str) -> bool:
    """Return whether texts are the same but for a letter missing, added, swapped or another.

    >>> differ_by_a_slip("bedre samarbeid", "bedre samarbied")
    True
    >>> differ_by_a_slip("bedre samarbeid", "godt samarbeid")
    False
    """
    if one == other:
        return True
    shortest = min(len(one), len(other))
    if abs(len(one) - len(other)) > 1 or shortest < _SHORTEST:
        return False
    start = next((i for i in range(shortest) if one[i] != other[i]), shortest)
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2], a[2:]) == (b[1::-1], b[2:])
