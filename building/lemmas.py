"""Count what the treebank knows of lemmas, and keep no more of it than is needed."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from building.treebank import Sentence
from textmining.language.lemmas import LONGEST_ENDING, LemmaTable, Tag, shared_start

_LONGEST_CUT = 6  # letters; what is cut deeper is irregular and stays with its word
_OWN, _OTHER = 10, 3  # weights of the words of the two standards for endings
_COUNTED_AT_MOST = 3  # times a word counts for its endings: kinds of words matter, not their use

_Words = Counter[tuple[Tag, str, str]]
_Rule = tuple[int, str]
_Endings = Mapping[Tag, Mapping[str, Counter[_Rule]]]


def lemma_table(own: Sequence[Sentence], other: Sequence[Sentence]) -> LemmaTable:
    """Return the table of the written standard of `own`; endings learn from `other` too."""
    counts = _words(own)
    words = defaultdict[Tag, dict[str, tuple[str, int]]](dict)
    for (reading, form, lemma), count in sorted(
        counts.items(), key=lambda item: (-item[1], item[0])
    ):
        if not reading.startswith("PROPN"):  # what the treebank's people and firms are called
            words[reading].setdefault(form, (lemma, count))
    return LemmaTable(words, _needed(_endings(counts, _words(other))))


def _words(sentences: Sequence[Sentence]) -> _Words:
    return Counter(
        (
            f"{word.pos} {word.morph}",
            word.form if word.pos == "PROPN" else word.form.lower(),
            word.lemma if word.pos == "PROPN" else word.lemma.lower(),
        )
        for sentence in sentences
        for word in sentence.words
        if word.pos not in {"PUNCT", "X"}
    )


def _endings(own: _Words, other: _Words) -> _Endings:
    endings = defaultdict[Tag, defaultdict[str, Counter[_Rule]]](lambda: defaultdict(Counter))
    for words, weight in ((own, _OWN), (other, _OTHER)):
        for (reading, form, lemma), count in words.items():
            rule = _rule(form, lemma)
            if rule[0] <= _LONGEST_CUT:
                for length in range(min(LONGEST_ENDING, len(form)) + 1):
                    ending = form[len(form) - length :]
                    endings[reading][ending][rule] += weight * min(count, _COUNTED_AT_MOST)
    return endings


def _rule(form: str, lemma: str) -> _Rule:
    """Return how many letters to cut from the form and what to add to reach the lemma."""
    shared = shared_start(form, lemma)
    return len(form) - shared, lemma[shared:]


def _needed(endings: _Endings) -> dict[Tag, dict[str, _Rule]]:
    """Keep the endings that do something else than the next shorter one that is kept."""
    needed = defaultdict[Tag, dict[str, _Rule]](dict)
    for reading, rules_by_ending in endings.items():
        kept = needed[reading]
        for ending in sorted(rules_by_ending, key=len):
            rules = rules_by_ending[ending]
            rule = min(rules, key=lambda rule: (-rules[rule], rule))
            shorter = (ending[i:] for i in range(1, len(ending) + 1))
            if rule != next((kept[s] for s in shorter if s in kept), None):
                kept[ending] = rule
    return needed
