"""Taking a respondent out of coded files: the text must go where it is, not only the decisions."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from textmining.errors import FileError
from textmining.files import whole_file
from textmining.survey import read_coded, reasons_path, write_table

__all__ = ["erase_from_files"]


def erase_from_files(files: Sequence[Path], respondent: str, wave: str) -> None:
    """Take a respondent's rows out of coded files, and their texts out of the reasons beside them.

    Raises:
        FileError: a file cannot be read or written; files before it are done already.
    """
    for path in files:
        frame = read_coded([path]).frame
        theirs = (frame["respondent"] == respondent) & (frame["wave"] == wave)
        if theirs.any():
            write_table(frame[~theirs].reset_index(drop=True), path)
        reasons = reasons_path(path)
        if reasons.exists():
            _erase_reasons(reasons, respondent, wave)


def _erase_reasons(path: Path, respondent: str, wave: str) -> None:
    """Both the respondent's own reasons and their texts among other answers' similar ones."""

    def is_theirs(record: Mapping[str, Any]) -> bool:
        return (str(record["respondent"]), str(record["wave"])) == (respondent, wave)

    def kept(lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            record = json.loads(line)
            if not is_theirs(record):
                record["similar"] = [other for other in record["similar"] if not is_theirs(other)]
                yield json.dumps(record, ensure_ascii=False) + "\n"

    try:
        with (
            path.open(encoding="utf-8") as old,
            whole_file(path) as new,
            new.open("w", encoding="utf-8", newline="\n") as stream,
        ):
            stream.writelines(kept(line for line in old if line.strip()))
    except (ValueError, KeyError, TypeError):
        raise FileError(
            path, "is not a whole reasons file", "Code the answers again, or remove it."
        ) from None
