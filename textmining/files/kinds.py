"""What stands in a cell, whatever its column means: a value, an id, or words."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Any

_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?([eE][-+]?\d+)?")
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([T ]\d{1,2}[:.]\d{2}\S*)?")


def filled(row: Sequence[Any]) -> list[Any]:
    """Return the cells that are not empty."""
    return [cell for cell in row if cell not in (None, "")]


def is_value(cell: Any) -> bool:
    """Whether a cell is a number, a date or a time."""
    if isinstance(cell, str):
        return bool(_NUMBER.fullmatch(cell.strip()) or _DATE.fullmatch(cell.strip()))
    return isinstance(cell, int | float | dt.date | dt.time | dt.timedelta)


def are_values(cells: Iterable[Any]) -> bool:
    """Whether all cells are numbers, dates or ids with a digit in them."""
    return all(is_value(cell) or is_id(cell) for cell in cells)


def is_id(cell: str) -> bool:
    """Whether a cell is one short word with a digit."""
    return has_digit(cell) and len(cell.split()) == 1 and len(cell) <= 40


def has_digit(cell: str) -> bool:
    """Whether there is a digit in a cell."""
    return any(sign.isdigit() for sign in cell)
