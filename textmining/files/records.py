"""A table as it lies in a file, made of records whose first one is the header."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from textmining.errors import FileError, Joined, Message, RowError, RowsError
from textmining.files.footers import BODY_ROWS, LAST_ROWS, footers
from textmining.files.headers import Header, Record, feet_told, find_header, told_of, width
from textmining.files.names import name_key, refuse_twice, shown_name
from textmining.files.notes import Note, NoteKind
from textmining.files.ragged import Ragged, lengthened

_TORN = (
    "A line break in an answer may have torn it, or the file is cut off. Export it again, with "
    "quotation marks around text."
)
_MEND = "Export it again, with quotation marks around text that has the sign between cells in it."


@dataclass(frozen=True)
class Table:
    """A table from a file.

    Args:
        path: the file.
        frame: the cells, dtype object, columns named as in the file.
        rows: the row number of every row as the user's program counts (a header is row 1).
        typed: whether the format tells numbers from text.
        raw: the cells without their value labels; None where the format has no labels.
        notes: what of the file is passed over.
        places: where the columns stand in the file, from 0; empty if one follows the other.
        sheet: of a workbook, the name of the sheet.
        twice: names that several columns have in the file; the first of them is called so.
        labels: what the file says of columns beside their names, such as questions' texts.
        witnesses: of a part of a file, how many rows at the end are others of the file, that only
            tell what its columns hold; None if all of the file is here.
    """

    path: Path
    frame: pd.DataFrame
    rows: tuple[int, ...]
    typed: bool
    raw: pd.DataFrame | None = None
    notes: tuple[Note, ...] = ()
    places: tuple[int, ...] = ()
    sheet: str = ""
    twice: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    witnesses: int | None = None

    @property
    def letters(self) -> list[str]:
        """The letters that spreadsheet programs have for the columns: A to Z, AA and so on."""
        return [letters(place) for place in self.places or range(len(self.columns))]

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return [str(name) for name in self.frame.columns]


def from_records(path: Path, records: list[Record], *, typed: bool) -> Table:
    """Make a table of numbered records, one of which is the header.

    Raises:
        FileError: there are no records.
        ColumnError: no column has a name, or a name is there twice.
        RowsError: rows that do not fit the header.
    """
    return from_header(path, _without_gaps(path, header_of(path, records)), typed=typed)


def _without_gaps(path: Path, header: Header) -> Header:
    """The header with whole rows, if those that are short surely are rows of their own."""
    if all(len(row) >= header.width for _, row in header.body):
        return header
    ragged = Ragged(header.width)
    for number, row in header.body:
        ragged.see(number, row)
    if not ragged.may_be_filled:
        return header
    body = tuple(lengthened(header.body, header.width))
    return replace(header, body=body, notes=(*header.notes, *ragged.notes(path)))


def header_of(
    path: Path,
    records: list[Record],
    used: int | None = None,
    last: Sequence[Record] | None = None,
) -> Header:
    """Find the header of numbered records.

    Args:
        path: the file, for messages.
        records: the records, or the first `FIRST_ROWS` of them.
        used: how many cells the longest of all has; that of the records if None.
        last: the last of all; those of the records if None.

    Raises:
        FileError, ColumnError: as for `from_records`.
    """
    if not records:
        raise FileError(path, "is empty", "Export it again.")
    # Columns that are empty in every row are what is left of a wider table.
    used = max(width(row) for _, row in records) if used is None else used
    return find_header(path, [(number, row[:used]) for number, row in records], last)


def from_header(path: Path, header: Header, *, typed: bool) -> Table:
    """Make a table of a header and its records.

    Raises:
        RowsError: rows that do not fit the header.
    """
    _check_widths(path, header)
    columns = {
        name: pd.Series([row[i] for _, row in header.body], dtype=object)
        for name, i in zip(header.names, header.positions, strict=True)
    }
    rows = tuple(number for number, _ in header.body)
    frame = pd.DataFrame(columns, dtype=object, index=range(len(rows)))
    notes = (*header.notes, *_numbered(path, header))
    table = Table(path, frame, rows, typed, notes=notes, places=header.positions)
    return replace(table, twice=header.twice, labels=header.labels)


def _numbered(path: Path, header: Header) -> Iterator[Note]:
    pairs = list(zip(header.names, header.positions, strict=True))
    names = {name: i for name, i in pairs if header.said[i] not in ("", name)}
    if names:
        said = "columns whose name stands further to the left too have a number behind it: {names}."
        is_shown = {name: shown_name(header.said[i], i) == header.said[i] for name, i in pairs}
        shown = [n if is_shown[n] else Message("column {n}", n=i + 1) for n, i in names.items()]
        text = Message(said, names=Joined(shown))
        yield Note(str(path), NoteKind.TWICE, text, columns=tuple(names))


def check_once(table: Table, names: Iterable[str] | None = None) -> None:
    """Raise ColumnError if one of the names, or any without them, is that of several columns."""
    keys = None if names is None else {*map(name_key, names)}
    wrong = [name for name in table.twice if keys is None or name_key(name) in keys]
    refuse_twice(table.path, table.columns, wrong)


def without_nameless(table: Table, names: Sequence[str]) -> Table:
    """Return a table that leaves out the columns whose name is "", and tells so.

    Args:
        table: the columns that have a name.
        names: the names of all.
    """
    nameless = [i for i, name in enumerate(names) if not name]
    places = tuple(i for i, name in enumerate(names) if name) if nameless else ()
    return replace(table, places=places, notes=told_of(table.path, 1, [], [], nameless))


def without_footers(table: Table) -> Table:
    """Return a table that leaves out the rows at its end that sum it up, and tells so."""
    found = footers(
        numbered_rows(table, slice(BODY_ROWS)), numbered_rows(table, slice(-LAST_ROWS, None))
    )
    left = len(table.rows) - len(found)
    return replace(
        table,
        frame=table.frame.head(left),
        raw=None if table.raw is None else table.raw.head(left),
        rows=table.rows[:left],
        notes=(*table.notes, *feet_told(table.path, sorted(found))),
    )


def numbered_rows(table: Table, part: slice = slice(None)) -> list[Record]:
    """Return rows of a table with their numbers."""
    cells = table.frame.iloc[part].itertuples(index=False, name=None)
    return [(row, list(one)) for row, one in zip(table.rows[part], cells, strict=True)]


def letters(place: int) -> str:
    """A column's letters by its place.

    >>> letters(0), letters(25), letters(26), letters(701), letters(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    before, last = divmod(place, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def _check_widths(path: Path, header: Header) -> None:
    """Raise RowsError for rows that are longer or shorter than the header."""
    errors = [
        RowError(
            str(path),
            n,
            "",
            Message(
                "has {n} cells where the header has {width}. {mend}",
                n=len(row),
                width=header.width,
                mend=_TORN if len(row) < header.width else _MEND,
            ),
        )
        for n, row in header.body
        if len(row) < header.width or width(row) > header.width
    ]
    if errors:
        raise RowsError(errors)


def another_type(path: Path, kind: str) -> FileError:
    """Return the error for a file that is not what its ending says."""
    return FileError(
        path,
        "is not {kind}, though its ending says so",
        "Open it in the program that made it and save it as such a file, or fix the ending.",
        kind=kind,
    )
