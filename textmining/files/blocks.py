"""Other tables in a sheet, below or beside the one that is read: sums by group, a list of codes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from textmining.errors import ColumnError, Message
from textmining.files.headers import Header, Record
from textmining.files.kinds import are_values, filled
from textmining.files.notes import Note, NoteKind

_FEWEST = 3  # rows from which it is told which column has the ids


def without_others(path: Path, header: Header) -> Header:
    """Return the header without the tables below its own, and with what is told of those beside it.

    A table below stands behind an empty row, and has words where all rows above have an id.

    Raises:
        ColumnError: the table below has ids of its own, so that its rows are answers as well.
    """
    body = header.body
    gaps = (i for i in range(_FEWEST, len(body)) if body[i][0] > body[i - 1][0] + 1)
    start = next((i for i in gaps if _is_other(path, body[:i], body[i:])), len(body))
    below = [number for number, _ in body[start:]]
    notes = [*header.notes, *_beside(path, header, body[:start])]
    if below:
        said = "rows {first} to {last} are passed over: they are another table below this one."
        text = Message(said, first=below[0], last=below[-1])
        notes.append(Note(str(path), NoteKind.OTHER, text, tuple(below)))
    feet = header.feet | {*below}
    return replace(header, body=body[:start], notes=tuple(notes), feet=feet)


def _is_other(path: Path, above: Sequence[Record], below: Sequence[Record]) -> bool:
    """Whether another table begins behind an empty row."""
    keys = _keys([row for _, row in above])
    for place in keys:
        said = [row[place] if place < len(row) else None for _, row in below]
        words = [cell for cell in said if cell not in (None, "") and not are_values([cell])]
        if not words:
            continue
        if len(words) == len(filled(said)):
            return True
        number, first = next(r for r in below if r[1][place] not in (None, ""))
        if len(filled(first)) > 1 and not any(are_values([cell]) for cell in filled(first)):
            raise ColumnError(
                "{path}: another table with other columns begins in row {row}. Put it in a file "
                "of its own.",
                path=path,
                row=number,
            )
    return False


def _keys(rows: Sequence[Sequence[Any]]) -> list[int]:
    """The columns in which every row has a number, a date or an id that no other has."""
    columns = [[row[i] if i < len(row) else None for row in rows] for i in range(len(rows[0]))]
    return [
        i
        for i, cells in enumerate(columns)
        if len(filled(cells)) == len(rows) == len({*map(str, cells)}) and are_values(cells)
    ]


def _beside(path: Path, header: Header, body: Sequence[Record]) -> Iterator[Note]:
    """Tell of columns behind an empty one that end some rows before the others, or after them."""
    for left, right in pairwise(header.positions):
        is_gap = right > left + 1 and not any(filled(row[left + 1 : right]) for _, row in body)
        ends = [_last(body, 0, left + 1), _last(body, right, None)]
        if is_gap and abs(ends[0] - ends[1]) > 1:
            said = (
                "the columns behind the empty column {n} seem to be another table, whose rows are "
                "not those of the first. They are read with it; take them out if they are."
            )
            yield Note(str(path), NoteKind.OTHER, Message(said, n=left + 2))
            return


def _last(body: Sequence[Record], first: int, end: int | None) -> int:
    """The place of the last row that has a cell in some columns."""
    return max((i for i, (_, row) in enumerate(body) if filled(row[first:end])), default=-1)
