"""A spaCy pipeline as the rest of the program sees it: answers in, tokens and lemmas out."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.util import is_package
from spacy.vocab import Vocab

from textmining.errors import LanguageError
from textmining.files import sha256_of_bytes, sha256_of_folder, shipped
from textmining.language.cleaning import clean
from textmining.language.encoder import Encoder

__all__ = ["Analysis", "Entity", "Identity", "Pipeline", "load_pipeline"]

_Parts = Sequence[tuple[int, Doc]]  # a text's pieces, each with the character it begins at
_Read = TypeVar("_Read")

_DEFAULT = "nb_nn_survey_sm"
_OF_SPACY = re.compile(r"[a-z]{2,3}_(core|dep|ent|sent)_[a-z]+_(sm|md|lg|trf)")
_BATCH = 128  # texts; twice as many are no faster and need 80 MB more
_LONGEST_PIECE = 10_000  # characters; an answer of a million needs no more memory than this
# spaCy's tokenizer needs time in the square of the length of a row of emoji or signs.
_UNBROKEN = re.compile(r"\S{200}")


@dataclass(frozen=True)
class Identity:
    """Which pipeline it was: kept in model cards and beside every coded file.

    Attributes:
        name: of the pipeline.
        version: of the pipeline.
        sha256: of its folder.
        encoder: name and hash of the sentence encoder beside it; empty if there is none.
    """

    name: str
    version: str
    sha256: str
    encoder: str = ""

    def record(self) -> dict[str, str]:
        """Return what is known by name, for cards."""
        return {key: value for key, value in asdict(self).items() if value}


@dataclass(frozen=True)
class Analysis:
    """One answer in parts; all spans are of characters in the cleaned text.

    Attributes:
        tokens: as they are written, without white space.
        lemmas: one a token, lower-cased; the lower-cased token if the pipeline has no lemmatizer.
        sentences: (start, end) of each sentence.
        vector: what the text is about, shape `(n_dimensions,)`: the encoder's, or else the sum of
            the content words' vectors; None if there is neither encoder nor vectors.
    """

    tokens: tuple[str, ...]
    lemmas: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]
    vector: NDArray[np.float32] | None = field(default=None, compare=False)


@dataclass(frozen=True, order=True)
class Entity:
    """A named entity in the cleaned text; `label` as the pipeline calls it ("PER")."""

    start: int
    end: int
    label: str


class Pipeline:
    """A loaded spaCy pipeline.

    Args:
        nlp: the pipeline.
        identity: what it is called and how it is recognised.
        encoder: of sentences, if any.
    """

    def __init__(self, nlp: Language, identity: Identity, encoder: Encoder | None = None) -> None:
        self.identity = identity
        self.nlp = nlp
        self._encoder = encoder

    @property
    def finds_names(self) -> bool:
        """Whether the pipeline has a component for named entities."""
        return "ner" in self.nlp.pipe_names

    def analyse(self, texts: Sequence[str], jobs: int = 1) -> list[Analysis]:
        """Return tokens, lemmas, sentences and vector of each text, which is cleaned first.

        Args:
            texts: the answers; identical ones are worked out once.
            jobs: processes that share the work.
        """
        analyses = self._read(texts, jobs, {"ner"}, partial(_analysis, self.nlp.vocab))
        if self._encoder is None:
            return analyses
        cleaned = [clean(text) for text in texts]
        once = dict(zip(cleaned, analyses, strict=True))
        vectors = self._encoder.encode(list(once))
        for (text, analysis), vector in zip(once.items(), vectors, strict=True):
            once[text] = replace(analysis, vector=vector)
        return [once[text] for text in cleaned]

    def entities(self, texts: Sequence[str], jobs: int = 1) -> list[tuple[Entity, ...]]:
        """Return the named entities of each text, which is cleaned first.

        Raises:
            LanguageError: the pipeline has no component for named entities.
        """
        if not self.finds_names:
            raise LanguageError(
                f"The language pipeline {self.identity.name} does not find names. "
                "Use one with a component 'ner', such as the one that comes with the program."
            )
        return self._read(
            texts, jobs, set(self.nlp.pipe_names) - self._needed_for_names(), _entities
        )

    def _needed_for_names(self) -> set[str]:
        shared = [
            name
            for name, pipe in self.nlp.pipeline
            if "ner" in getattr(pipe, "listening_components", ())
        ]
        return {"ner", *shared}

    def _read(
        self, texts: Sequence[str], jobs: int, without: set[str], read: Callable[[_Parts], _Read]
    ) -> list[_Read]:
        """Run the pipeline over distinct texts, in pieces if they are long, and read the parts."""
        cleaned = [clean(text) for text in texts]
        pieces = {text: list(_pieces(text)) for text in dict.fromkeys(cleaned)}
        docs = self.nlp.pipe(
            [text[start:end] for text, spans in pieces.items() for start, end in spans],
            batch_size=_BATCH,
            disable=sorted(without & set(self.nlp.pipe_names)),
            n_process=jobs if len(pieces) > _BATCH else 1,
        )
        found = {
            text: read([(start, next(docs)) for start, _ in spans])
            for text, spans in pieces.items()
        }
        return [found[text] for text in cleaned]


def load_pipeline(name_or_folder: str | None = None, encoder: Path | None = None) -> Pipeline:
    """Load a pipeline by the name of its package or by its folder.

    Args:
        name_or_folder: for example "nb_core_news_lg"; the one that comes with the program if None.
        encoder: folder of a sentence-transformers model whose vectors the analyses get.

    Raises:
        LanguageError: it is not installed (the message has the command that installs it), the
            folder is not a pipeline, or its files are not whole; the same of the encoder.
    """
    nlp = _shipped() if name_or_folder is None else _loaded(name_or_folder)
    if encoder is None:
        return Pipeline(nlp, _identity(nlp))
    loaded = Encoder(encoder)
    return Pipeline(nlp, replace(_identity(nlp), encoder=loaded.identity), loaded)


def _shipped() -> Language:
    """Load the pipeline that comes with the program, if it is as it came."""
    folder = shipped("models") / _DEFAULT
    card = folder.with_suffix(".json")
    if not card.is_file() or json.loads(card.read_bytes())["sha256"] != sha256_of_folder(folder):
        raise LanguageError(
            "The language pipeline that comes with the program is not whole. "
            "Install the program again."
        )
    return spacy.load(folder)


def _loaded(name_or_folder: str) -> Language:
    try:
        return spacy.load(name_or_folder)
    except (OSError, ValueError, KeyError, AttributeError, TypeError, ImportError) as error:
        raise LanguageError(_what_is_wrong(name_or_folder)) from error


def _identity(nlp: Language) -> Identity:
    if nlp.path is None:
        sha256 = sha256_of_bytes(nlp.config.to_str().encode())
        return Identity(f"blank:{nlp.lang}", nlp.meta["spacy_version"], sha256)
    name = f"{nlp.lang}_{nlp.meta['name']}"
    return Identity(name, nlp.meta["version"], sha256_of_folder(nlp.path))


def _what_is_wrong(name: str) -> str:
    if Path(name).exists():
        return (
            f"{name}: not a whole spaCy pipeline. "
            "Name a folder that `spacy train` or `make language-model` wrote, or make it again."
        )
    if is_package(name):
        return f"The package {name} is not a spaCy pipeline. Check the name for typing errors."
    installer = "python -m spacy download" if _OF_SPACY.fullmatch(name) else "python -m pip install"
    return f"The language pipeline {name} is not installed. Install it with: {installer} {name}"


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Cut a long text at ends of lines, of sentences or of words, so that memory stays small.

    Rows without a space are cut too, so that time stays in proportion.
    """
    start = 0
    while end := _cut(text, start):
        yield start, end
        start = end
    yield start, len(text)


def _cut(text: str, start: int) -> int | None:
    """Return where the piece that begins at `start` ends before the text does."""
    limit = start + _LONGEST_PIECE
    if unbroken := _UNBROKEN.search(text, start, limit):
        return unbroken.end()
    return _good_end(text, start, limit) if limit < len(text) else None


def _good_end(text: str, start: int, limit: int) -> int:
    for between in ("\n", ". ", " "):
        found = text.rfind(between, start, limit)
        if found > start:
            return found + len(between)
    return limit


def _analysis(vocab: Vocab, parts: _Parts) -> Analysis:
    tokens = [token for _, doc in parts for token in doc if not token.is_space]
    return Analysis(
        tokens=tuple(token.text for token in tokens),
        lemmas=tuple(_lemma(token) for token in tokens),
        sentences=tuple(span for start, doc in parts for span in _sentences(doc, start)),
        vector=_vector(vocab, tokens) if vocab.vectors_length else None,
    )


_CONTENT = {"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM", "INTJ", ""}


def _vector(vocab: Vocab, tokens: Sequence[Token]) -> NDArray[np.float32]:
    """Add up the vectors of the content words (all words if nothing tags them)."""
    total = np.zeros(vocab.vectors_length, dtype=np.float32)
    for token in tokens:
        if token.is_alpha and token.pos_ in _CONTENT:
            known = vocab.has_vector(token.lower)
            total += np.asarray(vocab.get_vector(token.lower if known else token.orth))
    return total


def _lemma(token: Token) -> str:
    """Return the lemma; signs are themselves (Norwegian treebanks call a comma "$,")."""
    return token.lower_ if token.is_punct else token.lemma_.lower() or token.lower_


def _sentences(doc: Doc, offset: int) -> Iterator[tuple[int, int]]:
    """Give the sentences without white space around them; all of it if nothing marks them."""
    for span in doc.sents if doc.has_annotation("SENT_START") else [doc[:]]:
        inside = [token for token in span if not token.is_space]
        if inside:
            yield offset + inside[0].idx, offset + inside[-1].idx + len(inside[-1])


def _entities(parts: _Parts) -> tuple[Entity, ...]:
    return tuple(
        Entity(start + entity.start_char, start + entity.end_char, entity.label_)
        for start, doc in parts
        for entity in doc.ents
    )
