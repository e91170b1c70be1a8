"""Tables that lie on their side: a column a respondent, a row a question."""

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from textmining.files.kinds import are_values, filled, has_digit, is_value

_FEWEST = 4  # respondents; of fewer, nothing is told
_KINDS = 2  # rows, of different kinds
_WORDS = 3  # from which on a cell is an answer rather than a group
_QUESTION = re.compile(r"(q|qid|v|var|s|sp|spm|spørsmål|question|item|ledd)[ _.]?\d", re.IGNORECASE)
_ALIKE, _APART = 0.75, 0.2  # shares of cells of one kind: in rows, and how much less in columns


def lies_sideways(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> bool:
    """Whether the header has respondents for names, and the first column questions.

    The names are then ids of one form, as many as the rows or more; cells are of one kind along
    the rows (numbers, few words, answers), and not down the columns.

    Args:
        names: the header; "" for none.
        rows: those below it.
    """
    ids, asked = names[1:], [row[0] if row else None for row in rows]
    if len(ids) < max(_FEWEST, len(rows)) or len(rows) < _KINDS or not _are_ids(ids):
        return False
    if any(not isinstance(cell, str) or are_values([cell]) for cell in asked):
        return False
    if len({*asked}) < len(asked):
        return False
    if not any(_kinds(row[1:]).get("answer", 0) > _ALIKE * len(filled(row[1:])) for row in rows):
        return False
    along = _alike(row[1:] for row in rows)
    down = _alike([row[i] for row in rows if i < len(row)] for i in range(1, len(names)))
    return along >= _ALIKE and along - down >= _APART


def _are_ids(names: Sequence[str]) -> bool:
    shapes = {re.sub(r"\d+", "9", name) for name in names}
    are_questions = any(map(_QUESTION.match, names))
    one_form = len(shapes) == 1 or are_values(names)
    return all(map(has_digit, names)) and one_form and not are_questions


def _alike(lines: Iterable[Sequence[Any]]) -> float:
    """The mean share of a line's cells that are of its most common kind."""
    kinds = [_kinds(cells) for cells in lines]
    return statistics.mean(max(n.values()) / n.total() for n in kinds if n) if any(kinds) else 1.0


def _kinds(cells: Sequence[Any]) -> Counter[str]:
    return Counter(map(_kind, filled(cells)))


def _kind(cell: Any) -> str:
    if is_value(cell) or not isinstance(cell, str):
        return "value"
    return "answer" if len(cell.split()) >= _WORDS else "group"
