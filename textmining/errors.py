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
    │       └── StoreOlderError     an older state of its database was restored
    └── OptionError                 an option or setting whose value makes no sense here

A message is one sentence or two: what is wrong and where (file, row, column), then the fix.
It never holds an answer's text. It is English where it is raised; the parts that it is made of are
kept, so that the terminal can say it in the survey's language (`textmining.texts.terminal`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Self

__all__ = [
    "CodebookError",
    "ColumnError",
    "DecisionError",
    "FileError",
    "Joined",
    "LanguageError",
    "Message",
    "ModelError",
    "OptionError",
    "RowError",
    "RowsError",
    "StoreError",
    "StoreMovedError",
    "StoreOlderError",
    "TextminingError",
]


class Message(str):
    """A sentence in English that knows what it was filled in from.

    Args:
        template: the sentence with names in braces.
        fields: what fills them in.

    >>> said = Message("there is no wave {wave}.", wave="2021")
    >>> said, said.template
    ('there is no wave 2021.', 'there is no wave {wave}.')
    """

    __slots__ = ("fields", "template")
    template: str
    fields: Mapping[str, object]

    def __new__(cls, template: str, /, **fields: object) -> Self:
        """Fill the template in."""
        said = super().__new__(cls, template.format_map(fields))
        said.template, said.fields = template, fields
        return said

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes with the template and its fields."""
        return _message, (self.template, dict(self.fields))


def _message(template: str, fields: Mapping[str, object]) -> Message:
    return Message(template, **fields)


class Joined(str):
    """Several messages in one, each of which can be said in another language.

    Args:
        parts: the messages, and names.
        mark: what stands between them.

    >>> Joined([Message("wave {wave}", wave="2021"), "q1"])
    'wave 2021, q1'
    """

    __slots__ = ("mark", "parts")
    mark: str
    parts: tuple[str, ...]

    def __new__(cls, parts: Iterable[str], mark: str = ", ") -> Self:
        """Join the parts."""
        parts = tuple(parts)
        said = super().__new__(cls, mark.join(parts))
        said.mark, said.parts = mark, parts
        return said

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes with the parts."""
        return type(self), (self.parts, self.mark)


class TextminingError(Exception):
    """Something the user can fix; the message says how.

    Args:
        said: the message, with names in braces if there are `fields`.
        fields: what fills them in.
    """

    def __init__(self, said: str, /, **fields: object) -> None:
        super().__init__(_filled(said, fields))

    @property
    def parts(self) -> tuple[str, ...]:
        """What the message is put together from: sentences, and names and marks between them."""
        return (self.args[0],)


def _filled(said: str, fields: Mapping[str, object]) -> str:
    return Message(said, **fields) if fields else said


class FileError(TextminingError):
    """A file that cannot be read or written as it is.

    Args:
        path: the file.
        problem: what is wrong, continuing "F: ".
        fix: what to do about it, a whole sentence.
        fields: what fills in names in braces in both.
    """

    def __init__(self, path: Path | str, problem: str, fix: str, **fields: object) -> None:
        self.path = Path(path)
        self._parts = (f"{path}: ", _filled(problem, fields), ". ", _filled(fix, fields))
        super().__init__("".join(self._parts))

    @property
    def parts(self) -> tuple[str, ...]:
        """The file, what is wrong, and the fix."""
        return self._parts


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
        return "".join(self.parts)

    @property
    def parts(self) -> tuple[str, ...]:
        """Where it is, and what is wrong."""
        place = {"file": self.file, "row": self.row, "column": self.column}
        named = "{file}, row {row}, column {column}: " if self.column else "{file}, row {row}: "
        return Message(named, **place), self.problem


class RowsError(TextminingError):
    """Every bad row of the input, in the order of the files."""

    def __init__(self, errors: Iterable[RowError]) -> None:
        self.errors = tuple(dict.fromkeys(errors))
        super().__init__("".join(self.parts))

    @property
    def parts(self) -> tuple[str, ...]:
        """How many rows there are, and on a line each of them, or those that follow each other."""
        n = len({(error.file, error.row) for error in self.errors})
        many = Message("{n} rows need fixing:", n=n)
        lines = [part for line in self.lines for part in ("\n  ", *line)]
        return (many if n > 1 else Message("{n} row needs fixing:", n=n)), *lines

    @property
    def lines(self) -> list[tuple[str, ...]]:
        """What is told of each row; of rows that follow each other and need the same, at once."""
        return [run[0].parts if len(run) == 1 else _parts_of(run) for run in _runs(self.errors)]


def _runs(errors: Sequence[RowError]) -> list[list[RowError]]:
    """The errors, those of one kind in rows that follow each other together."""
    place = {error: number for number, error in enumerate(errors)}
    ordered = sorted(errors, key=lambda e: (e.file, e.column, e.problem, e.row))
    kinds = [(e.file, e.column, e.problem, e.row - n) for n, e in enumerate(ordered)]
    runs = groupby(zip(kinds, ordered, strict=True), key=lambda pair: pair[0])
    found = [[error for _, error in run] for _, run in runs]
    return sorted(found, key=lambda run: place[run[0]])


def _parts_of(run: Sequence[RowError]) -> tuple[str, ...]:
    first, last = run[0], run[-1]
    place = {"file": first.file, "row": first.row, "last": last.row, "column": first.column}
    named = "{file}, rows {row}–{last}, column {column}: "
    return Message(named if first.column else "{file}, rows {row}–{last}: ", **place), first.problem


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
            "{path}: was deleted, moved or replaced while the review was open, by a program that "
            "copies or restores files, say. Put the right file back there and try again, or stop "
            "the review and start it with the store that is to be used.",
            path=path,
        )


class StoreOlderError(StoreMovedError):
    """A review store in a database that has come less far than it had."""

    def __init__(self, store: str) -> None:
        StoreError.__init__(
            self,
            "{store}: the database is in an older state than while the review was open; a backup "
            "was restored, say. What was decided since then is not in it. Restore the right state "
            "and try again, or stop the review and start it anew.",
            store=store,
        )


class OptionError(TextminingError):
    """An option or setting whose value makes no sense for this input."""
