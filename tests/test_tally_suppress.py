"""Small counts are held back so that nobody can work them out: the test is an intruder."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.intruder import told
from tests.survey_to_count import audited, coded_survey
from textmining.survey import CodedAnswers
from textmining.tally import (
    CHANGE_COLUMNS,
    INVITED_COLUMNS,
    RESPONDENT_COLUMNS,
    CountOptions,
    tally,
    with_invited,
)

WAVES = ("2020", "2021")
NETS = {"samarbeid": ("nav", "fylke")}
NUMBERS = ["answers", "reviewed", "machine", "estimate", "low", "high"]
NUMBERS += ["share", "share_low", "share_high", *RESPONDENT_COLUMNS, *CHANGE_COLUMNS]

BREAKDOWNS = {
    "none": CountOptions(),
    "groups": CountOptions(by=("role",)),
    "groups and totals": CountOptions(by=("role",), margins=True),
    "crossed": CountOptions(by=("role", "landsdel"), margins=True),
    "each by itself": CountOptions(by=("role", "landsdel"), each=True),
}


def survey(n: int, seed: int) -> tuple[CodedAnswers, pd.DataFrame]:
    """A small survey in which a respondent has one role and one part of the country."""
    coded, truth = coded_survey(n=n, waves=WAVES, seed=seed)
    first = coded.frame.groupby("respondent")[["role", "landsdel"]].transform("first")
    return CodedAnswers(coded.frame.assign(**first), coded.meta), truth


@pytest.mark.parametrize("seed", [3, 4])
@pytest.mark.parametrize("breakdown", BREAKDOWNS)
def test_no_hidden_number_can_be_worked_out(breakdown: str, seed: int) -> None:
    coded, truth = survey(40, seed)
    options = replace(BREAKDOWNS[breakdown], respondents=True, changes=True)
    plain = tally(coded, truth, options)
    table = tally(coded, truth, replace(options, suppress=3))
    hidden = (table["method"] == "suppressed").to_numpy()
    small = (plain[["estimate", "answers", "respondents"]] < 3).any(axis=1).to_numpy()
    assert hidden[small].all()
    assert 0 < hidden.sum() < len(table)
    assert table.loc[hidden, NUMBERS].isna().all(axis=None)
    assert table.loc[~hidden, "estimate"].tolist() == plain.loc[~hidden, "estimate"].tolist()
    assert not (table["machine"] < 3).any()
    assert not (table["respondent_share"] * table["respondents"] < 2.999).any()
    found = told(table, plain, options.by, NETS)
    # How many answers a place has is no secret if it is not small: other themes' rows may tell it.
    sizes = [number for cell, number in found.items() if cell[0] in ("answers", "respondents")]
    assert all(number >= 3 for number in sizes)
    assert len(found) == len(sizes), found


def test_the_intruder_finds_what_is_only_hidden_once() -> None:
    """The attack itself works: without the second step most small counts are found."""
    coded, truth = survey(40, 3)
    options = CountOptions(by=("role",), margins=True, respondents=True)
    plain = tally(coded, truth, options)
    table = plain.copy()
    numbers = [name for name in NUMBERS if name in table]
    table[numbers] = table[numbers].astype(float)
    table.loc[table["estimate"] < 3, numbers] = np.nan
    found = {kind for kind, *_ in told(table, plain, options.by, NETS)}
    assert {"estimate", "machine"} <= found


@pytest.mark.parametrize("seed", [3, 4])
def test_nothing_about_the_invited_tells_it(seed: int) -> None:
    coded, truth = survey(40, seed)
    options = replace(BREAKDOWNS["crossed"], suppress=3)
    table = tally(coded, truth, options)
    invited = pd.concat([coded.frame[["wave", *options.by]]] * 2, ignore_index=True)
    more = with_invited(table, invited, options.by)
    hidden = more["method"] == "suppressed"
    assert more.loc[hidden, list(INVITED_COLUMNS[1:])].isna().all(axis=None)
    pd.testing.assert_frame_equal(more[list(table.columns)], table)


def test_it_holds_where_only_a_part_is_read() -> None:
    coded, truth = survey(40, 3)
    table = tally(
        coded, audited(coded, truth), CountOptions(by=("role",), margins=True, suppress=3)
    )
    shown = table["method"] != "suppressed"
    assert (table.loc[shown, "estimate"] >= 3).all()
    assert 0 < shown.sum() < len(table)


def test_strict_mode_has_no_respondents_to_protect() -> None:
    coded, truth = survey(40, 3)
    read = audited(coded, truth)
    options = CountOptions(by=("role",), margins=True, strict=True, suppress=3)
    table = tally(coded, read, replace(options, respondents=True))
    plain = tally(coded, read, options)
    pd.testing.assert_frame_equal(table[list(plain.columns)], plain)


def test_weights_do_not_make_a_count_larger() -> None:
    """A weight of a hundred each: what is under the limit is the number of answers."""
    coded, truth = survey(40, 3)
    heavy = CodedAnswers(coded.frame.assign(weight=100), coded.meta)
    options = CountOptions(by=("role",), margins=True, suppress=3)
    plain = tally(coded, truth, options)
    table = tally(heavy, truth, replace(options, weights="weight"))
    for name in ("estimate", "machine"):
        assert table[name].isna().tolist() == plain[name].isna().tolist()
        assert (table[name].dropna() >= 300).all()


def test_without_a_limit_nothing_is_hidden() -> None:
    assert not (tally(*survey(40, 3))["method"] == "suppressed").any()
