"""A spaCy pipeline as the rest of the program sees it: answers in, tokens and lemmas out."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import spacy
from spacy.language import Language
from spacy.util import is_package
from threadpoolctl import threadpool_limits

from textmining.errors import LanguageError
from textmining.files import sha256_of_bytes, sha256_of_folder, shipped
from textmining.language.cleaning import clean
from textmining.language.encoder import NO_ENCODER, Encoder, load_encoder
from textmining.language.products import multiply_in_blocks
from textmining.language.reading import Analysis, DocReader, Pieces

_Read = TypeVar("_Read")
_DEFAULT = "nb_nn_survey_sm"
_OF_SPACY = re.compile(r"[a-z]{2,3}_(core|dep|ent|sent)_[a-z]+_(sm|md|lg|trf)")
_BATCH = 128  # texts; twice as many are no faster and need 80 MB more
_MANY_WORDS = 300_000  # words that spaCy keeps for good; those that come later are forgotten again
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


@dataclass(frozen=True, order=True)
class Entity:
    """A named entity in the cleaned text; `label` as the pipeline calls it ("PER")."""

    start: int
    end: int
    label: str


class Pipeline:
    """A loaded spaCy pipeline."""

    def __init__(self, nlp: Language, identity: Identity, encoder: Encoder | None = None) -> None:
        multiply_in_blocks(nlp)
        self.identity = identity
        self.nlp = nlp
        self._encoder = encoder
        self._reader = DocReader(nlp)

    @property
    def finds_names(self) -> bool:
        """Whether the pipeline has a component for named entities."""
        return "ner" in self.nlp.pipe_names

    @property
    def encodes(self) -> bool:
        """Whether there is a sentence encoder."""
        return self._encoder is not None

    def analyse(
        self, texts: Sequence[str], jobs: int = 1, *, vectors: bool = True
    ) -> list[Analysis]:
        """Return tokens, lemmas, sentences, clauses and vectors of each text, cleaned first.

        Args:
            texts: the answers; identical ones are worked out once.
            jobs: processors that share the work.
            vectors: whether the encoder, if there is one, is asked.
        """
        analyses = self._read(texts, jobs, {"ner", *self._reader.needless}, self._reader.analysis)
        if self._encoder is None or not vectors:
            return analyses
        cleaned = [clean(text) for text in texts]
        once = dict(zip(cleaned, analyses, strict=True))
        parts = [[text[start:end] for start, end in one.clauses] for text, one in once.items()]
        found = self._encoder.encode(parts, jobs)
        for (text, analysis), rows in zip(once.items(), found, strict=True):
            once[text] = replace(analysis, vector=rows[0], clause_vectors=rows[1:])
        return [once[text] for text in cleaned]

    def entities(self, texts: Sequence[str], jobs: int = 1) -> list[tuple[Entity, ...]]:
        """Return the named entities of each text, which is cleaned first.

        Raises:
            LanguageError: the pipeline has no component for named entities.
        """
        if not self.finds_names:
            raise LanguageError(
                "The language pipeline {name} does not find names. Use one with a component 'ner', "
                "such as the one that comes with the program.",
                name=self.identity.name,
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
        self,
        texts: Sequence[str],
        jobs: int,
        without: set[str],
        read: Callable[[str, Pieces], _Read],
    ) -> list[_Read]:
        """Run the pipeline over distinct texts, in pieces if they are long, and read the parts."""
        remembered = self.nlp.memory_zone() if len(self.nlp.vocab) > _MANY_WORDS else nullcontext()
        with threadpool_limits(1), remembered:
            return self._read_within(texts, jobs, without, read)

    def _read_within(
        self,
        texts: Sequence[str],
        jobs: int,
        without: set[str],
        read: Callable[[str, Pieces], _Read],
    ) -> list[_Read]:
        cleaned = [clean(text) for text in texts]
        pieces = {text: list(_pieces(text)) for text in dict.fromkeys(cleaned)}
        docs = self.nlp.pipe(
            [text[start:end] for text, spans in pieces.items() for start, end in spans],
            batch_size=_BATCH,
            disable=sorted(without & set(self.nlp.pipe_names)),
            n_process=jobs if len(pieces) > _BATCH else 1,
        )
        found = {
            text: read(text, [(start, next(docs)) for start, _ in spans])
            for text, spans in pieces.items()
        }
        return [found[text] for text in cleaned]


def load_pipeline(name_or_folder: str | None = None, encoder: str = NO_ENCODER) -> Pipeline:
    """Load a pipeline by the name of its package or by its folder.

    Args:
        name_or_folder: for example "nb_core_news_lg"; the one that comes with the program if None.
        encoder: whose vectors the analyses get: `NO_ENCODER`, `SHIPPED_ENCODER` or a folder.

    Raises:
        LanguageError: it is not installed (the message has the command that installs it), the
            folder is not a pipeline, or its files are not whole; the same of the encoder.
    """
    nlp = load_shipped() if name_or_folder is None else _loaded(name_or_folder)
    if encoder == NO_ENCODER:
        return Pipeline(nlp, _identity(nlp))
    loaded = load_encoder(encoder)
    return Pipeline(nlp, replace(_identity(nlp), encoder=loaded.identity), loaded)


def load_shipped(**overrides: Any) -> Language:
    """Load the spaCy pipeline that comes with the program, if it is as it came.

    Raises:
        LanguageError: its files are not whole.
    """
    folder = shipped("models") / _DEFAULT
    card = folder.with_suffix(".json")
    if not card.is_file() or json.loads(card.read_bytes())["sha256"] != sha256_of_folder(folder):
        raise LanguageError(
            "The language pipeline that comes with the program is not whole. "
            "Install the program again."
        )
    return spacy.load(folder, **overrides)


def _loaded(name_or_folder: str) -> Language:
    try:
        return spacy.load(name_or_folder)
    except (OSError, ValueError, KeyError, AttributeError, TypeError, ImportError) as error:
        raise _not_loaded(name_or_folder) from error


def _identity(nlp: Language) -> Identity:
    if nlp.path is None:
        sha256 = sha256_of_bytes(nlp.config.to_str().encode())
        return Identity(f"blank:{nlp.lang}", nlp.meta["spacy_version"], sha256)
    name = f"{nlp.lang}_{nlp.meta['name']}"
    return Identity(name, nlp.meta["version"], sha256_of_folder(nlp.path))


def _not_loaded(name: str) -> LanguageError:
    installer = "python -m spacy download" if _OF_SPACY.fullmatch(name) else "python -m pip install"
    said = "The language pipeline {name} is not installed. Install it with: {installer} {name}"
    if Path(name).exists():
        said = (
            "{name}: not a whole spaCy pipeline. Name a folder that `spacy train` or `make "
            "language-model` wrote, or make it again."
        )
    elif is_package(name):
        said = "The package {name} is not a spaCy pipeline. Check the name for typing errors."
    return LanguageError(said, name=name, installer=installer)


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


def _entities(_: str, parts: Pieces) -> tuple[Entity, ...]:
    return tuple(
        Entity(start + entity.start_char, start + entity.end_char, entity.label_)
        for start, doc in parts
        for entity in doc.ents
    )
