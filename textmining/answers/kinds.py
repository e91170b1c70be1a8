"""Kinds of cells: what answers are told of a whole column is told from the kinds in it."""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from textmining.answers.as_meant import MISSING, SPREADSHEET_ERRORS, as_whole
from textmining.answers.cells import numbers_if_all_are
from textmining.answers.codes import indicated
from textmining.answers.markup import without_markup
from textmining.answers.one_table import VERDICTS

_SHORT = 60  # characters of a cell that may be there again
_LIMITS = (-(2**63), 0, 2**63, 2**64)  # what pandas has types for


def kind_of_cell(cell: Any) -> Hashable:
    """Return the kind of a cell.

    Two cells of one kind are both or neither a number (a whole one, one with decimals), a sign for
    missing, what a formula left, a 0 or 1, a verdict, text with tags; and of one type.
    """
    if isinstance(cell, str):
        return _kind_of_text(cell) if len(cell) <= _SHORT else _kind_of_text.__wrapped__(cell)
    size = sum(cell >= limit for limit in _LIMITS) if isinstance(cell, int) else 0
    single = not isinstance(cell, list | dict)
    return type(cell), size, single and indicated(cell), single and str(cell) in VERDICTS


@lru_cache(maxsize=100_000)
def _kind_of_text(cell: str) -> Hashable:
    whole = as_whole(cell)
    return (
        cell if cell in MISSING else "",
        cell in SPREADSHEET_ERRORS,
        cell in VERDICTS,
        indicated(cell),
        _number(cell),
        whole is not None,
        _number(whole or cell),
        without_markup(cell) != cell,
    )


def _number(cell: str) -> str | None:
    """The type of number a cell is; None if it is none."""
    numbers = numbers_if_all_are([cell])
    return type(numbers[0]).__name__ if numbers else None
