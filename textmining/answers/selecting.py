"""Columns as a person types them: by name, by its beginning, or by the letter a spreadsheet has."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from textmining.answers.columns import Columns
from textmining.answers.schema import ANSWER_COLUMNS
from textmining.errors import ColumnError
from textmining.files import Table, name_key, nearest_names, shown_name

_LETTERS = re.compile("[A-Z]{1,2}")


def find_column(table: Table, typed: str) -> str | None:
    """Return the column that a person means; None if there is none.

    A name counts before a beginning, in any case and with any spaces, and that before a letter
    (`K`). A beginning that ends with a digit is that of a whole number: `1` is not `14. Why?`.

    Raises:
        ColumnError: several columns begin so.
    """
    if typed in table.frame:
        return typed
    key = name_key(typed)
    same = [name for name in table.columns if name_key(name) == key]
    if len(same) == 1:
        return same[0]
    if _LETTERS.fullmatch(typed) and typed in table.letters:
        return table.columns[table.letters.index(typed)]
    begin = [name for name in table.columns if key and _begins(name_key(name), key)]
    if len(begin) > 1:
        letters = ", ".join(table.letters[table.columns.index(name)] for name in begin[:5])
        raise ColumnError(
            "{path}: {n} columns begin with {typed} ({letters}). Type more of the name, or the "
            "column's letter.",
            path=table.path,
            n=len(begin),
            typed=typed,
            letters=letters,
        )
    return begin[0] if begin else None


def wanted_column(table: Table, typed: str) -> str:
    """Return the column that a person means.

    Raises:
        ColumnError: there is none, or several begin so.
    """
    found = find_column(table, typed)
    if found is None:
        raise ColumnError(
            "{path}: there is no column {typed}; {found}",
            path=table.path,
            typed=typed,
            found=nearest_names(typed, table.columns),
        )
    return found


def as_typed(table: Table, columns: Columns) -> Columns:
    """Return columns with the names that a person typed as the table has them.

    Names of settings stay as they are: in a later wave, a beginning may be that of another column.

    Raises:
        ColumnError: several columns begin as a name does.
    """
    if not columns.typed:
        return columns

    def meant(name: str) -> str:
        return (name in columns.typed and find_column(table, name)) or name

    roles: dict[str, Any] = {
        role: meant(name) for role in ANSWER_COLUMNS if (name := getattr(columns, role))
    }
    return replace(
        columns,
        **roles,
        text_columns=_each(tuple(map(meant, columns.text_columns))),
        headers=tuple((short, meant(header)) for short, header in columns.headers),
        typed=tuple(map(meant, columns.typed)),
    )


def check_typed(tables: Sequence[tuple[Table, Columns]]) -> None:
    """Raise ColumnError if a column that a person gave a short name is in none of the tables."""
    for table, columns in tables:
        for _, header in columns.headers:
            others = [other for other, mapping in tables if header in mapping.typed]
            if others and not any(find_column(other, header) for other in others):
                wanted_column(table, header)


def _each(names: Sequence[str]) -> tuple[str, ...]:
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        shown = shown_name(twice[0], 0) if " " not in twice[0] else "one of them"
        raise ColumnError(
            "two of the columns with answers are the same ({shown}). Name it once.", shown=shown
        )
    return tuple(names)


def _begins(name: str, beginning: str) -> bool:
    rest = name.removeprefix(beginning)
    return rest != name and not (beginning[-1].isdigit() and rest[:1].isdigit())
