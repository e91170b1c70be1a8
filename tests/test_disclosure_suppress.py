"""Small counts are held back so that nobody can work them out: the test is an intruder."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest

from tests.intruder import told
from tests.intruder_of_weights import told_of_weights
from tests.survey_to_count import BOOK, audited, coded_survey, count_to_publish, with_invited
from textmining.answers import CHANGE_COLUMNS, RESPONDENT_COLUMNS, Coded
from textmining.counting import INVITED_COLUMNS, CountOptions
from textmining.disclosure.relations import Counts, Relations
from textmining.disclosure.secondary import protected
from textmining.disclosure.suppress import Rule

WAVES = ("2020", "2021")
NETS = {"samarbeid": ("nav", "fylke")}
RESIDUAL = ("ingen",)
NUMBERS = ["answers", "reviewed", "machine", "estimate", "low", "high"]
NUMBERS += ["share", "share_low", "share_high", *RESPONDENT_COLUMNS, *CHANGE_COLUMNS]

BREAKDOWNS = {
    "none": CountOptions(),
    "groups": CountOptions(by=("role",)),
    "groups and totals": CountOptions(by=("role",), margins=True),
    "crossed": CountOptions(by=("role", "landsdel"), margins=True),
    "each by itself": CountOptions(by=("role", "landsdel"), each=True),
}


def survey(n: int, seed: int) -> tuple[Coded, pd.DataFrame]:
    """A small survey in which a respondent has one role and one part of the country.

    The machine's themes are like those of the real one: never none, the residual one alone.
    """
    coded, truth = coded_survey(n=n, waves=WAVES, seed=seed)
    first = coded.frame.groupby("respondent")[["role", "landsdel"]].transform("first")
    content = [tuple(t for t in themes if t != "ingen") for themes in coded.frame["themes"]]
    themes = pd.Series([found or ("ingen",) for found in content], dtype=object)
    return Coded(coded.frame.assign(**first, themes=themes), coded.meta), truth


@pytest.mark.slow
@pytest.mark.parametrize(
    ("breakdown", "seed"),
    [*((name, 3) for name in BREAKDOWNS), *((name, 4) for name in BREAKDOWNS if name != "crossed")],
)
def test_no_hidden_number_can_be_worked_out(breakdown: str, seed: int) -> None:
    coded, truth = survey(40, seed)
    options = replace(BREAKDOWNS[breakdown], respondents=True, changes=True)
    plain = count_to_publish(coded, truth, options)
    table = count_to_publish(coded, truth, replace(options, suppress=3))
    hidden = (table["method"] == "suppressed").to_numpy()
    small = (plain[["estimate", "answers", "respondents"]] < 3).any(axis=1).to_numpy()
    assert hidden[small].all()
    assert 0 < hidden.sum() < len(table)
    assert table.loc[hidden, NUMBERS].isna().all(axis=None)
    assert table.loc[~hidden, "estimate"].tolist() == plain.loc[~hidden, "estimate"].tolist()
    assert not (table["machine"] < 3).any()
    assert not (table["respondent_share"] * table["respondents"] < 2.999).any()
    found = told(table, plain, options.by, NETS, RESIDUAL)
    # How many answers a place has is no secret if it is not small: other themes' rows may tell it.
    sizes = [number for cell, number in found.items() if cell[0] in ("answers", "respondents")]
    assert all(number >= 3 for number in sizes)
    assert len(found) == len(sizes), found


@pytest.mark.slow
def test_the_intruder_finds_what_is_only_hidden_once() -> None:
    """The attack itself works: without the second step most small counts are found."""
    coded, truth = survey(40, 3)
    options = CountOptions(by=("role",), margins=True, respondents=True)
    plain = count_to_publish(coded, truth, options)
    table = plain.copy()
    numbers = [name for name in NUMBERS if name in table]
    table[numbers] = table[numbers].astype(float)
    table.loc[table["estimate"] < 3, numbers] = np.nan
    found = {kind for kind, *_ in told(table, plain, options.by, NETS, RESIDUAL)}
    assert {"estimate", "machine"} <= found


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 4])
def test_nothing_about_the_invited_tells_it(seed: int) -> None:
    coded, truth = survey(40, seed)
    options = replace(BREAKDOWNS["crossed"], suppress=3)
    table = count_to_publish(coded, truth, options)
    invited = pd.concat([coded.frame[["wave", *options.by]]] * 2, ignore_index=True)
    more = with_invited(table, coded, invited, options)
    hidden = more["method"] == "suppressed"
    assert more.loc[hidden, list(INVITED_COLUMNS[1:])].isna().all(axis=None)
    pd.testing.assert_frame_equal(more[list(table.columns)], table)


UNLIKE = {"leder": 6.0, "rådgiver": 0.5, "lærer": 1.0}


def invited_limits(leaders: int, options: CountOptions) -> pd.DataFrame:
    """Limits for all invited: 50 answers, ten of them of two roles together."""
    sizes = {"leder": leaders, "rådgiver": 10 - leaders, "lærer": 40}
    roles = [role for role, size in sizes.items() for _ in range(size)]
    rows = [
        (f"r{i}", "q1", role, ("nav",) if i % 2 else ("fylke",)) for i, role in enumerate(roles)
    ]
    coded, truth = answers_of(rows, weight=[UNLIKE[role] for role in roles])
    invited = pd.DataFrame({"role": [role for role in sizes for _ in range(100)]})
    table = with_invited(count_to_publish(coded, truth, options), coded, invited, options)
    return table.loc[
        (table["role"] == "") & (table["theme"] == "nav"), ["invited_low", "invited_high"]
    ]


def test_how_much_weights_vary_does_not_tell_how_many_are_in_a_hidden_group() -> None:
    """Nearly each number of leaders would give other limits for all invited."""
    options = CountOptions(by=("role",), margins=True, weights="weight")
    told = {tuple(invited_limits(n, options).to_numpy().ravel()) for n in range(1, 10)}
    assert len(told) > 5
    assert invited_limits(2, replace(options, suppress=3)).isna().all(axis=None)
    unweighted = replace(options, weights=None, suppress=3)
    assert invited_limits(2, unweighted).notna().all(axis=None)


@pytest.mark.slow
@pytest.mark.parametrize("breakdown", ["groups and totals", "each by itself"])
@pytest.mark.parametrize("strict", [False, True])
def test_it_holds_where_only_a_part_is_read(breakdown: str, strict: bool) -> None:
    coded, truth = survey(120, 3)
    read = audited(coded, truth)
    options = replace(BREAKDOWNS[breakdown], strict=strict)
    plain = count_to_publish(coded, read, options)
    table = count_to_publish(coded, read, replace(options, suppress=3))
    shown = table["method"] != "suppressed"
    assert (table.loc[shown, "estimate"] >= 3).all()
    assert 0 < shown.sum() < len(table)
    found = told(with_nobody(table), with_nobody(plain), options.by, NETS, RESIDUAL, is_whole=False)
    assert not {cell for cell in found if cell[0] not in SIZES}, found


WEIGHTS = {"leder": 0.7312, "rådgiver": 1.2345, "lærer": 1.6177}


def weighted_survey(
    n: int, seed: int, weights: Mapping[str, float] = WEIGHTS
) -> tuple[Coded, pd.DataFrame]:
    """Every role's answers weigh the same; municipalities of two respondents of one role."""
    coded, truth = survey(n, seed)
    frame = coded.frame
    people = frame.drop_duplicates("respondent")
    number = people.groupby("role").cumcount() // 2
    unit = dict(zip(people["respondent"], people["role"] + number.astype(str), strict=True))
    weight, kommune = frame["role"].map(weights), frame["respondent"].map(unit)
    return Coded(frame.assign(weight=weight, kommune=kommune), coded.meta), truth


BEHIND = CountOptions(("role",), margins=True, respondents=True, unit="kommune")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "n", "seed"),
    [
        (BREAKDOWNS["groups"], 40, 3),
        (BREAKDOWNS["groups and totals"], 80, 3),
        *((BEHIND, n, seed) for n, seed in ((50, 3), (80, 2), (80, 3), (80, 5))),
    ],
)
def test_sums_of_weights_do_not_tell_how_many_answers_they_are_of(
    options: CountOptions, n: int, seed: int
) -> None:
    """Nor do the denominators of shares tell how many are in a place, of answers or of units."""
    coded, truth = weighted_survey(n, seed)
    counts = count_to_publish(coded, truth, options)
    table = count_to_publish(coded, truth, replace(options, weights="weight", suppress=3))
    hidden = (table["method"] == "suppressed").to_numpy()
    assert hidden[(counts["estimate"] < 3).to_numpy()].all()
    assert not hidden.all()
    if not options.respondents:
        table, counts = with_nobody(table), with_nobody(counts)
    attacked, found = told_of_weights(table, counts, options.by, WEIGHTS, NETS, RESIDUAL, 1.0)
    assert attacked > 50
    assert not {cell for cell, number in found.items() if cell[0] not in SIZES or number < 3}


@pytest.mark.slow
def test_the_intruder_of_weights_finds_what_digits_tell() -> None:
    """The attack itself works: sums with all their digits, hidden as if they had no weights."""
    coded, truth = weighted_survey(40, 3)
    options = BREAKDOWNS["groups and totals"]
    counts = with_nobody(count_to_publish(coded, truth, options))
    held = count_to_publish(coded, truth, replace(options, suppress=3))
    table = with_nobody(count_to_publish(coded, truth, replace(options, weights="weight")))
    numbers = ["estimate", "machine"]
    table[numbers] = table[numbers].where(held[numbers].notna())
    _, found = told_of_weights(table, counts, options.by, WEIGHTS, NETS, RESIDUAL, 0)
    assert len(found) > 10


def test_two_groups_of_one_are_not_told_by_how_many_there_are_in_all() -> None:
    """Somebody is in every group of the table: two in two groups would be one in each."""
    rows = [(f"r{i}", "q1", "lærer", ("nav",) if i % 2 else ("fylke",)) for i in range(30)]
    coded, truth = answers_of([("a", "q1", "x", ("nav",)), ("b", "q1", "y", ("fylke",)), *rows])
    options = CountOptions(by=("role",), margins=True)
    plain = with_nobody(count_to_publish(coded, truth, options))
    table = with_nobody(count_to_publish(coded, truth, replace(options, suppress=3)))
    assert not told(table, plain, options.by, NETS, RESIDUAL)
    assert table["answers"].notna().any()


@pytest.mark.slow
def test_weighted_numbers_are_published_in_whole_answers() -> None:
    coded, truth = survey(80, 3)
    coded = Coded(coded.frame.assign(weight=coded.frame["role"].map(WEIGHTS)), coded.meta)
    options = CountOptions(by=("role",), margins=True, weights="weight", respondents=True)
    table = count_to_publish(coded, truth, replace(options, suppress=3))
    shown = table[table["method"] != "suppressed"]
    for name in ("estimate", "low", "high", "machine"):
        numbers = shown[name].dropna()
        assert (numbers == numbers.round()).all(), name
    assert (shown["low"] <= shown["estimate"]).all()
    assert (shown["estimate"] <= shown["high"]).all()
    exact = count_to_publish(coded, truth, options)
    assert (shown["estimate"] - exact["estimate"][shown.index]).abs().max() <= 0.5


def answers_of(
    rows: Sequence[tuple[str, str, str, tuple[str, ...]]], **columns: float | list[float]
) -> tuple[Coded, pd.DataFrame]:
    """Answers, all read: respondent, question, role and themes of each."""
    frame = pd.DataFrame(rows, columns=["respondent", "question", "role", "themes"])
    frame = frame.assign(wave="2021", review="audit", stratum="1", **columns)
    frame["order"] = pd.array(range(1, len(frame) + 1), dtype="Int64")
    for code in BOOK.codes:
        frame[f"p_{code}"] = 0.1
    identity = ["respondent", "wave", "question", "themes"]
    return Coded(frame, coded_survey()[0].meta), frame[identity]


MODES = [
    CountOptions(),
    CountOptions(respondents=True),
    CountOptions(strict=True),
    CountOptions(strict=True, respondents=True),
    CountOptions(weights="weight"),
]


@pytest.mark.slow
@pytest.mark.parametrize("options", MODES, ids=str)
def test_a_group_of_one_respondent_is_hidden_whatever_is_shown(options: CountOptions) -> None:
    """The only one in a group has answered every question."""
    questions = ("q1", "q2", "q3", "q4")
    one = [("a", question, "leder", ("nav",)) for question in questions]
    more = [
        (f"b{i}", question, "lærer", ("nav",) if i % 2 else ("ingen",))
        for i in range(30)
        for question in questions
    ]
    coded, truth = answers_of([*one, *more], weight=1.0)
    table = count_to_publish(coded, truth, replace(options, by=("role",), suppress=3))
    assert (table.loc[table["role"] == "leder", "method"] == "suppressed").all()
    assert (table.loc[table["role"] == "lærer", "method"] != "suppressed").any()


@pytest.mark.slow
@pytest.mark.parametrize("options", MODES, ids=str)
def test_a_theme_of_one_respondent_is_hidden_however_often_it_is_said(
    options: CountOptions,
) -> None:
    rows = [
        (f"r{i}", question, "leder", ("nav",) if i == 0 else ("ingen",))
        for i in range(40)
        for question in ("q1", "q2", "q3", "q4")
    ]
    coded, truth = answers_of(rows, weight=1.0)
    table = count_to_publish(coded, truth, replace(options, suppress=3))
    assert (table.loc[table["theme"] == "nav", "method"] == "suppressed").all()


@pytest.mark.slow
def test_strict_mode_is_protected_where_it_knows_no_respondents() -> None:
    coded, truth = survey(120, 3)
    read = audited(coded, truth)
    options = CountOptions(by=("role",), margins=True, strict=True)
    known = count_to_publish(coded, read, replace(options, strict=False, respondents=True))
    table = count_to_publish(coded, read, replace(options, suppress=3))
    assert (table.loc[known["respondents"] < 3, "method"] == "suppressed").all()
    assert (table["method"] != "suppressed").any()


def test_weights_do_not_make_a_count_larger() -> None:
    """One answer that weighs twelve: what is under the limit is the number of answers."""
    rows = [(f"r{i}", "q1", "leder", ("nav",) if i == 0 else ("ingen",)) for i in range(30)]
    coded, truth = answers_of(rows, weight=[12.0] + [1.0] * 29)
    table = count_to_publish(coded, truth, CountOptions(weights="weight", suppress=3))
    plain = count_to_publish(coded, truth, CountOptions(suppress=3))
    assert table.loc[table["theme"] == "nav", "method"].tolist() == ["suppressed"]
    assert table["machine"].isna().tolist() == plain["machine"].isna().tolist()
    assert table["estimate"].isna().tolist() == plain["estimate"].isna().tolist()


def test_weights_do_not_make_a_count_smaller() -> None:
    coded, truth = survey(40, 3)
    light = Coded(coded.frame.assign(weight=coded.frame["weight"] / 100), coded.meta)
    options = CountOptions(by=("role",), margins=True)
    plain = count_to_publish(coded, truth, options)
    table = count_to_publish(light, truth, replace(options, weights="weight", suppress=3))
    hidden = table["method"] == "suppressed"
    assert hidden[plain["estimate"] < 3].all()
    assert not hidden.all()


def test_the_one_net_of_all_themes_does_not_tell_who_had_none() -> None:
    """What is left when all answers with any theme are known are those with a residual one."""
    rows = [(f"r{i}", "q1", "leder", ("nav",) if i % 2 else ("fylke",)) for i in range(30)]
    coded, truth = answers_of([*rows, ("x", "q1", "leder", ("ingen",))])
    table = count_to_publish(coded, truth, CountOptions(suppress=3)).set_index("theme")
    assert table.loc[["ingen", "samarbeid"], "estimate"].isna().all()
    assert table.loc["nav", "estimate"] == 15


def test_without_a_limit_nothing_is_hidden() -> None:
    assert not (count_to_publish(*survey(40, 3))["method"] == "suppressed").any()


def test_no_change_tells_what_is_held_back() -> None:
    coded, truth = coded_survey(waves=("2019", "2020", "2021"))
    options = CountOptions(by=("role",), suppress=8, changes=True)
    table = count_to_publish(coded, truth, options)
    hidden = table["method"] == "suppressed"
    assert hidden.any()
    assert table.loc[hidden, list(CHANGE_COLUMNS)].isna().all(axis=None)
    later = table[(table["wave"] != "2019") & ~hidden]
    known = set(map(tuple, table.loc[~hidden, ["wave", "question", "role", "theme"]].to_numpy()))
    for row in later.to_dict("records"):
        before = (str(int(row["wave"]) - 1), row["question"], row["role"], row["theme"])
        assert np.isnan(row["change"]) == (before not in known)


@pytest.mark.slow
def test_small_numbers_of_units_are_held_back_and_so_are_those_of_hidden_answers() -> None:
    coded, truth = survey(60, 3)
    units = pd.factorize(coded.frame["respondent"])[0] // 2
    coded = Coded(coded.frame.assign(kommune=units.astype(str)), coded.meta)
    options = CountOptions(by=("role",), each=True, unit="kommune")
    plain = count_to_publish(coded, truth, options)
    table = count_to_publish(coded, truth, replace(options, suppress=3))
    key = ["wave", "question", "role", "theme", "base"]
    pd.testing.assert_frame_equal(table[key], plain[key])
    is_unit = (table["base"] == "unit").to_numpy()
    hidden = (table["method"] == "suppressed").to_numpy()
    small = ((plain["estimate"] > 0) & (plain["estimate"] < 3)).to_numpy()
    assert hidden[is_unit & small].all()
    assert not hidden[is_unit].all()
    assert table.loc[hidden, ["answers", "estimate", "share"]].isna().all(axis=None)
    answers = {tuple(row) for row in table.loc[hidden & ~is_unit, key[:-1]].to_numpy()}
    of_units = {tuple(row) for row in table.loc[hidden & is_unit, key[:-1]].to_numpy()}
    assert answers <= of_units
    found = told(with_nobody(table), with_nobody(plain), options.by, NETS, RESIDUAL)
    assert not {cell for cell in found if cell[0] not in SIZES}, found


SIZES = ("answers", "in units")


def with_nobody(table: pd.DataFrame) -> pd.DataFrame:
    """The table without a word about respondents."""
    return table.assign(respondents=np.nan, respondent_share=np.nan)


@pytest.mark.slow
@pytest.mark.parametrize("groups", [(3, 3, 2), (2, 3, 3), (4, 3, 2, 5), (3, 3, 3, 1), (2, 7, 6)])
def test_what_is_hidden_beside_a_small_count_does_not_tell_which_is_small(
    groups: tuple[int, ...],
) -> None:
    """An intruder who knows the rule tries every table that agrees with what is published.

    All of them but those without a small count could have given the same pattern.
    """
    size, limit = len(groups), 3
    relations = Relations(((tuple(range(size)), size),))
    kept = np.arange(size + 1) == size

    def pattern(table: tuple[int, ...], seed: int) -> tuple[bool, ...]:
        values = np.array([*table, sum(table)], dtype=np.float64)
        cost = Rule(limit, 0.0, seed).costs(values)
        return tuple(protected(Counts.exact(values), values < 3, relations, kept, cost).tolist())

    for seen in {pattern(groups, seed) for seed in range(30)}:
        shown = sum(n for n, is_hidden in zip(groups, seen, strict=False) if not is_hidden)
        hidden = np.flatnonzero(seen)
        assert len(hidden) == 2
        for numbers in product(range(sum(groups) - shown + 1), repeat=2):
            table = list(groups)
            table[hidden[0]], table[hidden[1]] = numbers
            if sum(table) == sum(groups) and min(numbers) < limit:
                assert any(pattern(tuple(table), seed) == seen for seed in range(1000)), table
