"""What the counts say about all who were invited."""

import numpy as np
import pandas as pd
import pytest

from tests.survey_to_count import audited, coded_survey, count_themes, with_invited
from textmining.answers import Coded
from textmining.counting import CountOptions, invited_by_wave
from textmining.errors import ColumnError

CODED, TRUTH = coded_survey(n=300)
BY = CountOptions(by=("landsdel",))
TABLE = count_themes(CODED, audited(CODED, TRUTH), BY)
PARTS = ["nord"] * 300 + ["sør"] * 290


def test_all_invited_have_a_wider_interval_of_their_own() -> None:
    table = with_invited(TABLE, CODED, pd.DataFrame({"landsdel": PARTS}), BY)
    known = table[(table["question"] != "*") & table["low"].notna()]
    assert (known["invited_low"] <= known["share_low"] + 1e-6).all()
    assert (known["invited_high"] >= known["share_high"] - 1e-6).all()
    assert set(table.loc[table["landsdel"] == "nord", "invited"]) == {300}
    assert known["response_rate"].tolist() == pytest.approx(
        (known["answers"] / known["invited"]).tolist(), abs=1e-5
    )
    assert table.loc[table["question"] == "*", "invited_low"].isna().all()


def test_when_everybody_answered_nothing_is_added() -> None:
    row = TABLE[(TABLE["question"] != "*") & TABLE["low"].notna()].head(1).reset_index(drop=True)
    group = row["landsdel"].iloc[0]
    invited = pd.DataFrame({"landsdel": [group] * int(row["answers"].iloc[0])})
    table = with_invited(row, CODED, invited, BY)
    assert table["invited_low"].iloc[0] == pytest.approx(row["share_low"].iloc[0])
    assert table["response_rate"].iloc[0] == 1


def test_unequal_weights_make_the_interval_of_the_invited_wider() -> None:
    """Answers that weigh 1 and 9 by turns say as much as 100 / 164 as many (Kish 1965)."""
    weight = np.where(np.arange(len(CODED.frame)) % 2, 9.0, 1.0)
    invited = pd.DataFrame({"landsdel": PARTS * 20})
    widths = []
    for one in (weight, np.ones(len(weight))):
        coded = Coded(CODED.frame.assign(weight=one), CODED.meta)
        options = CountOptions(weights="weight")
        table = with_invited(count_themes(coded, TRUTH, options), coded, invited, options)
        row = table[(table["question"] == "q2") & (table["theme"] == "nav")].iloc[0]
        assert row["share_low"] == row["share_high"]
        spread = (row["share"] * (1 - row["share"])) ** 0.5
        widths.append((row["invited_high"] - row["invited_low"]) / spread)
    assert widths[0] / widths[1] == pytest.approx((164 / 100) ** 0.5, rel=0.05)


@pytest.mark.parametrize(
    "ages",
    [
        [10.0, 20.0, np.nan],
        ["10", "20", None],
        ["10 ", " 20", " "],
        pd.Series([10, 20, None], dtype=object),
    ],
)
def test_groups_are_the_same_however_they_are_written(ages: list[object]) -> None:
    coded = Coded(
        CODED.frame.assign(age=np.resize([10.0, 20.0, np.nan], len(CODED.frame)), wave="2021"),
        CODED.meta,
    )
    options = CountOptions(by=("age",))
    table = count_themes(coded, TRUTH, options)
    invited = pd.DataFrame({"age": list(ages) * 200, "wave": [2021.0] * 600})
    more = with_invited(table, coded, invited, options)
    assert set(more["age"]) == {"10", "20", "(mangler)"}
    assert set(more["invited"]) == {200}


def test_groups_must_be_known_of_all_invited() -> None:
    with pytest.raises(ColumnError, match="landsdel"):
        with_invited(TABLE, CODED, pd.DataFrame({"id": ["1"]}), BY)


def test_no_group_with_answers_is_without_invited() -> None:
    with pytest.raises(ColumnError, match="nobody in wave 2021, landsdel sør"):
        with_invited(TABLE, CODED, pd.DataFrame({"landsdel": ["nord"] * 300}), BY)


def test_nobody_answers_without_being_invited() -> None:
    few = pd.DataFrame({"landsdel": ["nord"] * 10 + ["sør"] * 300})
    with pytest.raises(ColumnError, match="10 units in wave 2021, landsdel nord"):
        with_invited(TABLE, CODED, few, BY)


def test_several_waves_need_a_column_and_all_of_them_units() -> None:
    everybody = pd.DataFrame({"id": range(100)})
    assert invited_by_wave(everybody, ["2021"]) == {"2021": 100}
    with pytest.raises(ColumnError, match="no column wave"):
        invited_by_wave(everybody, ["2020", "2021"])
    with pytest.raises(ColumnError, match="nobody in wave 2021"):
        invited_by_wave(everybody.assign(wave=2020), ["2020", "2021"])


def test_units_are_what_was_invited() -> None:
    """31 persons of 23 municipalities are a response of 23 of 40; 428 units may be a row each."""
    coded, truth = coded_survey(n=62)
    units = [f"k{i}" for i in pd.factorize(coded.frame["respondent"])[0] % 23]
    coded = Coded(coded.frame.assign(kommune=units), coded.meta)
    options = CountOptions(unit="kommune", changes=True, by=("role",), each=True)
    invited = pd.DataFrame({"kommune": [f"k{i}" for i in range(40) for _ in range(3)]})
    table = with_invited(
        count_themes(coded, truth, options), coded, invited, options, is_partial=True
    )
    pooled = table[(table["base"] == "unit") & (table["question"] == "*") & (table["role"] == "")]
    assert set(pooled["invited"]) == {40}
    assert pooled["response_rate"].tolist() == pytest.approx([0.575] * len(pooled))
    assert (pooled["invited_low"] <= pooled["share"]).all()
    assert (pooled["invited_high"] >= pooled["share"]).all()
    assert table.loc[table["base"] != "unit", "invited"].isna().all()
    assert table.loc[table["role"] != "", "invited"].isna().all()


def test_a_change_between_two_waves_that_were_read_whole_is_unsure_among_the_invited() -> None:
    coded, truth = coded_survey(n=100, waves=("2020", "2021"))
    options = CountOptions(changes=True)
    invited = pd.DataFrame({"wave": ["2020"] * 200 + ["2021"] * 200})
    table = with_invited(count_themes(coded, truth, options), coded, invited, options)
    told = table[table["change"].notna() & (table["question"] != "*")]
    assert (told["change_low"] == told["change_high"]).all()
    assert (told["invited_change_low"] <= told["change"]).all()
    assert (told["invited_change_high"] >= told["change"]).all()
    assert (told["invited_change_low"] < told["invited_change_high"]).any()
