"""Lemmas from what a treebank knows of words and endings, given part of speech and morphology.

A word the treebank has in the same reading gets the lemma it has there; any other word gets what
words of its reading with its longest known ending do ("flyktningene" is not in the treebank, but
"-ningene" -> "-ning" is). `building/lemmas.py` counts the tables; the two written standards have
one each, and which one is used is guessed for the whole document.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import cast

from spacy.attrs import MORPH, ORTH, POS
from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc, Token

from textmining.language.standard import Standard, evidence_for_nynorsk

Tag = str  # part of speech and morphology: "NOUN Definite=Def|Gender=Fem|Number=Sing"

LONGEST_ENDING = 8  # letters
_QUOTES = frozenset("«»“”„\"'")
_LONGEST_ACRONYM = 5
_REMEMBERED = 200_000  # words in their readings
_FILE = "lemmas.json"


@dataclass
class LemmaTable:
    """What is known of one written standard; forms are lower-cased but for proper nouns.

    Attributes:
        words: lemma and count of each form in each reading.
        endings: letters to take away and letters to add for each ending in each reading.
    """

    words: Mapping[Tag, Mapping[str, tuple[str, int]]]
    endings: Mapping[Tag, Mapping[str, tuple[int, str]]]

    def __post_init__(self) -> None:
        """Find the most frequent lemma of each form with a part of speech, and of each form."""
        self._nearest = dict[tuple[str, str], str]()
        every = (
            (-count, reading, form, lemma)
            for reading, forms in self.words.items()
            for form, (lemma, count) in forms.items()
        )
        for _, reading, form, lemma in sorted(every):
            self._nearest.setdefault((_part_of_speech(reading), form), lemma)
            self._nearest.setdefault(("", form), lemma)

    def lemma(self, reading: Tag, form: str) -> str:
        """Return the lemma of `form`: known in this reading, known in another, or inferred."""
        exact = self.words.get(reading, {}).get(form)
        if exact is not None:
            return exact[0]
        return (
            self._nearest.get((_part_of_speech(reading), form))
            or self._nearest.get(("", form))
            or self.inferred(reading, form)
        )

    def inferred(self, reading: Tag, form: str) -> str:
        """Return what the longest known ending makes of `form`."""
        endings = self.endings.get(reading, {})
        for length in range(min(LONGEST_ENDING, len(form)), -1, -1):
            rule = endings.get(form[len(form) - length :])
            if rule is not None and rule[0] <= len(form):
                return form[: len(form) - rule[0]] + rule[1]
        return form


def shared_start(one: str, other: str) -> int:
    """Return how many letters two words have in common at their beginnings."""
    return next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _part_of_speech(reading: Tag) -> str:
    return reading.partition(" ")[0]


@Language.factory(
    "norwegian_lemmatizer", assigns=["token.lemma"], requires=["token.pos", "token.morph"]
)
def make_lemmatizer(nlp: Language, name: str) -> "Lemmatizer":
    """Make an empty lemmatizer; its tables come from the pipeline's folder."""
    del nlp
    return Lemmatizer(name)


class Lemmatizer(Pipe):
    """A spaCy component that sets the lemma of every token, after the morphologizer."""

    def __init__(self, name: str, tables: Mapping[Standard, LemmaTable] | None = None) -> None:
        self.name = name
        self.tables = tables or {"nb": LemmaTable({}, {}), "nn": LemmaTable({}, {})}
        self._evidence = dict[int, float]()
        self._lemmas = dict[tuple[Standard, int, int, int], str]()

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas of one document."""
        for token, lemma in zip(doc, self.lemmas(doc), strict=True):
            token.lemma_ = lemma
        return doc

    def lemmas(self, doc: Doc) -> list[str]:
        """Return the lemma of every token of one document."""
        if len(self._lemmas) > _REMEMBERED:
            self._lemmas.clear()
            self._evidence.clear()
        numbers = doc.to_array([ORTH, POS, MORPH]).reshape(-1, 3)
        words, *readings = (column.tolist() for column in numbers.T)
        standard = self._standard(doc, words)
        keys = list(zip(repeat(standard), words, *readings, strict=False))
        found = list(map(self._lemmas.get, keys))
        for place, lemma in enumerate(found):
            if lemma is None:
                found[place] = self._lemmas[keys[place]] = self._lemma(doc[place], standard)
        return cast(list[str], found)

    def _standard(self, doc: Doc, words: Sequence[int]) -> Standard:
        weights = list(map(self._evidence.get, words))
        for place, weight in enumerate(weights):
            if weight is None:
                token = doc[place]
                weights[place] = evidence_for_nynorsk([token.text] if token.is_alpha else [])
                self._evidence[words[place]] = cast(float, weights[place])
        return "nn" if sum(cast(list[float], weights)) > 0 else "nb"

    def _lemma(self, token: Token, standard: Standard) -> str:
        form = token.text
        if token.pos_ in {"PUNCT", "SYM"} and not form.isalnum():
            return '$"' if form in _QUOTES else f"${form}"  # the treebank's way
        if token.pos_ in {"X", "SPACE"}:
            return form
        table, reading = self.tables[standard], f"{token.pos_} {token.morph}"
        if token.pos_ == "PROPN":
            return table.inferred(reading, form)
        lemma = table.lemma(reading, form.lower())
        return _with_capitals(form, lemma) if _is_part_name(token) else lemma

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the tables."""
        del exclude
        folder = Path(path)
        folder.mkdir(exist_ok=True)
        tables = {
            standard: {"words": table.words, "endings": table.endings}
            for standard, table in self.tables.items()
        }
        text = json.dumps(tables, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        (folder / _FILE).write_text(text, encoding="utf-8")

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "Lemmatizer":
        """Read the tables that `to_disk` wrote."""
        del exclude
        tables = json.loads((Path(path) / _FILE).read_text(encoding="utf-8"))
        self.tables = {standard: LemmaTable(**table) for standard, table in tables.items()}
        return self


def _is_part_name(token: Token) -> bool:
    """Whether a word has a name or an acronym in it: "NAV-kontoret", "IT", not "BEDRE"."""
    form = token.text
    shouted = form.isupper() and len(form) > _LONGEST_ACRONYM
    acronym = token.pos_ == "NOUN" and not shouted and any(c.isupper() for c in form[1:])
    return "-" in form or acronym


def _with_capitals(form: str, lemma: str) -> str:
    shared = shared_start(form.lower(), lemma)
    return form[:shared] + lemma[shared:]
