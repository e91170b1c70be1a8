"""Columns called by short names: long headers of a vendor's file become the survey's own ids."""

from collections.abc import Iterable
from dataclasses import replace

from textmining.answers.names import apart
from textmining.files import Table

__all__ = ["same_name", "shortened"]

_CODES = "themes_"


def shortened(table: Table, headers: Iterable[tuple[str, str]]) -> Table:
    """Return the table with its long headers replaced.

    Headers match whatever their case and the number of spaces and line ends in them. Human codes
    of a question stand in `themes_<header>` and follow it. Another column that has such a short
    name already is kept as `<name>_in`.

    Args:
        table: the table of a file.
        headers: short names with their headers; those that the table lacks change nothing.
    """
    found = {same_name(name): name for name in table.columns}
    new = {}
    for short, header in headers:
        for before in ("", _CODES):
            old = found.get(same_name(before + header))
            if old is not None:
                new[old] = before + short
    others = [name for name in table.columns if name not in new]
    names = new | apart(others, new.values())
    return replace(
        table,
        frame=table.frame.rename(columns=names),
        raw=None if table.raw is None else table.raw.rename(columns=names),
    )


def same_name(name: str) -> str:
    """Return what two ways to write one header have in common.

    >>> same_name(" Hva  savner dere?")
    'hva savner dere?'
    """
    return " ".join(name.split()).casefold()
