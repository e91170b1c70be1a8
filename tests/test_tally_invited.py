import pandas as pd
import pytest

from tests.survey_to_count import audited, coded_survey
from textmining.errors import ColumnError
from textmining.tally import CountOptions, tally, with_invited

CODED, TRUTH = coded_survey(n=300)
TABLE = tally(CODED, audited(CODED, TRUTH), CountOptions(by=("landsdel",)))


def test_all_invited_have_a_wider_interval_of_their_own() -> None:
    invited = pd.DataFrame({"landsdel": ["nord"] * 300 + ["sør"] * 290})
    table = with_invited(TABLE, invited, ("landsdel",))
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
    table = with_invited(row, invited, ("landsdel",))
    assert table["invited_low"].iloc[0] == pytest.approx(row["share_low"].iloc[0])
    assert table["response_rate"].iloc[0] == 1


def test_groups_must_be_known_of_all_invited() -> None:
    with pytest.raises(ColumnError, match="landsdel"):
        with_invited(TABLE, pd.DataFrame({"id": ["1"]}), ("landsdel",))
