"""Rows below a table that sum it up or say where it is from: no answers.

Survey programs and spreadsheets end an export with "Antall svar: 40", "Totalt", "N = 40" or
"Kilde: …". Read as a row, that is one more respondent.
"""

import re
from collections.abc import Sequence
from typing import Any

from textmining.files.kinds import are_values, filled, is_value
from textmining.files.names import clean_name

_Record = tuple[int, list[Any]]

LAST_ROWS = 5
"""Rows at the end of a table that may be no answers."""
BODY_ROWS = 200
"""Rows below the header that they are compared with."""

_FEWEST = 2  # rows from which it is told what a column holds
_COUNTED = (
    r"svar|besvarelser|besvarelsar|respondenter|respondentar|respondents|responses|deltakere|"
    r"deltakarar|rader|rows|alt|antall|antal"
)
_SUM = re.compile(
    rf"(?:sum|total|totalt|totalsum|grand total|i alt|til sammen|antall|antal|n|count|snitt|"
    rf"gjennomsnitt|gjennomsnittlig|mean|average|median)(?: (?:{_COUNTED}|i))*"
    r"\s*[:=]?\s*(?P<number>\d[\d .,\xa0]*%?)?",
    re.IGNORECASE,
)
_PAGE = re.compile(r"(?:side|page)\s+\d+\s*(?:av|of|/)\s*\d+", re.IGNORECASE)
_SHARE = re.compile(r"[-+]?\d+([.,]\d+)? ?%")


def footers(
    body: Sequence[tuple[int, list[Any]]], last: Sequence[tuple[int, list[Any]]]
) -> set[int]:
    """Return the numbers of the rows at a table's end that are no answers.

    Such a row has one text, which says that it sums up, with numbers at most beside it; or, where
    all others have an id, a number or a date, several words and nothing else.

    Args:
        body: the first rows below the header, from which it is told what its columns hold.
        last: its last rows.
    """
    for first in range(max(0, len(last) - LAST_ROWS), len(last)):
        end = last[first:]
        others = [cells for number, cells in body if number < end[0][0]]
        if len(others) >= _FEWEST and all(_is_footer(row, others) for _, row in end):
            return {number for number, _ in end}
    return set()


def is_page_number(row: Sequence[Any]) -> bool:
    """Whether a row says "Side 1 av 3" and no more, as where a table was printed on pages."""
    cells = filled(row)
    return len(cells) == 1 and _PAGE.fullmatch(clean_name(str(cells[0]))) is not None


def _is_footer(row: Sequence[Any], others: Sequence[Sequence[Any]]) -> bool:
    place = next((i for i, cell in enumerate(row) if cell not in (None, "")), 0)
    label, numbers = row[place], filled(row[place + 1 :])
    if not isinstance(label, str) or is_value(label) or not all(map(_is_number, numbers)):
        return False
    apart = _holds_values(place, others) and not are_values([label])
    said = _SUM.fullmatch(clean_name(label))
    if said is None:
        return apart and not numbers and len(label.split()) > 1
    return apart or (_has_gaps(row, others) and bool(said["number"] or numbers))


def _is_number(cell: Any) -> bool:
    return is_value(cell) or (isinstance(cell, str) and bool(_SHARE.fullmatch(cell.strip())))


def _holds_values(place: int, rows: Sequence[Sequence[Any]]) -> bool:
    """Whether a column has a number, a date or an id in every row."""
    cells = filled([row[place] for row in rows if place < len(row)])
    return len(cells) == len(rows) and are_values(cells)


def _has_gaps(row: Sequence[Any], others: Sequence[Sequence[Any]]) -> bool:
    """Whether a row is empty where all others have something."""
    full = set.intersection(*({i for i, c in enumerate(o) if c not in (None, "")} for o in others))
    return any(i >= len(row) or row[i] in (None, "") for i in full)
