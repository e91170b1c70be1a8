"""Answers that say nearly the same, so that they can be coded in one stroke."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from textmining.review.answers import Answer

_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_REPEATED: Final = re.compile(r"(.)\1+")
_SHORTEST: Final = 8  # letters; in shorter texts another letter is another word


class NearlySame:
    """Finds answers to the same question that differ by writing habits or one slip of the hand.

    Args:
        answers: all answers.
        positions: those to look among.
    """

    def __init__(self, answers: Sequence[Answer], positions: Iterable[int]) -> None:
        self._skeletons: dict[int, str] = {}
        self._groups: dict[tuple[str, str, int], list[int]] = {}
        self._key: dict[int, tuple[str, str, int]] = {}
        for position in positions:
            answer = answers[position]
            text = skeleton(answer.text)
            key = (answer.id.wave, answer.id.question, text.count(" "))
            self._skeletons[position], self._key[position] = text, key
            self._groups.setdefault(key, []).append(position)

    def to(self, position: int) -> tuple[int, ...]:
        """Return the positions of nearly the same answers, in the order they were given in."""
        text = self._skeletons[position]
        return tuple(
            other
            for other in self._groups[self._key[position]]
            if other != position and differ_by_a_slip(text, self._skeletons[other])
        )


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
