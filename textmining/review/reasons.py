"""Why the machine proposed what it did, worked out when coding and kept beside the coded file."""

import json
from collections.abc import Iterable, Mapping
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


def read_reasons(paths: Iterable[Path]) -> dict[AnswerId, Reasons]:
    """Read reasons files; one that is not there has no reasons.

    Raises:
        FileError: a file is not whole.
    """
    return {answer: reasons for path in paths if path.exists() for answer, reasons in _read(path)}


def _read(path: Path) -> list[tuple[AnswerId, Reasons]]:
    with path.open(encoding="utf-8") as lines:
        try:
            return [reasons_of(json.loads(line)) for line in lines if line.strip()]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise FileError(
                path, "is not a whole reasons file", "Code the answers again, or remove it."
            ) from None


def reasons_of(record: Mapping[str, Any]) -> tuple[AnswerId, Reasons]:
    """Return one line of a reasons file as the answer's id and its reasons."""
    spans = {
        code: tuple((int(start), int(end), float(weight)) for start, end, weight in spans)
        for code, spans in record["reasons"].items()
    }
    similar = tuple(
        Similar(_id(other), other["text"], tuple(other["themes"]), float(other["similarity"]))
        for other in record["similar"]
    )
    return _id(record), Reasons(spans, similar)


def _id(record: Mapping[str, Any]) -> AnswerId:
    return AnswerId(str(record["respondent"]), str(record["wave"]), str(record["question"]))
