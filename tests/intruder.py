"""An intruder who wants the counts that are held back, and knows how tables of counts are made.

Everything was read, so every count is a whole number. The intruder writes down all that is
published and all that ties counts together, and asks of each hidden one whether it could be
another number (integer programming over all columns at once).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

__all__ = ["told"]

Cell = tuple[str, ...]
"""What is counted, then wave, question, groups and theme (none for what a place has)."""
Terms = dict[Cell, float]


def told(
    table: pd.DataFrame, truth: pd.DataFrame, by: Sequence[str], nets: Mapping[str, Sequence[str]]
) -> dict[Cell, float]:
    """The hidden numbers that could be no other, with what they are.

    Args:
        table: what is published, with the columns of respondents.
        truth: the same without anything held back.
        by: its background columns.
        nets: the themes of each net.
    """
    published, known = _numbers(table, by), _numbers(truth, by)
    cells = list(known)
    at = {cell: j for j, cell in enumerate(cells)}
    right = np.array([known[cell] for cell in cells])
    least = np.array([published.get(cell, 0.0) for cell in cells])
    most = np.array([published.get(cell, 1000.0) for cell in cells])
    rows = [*_sums(known, by), *_inequalities(known, nets)]
    ends = np.array([0.0 if equal else np.inf for _, equal in rows])
    entries = [(i, at[c], sign) for i, (terms, _) in enumerate(rows) for c, sign in terms.items()]
    i, j, signs = np.array(entries).T
    matrix = csr_array((signs, (i.astype(int), j.astype(int))), shape=(len(rows), len(cells)))
    assert (matrix @ right >= -1e-6).all(), "the intruder believes something that is not true"
    constraints = LinearConstraint(matrix, 0, ends)
    safe = np.array([cell in published for cell in cells])
    for j in range(len(cells)):
        for sign in (1.0, -1.0):
            if not safe[j]:
                aim = np.zeros(len(cells))
                aim[j] = sign
                found = milp(
                    -aim,
                    constraints=constraints,
                    bounds=Bounds(least, most),
                    integrality=np.ones(len(cells), dtype=np.int64),
                )
                assert found.status == 0
                safe |= np.abs(found.x - right) > 0.5
    return {cell: known[cell] for cell, is_safe in zip(cells, safe, strict=True) if not is_safe}


def _numbers(table: pd.DataFrame, by: Sequence[str]) -> dict[Cell, float]:
    """Every whole number that the published ones tell by themselves."""
    found: dict[Cell, float] = {}
    for row in table.to_dict("records"):
        place = (row["wave"], row["question"], *(row[name] for name in by))
        of_place = {"answers": row["answers"], "respondents": row["respondents"]}
        of_theme = {
            "estimate": row["estimate"],
            "machine": row["machine"],
            "people": row["respondent_share"] * row["respondents"],
        }
        assert np.isnan(row["estimate"]) == np.isnan(row["low"]) == np.isnan(row["share_high"])
        found |= {(n, *place): round(v) for n, v in of_place.items() if v >= 0}
        found |= {(n, *place, row["theme"]): round(v) for n, v in of_theme.items() if v >= 0}
    return found


def _sums(cells: Mapping[Cell, Any], by: Sequence[str]) -> Iterator[tuple[Terms, bool]]:
    """Parts less their total: groups, and questions unless people are counted."""
    parts: dict[tuple[int, Cell], Terms] = {}
    for cell in cells:
        for position in (2, *range(3, 3 + len(by))):
            total = "*" if position == 2 else ""
            whole = (*cell[:position], total, *cell[position + 1 :])
            adds = position > 2 or cell[0] not in ("respondents", "people")
            if cell[position] != total and whole in cells and adds:
                parts.setdefault((position, whole), {whole: -1.0})[cell] = 1.0
    return ((terms, True) for terms in parts.values())


def _inequalities(
    cells: Mapping[Cell, Any], nets: Mapping[str, Sequence[str]]
) -> Iterator[tuple[Terms, bool]]:
    """What is at least 0: nets and their themes, parts of places, people and their answers."""
    for cell in cells:
        kind, wave, question, *rest = cell
        theme = rest[-1] if kind in ("estimate", "machine", "people") else ""
        members = [(*cell[:-1], member) for member in nets.get(theme, ())]
        members = [member for member in members if member in cells]
        if members:
            yield {cell: -1.0, **dict.fromkeys(members, 1.0)}, False
            yield from (({cell: 1.0, member: -1.0}, False) for member in members)
        if kind in ("estimate", "machine"):
            yield {cell: -1.0, ("answers", *cell[1:-1]): 1.0}, False
        if kind == "people":
            yield {cell: -1.0, ("respondents", *cell[1:-1]): 1.0}, False
            yield {cell: -1.0, ("estimate", *cell[1:]): 1.0}, False
            pooled = (kind, wave, "*", *rest)
            if question != "*":
                yield {cell: 1.0, ("estimate", *cell[1:]): -1.0}, True
                if pooled in cells:
                    yield {pooled: 1.0, cell: -1.0}, False
        if kind == "respondents":
            yield {cell: -1.0, ("answers", *cell[1:]): 1.0}, False
