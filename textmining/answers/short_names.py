"""Columns called by short names: long headers of a vendor's file become the survey's own ids."""

from collections.abc import Iterable
from dataclasses import replace

from textmining.answers.names import apart
from textmining.errors import ColumnError
from textmining.files import Table, name_key

_CODES = "themes_"


def shortened(table: Table, headers: Iterable[tuple[str, str]]) -> Table:
    """Return the table with its long headers replaced.

    Headers match whatever their case and the number of spaces and line ends in them, unless one
    is there just as it is said. Human codes of a question stand in `themes_<header>` and follow it.
    Another column that has such a short name already is kept as `<name>_in`.

    Raises:
        ColumnError: two columns differ only in case and spaces, or one has two short names.
    """
    new: dict[str, str] = {}
    for short, header in headers:
        for before in ("", _CODES):
            old = _found(table, before + header)
            if old is not None and new.setdefault(old, before + short) != before + short:
                raise ColumnError(
                    "{path}: the column {header} is to be called both {one} and {other}. Give it "
                    "one name.",
                    path=table.path,
                    header=old,
                    one=new[old],
                    other=before + short,
                )
    others = [name for name in table.columns if name not in new]
    names = new | apart(others, new.values())
    return replace(
        table,
        frame=table.frame.rename(columns=names),
        raw=None if table.raw is None else table.raw.rename(columns=names),
    )


def _found(table: Table, header: str) -> str | None:
    if header in table.frame:
        return header
    same = [name for name in table.columns if name_key(name) == name_key(header)]
    if len(same) > 1:
        raise ColumnError(
            "{path}: the column {header} is there twice, in different letters. Rename one.",
            path=table.path,
            header=header,
        )
    return same[0] if same else None
