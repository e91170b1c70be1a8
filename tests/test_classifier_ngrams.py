"""The n-grams worked out for a whole batch are those of each text, at their places."""

import re

from hypothesis import given
from hypothesis import strategies as st

from textmining.classifier.ngrams import Ngrams, character_ngrams
from textmining.classifier.spelling import spell

_WITHIN, _ACROSS = range(2, 7), range(3, 8)


def _found(ngrams: Ngrams) -> list[tuple[int, int, int, int]]:
    columns = (ngrams.row, ngrams.key, ngrams.start, ngrams.end)
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


def _one_by_one(texts: list[str], lengths: range, *, across: bool) -> list[tuple[int, ...]]:
    found = []
    first = 0
    for row, text in enumerate(texts):
        # Two spaces stand around the text, where its ends do; of a run of space one is left.
        places = [0, *range(len(text)), len(text) - 1]
        seen = re.sub(r"\s", " ", f" {text.lower().replace('1', '0')} ")
        left = [k for k in range(len(seen)) if k == 0 or seen[k - 1 : k + 1] != "  "]
        for length in lengths:
            for begin in range(len(left) - length + 1):
                own = left[begin : begin + length]
                ngram = "".join(seen[k] for k in own)
                if across or " " not in ngram[1:-1]:
                    start, end = first + places[own[0]], first + places[own[-1]] + 1
                    found.append((row, _key(ngram), start, end))
        first += len(text)
    return sorted(found)


def _key(ngram: str) -> int:
    """Multiplicative hashing and the finaliser of SplitMix64, in Python's whole numbers."""
    bits = 2**64 - 1
    hashed = 0
    for character in ngram:
        hashed = (hashed * 0x9E3779B97F4A7C15 + ord(character)) & bits
    hashed = ((hashed ^ (hashed >> 30)) * 0xBF58476D1CE4E5B9) & bits
    hashed = ((hashed ^ (hashed >> 27)) * 0x94D049BB133111EB) & bits
    return hashed ^ (hashed >> 31)


@given(st.lists(st.text(alphabet="aB1æ😀. \n\xa0", max_size=12), max_size=4))
def test_ngrams_are_those_of_each_text_by_itself(texts: list[str]) -> None:
    within, across = character_ngrams(spell(texts, norwegian=False), _WITHIN, _ACROSS)
    assert _found(within) == _one_by_one(texts, _WITHIN, across=False)
    assert _found(across) == _one_by_one(texts, _ACROSS, across=True)
