"""Every error a user can fix, in one tree.

    TextminingError                 exit code 1; anything else is our bug and ends with 3
    ├── FileError                   one file: missing, a folder, empty, unreadable, unwritable
    ├── RowsError                   every bad row of the input at once
    ├── ColumnError                 columns that are missing or cannot be told apart
    ├── CodebookError               a codebook that contradicts itself or another one
    ├── LanguageError               a language pipeline that is not installed or not whole
    ├── ModelError                  a trained model that cannot be trusted or does not fit
    ├── DecisionError               decisions that do not fit the coded answers
    ├── StoreError                  a review store that cannot be opened or refuses a change
    │   └── StoreMovedError         its file was deleted, moved or replaced while it was open
    └── OptionError                 an option or setting whose value makes no sense here

A message is one sentence or two: what is wrong and where (file, row, column), then the fix.
It never holds an answer's text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "CodebookError",
    "ColumnError",
    "DecisionError",
    "FileError",
    "LanguageError",
    "ModelError",
    "OptionError",
    "RowError",
    "RowsError",
    "StoreError",
    "StoreMovedError",
    "TextminingError",
]


class TextminingError(Exception):
    """Something the user can fix; the message says how."""


class FileError(TextminingError):
    """A file that cannot be read or written as it is.

    Args:
        path: the file.
        problem: what is wrong, continuing "F: ".
        fix: what to do about it, a whole sentence.
    """

    def __init__(self, path: Path | str, problem: str, fix: str) -> None:
        super().__init__(f"{path}: {problem}. {fix}")
        self.path = Path(path)


@dataclass(frozen=True, order=True)
class RowError:
    """One bad row.

    Args:
        file: the file's name.
        row: the row as the user's program counts (a header is row 1).
        column: the column, or "" if the whole row is meant.
        problem: what is wrong and how to fix it.
    """

    file: str
    row: int
    column: str
    problem: str

    def __str__(self) -> str:
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}, row {self.row}{column}: {self.problem}"


class RowsError(TextminingError):
    """Every bad row of the input, in the order of the files."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        self.errors = tuple(errors)
        lines = "\n".join(f"  {error}" for error in self.errors)
        rows = "row needs" if len(self.errors) == 1 else "rows need"
        super().__init__(f"{len(self.errors)} {rows} fixing:\n{lines}")


class ColumnError(TextminingError):
    """Columns that are missing, doubled or cannot be told apart."""


class CodebookError(TextminingError):
    """A codebook that contradicts itself, or is not the one a model was trained with."""


class LanguageError(TextminingError):
    """A language pipeline that is not installed, not whole or not for this use."""


class ModelError(TextminingError):
    """A trained model that is truncated, changed, of another version or for other answers."""


class DecisionError(TextminingError):
    """Decisions that do not fit the coded answers they are counted with."""


class StoreError(TextminingError):
    """A review store that cannot be opened, is of a newer version or refuses a change."""


class StoreMovedError(StoreError):
    """A review store whose file is not the one any more that was opened."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"{path}: was deleted, moved or replaced while the review was open, by a program that "
            "copies or restores files, say. Put the right file back there and try again, or stop "
            "the review and start it with the store that is to be used."
        )


class OptionError(TextminingError):
    """An option or setting whose value makes no sense for this input."""
