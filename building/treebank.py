"""Sentences of a treebank in CoNLL-U, with the NorNE entities of the MISC column.

Format: https://universaldependencies.org/format.html; entities as `name=B-PER` in MISC
(Jørgensen et al. 2020, arXiv 1911.12146).
"""

import lzma
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO, cast

from textmining.errors import FileError
from textmining.language.standard import Standard

Files = Mapping[Standard, tuple[Path, ...]]

_IN_FILE_NAMES: Mapping[Standard, str] = {"nb": "bokmaal", "nn": "nynorsk"}
_NO_SPACE_BEFORE = frozenset([*".,:;?!)]»”", "..."])
_NO_SPACE_AFTER = frozenset("([«“")
_TOGGLING_QUOTES = frozenset("\"'")


@dataclass(frozen=True, slots=True)
class Word:
    """One token with its annotation; `space` says whether a space follows it."""

    form: str
    lemma: str
    pos: str
    morph: str
    entity: str
    space: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `document` is what its id has before the sentence's own number."""

    document: str
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Treebank:
    """The files of one or more parts (train, dev, test) in each written standard.

    Attributes:
        tagged: with parts of speech, morphology and lemmas by today's conventions.
        named: with entities.
    """

    tagged: Files
    named: Files

    def __add__(self, other: "Treebank") -> "Treebank":
        """Return the files of both."""
        return Treebank(_together(self.tagged, other.tagged), _together(self.named, other.named))


def _together(some: Files, others: Files) -> Files:
    return {standard: (*some[standard], *others[standard]) for standard in some}


def find_treebank(folder: Path, part: str) -> Treebank:
    """Find the files of `part` below `folder`, where NorNE's and UD's repositories may lie.

    Of two files of the same part, the one without entities is newer in its tags.

    Raises:
        FileError: a file is missing.
    """
    tagged, named = dict[Standard, tuple[Path, ...]](), dict[Standard, tuple[Path, ...]]()
    for standard, name in _IN_FILE_NAMES.items():
        files = sorted(folder.rglob(f"*{name}*{part}.conllu*"))
        with_entities = [path for path in files if _has_entities(path)]
        if not with_entities:
            raise FileError(
                folder,
                f"has no file *{name}*{part}.conllu with entities below it",
                "Put the repositories of NorNE and of the two Norwegian UD treebanks there.",
            )
        without = [path for path in files if path not in with_entities]
        named[standard] = (with_entities[0],)
        tagged[standard] = ((without or with_entities)[0],)
    return Treebank(tagged, named)


def read_treebank(*paths: Path) -> list[Sentence]:
    """Read every sentence of some `.conllu` files, or `.conllu.xz`, one file after the other.

    A file that says nowhere `SpaceAfter=No` is tokenised text: its spaces are put back as they
    stand in print.
    """
    return [sentence for path in paths for sentence in _file(path)]


def _has_entities(path: Path) -> bool:
    """Return whether a file names any entity."""
    with _opened(path) as lines:
        return any("name=B-" in line for line in lines)


def _file(path: Path) -> list[Sentence]:
    with _opened(path) as lines:
        sentences = list(_sentences(lines))
    if all(word.space for sentence in sentences for word in sentence.words):
        return [replace(sentence, words=_printed(sentence.words)) for sentence in sentences]
    return sentences


def _opened(path: Path) -> TextIO:
    opened = lzma.open if path.suffix == ".xz" else open
    return cast(TextIO, opened(path, "rt", encoding="utf-8"))


def _sentences(lines: Iterable[str]) -> Iterator[Sentence]:
    name, words = "", list[Word]()
    for line in lines:
        if line.startswith("# sent_id"):
            name = line.partition("=")[2].strip()
        elif line[0].isdigit():
            columns = line.rstrip("\n").split("\t")
            if columns[0].isdigit():  # neither a multiword token (1-2) nor an empty node (1.1)
                words.append(_word(columns))
        elif not line.strip() and words:
            yield Sentence(name.rpartition("-")[0], tuple(words))
            words = []
    if words:
        yield Sentence(name.rpartition("-")[0], tuple(words))


def _word(columns: Sequence[str]) -> Word:
    misc = dict(item.partition("=")[::2] for item in columns[9].split("|"))
    return Word(
        form=columns[1],
        lemma=columns[2],
        pos=columns[3],
        # Features in spaCy's order, which is not that of Universal Dependencies.
        morph="" if columns[5] == "_" else "|".join(sorted(columns[5].split("|"))),
        entity=misc.get("name", "O"),
        space=misc.get("SpaceAfter") != "No",
    )


def _printed(words: Sequence[Word]) -> tuple[Word, ...]:
    """Put spaces where print has them: none before a comma, none inside brackets or quotes."""
    spaces = [True] * len(words)
    open_quotes = set[str]()
    for i, form in enumerate(word.form for word in words):
        closes = form in open_quotes
        if i and (form in _NO_SPACE_BEFORE or closes):
            spaces[i - 1] = False
        if form == "/":
            spaces[i - 1 : i + 1] = [False] * len(spaces[i - 1 : i + 1])
        elif form in _NO_SPACE_AFTER or (form in _TOGGLING_QUOTES and not closes):
            spaces[i] = False
        if form in _TOGGLING_QUOTES:
            open_quotes ^= {form}
    return tuple(replace(word, space=space) for word, space in zip(words, spaces, strict=True))
