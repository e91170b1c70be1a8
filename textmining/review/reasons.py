"""Why the machine proposed what it did, worked out when coding and kept beside the coded file."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textmining.answers import AnswerId
from textmining.errors import FileError

WordSpan = tuple[int, int, float]
"""Start and end in the answer's text, counted in characters, and a weight above 0."""


@dataclass(frozen=True)
class Similar:
    """An answer much like the one that is coded.

    Args:
        id: the answer.
        text: what it says.
        themes: its codes; empty if nobody has coded it.
        similarity: 0-1, 1 for the same text.
    """

    id: AnswerId
    text: str
    themes: tuple[str, ...]
    similarity: float


@dataclass(frozen=True)
class Reasons:
    """The words that spoke for each code, and the most similar answers, most similar first."""

    spans: Mapping[str, tuple[WordSpan, ...]]
    similar: tuple[Similar, ...]


def read_reasons(paths: Iterable[Path]) -> Mapping[AnswerId, Reasons]:
    """Read reasons files; one that is not there has no reasons.

    What they say of an answer is made out when it is looked up, which raises FileError too.

    Raises:
        FileError: a file is not whole.
    """
    return _Lines({
        answer: (path, line) for path in paths if path.exists() for answer, line in _read(path)
    })  # fmt: skip


class _Lines(Mapping[AnswerId, Reasons]):
    """The lines of reasons files, of which a reader sees few."""

    def __init__(self, lines: Mapping[AnswerId, tuple[Path, str]]) -> None:
        self._lines = lines

    def __getitem__(self, answer: AnswerId) -> Reasons:
        path, line = self._lines[answer]
        with _told(path):
            return reasons_of(json.loads(line))

    def __iter__(self) -> Iterator[AnswerId]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def _read(path: Path) -> list[tuple[AnswerId, str]]:
    with path.open(encoding="utf-8") as lines, _told(path):
        return [(_answer(line), line) for line in lines if line.strip()]


def _answer(line: str) -> AnswerId:
    """Whose reasons a line has; it begins with that."""
    if not line.endswith("}\n"):
        json.loads(line)  # the last one, perhaps cut off
    beginning, is_ours, _ = line.partition(', "reasons": ')
    return _id(json.loads(beginning + "}" if is_ours else line))


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise FileError(
            path, "is not a whole reasons file", "Code the answers again, or remove it."
        ) from None


def reasons_of(record: Mapping[str, Any]) -> Reasons:
    """Return the reasons in one line of a reasons file."""
    spans = {
        code: tuple((int(start), int(end), float(weight)) for start, end, weight in spans)
        for code, spans in record["reasons"].items()
    }
    similar = tuple(
        Similar(_id(other), other["text"], tuple(other["themes"]), float(other["similarity"]))
        for other in record["similar"]
    )
    return Reasons(spans, similar)


def _id(record: Mapping[str, Any]) -> AnswerId:
    return AnswerId(str(record["respondent"]), str(record["wave"]), str(record["question"]))
