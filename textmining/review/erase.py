"""Taking a respondent out of files: the text must go where it is, not only the decisions."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from textmining.answers import read_coded, rewrite_coded
from textmining.errors import FileError
from textmining.files import atomic_file

__all__ = ["erase_from_files"]

_KEPT_BESIDE = ("*.reasons.jsonl", "*.examples.jsonl")
"""What coding and training keep beside coded files and models, with texts in it."""


def erase_from_files(files: Sequence[Path], respondent: str, wave: str) -> None:
    """Take a respondent out of coded files, and of the reasons and examples in their folders.

    Other copies (the vendor's file, exports, models elsewhere) are not known here.

    Raises:
        TextminingError: a file cannot be read or written; files before it are done already.
    """
    for path in files:
        frame = read_coded([path]).frame
        theirs = (frame["respondent"] == respondent) & (frame["wave"] == wave)
        if theirs.any():
            rewrite_coded(frame[~theirs].reset_index(drop=True), path)
    for folder in dict.fromkeys(path.parent for path in files):
        for pattern in _KEPT_BESIDE:
            for path in sorted(folder.glob(pattern)):
                _erase_records(path, respondent, wave)


def _erase_records(path: Path, respondent: str, wave: str) -> None:
    """Both the respondent's own records and their texts among other answers' similar ones."""

    def is_theirs(record: Mapping[str, Any]) -> bool:
        return (str(record["respondent"]), str(record["wave"])) == (respondent, wave)

    lines = path.read_text(encoding="utf-8").split("\n")  # U+2028 may stand inside a text
    try:
        records = [json.loads(line) for line in lines if line.strip()]
        kept = [record for record in records if not is_theirs(record)]
        for record in kept:
            if "similar" in record:
                record["similar"] = [other for other in record["similar"] if not is_theirs(other)]
    except (ValueError, KeyError, TypeError):
        raise FileError(
            path, "is not as textmining wrote it", "Make it again, or remove it."
        ) from None
    with atomic_file(path) as new, new.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in kept)
