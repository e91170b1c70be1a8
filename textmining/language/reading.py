"""What is read of spaCy's documents: tokens, lemmas, sentences, clauses and a vector."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IDX, LEMMA, ORTH, SENT_START
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from textmining.language.clauses import clauses
from textmining.language.lemmas import Lemmatizer

Pieces = Sequence[tuple[int, Doc]]
"""A text's pieces, each with the character it begins at."""

_REMEMBERED = 200_000  # words


@dataclass(frozen=True, slots=True)
class Analysis:
    """One answer in parts; all spans are of characters in the cleaned text.

    Attributes:
        tokens: as they are written, without white space.
        begins: the character at which each token begins.
        lemmas: one a token, lower-cased; the lower-cased token if the pipeline has no lemmatizer.
        sentences: (start, end) of each sentence.
        clauses: (start, end) of each clause; they cover the text without gap.
        vector: what the text is about, shape `(n_dimensions,)`: the encoder's, or else the sum of
            the content words' vectors; None if there is neither encoder nor vectors.
        clause_vectors: what each clause is about by the encoder, shape
            `(n_clauses, n_dimensions)`; None without one.
    """

    tokens: tuple[str, ...]
    begins: tuple[int, ...]
    lemmas: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]
    clauses: tuple[tuple[int, int], ...]
    vector: NDArray[np.float32] | None = field(default=None, compare=False)
    clause_vectors: NDArray[np.float32] | None = field(default=None, compare=False)


class _Word(NamedTuple):
    """What a word is wherever it stands."""

    text: str
    lower: str
    is_space: bool
    is_punct: bool


class DocReader:
    """Reads documents column by column; token by token takes four times as long."""

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab
        self._words: dict[int, _Word] = {}
        ours = [pipe for _, pipe in nlp.pipeline if isinstance(pipe, Lemmatizer)]
        self._lemmatizer = ours[-1] if ours else None

    @property
    def needless(self) -> set[str]:
        """Names of components whose work is done while reading."""
        return {self._lemmatizer.name} if self._lemmatizer else set()

    def analysis(self, text: str, pieces: Pieces) -> Analysis:
        """Return the analysis of one text, whose pieces cover it without gap."""
        tokens: list[tuple[str, int, str]] = []
        sentences: list[tuple[int, int]] = []
        for start, doc in pieces:
            columns = doc.to_array([ORTH, IDX, SENT_START]).reshape(-1, 3)
            words = [self._word(word) for word in columns[:, 0].tolist()]
            begins = (columns[:, 1] + start).tolist()
            for word, begin, lemma in zip(words, begins, self._lemmas(doc), strict=True):
                if not word.is_space:
                    used = word.lower if word.is_punct else _lowered(lemma) or word.lower
                    tokens.append((word.text, begin, used))
            sentences += _sentences(words, begins, columns[:, 2] == 1)
        vector = _vector(self._vocab, pieces) if self._vocab.vectors_length else None
        parts = clauses(text, sentences)
        written, at, lemmas = zip(*tokens, strict=True) if tokens else ((), (), ())
        return Analysis(written, at, lemmas, tuple(sentences), tuple(parts), vector)

    def _lemmas(self, doc: Doc) -> list[str]:
        """The lemmas; signs' are of no use (Norwegian treebanks call a comma "$,")."""
        if self._lemmatizer:
            return self._lemmatizer.lemmas(doc)
        strings = self._vocab.strings
        return [strings[lemma] if lemma else "" for lemma in doc.to_array(LEMMA).tolist()]

    def _word(self, number: int) -> _Word:
        word = self._words.get(number)
        if word is None:
            if len(self._words) > _REMEMBERED:
                self._words.clear()
            lexeme = self._vocab[number]
            word = _Word(lexeme.text, lexeme.lower_, lexeme.is_space, lexeme.is_punct)
            self._words[number] = word
        return word


@lru_cache(maxsize=_REMEMBERED)
def _lowered(lemma: str) -> str:
    """A lemma in lower case: one string, however many answers have it."""
    return lemma.lower()


def _sentences(
    words: Sequence[_Word], begins: Sequence[int], opens: NDArray[np.bool_]
) -> Iterator[tuple[int, int]]:
    """Give the sentences without white space around them; all of it if nothing marks them."""
    starts = sorted({0, *np.flatnonzero(opens).tolist()})
    for first, end in zip(starts, [*starts[1:], len(words)], strict=True):
        inside = [place for place in range(first, end) if not words[place].is_space]
        if inside:
            yield begins[inside[0]], begins[inside[-1]] + len(words[inside[-1]].text)


_CONTENT = {"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM", "INTJ", ""}


def _vector(vocab: Vocab, pieces: Pieces) -> NDArray[np.float32]:
    """Add up the vectors of the content words (all words if nothing tags them)."""
    total = np.zeros(vocab.vectors_length, dtype=np.float32)
    for token in (token for _, doc in pieces for token in doc):
        if token.is_alpha and token.pos_ in _CONTENT:
            known = vocab.has_vector(token.lower)
            total += np.asarray(vocab.get_vector(token.lower if known else token.orth))
    return total
