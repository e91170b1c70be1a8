"""An intruder who wants the counts that are held back, and knows how tables of counts are made.

Where everything was read, every count is a whole number. The intruder writes down all that is
published and all that ties counts together, and asks of each hidden one whether it could be
another number (integer programming over all columns at once). Where a part was read, estimates do
not quite add up; this intruder knows by how much they do not.

The intruder has read the codebook: every answer has a theme, and a residual theme stands alone. So
how many answers have any other theme, which is published nowhere, is all answers less these.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

__all__ = [
    "PLACES",
    "Cell",
    "Terms",
    "content_of",
    "least_of",
    "numbers_of",
    "place_of",
    "rows_of",
    "told",
]

Cell = tuple[str, ...]
"""What is counted, then wave, question, groups and theme (none for what a place has)."""
Terms = dict[Cell, float]

CONTENT = "any theme that is not residual"
PLACES = {
    "estimate": "answers", "machine": "answers", "people": "respondents", "units": "in units",
    "units by machine": "in units",
}  # fmt: skip
"""What is counted of a theme, and how that is called in all of a place."""
_ALWAYS_WHOLE = {"machine", "units by machine", *PLACES.values()}
_OF_BEHIND = {"respondents", "in units"}
_BEHIND = {"people": "estimate", "units": "estimate", "units by machine": "machine"}


def told(
    table: pd.DataFrame,
    truth: pd.DataFrame,
    by: Sequence[str],
    nets: Mapping[str, Sequence[str]],
    residual: Sequence[str],
    *,
    is_whole: bool = True,
) -> dict[Cell, float]:
    """The hidden numbers that could be no other, with what they are.

    Args:
        table: what is published, with the columns of respondents.
        truth: the same without anything held back.
        by: its background columns.
        nets: the themes of each net, none of them residual.
        residual: the themes that stand alone.
        is_whole: whether everything was read.
    """
    digits = 0 if is_whole else 6
    published, known = numbers_of(table, by, digits), numbers_of(truth, by, digits)
    content = content_of(known, residual)
    known |= content
    cells = list(known)
    at = {cell: j for j, cell in enumerate(cells)}
    right = np.array([known[cell] for cell in cells])
    least = np.array([published.get(cell, least_of(cell)) for cell in cells])
    most = np.array([published.get(cell, 1000.0) for cell in cells])
    rows = rows_of(known, by, nets, residual)
    equal = np.array([is_equal for _, is_equal in rows])
    entries = [(i, at[c], sign) for i, (terms, _) in enumerate(rows) for c, sign in terms.items()]
    i, j, signs = np.array(entries).T
    matrix = csr_array((signs, (i.astype(int), j.astype(int))), shape=(len(rows), len(cells)))
    off = matrix @ right
    if is_whole:
        wrong = np.where(equal, np.abs(off), -off) > 1e-6
        assert not wrong.any(), "the intruder believes something that is not true"
    constraints = LinearConstraint(
        matrix, np.where(equal, off, np.minimum(off, 0)), np.where(equal, off, np.inf)
    )
    are_whole = np.array([is_whole or cell[0] in _ALWAYS_WHOLE for cell in cells])
    safe = np.array([cell in published or cell in content for cell in cells])
    # Many at once first, then those that are left one by one.
    one_by_one = ([j] for j in range(len(cells)))
    for among in ([*range(len(cells))], [*range(0, len(cells), 2)], *one_by_one):
        for sign in (1.0, -1.0):
            aim = np.zeros(len(cells))
            aim[among] = np.where(safe[among], 0.0, sign)
            if aim.any():
                found = milp(
                    -aim,
                    constraints=constraints,
                    bounds=Bounds(least, most),
                    integrality=are_whole.astype(np.int64),
                )
                assert found.status == 0
                safe |= np.abs(found.x - right) > 0.5 - 1e-6
    return {cell: known[cell] for cell, is_safe in zip(cells, safe, strict=True) if not is_safe}


def numbers_of(table: pd.DataFrame, by: Sequence[str], digits: int) -> dict[Cell, float]:
    """Every number that the published ones tell by themselves."""
    found: dict[Cell, float] = {}
    for row in table.to_dict("records"):
        place = (row["wave"], row["question"], *(row[name] for name in by))
        if row["base"] == "unit":
            of_place = {"in units": row["answers"]}
            of_theme = {"units": row["estimate"], "units by machine": row["machine"]}
        else:
            of_place = {"answers": row["answers"], "respondents": row["respondents"]}
            of_theme = {
                "estimate": row["estimate"],
                "machine": row["machine"],
                "people": row["respondent_share"] * row["respondents"],
            }
        assert not np.isnan(row["estimate"]) or np.isnan(row["low"])
        found |= {(n, *place): round(v) for n, v in of_place.items() if v >= 0}
        found |= {
            (n, *place, row["theme"]): round(v, 0 if n in _ALWAYS_WHOLE else digits)
            for n, v in of_theme.items()
            if v >= 0
        }
    return found


def content_of(known: Mapping[Cell, float], residual: Sequence[str]) -> dict[Cell, float]:
    """In every place those with any theme that is not residual; of respondents what could be."""
    found: dict[Cell, float] = {}
    for cell, number in known.items():
        kind, *place = cell[:-1]
        if kind in PLACES:
            of_people = kind in _BEHIND and known[place_of(cell)] < known["answers", *place]
            alone = sum(known.get((*cell[:-1], theme), 0) for theme in residual)
            least = known[place_of(cell)] - alone
            content = (*cell[:-1], CONTENT)
            own = 0 if cell[-1] in residual or not of_people else number
            found[content] = max(least, own, found.get(content, 0))
    return found


def rows_of(
    cells: Mapping[Cell, Any],
    by: Sequence[str],
    nets: Mapping[str, Sequence[str]],
    residual: Sequence[str],
) -> list[tuple[Terms, bool]]:
    """What ties counts together: terms that are 0 in all (True), or at least 0 (False)."""
    return [*_sums(cells, by), *_inequalities(cells, nets), *_of_all(cells, nets, residual)]


def _of_all(
    cells: Mapping[Cell, Any], nets: Mapping[str, Sequence[str]], residual: Sequence[str]
) -> Iterator[tuple[Terms, bool]]:
    """What ties all answers of a place to those with a theme."""
    in_nets = {theme for members in nets.values() for theme in members}
    for content in cells:
        if content[-1] == CONTENT:
            kind, *place = content[:-1]
            here = [cell for cell in cells if cell[:-1] == content[:-1] and cell != content]
            alone = dict.fromkeys((cell for cell in here if cell[-1] in residual), 1.0)
            others = [cell for cell in here if cell not in alone]
            largest = [cell for cell in others if cell[-1] not in in_nets]
            yield from (({content: 1.0, cell: -1.0}, False) for cell in others)
            yield {content: -1.0, **dict.fromkeys(largest, 1.0)}, False
            all_of_them: Terms = {content: 1.0, (PLACES[kind], *place): -1.0, **alone}
            several = kind in _BEHIND and cells[PLACES[kind], *place] < cells["answers", *place]
            yield all_of_them, not several


def _sums(cells: Mapping[Cell, Any], by: Sequence[str]) -> Iterator[tuple[Terms, bool]]:
    """Parts less their total, where nobody is in two parts; else what several parts allow."""
    parts: dict[tuple[int, Cell], Terms] = {}
    for cell in cells:
        for position in (2, *range(3, 3 + len(by))):
            total = "*" if position == 2 else ""
            whole = (*cell[:position], total, *cell[position + 1 :])
            # Of several answers one may be residual and another not: that is in no sum.
            adds = cell[-1] != CONTENT or cell[0] not in _BEHIND
            if cell[position] != total and whole in cells and adds:
                parts.setdefault((position, whole), {whole: -1.0})[cell] = 1.0
    for (position, whole), terms in parts.items():
        place = parts[position, place_of(whole)]
        excess = sum(sign * cells[cell] for cell, sign in place.items())
        if not excess or len(terms) == 2 or whole[0] not in (*_BEHIND, *_OF_BEHIND):
            yield terms, whole != place_of(whole) or not excess
        else:
            yield terms, False
            yield from (({whole: 1.0, cell: -1.0}, False) for cell in terms if cell != whole)
            if len(terms) == len(place) and whole not in place:
                yield {**{cell: -sign for cell, sign in terms.items()}, **place}, False


def least_of(cell: Cell) -> float:
    """A place stands in the table since somebody is in it."""
    return float(cell[0] in PLACES.values())


def place_of(cell: Cell) -> Cell:
    return (PLACES[cell[0]], *cell[1:-1]) if cell[0] in PLACES else cell


def _inequalities(
    cells: Mapping[Cell, Any], nets: Mapping[str, Sequence[str]]
) -> Iterator[tuple[Terms, bool]]:
    """What is at least 0: nets and their themes, parts of places, people and their answers."""
    for cell in cells:
        kind = cell[0]
        if kind in PLACES and cell[-1] != CONTENT:
            members = [(*cell[:-1], member) for member in nets.get(cell[-1], ())]
            members = [member for member in members if member in cells]
            if members:
                yield {cell: -1.0, **dict.fromkeys(members, 1.0)}, False
                yield from (({cell: 1.0, member: -1.0}, False) for member in members)
            yield {cell: -1.0, place_of(cell): 1.0}, False
        if kind in _BEHIND and cell[-1] != CONTENT:
            answers = (_BEHIND[kind], *cell[1:])
            yield {cell: -1.0, answers: 1.0}, False
            yield {cell: 1.0, answers: -1.0, place_of(cell): -1.0, place_of(answers): 1.0}, False
        if kind in _OF_BEHIND:
            yield {cell: -1.0, ("answers", *cell[1:]): 1.0}, False
