"""Cells as they are meant: what programs write for a missing, a whole or a wrong value."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from textmining.errors import Message, RowError
from textmining.files import Note, NoteKind, Table, shown_name

MISSING = frozenset({"NA", "<NA>", "NaN", "nan"})
"""Signs for a missing value, of R and of pandas."""

_FLOAT = re.compile(r"(-?(?:0|[1-9]\d{0,14}))[.,]0+")
_POWER = re.compile(r"-?\d(\.\d+)?e\+\d\d")  # 100,000 as R writes it is 1e+05
_WHOLE = re.compile(r"-?(0|[1-9]\d{0,14})")
SPREADSHEET_ERRORS = frozenset(
    [
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#SPILL!",
        "#CALC!",
        "#VERDI!",
        "#NAVN?",
        "#TALL!",
        "#I/T",
        "#OVERFLYT!",
        "#BEREGN!",
    ]
)
"""In English and in Norwegian, as Excel writes them where a formula fails."""


def as_meant(table: Table, texts: Collection[str], codes: Collection[str]) -> Table:
    """Return a table of text alone with None for missing, and whole numbers as such.

    R writes NA, and pandas 1.0 for 1, where a column has gaps. A column is read as whole numbers
    if all that it holds are such, and answers and versions stay as they are written.

    Args:
        table: from a format that does not tell numbers from text; others are returned as they are.
        texts: the columns with answers.
        codes: the codebook's codes, none of which is a sign for missing.
    """
    if table.typed:
        return table
    signs = MISSING - {*codes}
    kept = {*texts, "codebook_version", "version"}
    columns, n_missing = {}, 0
    for name in table.columns:
        cells = table.frame[name].tolist()
        present = [None if cell in signs else cell for cell in cells]
        n_missing += present.count(None) - cells.count(None)
        present = present if name in kept else whole_numbers(present)
        columns[name] = pd.Series(present, dtype=object)
    frame = pd.DataFrame(columns, dtype=object, index=table.frame.index)
    notes = [*table.notes, *_missing(table, n_missing)]
    return replace(table, frame=frame, notes=tuple(notes))


def _missing(table: Table, n_missing: int) -> Iterator[Note]:
    if n_missing:
        cells = Message(" (cells: {n})", n=n_missing) if table.witnesses is None else ""
        text = Message("NA, NaN or the like is read as no value{cells}.", cells=cells)
        yield Note(str(table.path), NoteKind.MISSING, text)


def whole_numbers(cells: Sequence[Any]) -> list[Any]:
    """Return cells with `1.0` as `1`, if all that are not empty are whole numbers.

    >>> whole_numbers(["1.0", None, "12,0"]), whole_numbers(["1.0", "1.1"])
    (['1', None, '12'], ['1.0', '1.1'])
    """
    whole = [None if cell is None else as_whole(str(cell)) for cell in cells]
    return [*cells] if whole.count(None) > list(cells).count(None) else whole


def as_whole(cell: str) -> str | None:
    """Return a cell as a whole number; None if it is none."""
    if match := _FLOAT.fullmatch(cell.strip()):
        return match[1]
    if _POWER.fullmatch(cell.strip()) and float(cell).is_integer() and abs(float(cell)) < 2**53:
        return str(int(float(cell)))
    return cell if _WHOLE.fullmatch(cell.strip()) else None


def spreadsheet_errors(table: Table) -> list[RowError]:
    """Return an error for every cell in which a spreadsheet program wrote that a formula failed."""
    problem = (
        "holds an error of a spreadsheet program (such as #NAME? or #N/A) instead of a value; "
        "fix it there."
    )
    return [
        RowError(str(table.path), row, shown_name(name, position), problem)
        for position, name in enumerate(table.columns)
        for row, cell in zip(table.rows, table.frame[name], strict=True)
        if isinstance(cell, str) and cell in SPREADSHEET_ERRORS
    ]
