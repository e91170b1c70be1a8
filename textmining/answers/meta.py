"""The meta file beside a coded file: what it was made with."""

import json
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from textmining.answers.schema import AnswerId
from textmining.codebook import Codebook, from_plain, to_plain
from textmining.errors import CodebookError, FileError
from textmining.files import sha256_of_file

_FORMAT = 1
_SHA256, _LEARNT = "sha256", "learnt"
_FIELDS = ("program", "model", "draw", "language", "novelty")


INDEX = ".review"
"""What the name of a folder with the columns of a review ends with."""

INDEX_ABOUT = "about.json"
"""The file in it that tells what it is of; all others are arrays, `.bin`."""


@dataclass(frozen=True)
class Meta:
    """What a coded file was made with; lies beside it as `OUT.meta.json`.

    Args:
        program: name and version of the program.
        codebook: the codebook of the model.
        model: the model's card.
        draw: design, review, seed and, per wave and question, the strata's sizes.
        language: name, version and hash of the language pipeline.
        novelty: by wave, how much of it is unlike what the model has learnt from.
        learnt: the answers of the file whose codes the model has learnt; None if that is not known.
    """

    program: str
    codebook: Codebook
    model: Mapping[str, Any] = field(default_factory=dict)
    draw: Mapping[str, Any] = field(default_factory=dict)
    language: Mapping[str, Any] = field(default_factory=dict)
    novelty: Mapping[str, Any] = field(default_factory=dict)
    learnt: tuple[AnswerId, ...] | None = None

    @property
    def drawn_alike(self) -> dict[tuple[str, str], int]:
        """By wave and question, the seed by which respondents were drawn alike in every wave."""
        drawn = self.draw.get("populations", [])
        return {(p["wave"], p["question"]): p["alike"] for p in drawn if "alike" in p}

    def to_json(self, sha256: str) -> str:
        """Return the meta file's text, always the same for the same content.

        Args:
            sha256: the coded file's SHA-256, which tells the two from files of different runs.
        """
        content = {
            "format": _FORMAT,
            _SHA256: sha256,
            "program": self.program,
            "codebook": to_plain(self.codebook),
            "model": self.model,
            "draw": self.draw,
            "language": self.language,
            "novelty": self.novelty,
        }
        if self.learnt is not None:
            content[_LEARNT] = [list(answer) for answer in self.learnt]
        return _plain_json(content)


def with_sha256(text: str, sha256: str, kept: Container[AnswerId]) -> str:
    """Return a meta file's text for the coded file of another SHA-256, with fewer answers."""
    content = {**json.loads(text), _SHA256: sha256}
    if _LEARNT in content:
        content[_LEARNT] = [answer for answer in content[_LEARNT] if AnswerId(*answer) in kept]
    return _plain_json(content)


def _plain_json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def meta_path(coded: Path) -> Path:
    """Return where the meta file of a coded file lies."""
    return coded.with_name(f"{coded.name}.meta.json")


def reasons_path(coded: Path) -> Path:
    """Return where the reasons and the similar answers of a coded file lie."""
    return coded.with_name(f"{coded.name}.reasons.jsonl")


def index_path(coded: Path) -> Path:
    """Return where the columns of a review of coded files are kept; this is the first of them."""
    return coded.with_name(f"{coded.name}{INDEX}")


def index_names(folder: Path) -> list[str]:
    """Return the names in a folder of `index_path`; none if it is not ours to change."""
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return []
    is_ours = all(name == INDEX_ABOUT or name.endswith(".bin") for name in names)
    return names if is_ours else []


def read_meta(coded: Path, *, check: bool = True) -> Meta | None:
    """Read the meta file of a coded file; None if there is none.

    Args:
        coded: the coded file.
        check: whether to look that it is the one that the meta file was written with.

    Raises:
        FileError: it is not whole, or the coded file is not the one it was written with.
    """
    path = meta_path(coded)
    if not path.exists():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != _FORMAT:
            raise FileError(path, "is of another version of textmining", "Code the answers again.")
        fields = {key: content[key] for key in _FIELDS}
        codebook = from_plain(content["codebook"], path.name)
        learnt = None
        if _LEARNT in content:
            learnt = tuple(AnswerId(*map(str, answer)) for answer in content[_LEARNT])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _not_whole(path) from None
    if not all(isinstance(fields[key], dict) for key in _FIELDS if key != "program"):
        raise _not_whole(path)
    known = _SHA256 in content and coded.is_file() and check
    if known and content[_SHA256] != sha256_of_file(coded):
        raise FileError(
            coded,
            "is not the file that {name} was written with",
            "If you changed it on purpose, take the line sha256 out of {name}, and it is read as "
            "it is; else code the answers again.",
            name=path.name,
        )
    return Meta(codebook=codebook, learnt=learnt, **fields)


def _not_whole(path: Path) -> FileError:
    return FileError(path, "is not a whole meta file", "Code the answers again, or remove it.")


def check_runs(paths: Sequence[Path], metas: Sequence[Meta | None]) -> None:
    """Raise FileError if parts of one draw are missing: what is read would count for too few."""
    runs: dict[str, dict[int, Path]] = {}
    for path, meta in zip(paths, metas, strict=True):
        if meta is not None and (part := meta.draw.get("part")):
            runs.setdefault(json.dumps([part["of"], part["run"]]), {})[part["number"]] = path
    for run, found in runs.items():
        missing = json.loads(run)[0] - len(found)
        if missing:
            raise FileError(
                next(iter(found.values())),
                "is one of {n} parts that were drawn from together, and {missing} of them are not "
                "given",
                "Name all the files of its folder.",
                n=len(found) + missing,
                missing=missing,
            )


def _is_named_alike(book: Codebook, largest: Codebook) -> bool:
    labels = {theme.code: theme.label for theme in largest.themes}
    are_same_themes = all(theme.label == labels.get(theme.code) for theme in book.themes)
    return book.name == largest.name or are_same_themes


def joined(metas: Sequence[Meta]) -> Meta:
    """Return one meta of several: the last codebook that has all codes, and all draws.

    Codebooks of other names follow each other if their themes are called the same: one that has no
    name is called as the folder that it lies in was called then.

    Raises:
        CodebookError: the codebooks contradict each other.
    """
    books = [meta.codebook for meta in metas]
    largest = max(reversed(books), key=lambda book: len(book.codes))
    for meta in metas:
        strange = [code for code in meta.codebook.codes if code not in largest.codes]
        if strange or not _is_named_alike(meta.codebook, largest):
            raise CodebookError(
                "the coded files were made with codebooks that do not follow each other ({name} "
                "{version} lacks {strange}). Code them again with one codebook, or count them one "
                "by one.",
                name=largest.name,
                version=largest.version,
                strange=", ".join(strange) or "the name",
            )
    draws = {_run(meta, number): meta.draw for number, meta in enumerate(metas)}
    populations = [p for draw in draws.values() for p in draw.get("populations", [])]
    of_largest = [meta for meta in metas if meta.codebook == largest]
    newest = next((meta for meta in reversed(of_largest) if meta.model), of_largest[-1])
    return replace(
        newest,
        draw={**newest.draw, "populations": populations},
        novelty={wave: found for meta in metas for wave, found in meta.novelty.items()},
        learnt=_all_learnt(metas),
    )


def _all_learnt(metas: Sequence[Meta]) -> tuple[AnswerId, ...] | None:
    """What the models have learnt of all files; None if that is not known of one."""
    known = [meta.learnt for meta in metas if meta.learnt is not None]
    return tuple(chain.from_iterable(known)) if len(known) == len(metas) else None


def _run(meta: Meta, number: int) -> str:
    """What parts that were drawn from together have in common."""
    part = meta.draw.get("part")
    return str(part["run"]) if part else f"file {number}"
