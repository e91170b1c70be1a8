"""Cells as a format can hold them: what has no place of its own there is written as text.

Background comes from other formats, with times, decimals and numbers of any size. No value is
shifted, cut or left out; times keep the format's precision (.xlsx a millisecond, .sav a
microsecond).
"""

import datetime as dt
import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

import pyarrow as pa

from textmining.answers.cells import as_text

_EXACT = 2**53  # larger whole numbers are not told apart where all numbers are floats
_FIRST_XLSX = dt.date(1900, 3, 1)  # programs disagree about the days before
_FIRST_SAV = dt.date(1583, 1, 1)  # the calendar of SPSS begins in October 1582


def csv_cell(cell: Any) -> Any:
    """Return a cell as Python's csv writes it: numbers as they are, all else as text."""
    return cell if cell is None or isinstance(cell, str | int | float) else as_text(cell)


def json_cell(cell: Any) -> Any:
    """Return a cell as JSON knows it: lists, text, truth values and finite numbers.

    An object is text, since what lies within objects is read as columns.
    """
    if isinstance(cell, float):
        return cell if math.isfinite(cell) else as_text(cell)
    return cell if isinstance(cell, list | tuple) else csv_cell(cell)


def xlsx_cell(cell: Any) -> Any:
    """Return a cell as .xlsx holds it: text, a truth value, a number or a date."""
    if cell is None or isinstance(cell, str | bool):
        return cell
    found = (fits(cell) for fits in (_number, _moment_in_xlsx, _day_in_xlsx))
    return next((fitting for fitting in found if fitting is not None), as_text(cell))


def sav_cells(cells: Sequence[Any]) -> list[Any]:
    """Return a column as .sav holds it: of one type, truth values as 0 and 1."""
    for fits in (_truth, _number, _moment_in_sav, _day_in_sav, _time):
        fitting = [None if cell is None else fits(cell) for cell in cells]
        if [new is None for new in fitting] == [cell is None for cell in cells]:
            return fitting
    return _texts(cells)


def parquet_cells(cells: Sequence[Any]) -> list[Any]:
    """Return a column as .parquet holds it: of one type, which Arrow knows."""
    present = [cell for cell in cells if cell is not None]
    if len({_kind(cell) for cell in present}) > 1 or any(
        isinstance(c, list | dict) for c in present
    ):
        return _texts(cells)
    try:
        pa.array(present)
    except (pa.ArrowException, OverflowError):  # of a size or precision that it has no type for
        return _texts(cells)
    return list(cells)


def _kind(cell: Any) -> Any:
    """What Arrow must be given apart: among dates it drops times, and among times, zones."""
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return float if is_number else (type(cell), getattr(cell, "tzinfo", None) is None)


def _texts(cells: Sequence[Any]) -> list[str | None]:
    return [None if cell is None else as_text(cell) for cell in cells]


def _truth(cell: Any) -> int | None:
    return int(cell) if isinstance(cell, bool) else None


def _number(cell: Any) -> float | None:
    """A number that a float holds to the last digit."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return cell if abs(cell) <= _EXACT else None
    if isinstance(cell, float):
        return cell if math.isfinite(cell) else None
    if isinstance(cell, Decimal) and cell.is_finite() and Decimal(repr(float(cell))) == cell:
        return float(cell)
    return None


def _moment(cell: Any, first: dt.date) -> dt.datetime | None:
    """A day and time without a time zone, which .xlsx and .sav do not know."""
    fits = isinstance(cell, dt.datetime) and cell.tzinfo is None and cell.date() >= first
    return cell if fits else None


def _day(cell: Any, first: dt.date) -> dt.date | None:
    is_day = isinstance(cell, dt.date) and not isinstance(cell, dt.datetime)
    return cell if is_day and cell >= first else None


def _time(cell: Any) -> dt.time | None:
    return cell if isinstance(cell, dt.time) and cell.tzinfo is None else None


_Fits = Callable[[Any], Any]
_moment_in_xlsx: _Fits = partial(_moment, first=_FIRST_XLSX)
_moment_in_sav: _Fits = partial(_moment, first=_FIRST_SAV)
_day_in_xlsx: _Fits = partial(_day, first=_FIRST_XLSX)
_day_in_sav: _Fits = partial(_day, first=_FIRST_SAV)
