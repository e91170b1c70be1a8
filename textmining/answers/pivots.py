"""Groups that stand on their first row only, as pivot tables show them."""

from collections.abc import Mapping, Sequence
from typing import Any

from textmining.answers.cells import as_id

_FEWEST = 2  # groups
_LONGEST = 4  # words of a group's name
_MOST = 0.5  # share of the rows that name one


def named_once(columns: Mapping[str, Sequence[Any]]) -> list[str]:
    """Return the columns at a table's left that name a group only where it begins.

    Such a column has a name in its first row and mostly nothing below, and no name comes again
    before another column to its left begins a new group.

    Args:
        columns: the cells of every column, in their order.
    """
    found: list[str] = []
    outer: list[tuple[str, ...]] = []
    for name, cells in columns.items():
        texts = [as_id(cell) for cell in cells]
        outer = outer or [()] * len(texts)
        if not _begins_groups(texts, outer):
            return found
        found.append(name)
        outer = [(*left, own) for left, own in zip(outer, _filled_down(texts), strict=True)]
    return found


def _begins_groups(texts: Sequence[str], outer: Sequence[tuple[str, ...]]) -> bool:
    named = [(left, text) for left, text in zip(outer, texts, strict=True) if text]
    if len(named) < _FEWEST or not texts[0] or len(named) > _MOST * len(texts):
        return False
    short = all(len(text.split()) <= _LONGEST for _, text in named)
    return short and len({*named}) == len(named)


def _filled_down(texts: Sequence[str]) -> list[str]:
    filled: list[str] = []
    for text in texts:
        filled.append(text or (filled[-1] if filled else ""))
    return filled
