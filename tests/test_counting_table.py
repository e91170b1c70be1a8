import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.survey_to_count import BOOK, audited, coded_survey, count_pairs, count_themes
from textmining.answers import COUNT_COLUMNS, RESPONDENT_COLUMNS, Coded
from textmining.counting import CountOptions, check_themes
from textmining.errors import ColumnError, OptionError

CODED, TRUTH = coded_survey()
READ = audited(CODED, TRUTH)


def truth_of(table: pd.DataFrame, by: tuple[str, ...] = ()) -> list[int]:
    """The hand count for every row of a table."""
    joined = CODED.frame.drop(columns="themes").merge(TRUTH)
    members = {code: {code} for code in BOOK.codes} | {"samarbeid": {"nav", "fylke"}}
    counts = []
    for row in table.to_dict("records"):
        rows = joined[(joined["question"] == row["question"]) | (row["question"] == "*")]
        for name in by:
            rows = rows[(rows[name] == row[name]) | (row[name] == "")]
        counts.append(sum(bool(members[row["theme"]] & set(codes)) for codes in rows["themes"]))
    return counts


def test_a_row_per_question_and_theme_then_nets() -> None:
    table = count_themes(CODED, READ)
    assert tuple(table.columns) == COUNT_COLUMNS
    q1 = table[table["question"] == "q1"]
    assert list(q1["theme"]) == ["nav", "fylke", "ingen", "samarbeid"]  # bolig is not asked in q1
    assert list(q1["base"]) == ["total"] * 3 + ["net"]
    assert list(table["question"].unique()) == ["q1", "q2", "*"]
    pooled = table[table["question"] == "*"]
    assert list(pooled["theme"]) == [*BOOK.codes, "samarbeid"]
    assert (pooled["answers"] == len(TRUTH)).all()
    assert (pooled["reviewed"] == len(READ)).all()


def test_more_looks_give_wider_intervals_at_the_same_level() -> None:
    once, often = (count_themes(CODED, READ, CountOptions(looks=n)) for n in (1, 6))
    assert (often["level"] == once["level"]).all()
    assert (often["estimate"] == once["estimate"]).all()
    wider = (often["high"] - often["low"]) - (once["high"] - once["low"])
    assert (wider >= 0).all()
    assert (wider > 0).any()
    for looks in (0, 51):
        with pytest.raises(OptionError, match="between 1 and 50"):
            CountOptions(looks=looks)


@pytest.mark.slow
def test_everything_read_is_the_hand_count_in_every_group() -> None:
    table = count_themes(CODED, TRUTH, CountOptions(by=("role", "landsdel"), margins=True))
    hand = truth_of(table, ("role", "landsdel"))
    for name in ("estimate", "low", "high"):
        assert table[name].tolist() == hand
    assert (table["method"] == "everything read").all()


@pytest.mark.parametrize("strict", [False, True])
def test_nothing_read_says_so(strict: bool) -> None:
    table = count_themes(CODED, None, CountOptions(strict=strict))
    assert table[["low", "high", "share_low", "share_high"]].isna().all(axis=None)
    assert (table["method"] == "no interval: nothing read").all()
    assert (table["reviewed"] == 0).all()
    assert table["machine"].notna().all()


@pytest.mark.parametrize("strict", [False, True])
def test_a_question_that_nobody_read_leaves_all_questions_without_limits(strict: bool) -> None:
    options = CountOptions(by=("landsdel",), margins=True, respondents=True, strict=strict)
    for read in (READ, TRUTH):
        table = count_themes(CODED, read[read["question"] == "q1"], options)
        pooled = table[table["question"] == "*"]
        assert pooled[["low", "high", "respondent_low", "respondent_high"]].isna().all(axis=None)
        assert (pooled["method"] == "no interval: nothing read").all()
        assert (
            table.loc[(table["question"] == "q1") & (table["landsdel"] == ""), "low"].notna().all()
        )


def test_groups_and_margins_are_told_apart() -> None:
    by = ("role", "landsdel")
    crossed = count_themes(CODED, READ, CountOptions(by=by))
    table = count_themes(CODED, READ, CountOptions(by=by, margins=True))
    themes = table[table["base"] != "net"]
    full = (themes["role"] != "") & (themes["landsdel"] != "")
    assert set(themes.loc[full, "base"]) == {"group"}
    assert set(themes.loc[~full, "base"]) == {"total"}
    assert len(crossed) < len(table)
    assert (
        crossed["answers"].tolist()
        == table[(table["role"] != "") & (table["landsdel"] != "")]["answers"].tolist()
    )
    totals = table[(table["role"] == "") & (table["landsdel"] == "")].drop(columns=list(by))
    plain = count_themes(CODED, READ)
    assert totals.reset_index(drop=True).equals(plain)


def test_each_column_can_be_broken_down_on_its_own() -> None:
    table = count_themes(CODED, TRUTH, CountOptions(by=("role", "landsdel"), each=True))
    assert table["estimate"].tolist() == truth_of(table, ("role", "landsdel"))
    set_columns = (table[["role", "landsdel"]] != "").sum(axis=1)
    assert set(set_columns) == {0, 1}
    assert ((table["base"] == "total") == (set_columns == 0) & (table["base"] != "net")).all()


def test_small_groups_have_no_interval_of_their_own() -> None:
    table = count_themes(CODED, READ, CountOptions(by=("role",)))
    few = (table["reviewed"] < 10) & (table["reviewed"] < table["answers"])
    assert few.any()
    assert (~few).any()
    assert (table.loc[few, "method"] == "no interval: too few read").all()
    assert table.loc[few, "low"].isna().all()
    assert table.loc[~few, "low"].notna().all()


def test_without_meta_the_mode_is_strict_and_codes_are_labels() -> None:
    bare = Coded(CODED.frame, None)
    table = count_themes(bare, READ)
    assert (table["method"] == "strict: hypergeometric interval").all()
    assert (table["label"] == table["theme"]).all()
    strict = count_themes(CODED, READ, CountOptions(strict=True))
    nav = [t[(t["question"] == "*") & (t["theme"] == "nav")] for t in (table, strict)]
    assert nav[0]["low"].item() == nav[1]["low"].item()
    with pytest.raises(OptionError, match="weights"):
        count_themes(bare, READ, CountOptions(weights="weight"))


def test_doubtful_decisions_bound_and_do_not_move_the_estimate() -> None:
    others = TRUTH[~TRUTH["respondent"].isin(READ["respondent"])].head(12)
    plain, helped = count_themes(CODED, READ), count_themes(CODED, pd.concat([READ, others]))
    assert plain["reviewed"].equals(helped["reviewed"])
    inside = plain["estimate"].between(helped["low"], helped["high"])
    assert inside.mean() > 0.8
    assert plain.loc[inside, "estimate"].equals(helped.loc[inside, "estimate"])
    assert (helped["low"] >= plain["low"]).all()
    assert (helped["high"] <= plain["high"]).all()


def test_weights_are_shares_of_weight() -> None:
    options = CountOptions(weights="weight")
    table = count_themes(CODED, TRUTH, options)
    joined = CODED.frame.drop(columns="themes").merge(TRUTH)
    nav = joined["themes"].map(lambda codes: "nav" in codes)
    row = table[(table["question"] == "*") & (table["theme"] == "nav")].iloc[0]
    assert row["estimate"] == pytest.approx(joined.loc[nav, "weight"].sum())
    assert row["share"] == pytest.approx(np.average(nav, weights=joined["weight"]), abs=1e-6)
    assert row["answers"] == len(joined)
    part = count_themes(CODED, READ, options)
    assert (part["low"] <= part["estimate"]).all()
    assert (part["estimate"] <= part["high"]).all()


@pytest.mark.parametrize("bad", ["", "x", "0", "-1", "inf"])
def test_weights_must_be_numbers_above_zero(bad: str) -> None:
    frame = CODED.frame.assign(weight=[bad, *["1"] * (len(CODED.frame) - 1)])
    with pytest.raises(ColumnError, match="weight") as error:
        count_themes(Coded(frame, CODED.meta), READ, CountOptions(weights="weight"))
    assert "r0" in str(error.value)


def test_missing_columns_are_named() -> None:
    with pytest.raises(ColumnError, match=r"fylke.*role"):
        count_themes(CODED, READ, CountOptions(by=("fylke",)))
    with pytest.raises(ColumnError, match="vekt"):
        count_themes(CODED, READ, CountOptions(weights="vekt"))


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0, math.nan])
def test_a_level_is_a_probability(level: float) -> None:
    with pytest.raises(OptionError, match="--level"):
        CountOptions(level=level)


def test_options_that_contradict_each_other() -> None:
    with pytest.raises(OptionError, match="--strict"):
        CountOptions(strict=True, weights="weight")
    with pytest.raises(OptionError, match="--by role is given twice"):
        CountOptions(by=("role", "landsdel", "role"))
    with pytest.raises(OptionError, match="--by theme"):
        CountOptions(by=("theme",))


def test_several_waves_and_one_question() -> None:
    coded, truth = coded_survey(waves=("2020", "2021"), seed=1)
    table = count_themes(coded, audited(coded, truth))
    assert list(table["wave"].unique()) == ["2020", "2021"]
    only = Coded(coded.frame[coded.frame["question"] == "q2"], coded.meta)
    assert list(count_themes(only, truth)["question"].unique()) == ["q2"]


def test_groups_without_a_value_and_numbers_as_groups() -> None:
    roles: list[object] = [10.0, 9.0, None, ""] * len(CODED.frame)
    frame = CODED.frame.assign(role=pd.Series(roles[: len(CODED.frame)], dtype=object))
    table = count_themes(Coded(frame, CODED.meta), READ, CountOptions(by=("role",)))
    assert list(table.loc[table["question"] == "*", "role"].unique()) == ["9", "10", "(mangler)"]


@pytest.mark.slow
def test_coverage_through_the_whole_table() -> None:
    """Thirty seeds of the draw: the interval of the pooled rows holds about as often as it says."""
    hits = []
    for seed in range(30):
        coded, truth = coded_survey(seed=seed, review="25%")
        table = count_themes(coded, audited(coded, truth))
        exact = count_themes(coded, truth)
        held = (table["low"] <= exact["estimate"]) & (exact["estimate"] <= table["high"])
        hits.append(held[table["question"] == "*"].mean())
    assert np.mean(hits) >= 0.92


def test_an_answer_that_a_person_gave_no_theme_is_read() -> None:
    no_themes = TRUTH.assign(themes=pd.Series([()] * len(TRUTH), dtype=object))
    table = count_themes(CODED, no_themes)
    assert (table["method"] == "everything read").all()
    assert (table[["estimate", "low", "high"]] == 0).all(axis=None)


def hand_count_of_respondents(row: dict[Any, Any]) -> int:
    """Respondents of a row's place who have its theme."""
    members = {code: {code} for code in BOOK.codes} | {"samarbeid": {"nav", "fylke"}}
    joined = CODED.frame.drop(columns="themes").merge(TRUTH)
    rows = joined[(joined["question"] == row["question"]) | (row["question"] == "*")]
    rows = rows[(rows["role"] == row["role"]) | (row["role"] == "")]
    has = rows["themes"].map(lambda codes: bool(members[row["theme"]] & set(codes)))
    return int(rows.loc[has, "respondent"].nunique())


@pytest.mark.slow
def test_a_respondent_is_counted_once() -> None:
    options = CountOptions(by=("role",), margins=True, respondents=True)
    table = count_themes(CODED, TRUTH, options)
    assert tuple(table.columns[-4:]) == RESPONDENT_COLUMNS
    for row in table.to_dict("records"):
        hand = hand_count_of_respondents(row)
        assert row["respondent_share"] == pytest.approx(hand / row["respondents"], abs=1e-6)
        assert row["respondent_low"] == row["respondent_high"] == row["respondent_share"]
    single = table[table["question"] != "*"]
    assert single["respondents"].equals(single["answers"])
    pooled = table[(table["question"] == "*") & (table["role"] == "")]
    assert (pooled["respondents"] < pooled["answers"]).all()


def test_within_a_question_it_is_the_share_of_answers() -> None:
    table = count_themes(CODED, READ, CountOptions(respondents=True))
    single = table[table["question"] != "*"]
    for share, other in zip(["share", "share_low"], RESPONDENT_COLUMNS[1:], strict=False):
        assert single[other].tolist() == single[share].tolist()
    pooled = table[table["question"] == "*"]
    assert (pooled["respondent_high"] - pooled["respondent_low"] > 0).all()


def test_strict_mode_says_nothing_of_respondents_with_several_answers() -> None:
    table = count_themes(CODED, READ, CountOptions(strict=True, respondents=True))
    pooled = table["question"] == "*"
    assert table.loc[pooled, "respondent_share"].isna().all()
    assert table.loc[~pooled, "respondent_low"].notna().all()


def test_a_respondent_has_one_weight() -> None:
    options = CountOptions(weights="weight", respondents=True)
    with pytest.raises(ColumnError, match="one respondent"):
        count_themes(CODED, READ, options)
    frame = CODED.frame.assign(weight=CODED.frame["respondent"].str[1:].astype(int) + 1)
    same = count_themes(Coded(frame, CODED.meta), READ, options)
    assert same["respondent_share"].between(0, 1).all()


@pytest.mark.slow
@pytest.mark.parametrize("has_meta", [False, True])
def test_a_theme_that_the_older_codebook_lacks_is_not_counted_there(has_meta: bool) -> None:
    coded, truth = coded_survey(waves=("2020", "2021"))
    older = coded.frame["wave"] == "2020"
    frame = coded.frame.assign(
        p_fylke=coded.frame["p_fylke"].mask(older),
        codebook_version=np.where(older, "1", "2"),
    )
    grown = Coded(frame, coded.meta if has_meta else None)
    for options in (
        CountOptions(by=("role",), margins=True, changes=True, respondents=True),
        CountOptions(by=("role",), margins=True, suppress=3),
    ):
        table = count_themes(grown, truth, options)
        lacking = {"fylke", "samarbeid"} if has_meta else {"fylke"}  # a net has all its themes
        of_2020 = set(table.loc[table["wave"] == "2020", "theme"])
        of_2021 = set(table.loc[table["wave"] == "2021", "theme"])
        assert of_2021 - of_2020 == lacking
    table = count_themes(grown, truth, CountOptions(changes=True))
    assert table.loc[table["theme"].isin(lacking), "change"].isna().all()
    pairs = count_pairs(grown, truth)
    with_it = pairs[(pairs["theme"] == "fylke") | (pairs["with_theme"] == "fylke")]
    assert set(with_it["wave"]) == {"2021"}
    (finding,) = check_themes(grown)
    assert "Wave 2020" in finding
    assert "lacks fylke:" in finding
    assert check_themes(coded) == ()


def test_an_empty_probability_is_no_missing_theme() -> None:
    frame = CODED.frame.assign(p_nav=CODED.frame["p_nav"].mask(CODED.frame.index == 0))
    assert check_themes(Coded(frame, CODED.meta)) == ()


def with_units(coded: Coded, size: int = 5) -> Coded:
    """The same with a unit for every few rows of the file."""
    units = [f"k{i // size}" for i in range(len(coded.frame))]
    return Coded(coded.frame.assign(kommune=units), coded.meta)


def test_a_unit_has_a_theme_if_any_of_its_answers_has() -> None:
    coded = with_units(CODED)
    options = CountOptions(by=("role",), each=True, unit="kommune")
    table = count_themes(coded, TRUTH, options)
    assert list(table["base"].unique()) == ["group", "net", "unit", "total"]
    joined = coded.frame.drop(columns="themes").merge(TRUTH)
    members = {code: {code} for code in BOOK.codes} | {"samarbeid": {"nav", "fylke"}}
    for row in table[table["base"] == "unit"].to_dict("records"):
        rows = joined[(joined["question"] == row["question"]) | (row["question"] == "*")]
        rows = rows[(rows["role"] == row["role"]) | (row["role"] == "")]
        has = [bool(members[row["theme"]] & set(codes)) for codes in rows["themes"]]
        assert row["estimate"] == rows.loc[has, "kommune"].nunique()
        assert row["answers"] == rows["kommune"].nunique()
        assert row["low"] == row["high"] == row["estimate"]


def test_counting_units_changes_no_other_row() -> None:
    plain = count_themes(CODED, READ)
    table = count_themes(with_units(CODED), READ, CountOptions(unit="kommune"))
    kept = table[table["base"] != "unit"].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, plain)
    units = table[table["base"] == "unit"]
    assert (units["low"] <= units["estimate"]).all()
    assert (units["high"] <= units["answers"]).all()
    assert (units["reviewed"] <= units["answers"]).all()


def test_groups_come_in_one_order_whatever_the_order_of_the_answers() -> None:
    names = ("nan", "2", "10")
    for shift in range(3):
        role = [names[(i + shift) % 3] for i in range(len(CODED.frame))]
        table = count_themes(
            Coded(CODED.frame.assign(role=role), CODED.meta), READ, CountOptions(by=("role",))
        )
        assert list(dict.fromkeys(table["role"])) == ["2", "10", "nan"]


def test_an_answer_without_a_unit_is_told() -> None:
    coded = with_units(CODED)
    coded.frame.loc[3, "kommune"] = None
    with pytest.raises(ColumnError, match="kommune is empty for 1 answers, first for respondent"):
        count_themes(coded, READ, CountOptions(unit="kommune"))
    with pytest.raises(ColumnError, match="no column bydel with the units"):
        count_themes(coded, READ, CountOptions(unit="bydel"))


def test_strict_mode_counts_units_only_where_all_is_read() -> None:
    options = CountOptions(strict=True, unit="kommune")
    units = count_themes(with_units(CODED), READ, options)
    units = units[units["base"] == "unit"]
    assert units["estimate"].isna().all()
    assert (units["method"] == "no interval: strict mode counts answers").all()
    whole = count_themes(with_units(CODED), TRUTH, options)
    assert (whole["method"] == "everything read").all()
