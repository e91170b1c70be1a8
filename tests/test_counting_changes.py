import pandas as pd
import pytest

from tests.survey_to_count import audited, coded_survey, count_themes
from textmining.answers import CHANGE_COLUMNS, Coded
from textmining.counting import CountOptions
from textmining.estimation import Limits, change

CODED, TRUTH = coded_survey(waves=("2019", "2020", "2021"))
READ = audited(CODED, TRUTH)


def half_an_answer_out(row: "pd.Series[float]") -> Limits:
    share, low, high, answers = row
    if low == high:
        return Limits(share, low, high)
    return Limits(share, max(low - 0.5 / answers, 0), min(high + 0.5 / answers, 1))


@pytest.mark.parametrize("by", [(), ("role",)])
def test_each_change_is_that_of_the_two_shares_before_rounding(by: tuple[str, ...]) -> None:
    table = count_themes(CODED, READ, CountOptions(by=by, margins=True, changes=True))
    place = ["question", *by, "theme", "base"]
    columns = ["share", "share_low", "share_high", "answers"]
    for older, newer in (("2019", "2020"), ("2020", "2021")):
        waves = [table[table["wave"] == wave].set_index(place) for wave in (older, newer)]
        for where, row in waves[1].iterrows():
            before = waves[0].loc[[where], columns]
            if len(before) and before.notna().all(axis=None) and row["share_low"] >= 0:
                found = change(half_an_answer_out(before.iloc[0]), half_an_answer_out(row[columns]))
                told = [row[name] for name in CHANGE_COLUMNS]
                assert told == pytest.approx([found.value, found.low, found.high], abs=1e-6)
            else:
                assert row[list(CHANGE_COLUMNS)].isna().all()
    assert table.loc[table["wave"] == "2019", list(CHANGE_COLUMNS)].isna().all(axis=None)
    assert table.loc[table["wave"] == "2021", "change"].notna().any()


@pytest.mark.slow
@pytest.mark.parametrize("names", [("9", "10", "11"), ("vår 2020", "høst 2020", "vår 2021")])
def test_waves_are_taken_in_the_order_of_the_files(names: tuple[str, ...]) -> None:
    of = dict(zip(("2019", "2020", "2021"), names, strict=True))
    renamed = Coded(CODED.frame.assign(wave=CODED.frame["wave"].map(of)), CODED.meta)
    read = READ.assign(wave=READ["wave"].map(of))
    table = count_themes(renamed, read, CountOptions(changes=True))
    known = count_themes(CODED, READ, CountOptions(changes=True))
    pd.testing.assert_frame_equal(table, known.assign(wave=known["wave"].map(of)))


def test_the_other_columns_stay_as_they_are() -> None:
    plain, more = count_themes(CODED, READ), count_themes(CODED, READ, CountOptions(changes=True))
    pd.testing.assert_frame_equal(more[list(plain.columns)], plain)


def test_all_questions_have_no_change_where_one_is_new() -> None:
    """In 2019 only q1 was asked: what is said to q2 in 2020 is no change."""
    kept = (CODED.frame["wave"] != "2019") | (CODED.frame["question"] == "q1")
    fewer = Coded(CODED.frame[kept].reset_index(drop=True), CODED.meta)
    read = READ.merge(fewer.frame[["respondent", "wave", "question"]])
    table = count_themes(fewer, read, CountOptions(changes=True)).set_index(["wave", "question"])
    told = table["change"].notna().groupby(level=[0, 1]).any()
    assert not told["2020", "*"]
    assert told["2020", "q1"]
    assert told["2021", "*"]
