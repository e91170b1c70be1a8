"""Edited text made into survey text: what people do to it when they answer in a hurry.

Each function takes the words of one answer's sentences and gives them back changed; annotation
follows the words. Everything is drawn from the generator that is handed in.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from building.treebank import Word

Words = tuple[Word, ...]
Manner = Callable[[Words, random.Random], Words]

_KEYS = ["qwertyuiopå", "asdfghjkløæ", "zxcvbnm"]
_BESIDE = {
    key: [row[j] for j in (i - 1, i + 1) if 0 <= j < len(row)]
    for row in _KEYS
    for i, key in enumerate(row)
}
_SHORTEST_MISTYPED = 4
_MISTYPED_SHARE = 0.08
_UNHEARD_OF_SHARE = 0.5  # names no list holds: the words around them must tell


def lower_cased(words: Words, _: random.Random) -> Words:
    """Everything in lower case, lemmas of names too."""
    return tuple(replace(w, form=w.form.lower(), lemma=w.lemma.lower()) for w in words)


def capitals(words: Words, _: random.Random) -> Words:
    """EVERYTHING IN CAPITALS."""
    return tuple(replace(w, form=w.form.upper()) for w in words)


def sentence_start_lower_cased(words: Words, _: random.Random) -> Words:
    """Names keep their capital, the sentence does not get one."""
    if not words or words[0].pos == "PROPN":
        return words
    return (replace(words[0], form=words[0].form.lower()), *words[1:])


def final_stop_left_out(words: Words, _: random.Random) -> Words:
    """The sentence ends without its full stop."""
    if len(words) < 2 or words[-1].form not in {".", "!"}:
        return words
    return (*words[:-2], replace(words[-2], space=True))


def typing_errors(words: Words, rng: random.Random) -> Words:
    """A letter left out, doubled, swapped with the next or hit beside, in some long words."""
    return tuple(
        replace(w, form=_mistyped(w.form, rng))
        if len(w.form) >= _SHORTEST_MISTYPED and w.form.isalpha() and rng.random() < _MISTYPED_SHARE
        else w
        for w in words
    )


def _mistyped(form: str, rng: random.Random) -> str:
    i = rng.randrange(1, len(form))
    left, letter, right = form[:i], form[i], form[i + 1 :]
    return rng.choice(
        [
            left + right,
            left + letter + letter + right,
            form[: i - 1] + letter + form[i - 1] + right,
            left + rng.choice(_BESIDE.get(letter, [letter])) + right,
        ]
    )


def names_swapped(given: Sequence[str], surnames: Sequence[str]) -> Manner:
    """Return a manner that gives the persons in a sentence other names."""

    def swap(words: Words, rng: random.Random) -> Words:
        swapped = list(words)
        for i, word in enumerate(words):
            if word.pos != "PROPN" or not word.entity.endswith("-PER"):
                continue
            if len(word.form) < 3 or not word.form.isalpha() or word.form.isupper():
                continue
            last = i + 1 == len(words) or words[i + 1].entity != "I-PER"
            is_surname = last and word.entity == "I-PER"
            name = rng.choice(surnames if is_surname else given)
            if not is_surname and last and rng.random() < 0.4:
                name = rng.choice(surnames)
            genitive = word.form.endswith("s") and not word.lemma.endswith("s")
            if genitive and name[-1] in "szx":
                continue
            if rng.random() < _UNHEARD_OF_SHARE:
                name = _made_up([*given, *surnames], rng)
            swapped[i] = replace(word, form=name + "s" * genitive, lemma=name)
        return tuple(swapped)

    return swap


def _made_up(names: Sequence[str], rng: random.Random) -> str:
    """Return the start of one name with the end of another."""
    start, end = rng.choice(names), rng.choice(names)
    kept = rng.randint(2, max(2, len(start) - 2))
    left_out = rng.randint(1, max(1, len(end) - 3))
    return start[:kept] + end[left_out:].lower()
