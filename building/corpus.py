"""The treebank as spaCy's training examples: one document a made-up answer, new every epoch."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from pathlib import Path

from spacy.language import Language
from spacy.parts_of_speech import IDS  # type: ignore[import-not-found]  # compiled
from spacy.tokens import Doc
from spacy.training import Example, biluo_to_iob, iob_to_biluo
from spacy.util import registry
from spacy.vocab import Vocab

from building.careless import (
    Manner,
    Words,
    capitals,
    final_stop_left_out,
    lower_cased,
    names_swapped,
    sentence_start_lower_cased,
    typing_errors,
)
from building.treebank import Sentence, Word, read_treebank
from textmining.language.names import names

_LONGEST_ANSWER = 8  # sentences
_NEWLINE = Word("\n", "\n", "SPACE", "", "O", space=False)
_CASES: Sequence[Manner | None] = [None, lower_cased, sentence_start_lower_cased, capitals]
_CASE_WEIGHTS = [58, 32, 7, 3]
_BULLET = Word("-", "$-", "PUNCT", "", "O", space=True)


@registry.readers("textmining.SurveyLikeTreebank.v1")  # type: ignore[untyped-decorator]  # spaCy's
def survey_like(
    paths: list[str], seed: int, names_changed: float
) -> Callable[[Language], Iterable[Example]]:
    """Return a reader that makes survey answers of the sentences, differently every time.

    Args:
        paths: CoNLL-U files.
        seed: of everything that is drawn.
        names_changed: share of answers whose persons get other names.
    """
    sentences = read_treebank(*map(Path, paths))
    rng = random.Random(seed)  # noqa: S311 - made-up answers are no secrets
    given, surnames = _persons(sentences)
    swap = names_swapped([*names("given"), *given], [*names("surnames"), *surnames])

    def examples(nlp: Language) -> Iterator[Example]:
        groups = list(answers(sentences, rng))
        rng.shuffle(groups)
        for group in groups:
            parts = [sentence.words for sentence in group]
            if rng.random() < names_changed:
                parts = [swap(words, rng) for words in parts]
            reference = document(nlp.vocab, _Hand.drawn(rng).write(parts, rng))
            yield Example(nlp.make_doc(reference.text), reference)

    return examples


@registry.readers("textmining.EditedTreebank.v1")  # type: ignore[untyped-decorator]  # spaCy's
def edited(paths: list[str]) -> Callable[[Language], Iterable[Example]]:
    """Return a reader of the sentences as they are, ten to a document."""
    sentences = read_treebank(*map(Path, paths))

    def examples(nlp: Language) -> Iterator[Example]:
        for start in range(0, len(sentences), 10):
            parts = [sentence.words for sentence in sentences[start : start + 10]]
            reference = document(nlp.vocab, parts)
            yield Example(nlp.make_doc(reference.text), reference)

    return examples


@registry.readers("textmining.Readings.v1")  # type: ignore[untyped-decorator]  # spaCy's
def readings(paths: list[str]) -> dict[str, dict[str, str] | dict[str, int]]:
    """Return every part of speech with morphology, as a morphologizer is initialized with them."""
    words = {(word.pos, word.morph) for s in read_treebank(*map(Path, paths)) for word in s.words}
    morphs, parts = dict[str, str](), dict[str, int]()
    for pos, morph in sorted({*words, (_NEWLINE.pos, _NEWLINE.morph)}):
        label = "|".join(sorted(filter(None, [*morph.split("|"), f"POS={pos}"])))
        morphs[label], parts[label] = morph, int(IDS[pos])
    return {"morph": morphs, "pos": parts}


def answers(sentences: Sequence[Sentence], rng: random.Random) -> Iterator[list[Sentence]]:
    """Cut each document of the treebank into answers of one to eight sentences in a row."""
    for _, group in groupby(sentences, key=lambda sentence: sentence.document):
        rest = list(group)
        while rest:
            length = rng.randint(1, _LONGEST_ANSWER)
            yield rest[:length]
            rest = rest[length:]


def document(vocab: Vocab, parts: Sequence[Sequence[Word]]) -> Doc:
    """Return the annotated document of some sentences, one after the other."""
    words = [word for part in parts for word in part]
    starts: list[bool | int | None] = [i == 0 for part in parts for i in range(len(part))]
    tags = biluo_to_iob(iob_to_biluo([word.entity for word in words]))
    return Doc(
        vocab,
        words=[word.form for word in words],
        spaces=[word.space for word in words],
        pos=[word.pos for word in words],
        morphs=[word.morph for word in words],
        lemmas=[word.lemma for word in words],
        sent_starts=starts,
        ents=tags,
    )


@dataclass(frozen=True)
class _Hand:
    """How one respondent writes a whole answer."""

    case: Manner | None
    stops_left_out: bool
    mistyped: bool
    lines: bool
    bullets: bool

    @classmethod
    def drawn(cls, rng: random.Random) -> "_Hand":
        case = rng.choices(_CASES, _CASE_WEIGHTS)[0]
        stops_left_out = rng.random() < 0.15
        mistyped = rng.random() < 0.15
        lines = rng.random() < (0.7 if stops_left_out else 0.12)
        bullets = lines and rng.random() < 0.4
        return cls(case, stops_left_out, mistyped, lines, bullets)

    def write(self, parts: Sequence[Words], rng: random.Random) -> list[Words]:
        sentences = [self._sentence(words, rng) for words in parts]
        if self.lines:
            return [*map(_with_newline, sentences[:-1]), *sentences[-1:]]
        return sentences

    def _sentence(self, words: Words, rng: random.Random) -> Words:
        written = words
        if self.stops_left_out and (self.lines or rng.random() < 0.5):
            written = final_stop_left_out(written, rng)
        if self.mistyped:
            written = typing_errors(written, rng)
        if self.case is not None:
            written = self.case(written, rng)
        if self.bullets and written[0].form != "-":
            written = (_BULLET, *written)
        return written


def _with_newline(words: Words) -> Words:
    return (*words[:-1], replace(words[-1], space=False), _NEWLINE)


def _persons(sentences: Sequence[Sentence]) -> tuple[list[str], list[str]]:
    """Return the given names and surnames of persons with both, once each."""
    given, surnames = set[str](), set[str]()
    for sentence in sentences:
        for word, following in pairwise(sentence.words):
            if word.entity == "B-PER" and following.entity == "I-PER":
                given.add(word.lemma)
            if word.entity == "I-PER" and following.entity != "I-PER":
                surnames.add(word.lemma)
    return _plain(given), _plain(surnames)


def _plain(some: set[str]) -> list[str]:
    return sorted(name for name in some if name.isalpha() and name.istitle())
