"""Other tables in a sheet, below or beside the one that is read: sums by group, a list of codes."""

from collections.abc import Iterable, Iterator, Sequence
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
    ends = _ends([row for _, row in body])
    gaps = (i for i in sorted({*ends}) if _FEWEST <= i < len(body))
    behind = (i for i in gaps if body[i][0] > body[i - 1][0] + 1)
    keys = {i: [place for place, end in enumerate(ends) if end == i] for i in {*ends}}
    start = next((i for i in behind if _is_other(path, keys[i], body[i:])), len(body))
    below = [number for number, _ in body[start:]]
    notes = [*header.notes, *_beside(path, header, body[:start])]
    if below:
        said = (
            "rows {first} to {last} are passed over: they are another table below this one. If "
            "they are answers, take out the empty row above them."
        )
        text = Message(said, first=below[0], last=below[-1])
        notes.append(Note(str(path), NoteKind.OTHER, text, tuple(below)))
    feet = header.feet | {*below}
    return replace(header, body=body[:start], notes=tuple(notes), feet=feet)


def _is_other(path: Path, keys: Iterable[int], below: Sequence[Record]) -> bool:
    """Whether another table begins where columns end in which every row had an id."""
    for place in keys:
        said = [row[place] if place < len(row) else None for _, row in below]
        words = [cell for cell in said if cell not in (None, "") and not are_values([cell])]
        if not words:
            continue
        if len(words) == len(filled(said)):
            return True
        number, first = next(r for r in below if filled(r[1][place : place + 1]))
        if len(filled(first)) > 1 and not any(are_values([cell]) for cell in filled(first)):
            raise ColumnError(
                "{path}: another table with other columns begins in row {row}. Put it in a file "
                "of its own.",
                path=path,
                row=number,
            )
    return False


def _ends(rows: Sequence[Sequence[Any]]) -> list[int]:
    """Of each column, above which row all have a number, a date or an id that no other has."""
    return [
        _end(row[i] if i < len(row) else None for row in rows)
        for i in range(len(rows[0]) if rows else 0)
    ]


def _end(cells: Iterable[Any]) -> int:
    seen: set[str] = set()
    for cell in cells:
        if cell in (None, "") or str(cell) in seen or not are_values([cell]):
            break
        seen.add(str(cell))
    return len(seen)


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
