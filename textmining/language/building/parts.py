"""Count which parts of speech frequent words have in the treebank."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from textmining.language.building.treebank import Sentence

__all__ = ["parts_of_speech"]

_FREQUENT = 20  # a word that is seen so often has no other part of speech to speak of


def parts_of_speech(sentences: Sequence[Sentence]) -> dict[str, str]:
    """Return the parts of speech of each frequent word, lower-cased: {"på": "ADP ADV"}.

    Words that are names only are left out.
    """
    counts = defaultdict[str, Counter[str]](Counter)
    for sentence in sentences:
        for word in sentence.words:
            counts[word.form.lower()][word.pos] += 1
    return {
        form: " ".join(sorted(parts))
        for form, parts in sorted(counts.items())
        if parts.total() >= _FREQUENT and set(parts) != {"PROPN"}
    }
