"""Questions with boxes to tick, which survey programs write as a column for each box."""

import re
from collections.abc import Sequence
from itertools import groupby

from textmining.answers.codes import INDICATOR
from textmining.survey.profiles import Profile

_FEWEST = 6  # boxes; a few of them may well be groups to count by, many only hide the others
_SAID = {"y", "n", "checked", "unchecked", "selected", "not selected", "valgt", "ikke valgt"}
_TICKED = frozenset({*INDICATOR, *_SAID})
_PARTS = re.compile(r"^(.+)(?: [-–|/] |: |\[)")
_CODE = re.compile(r"^(\w*\d\w*?|\w+_)[._]_?\w{1,5}$")


def boxes(columns: Sequence[Profile]) -> set[str]:
    """Return the headers of columns that are the boxes of one question.

    They follow each other, begin alike (`Språk - Arabisk`, `Språk[SQ001]`, `q5_1`, `språk___1`),
    and hold nothing but whether the box is ticked.

    Args:
        columns: all of a file's, in their order.
    """
    found: set[str] = set()
    for stem, group in groupby(columns, lambda column: _stem(column) if _is_box(column) else ""):
        same = [column.header for column in group]
        if stem and len(same) >= _FEWEST:
            found.update(same)
    return found


def _stem(column: Profile) -> str:
    """What the headers of one question begin with; "" if a header has one part only."""
    parts = _PARTS.match(column.header) or _CODE.match(column.header)
    return parts[1] if parts else ""


def _is_box(column: Profile) -> bool:
    """Whether a column says yes and no, or has one value in some rows: the box's own text."""
    values = {value.lower() for value in column.values}
    return values <= _TICKED or (len(values) == 1 and column.filled < column.rows)
