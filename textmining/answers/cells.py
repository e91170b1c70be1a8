"""Single cells: what counts as an id, a number or an empty cell."""

import datetime as dt
import json
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

_INTEGER = re.compile(r"-?(0|[1-9]\d{0,14})")
_DECIMAL = re.compile(r"-?(0|[1-9]\d{0,14})([.,]\d{1,17})?([eE][+-]\d{1,3})?")


def as_id(cell: Any) -> str:
    r"""Return an id as text: 7, 7.0 and " 7 " are the same respondent, with signs nobody sees too.

    >>> as_id(7.0), as_id(" 2021-007\u200b "), as_id(None)
    ('7', '2021-007', '')
    """
    return seen(as_text(cell))


def seen(text: str) -> str:
    r"""Return a text without the signs nobody sees at its ends and in it, its spaces plain.

    >>> seen("\u200bNord\xa0Aurdal ")
    'Nord Aurdal'
    """
    if text.isprintable():
        return text.strip()
    spaced = (" " if sign == "\xa0" else sign for sign in text)
    return "".join(sign for sign in spaced if unicodedata.category(sign) != "Cf").strip()


def as_text(cell: Any) -> str:
    """Return a cell as text, "" for an empty one.

    >>> as_text(None), as_text(3), as_text("  nei "), as_text(["buss", "tog"])
    ('', '3', '  nei ', '["buss", "tog"]')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, list | dict):
        return json.dumps(cell, ensure_ascii=False, default=as_text)
    if cell is None or (isinstance(cell, float) and math.isnan(cell)) or cell is pd.NaT:
        return ""
    if isinstance(cell, float | Decimal) and math.isfinite(cell) and cell == int(cell):
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ").removesuffix(" 00:00:00")  # .xlsx has no dates alone
    return str(cell)


def background(cells: Iterable[Any], *, typed: bool) -> pd.Series:
    """Return a background column of single values, which can be grouped by.

    Args:
        cells: as they lie in the file; lists and the like become text.
        typed: whether the format tells numbers from text; where it does not, text may be numbers.
    """
    single = [as_text(c) if isinstance(c, list | dict) else c for c in cells]
    values = single if typed else numbers_if_all_are(single) or single
    return pd.Series(values, dtype=object).infer_objects()


def numbers_if_all_are(cells: Sequence[str | None]) -> list[int | float | None] | None:
    """Return text cells as numbers if every one that is not empty is one, else None.

    A decimal comma and a decimal point are both read, and 1e-06; a number with leading zeros is
    an id, and one that is too large for a computer stays text.

    >>> numbers_if_all_are(["1,5", None, "2"]), numbers_if_all_are(["0301", "4601"])
    ([1.5, None, 2], None)
    """
    numbers: list[int | float | None] = []
    for cell in cells:
        if cell is None:
            numbers.append(None)
        elif _INTEGER.fullmatch(cell):
            numbers.append(int(cell))
        elif _DECIMAL.fullmatch(cell):
            numbers.append(float(cell.replace(",", ".")))
        else:
            return None
    if math.inf in numbers or -math.inf in numbers:
        return None
    return numbers
