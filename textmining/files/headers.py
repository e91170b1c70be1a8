"""Where a table's header is, and what stands around it that is neither a header nor an answer.

Vendors put titles above the header, and question texts or the columns' origin (Qualtrics'
`{"ImportId": …}`) below it; spreadsheets leave columns without a name. All that is passed over,
and told.
"""

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from textmining.errors import ColumnError, Joined, Message
from textmining.files.footers import BODY_ROWS, footers, is_page_number
from textmining.files.kinds import are_values, filled, has_digit, is_value
from textmining.files.names import clean_name, name_key, names_in, numbered, refuse_twice
from textmining.files.notes import Note, NoteKind
from textmining.files.sideways import lies_sideways

Record = tuple[int, list[Any]]
"""A row's number, as the user's program counts, and its cells; None or "" is an empty one."""

_FIRST = 50  # rows from which the shape of a table is told
FIRST_ROWS = _FIRST + BODY_ROWS + 3
"""Rows from which the header is told, and which ones below it belong to it."""

_WORD = re.compile(r"[^\W_]+")
_ORIGIN = re.compile(r'\{\s*"ImportId"')


@dataclass(frozen=True)
class Header:
    """A table's header.

    Args:
        row: its row number.
        names: the names of the columns that have one, in order.
        positions: where those columns stand in a record, counted from 0.
        said: what every cell of it says, also those that are empty or said before.
        body: the records below it that are no header and sum nothing up.
        notes: what is passed over.
        feet: the numbers of the rows at the end that sum up or tell where the table is from.
        labels: what a row below it says of columns whose names are one word, by these.
    """

    row: int
    names: tuple[str, ...]
    positions: tuple[int, ...]
    said: tuple[str, ...]
    body: tuple[Record, ...]
    notes: tuple[Note, ...]
    feet: frozenset[int] = frozenset()
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """How many cells the header has, with those that are empty."""
        return len(self.said)

    @property
    def twice(self) -> tuple[str, ...]:
        """The names that several columns have; the first one of them is called so."""
        return tuple(name for name, n in Counter(self.said).items() if name and n > 1)


def find_header(
    path: Path, records: Sequence[Record], last: Sequence[Record] | None = None
) -> Header:
    """Find the header of a table, and what around it is to be passed over.

    The header is the first row that fills more than half of the columns in use. Rows above it are
    titles if it looks like names. Rows below it are passed over if they are Qualtrics' origins of
    the columns, repeat the header, number a page, or hold words where all rows below hold numbers,
    dates or ids; rows at the end, if they sum up or tell where the table is from.

    Args:
        path: the file, for messages.
        records: its rows that are not empty, at least one; the first `FIRST_ROWS` are enough.
        last: its last rows, if `records` are only the first.

    Raises:
        ColumnError: no column has a name, what is there twice is rather a value than a name, or
            the respondents are columns.
    """
    top = _top(records)
    row, cells = records[top]
    names = names_in(path, row, cells)
    below = records[top + 1 :]
    n_more = _more_headers(names, below)
    again = {i for i, (_, other) in enumerate(below) if i < n_more or is_between(names, other)}
    body = [record for i, record in enumerate(below) if i not in again]
    passed = [below[i][0] for i in sorted(again)]
    end = body if last is None else [r for r in last if r[0] > row and r[0] not in passed]
    feet = footers(body[:BODY_ROWS], [r for r in end if not is_between(names, r[1])])
    body = [(number, cells) for number, cells in body if number not in feet]
    refuse_twice(path, names, _values_twice(names, body))
    if lies_sideways(names, [cells for _, cells in body[:BODY_ROWS]]):
        raise ColumnError(
            "{path}: the respondents seem to be columns, and the questions rows. Turn the table "
            "(in Excel: Paste Special, Transpose), so that every respondent has a row.",
            path=path,
        )
    own = numbered(_joined(names, [cells for _, cells in below[:n_more]]))
    nameless = [i for i, name in enumerate(own) if not name and _is_used(i, body)]
    titles = [n for n, _ in records[:top]]
    notes = told_of(path, row, titles, passed, nameless, sorted(feet))
    positions = tuple(i for i, name in enumerate(own) if name)
    kept = tuple(own[i] for i in positions)
    labels = _labels(own, [cells for _, cells in below[:n_more]])
    return Header(row, kept, positions, tuple(names), tuple(body), notes, frozenset(feet), labels)


def _joined(names: Sequence[str], more: Sequence[Sequence[Any]]) -> list[str]:
    """The names, with those of columns that only the row below names: «Nevn tre - Den andre».

    SurveyMonkey writes a question above its first box only, and below it what each box is.
    """
    found, question = [], ""
    for name, said in zip(names, [*_said_below(more), *[""] * len(names)], strict=False):
        question = name or question
        found.append(name or (f"{question} - {said}" if said and question else said))
    return found


def _said_below(more: Sequence[Sequence[Any]]) -> list[str]:
    """What the first row below the header that belongs to it says of each column."""
    told = next((row for row in more if not any(map(_is_origin, row))), ())
    return [" ".join(clean_name(str(cell or "")).split()) for cell in told]


def _labels(names: Sequence[str], more: Sequence[Sequence[Any]]) -> dict[str, str]:
    """What the first row below the header says of columns whose names are one word."""
    said = dict(zip(names, _said_below(more), strict=False))
    return {n: text for n, text in said.items() if len(n.split()) == 1 < len(text.split())}


def _values_twice(names: Sequence[str], body: Sequence[Record]) -> set[str]:
    """What is there twice in a first row that is no header: numbers, or what stands below too."""
    times = Counter(names)
    return {
        name
        for i, name in enumerate(names)
        if name
        and times[name] > 1
        and (is_value(name) or any(i < len(row) and row[i] == name for _, row in body))
    }


def told_of(
    path: Path,
    row: int,
    titles: list[int],
    again: list[int],
    nameless: list[int],
    feet: Sequence[int] = (),
) -> tuple[Note, ...]:
    """Return what is passed over.

    Args:
        path: the file.
        row: number of the header.
        titles: the rows above it.
        again: the rows below it that are no answers.
        nameless: the places of columns in use without a name.
        feet: the rows at the end that sum up or tell where the table is from.
    """
    return (
        *_titles(path, titles, row),
        *_headers(path, again),
        *feet_told(path, feet),
        *_nameless(path, [Message("column {n}", n=i + 1) for i in nameless]),
    )


def _titles(path: Path, rows: list[int], header: int) -> Iterable[Note]:
    if rows:
        said = "rows above the header, which is row {header}, are passed over: {rows}."
        text = Message(said, rows=_listed(rows), header=header)
        yield Note(str(path), NoteKind.TITLE, text, tuple(rows))


def _headers(path: Path, rows: list[int]) -> Iterable[Note]:
    if rows:
        said = "rows below the header that hold no answer are passed over: {rows}."
        yield Note(str(path), NoteKind.HEADER, Message(said, rows=_listed(rows)), tuple(rows))


def feet_told(path: Path, rows: Sequence[int]) -> Iterable[Note]:
    """Tell which rows at the end sum up or tell where the table is from."""
    if rows:
        said = "rows at the end that sum up or tell of the file are passed over: {rows}."
        yield Note(str(path), NoteKind.FOOTER, Message(said, rows=_listed(rows)), tuple(rows))


def _nameless(path: Path, columns: Sequence[str]) -> Iterable[Note]:
    if columns:
        text = Message("columns without a name are passed over: {names}.", names=Joined(columns))
        yield Note(str(path), NoteKind.NAMELESS, text, columns=tuple(columns))


def _listed(rows: Sequence[int]) -> str:
    return ", ".join(map(str, rows))


def width(row: Sequence[Any]) -> int:
    """Return how many cells a row has up to the last one that is not empty."""
    return next((i for i in range(len(row), 0, -1) if row[i - 1] not in (None, "")), 0)


def _is_used(position: int, body: Iterable[Record]) -> bool:
    return any(position < len(row) and row[position] not in (None, "") for _, row in body)


def _top(records: Sequence[Record]) -> int:
    """The position of the header: 0 unless the rows above it are surely titles."""
    first = [row for _, row in records[:_FIRST]]
    cells_of = [filled(row) for row in first]
    most = max(map(len, cells_of))
    usual = statistics.mode(map(len, first))
    tops = [
        i
        for i, cells in enumerate(cells_of)
        if 2 * len(cells) > most and len(first[i]) >= usual and (not i or _are_names(cells))
    ]
    if not tops or tops[0] + 1 == len(records):
        return 0
    # Over two columns, one word may be the only name there is; a title has several.
    has_words = all(" " in str(cells[0]).strip() for cells in cells_of[: tops[0]])
    return tops[0] if len(cells_of[tops[0]]) > 2 or has_words else 0


def _are_names(cells: Sequence[Any]) -> bool:
    keys = [name_key(cell) for cell in cells if isinstance(cell, str) and not is_value(cell)]
    return len(cells) > 1 and len(keys) == len(cells) and 2 * len({*keys}) > len(keys)


_OPEN_ENDED = frozenset({"open-ended response", "response", "åpent svar", "ope svar", "respons"})


def _more_headers(names: Sequence[str], below: Sequence[Record]) -> int:
    """How many rows directly below the header belong to it."""
    for n in (3, 2, 1):
        if len(below) >= n and any(_is_origin(cell) for cell in below[n - 1][1]):
            return n
    if _has_no_ids([row for _, row in below[: BODY_ROWS + 1]]):
        return 1
    for n in (2, 1):
        rest = [row for _, row in below[n : n + BODY_ROWS]]
        if all(_is_header(names, row, rest) for _, row in below[:n]) and len(below) > n:
            return n
    return 0


def _has_no_ids(rows: Sequence[Sequence[Any]]) -> bool:
    """Whether a first row is empty where all others have a value, such as an id of their own.

    SurveyMonkey writes «Open-Ended Response» below questions, what there is to choose below others,
    and nothing below its own columns.
    """
    if len(rows) < 6 or any(is_value(cell) for cell in filled(rows[0])):
        return False
    first, rest = rows[0], rows[1:]
    columns = [[row[i] if i < len(row) else None for row in rest] for i in range(len(first))]
    pairs = list(zip(first, columns, strict=True))
    full = [c for cell, c in pairs if cell in (None, "") and len(filled(c)) == len(rest)]
    keys = [cells for cells in full if len({*map(str, cells)}) == len(rest)]
    again = any(cell in cells for cell, cells in pairs if cell not in (None, ""))
    is_told = any(clean_name(cell).casefold() in _OPEN_ENDED for cell in filled(first))
    return len(full) >= 2 and bool(keys) and (is_told or not again)


def _is_origin(cell: Any) -> bool:
    """Whether a cell says where Qualtrics has a column from."""
    return isinstance(cell, str) and _ORIGIN.match(clean_name(cell)) is not None


def is_between(names: Sequence[str], row: Sequence[Any]) -> bool:
    """Whether a row between answers is none: the header once more, or the number of a page."""
    is_page = sum(map(bool, names)) > 1 and is_page_number(row)
    return is_page or _repeats(names, row)


def _repeats(names: Sequence[str], row: Sequence[Any]) -> bool:
    """Whether a row is the header once more, as where files were put one below the other."""
    return len(row) > 1 and all(
        isinstance(cell, str) and clean_name(cell) == name
        for name, cell in zip(names, row, strict=False)
        if name
    )


def _is_header(names: Sequence[str], row: Sequence[Any], rest: Sequence[Sequence[Any]]) -> bool:
    """Whether a row has words in every column that has numbers, dates or ids below.

    Two such columns are needed, or one in which no value is there twice.
    """
    if any(not isinstance(cell, str) or is_value(cell) for cell in filled(row)):
        return False
    sure = 0
    for position, (name, cell) in enumerate(zip(names, row, strict=False)):
        below = filled([other[position] for other in rest if position < len(other)])
        if cell in (None, "") or len(below) < 2 or not are_values(below):
            continue
        if not _is_said_of(name, cell, are_ids=not all(map(is_value, below))):
            return False
        sure += 2 if len({*map(str, below)}) == len(below) else 1
    return sure > 1


def _is_said_of(name: str, cell: str, *, are_ids: bool) -> bool:
    """Whether a cell above numbers, dates or ids is about them and not one of them.

    An id may be a word too, so it must be several words or share one with the column's name.
    """
    words, own = (set(_WORD.findall(name_key(text))) for text in (cell, name))
    return len(cell.split()) > 1 or bool(words & own) or not (are_ids or has_digit(cell))
