"""Taking a respondent out of files: the text must go where it is, not only the decisions."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from textmining.answers import INDEX, Columns, people_in, remove_from_coded
from textmining.errors import FileError
from textmining.files import (
    DELIMITED,
    ENDINGS,
    atomic_file,
    encoding_of,
    is_workplace,
    read_table,
    recover,
    without_records,
    write_parquet_without,
)
from textmining.files.sav_files import write_sav_without
from textmining.review.index import erase_from_index

_KEPT_BESIDE = ("*.reasons.jsonl", "*.examples.jsonl")
"""What coding and training keep beside coded files and models, with texts in it."""

_ROWS_CAN_GO = (*DELIMITED, ".jsonl", ".parquet", ".xlsx", ".sav", ".zsav")
"""Answer files from which rows are taken with all else as it stands."""


@dataclass(frozen=True)
class ReviewedFiles:
    """The files that a review is about.

    Args:
        coded: coded files.
        by_hand: answer files that are coded by hand, each with what its columns are called.
        survey: the survey's folder; None if they lie in none.
    """

    coded: Sequence[Path]
    by_hand: Mapping[Path, Columns] = field(default_factory=dict)
    survey: Path | None = None

    def erase(self, respondent: str, wave: str) -> None:
        """Take a respondent out of them, and of the reasons and examples in their folders.

        What killed programs left in the folders goes too. In a survey's folder that is all folders
        of the survey. Other copies (the vendor's file, exports, models elsewhere) stay; see
        `elsewhere`. Done again, it changes nothing.

        Of an answer file, the respondent's rows go. Where it has no ids (row numbers are the ids
        then), or is of a format whose rows cannot be taken out without loss, it stays as it is.

        Raises:
            TextminingError: a file cannot be read or written; files before it are done already.
        """
        for path in self.coded:
            remove_from_coded(path, respondent, wave)
        for path in self._rows_can_go():
            _erase_rows(path, self.by_hand[path], respondent, wave)
        for folder in self._folders():
            _erase_beside(folder, respondent, wave)

    def elsewhere(self) -> list[str]:
        """Return the names of files beside them that may hold a respondent's answers still.

        Those of `by_hand_still` are not among them.
        """
        done = {path.resolve() for path in (*self.coded, *self.by_hand)}
        endings = {*ENDINGS, ".sqlite", ".db"}
        return [
            self._shown(path)
            for folder in self._folders()
            for path in sorted(folder.iterdir())
            if path.suffix.lower() in endings
            and path.resolve() not in done
            and not any(path.match(pattern) for pattern in _KEPT_BESIDE)
        ]

    def by_hand_still(self) -> list[str]:
        """Return the names of answer files that a person has to take a respondent's rows out of."""
        done = self._rows_can_go()
        return [self._shown(path) for path in self.by_hand if path not in done]

    def _shown(self, path: Path) -> str:
        here = path.resolve()
        if self.survey is None or not here.is_relative_to(self.survey):
            return path.name
        return str(here.relative_to(self.survey))

    def _rows_can_go(self) -> list[Path]:
        return [
            path
            for path, columns in self.by_hand.items()
            if path.suffix.lower() in _ROWS_CAN_GO
            and people_in(read_table(path), columns) is not None
        ]

    def _folders(self) -> list[Path]:
        if self.survey:
            below = (path for path in self.survey.rglob("*") if path.is_dir())
            return [self.survey, *sorted(path for path in below if not is_workplace(path))]
        return list(dict.fromkeys(path.parent for path in (*self.coded, *self.by_hand)))


def _erase_rows(path: Path, columns: Columns, respondent: str, wave: str) -> None:
    rows = _rows_of(path, columns, respondent, wave)
    if not rows:
        return
    with atomic_file(path) as new:
        _write_without(path, rows, new)
        left = _rows_of(new, columns, respondent, wave)
        if left or len(read_table(new).rows) != len(read_table(path).rows) - len(rows):
            raise FileError(
                path,
                "has no rows that can be taken out without touching others",
                "Take the respondent out by hand, and erase again.",
            )


def _erase_beside(folder: Path, respondent: str, wave: str) -> None:
    recover(folder)
    for pattern in _KEPT_BESIDE:
        for path in sorted(folder.glob(pattern)):
            _erase_records(path, respondent, wave)
    for path in sorted(folder.glob(f"*{INDEX}")):
        if path.is_dir():
            erase_from_index(path, respondent, wave)


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
    except (ValueError, KeyError, TypeError, RecursionError):
        raise FileError(
            path, "is not as textmining wrote it", "Make it again, or remove it."
        ) from None
    with atomic_file(path) as new, new.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in kept)


def _rows_of(path: Path, columns: Columns, respondent: str, wave: str) -> list[int]:
    """The numbers of a respondent's rows in an answer file, as its table counts them."""
    table = read_table(path)
    people = people_in(table, columns) or ()
    found = zip(table.rows, people, strict=True)
    return [row for row, person in found if person == (respondent, wave)]


def _write_without(path: Path, rows: Collection[int], new: Path) -> None:
    """Write an answer file to another path without some rows."""
    ending = path.suffix.lower()
    if ending == ".xlsx":
        _write_workbook_without(path, rows, new)
    elif ending in DELIMITED:
        text = without_records(path, rows)
        new.write_text(text, encoding=encoding_of(path), newline="")
    elif ending == ".parquet":
        write_parquet_without(path, rows, new)
    elif ending in (".sav", ".zsav"):
        write_sav_without(path, rows, new)
    else:
        lines = path.read_bytes().split(b"\n")
        kept = [line for number, line in enumerate(lines, start=1) if number not in rows]
        new.write_bytes(b"\n".join(kept))


def _write_workbook_without(path: Path, rows: Collection[int], new: Path) -> None:
    """From the sheet that was read."""
    from openpyxl import load_workbook  # a quarter of a second that few need

    book = load_workbook(path)
    sheet = book[read_table(path).sheet]
    for row in sorted(rows, reverse=True):
        sheet.delete_rows(row)
    book.save(new)
