"""Small counts are held back so that nobody can work them out: the test is an intruder."""

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog

from tests.survey_to_count import audited, coded_survey
from textmining.tally import CountOptions, tally

WAVES = ("2020", "2021")
CODED, TRUTH = coded_survey(n=40, waves=WAVES, seed=3)
NETS = {"samarbeid": ("nav", "fylke")}
NUMBERS = ["answers", "reviewed", "machine", "estimate", "low", "high", "share", "share_low"]


Cell = tuple[str, ...]
Row = dict[int, float]


def relations(table: pd.DataFrame, by: tuple[str, ...]) -> tuple[list[Row], list[Row]]:
    """What a reader of the table knows: sums that are zero, and sums that are at most zero."""
    place: dict[Cell, int] = {
        tuple(row): i
        for i, row in enumerate(table[["wave", "theme", "question", *by]].itertuples(index=False))
    }
    kinds = [[q for q in table["question"].unique() if q != "*"]]
    kinds += [[g for g in table[name].unique() if g != ""] for name in by]
    equal: list[Row] = []
    at_most: list[Row] = []
    for cell, i in place.items():
        for position, (total, values) in enumerate(zip(["*", *[""] * len(by)], kinds, strict=True)):
            if cell[2 + position] == total:
                cells = [(*cell[: 2 + position], v, *cell[3 + position :]) for v in values]
                parts = [place[c] for c in cells if c in place]
                if parts:
                    equal.append({i: -1.0, **dict.fromkeys(parts, 1.0)})
        members = [place.get((cell[0], m, *cell[2:]), -1) for m in NETS.get(cell[1], ())]
        known = [m for m in members if m >= 0]
        if known:
            at_most.append({i: 1.0, **dict.fromkeys(known, -1.0)})
            at_most += [{m: 1.0, i: -1.0} for m in known]
    return equal, at_most


def intruders_range(table: pd.DataFrame, by: tuple[str, ...], column: str) -> pd.DataFrame:
    """The smallest and largest value of every hidden cell that the published ones allow."""
    values = table[column].to_numpy(dtype=float)
    hidden = np.flatnonzero(np.isnan(values))
    shown = np.where(np.isnan(values), 0, values)

    def system(rows: list[Row]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        left = np.zeros((len(rows), len(values)))
        for r, row in enumerate(rows):
            left[r, list(row)] = list(row.values())
        return left[:, hidden], -left @ shown

    equal, at_most = relations(table, by)
    (a_eq, b_eq), (a_ub, b_ub) = system(equal), system(at_most)
    found = []
    for aim in np.eye(len(hidden)):
        ends = [linprog(sign * aim, a_ub, b_ub, a_eq, b_eq, bounds=(0, 500)) for sign in (1, -1)]
        assert all(end.status == 0 for end in ends)
        found.append((float(ends[0].fun or 0), -float(ends[1].fun or 0)))
    return pd.DataFrame(found, columns=["least", "most"], index=hidden)


@pytest.mark.parametrize("by", [(), ("role",)])
def test_no_hidden_count_can_be_worked_out(by: tuple[str, ...]) -> None:
    limit, margins = 3, bool(by)
    plain = tally(CODED, TRUTH, CountOptions(by=by, margins=margins))
    table = tally(CODED, TRUTH, CountOptions(by=by, margins=margins, suppress=limit))
    hidden = (table["method"] == "suppressed").to_numpy()
    assert hidden[(plain["estimate"] < limit).to_numpy()].all()
    assert table.loc[hidden, NUMBERS].isna().all(axis=None)
    assert table.loc[~hidden, "estimate"].tolist() == plain.loc[~hidden, "estimate"].tolist()
    attacked = intruders_range(table, by, "estimate")
    truth = plain["estimate"].to_numpy()[attacked.index]
    assert (attacked["least"] <= truth + 1e-6).all()
    assert (truth <= attacked["most"] + 1e-6).all()
    assert (attacked["most"] - attacked["least"] > 1e-6).all()


def test_the_intruder_finds_what_is_only_hidden_once() -> None:
    """The attack itself works: without the second step most small counts are found."""
    table = tally(CODED, TRUTH, CountOptions(by=("role",), margins=True))
    table.loc[table["estimate"] < 3, "estimate"] = np.nan
    attacked = intruders_range(table, ("role",), "estimate")
    assert ((attacked["most"] - attacked["least"]) < 1e-6).any()


def test_it_holds_where_only_a_part_is_read() -> None:
    read = audited(CODED, TRUTH)
    options = CountOptions(by=("role",), margins=True, suppress=3)
    table = tally(CODED, read, options)
    shown = table["method"] != "suppressed"
    assert (table.loc[shown, "estimate"] >= 3).all()
    assert 0 < shown.sum() < len(table)


def test_without_a_limit_nothing_is_hidden() -> None:
    assert not (tally(CODED, TRUTH)["method"] == "suppressed").any()
