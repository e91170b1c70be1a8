"""Small counts are held back, and as many others as it takes that nobody can work them out.

Counts under the limit are held back first. Then, as long as a count that is held back follows from
the published ones (groups add up to totals, questions to all questions, a net lies between its
largest theme and their sum), one more is held back: the smallest in the sum that gives it away.
Whether it follows is decided by linear programming, as an intruder would (Fischetti & Salazar
2001; Hundepool et al. 2012, Statistical Disclosure Control, ch. 4).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linprog

from textmining.tally.waves import Column

__all__ = ["SUPPRESSED", "suppressed"]

SUPPRESSED = "suppressed"
"""The method of a row whose numbers are held back."""

_NUMBERS = (
    *("answers", "reviewed", "machine", "estimate", "low", "high"),
    *("share", "share_low", "share_high"),
)
_ALL = "*"  # the question that sums all questions
_MOVED = 1e-4

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class _Relations:
    """What ties the counts of one block together, by position in the block.

    Args:
        sums: parts and the total they add up to.
        bounds: pairs of parts and a whole: the whole is at least each part and at most their sum.
    """

    sums: tuple[tuple[tuple[int, ...], int], ...]
    bounds: tuple[tuple[tuple[int, ...], int], ...]


def suppressed(
    table: pd.DataFrame, by: Sequence[str], columns: Sequence[Column], limit: int
) -> pd.DataFrame:
    """Hold back counts under `limit` and those that would give them away.

    Args:
        table: the table of counts.
        by: its background columns.
        columns: themes and nets, for what nets consist of.
        limit: counts under it are held back; 0 and 1 hold back nothing and zeros.

    Returns:
        The same rows; those held back have no numbers and the method `suppressed`.
    """
    # In answers, also where they are weighted; shares are rounded, so this is rounded too.
    size = (table["share"] * table["answers"]).fillna(0.0).to_numpy(dtype=np.float64).round(1)
    hidden = (size < limit - 1e-9) | (table["answers"] < limit).to_numpy()
    records = table.to_dict("records")
    for rows in _blocks(table, columns):
        relations = _relations([records[i] for i in rows], by, columns)
        hidden[rows] = _protected(size[rows], hidden[rows], relations)
    result = table.astype(dict.fromkeys(_NUMBERS, float))
    result.loc[hidden, list(_NUMBERS)] = np.nan
    result.loc[hidden, "method"] = SUPPRESSED
    return result


def _blocks(table: pd.DataFrame, columns: Sequence[Column]) -> Iterator[NDArray[np.intp]]:
    """Rows of one wave whose themes are tied together by nets, or of one theme."""
    tied = list(range(len(columns)))
    for net in (column for column in columns if column.net):
        members = {tied[k] for k in net.themes} | {tied[columns.index(net)]}
        tied = [min(members) if block in members else block for block in tied]
    block_of = {
        (column.theme, column.net): block for column, block in zip(columns, tied, strict=True)
    }
    keys = pd.Series([
        (wave, block_of[theme, base == "net"])
        for wave, theme, base in zip(table["wave"], table["theme"], table["base"], strict=True)
    ])  # fmt: skip
    for key in keys.unique():
        yield np.flatnonzero([k == key for k in keys])


def _relations(
    records: Sequence[dict[Any, Any]], by: Sequence[str], columns: Sequence[Column]
) -> _Relations:
    """Sums over each background column and over questions, and what nets say."""
    place = {
        (r["theme"], r["base"] == "net", r["question"], *(r[name] for name in by)): i
        for i, r in enumerate(records)
    }
    parts: dict[tuple[Any, ...], list[int]] = {}
    for key, i in place.items():
        if key[2] != _ALL:
            parts.setdefault((*key[:2], _ALL, *key[3:]), []).append(i)
        for position in range(3, len(key)):
            if key[position] != "":
                total = (*key[:position], "", *key[position + 1 :])
                parts.setdefault((*total, position), []).append(i)
    sums = [
        (tuple(members), place[key[: len(by) + 3]])
        for key, members in parts.items()
        if key[: len(by) + 3] in place
    ]
    bounds = []
    for column in (column for column in columns if column.net):
        for key, i in place.items():
            if key[:2] == (column.theme, True):
                themes = [(columns[k].theme, False, *key[2:]) for k in column.themes]
                bounds.append((tuple(place[t] for t in themes if t in place), i))
    return _Relations(tuple(sums), tuple(bounds))


def _protected(size: Array, hidden: Bools, relations: _Relations) -> Bools:
    """Hide more until no hidden count follows from the published ones."""
    hidden = hidden.copy()
    while True:
        told = np.flatnonzero(hidden & ~_free(size, hidden, relations))
        partners = [p for i in told.tolist() for p in _partners(i, hidden, relations)]
        if not partners:
            return hidden
        hidden[min(partners, key=lambda i: (size[i], i))] = True


def _partners(cell: int, hidden: Bools, relations: _Relations) -> list[int]:
    """Published counts that stand in a relation with this one."""
    together = {
        i
        for parts, whole in (*relations.sums, *relations.bounds)
        if cell in (*parts, whole)
        for i in (*parts, whole)
    }
    return [i for i in together if not hidden[i]]


def _free(size: Array, hidden: Bools, relations: _Relations) -> Bools:
    """Which hidden counts could also have another value, all published ones being as they are."""
    free = np.zeros(len(size), dtype=np.bool_)
    if not hidden.any():
        return free
    cells = np.flatnonzero(hidden)
    alternate = np.where(np.arange(len(cells)) % 2, -1.0, 1.0)
    for aim in (np.ones(len(cells)), -np.ones(len(cells)), alternate, -alternate):
        free[cells] |= np.abs(_shift(size, cells, relations, aim)) > _MOVED
    for position, cell in enumerate(cells.tolist()):
        for sign in (1.0, -1.0):
            if not free[cell]:
                aim = np.zeros(len(cells))
                aim[position] = sign
                free[cells] |= np.abs(_shift(size, cells, relations, aim)) > _MOVED
    return free


def _shift(size: Array, cells: NDArray[np.intp], relations: _Relations, aim: Array) -> Array:
    """How far the hidden counts can move together in a direction, each by at most 1."""
    column = {cell: j for j, cell in enumerate(cells.tolist())}

    def row(parts: Sequence[int], whole: int) -> Array:
        coefficients = np.zeros(len(cells))
        for cell, sign in (*((part, 1.0) for part in parts), (whole, -1.0)):
            if cell in column:
                coefficients[column[cell]] += sign
        return coefficients

    sums = [row(*relation) for relation in relations.sums]
    at_most, slack = [], []
    for parts, whole in relations.bounds:
        at_most.append(-row(parts, whole))
        slack.append(max(0.0, float(size[list(parts)].sum() - size[whole])))
        for part in parts:
            at_most.append(row([part], whole))
            slack.append(max(0.0, float(size[whole] - size[part])))
    solution = linprog(
        -aim,
        A_eq=np.array(sums) if sums else None,
        b_eq=np.zeros(len(sums)) if sums else None,
        A_ub=np.array(at_most) if at_most else None,
        b_ub=np.array(slack) if slack else None,
        bounds=[(-min(1.0, value), 1.0) for value in size[cells].clip(min=0).tolist()],
    )
    return np.asarray(solution.x)
