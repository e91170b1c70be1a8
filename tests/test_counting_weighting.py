"""Weights that let those who answered stand for those who were invited."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.survey_to_count import coded_survey
from textmining import counting
from textmining.answers import Coded, Decisions
from textmining.counting import CountOptions, raked
from textmining.errors import ColumnError, OptionError

CODED, TRUTH = coded_survey(n=200, waves=("2020", "2021"))
IDS = CODED.frame["respondent"].unique()
RNG = np.random.default_rng(0)
INVITED = pd.DataFrame({
    "respondent": [*IDS, *(f"x{i}" for i in range(150))],
    "landsdel": ["nord"] * len(IDS) + ["sør"] * 150,
}).assign(size=lambda f: np.where(RNG.random(len(f)) < 0.3, "stor", "liten"))  # fmt: skip
INVITED.loc[INVITED.index[: len(IDS) : 3], "landsdel"] = "sør"
FRAMES = pd.concat([INVITED.assign(wave=wave) for wave in ("2020", "2021")])


def test_those_who_answered_get_the_shares_of_those_invited() -> None:
    found = raked(CODED, FRAMES, ["landsdel", "size"], CountOptions())
    assert found.options.weights is not None
    for wave in ("2020", "2021"):
        here = (found.coded.frame["wave"] == wave) & found.coded.answered
        people = found.coded.frame[here].drop_duplicates("respondent")
        weights = people.set_index("respondent")[found.options.weights]
        assert weights.mean() == pytest.approx(1)
        groups = INVITED.set_index("respondent").loc[weights.index]
        for column in ("landsdel", "size"):
            shares = weights.groupby(groups[column]).sum() / weights.sum()
            invited = INVITED[column].value_counts(normalize=True)
            pd.testing.assert_series_equal(
                shares.sort_index(), invited.sort_index(), check_names=False, atol=1e-9
            )
        assert found.effects[wave] == pytest.approx((weights**2).mean())


def test_the_weighted_share_is_the_one_of_the_groups_put_together() -> None:
    """Everything read and one column: the groups' shares times the invited's (post-strata)."""
    found = raked(CODED, FRAMES, ["landsdel"], CountOptions())
    table = counting.count_themes(found.coded, Decisions(TRUTH), found.options).frame
    row = table[(table["wave"] == "2021") & (table["question"] == "q2") & (table["theme"] == "nav")]
    frame = CODED.frame.merge(TRUTH, on=["respondent", "wave", "question"])  # answered ones
    here = frame[(frame["wave"] == "2021") & (frame["question"] == "q2")]
    region = here["respondent"].map(INVITED.set_index("respondent")["landsdel"])
    weight = here["respondent"].map(
        found.coded.frame.drop_duplicates("respondent", keep="last").set_index("respondent")[
            found.options.weights
        ]
    )
    has = here["themes_y"].map(lambda themes: "nav" in themes)
    assert region.nunique() == 2
    assert row["share"].item() == pytest.approx((has * weight).sum() / weight.sum(), abs=1e-6)


def test_a_wave_without_a_list_weighs_one() -> None:
    found = raked(CODED, FRAMES[FRAMES["wave"] == "2021"], ["size"], CountOptions())
    old = found.coded.frame["wave"] == "2020"
    assert (found.coded.frame.loc[old, found.options.weights] == 1).all()
    assert set(found.effects) == {"2021"}


def test_a_wave_that_nobody_answered_is_passed_over() -> None:
    is_old = CODED.frame["wave"] == "2020"
    empty = CODED.frame.assign(
        text=CODED.frame["text"].where(~is_old, ""), order=CODED.frame["order"].mask(is_old)
    )
    found = raked(Coded(empty, CODED.meta), FRAMES, ["size"], CountOptions())
    assert set(found.effects) == {"2021"}


def test_groups_are_read_from_the_answers_where_the_list_names_nobody() -> None:
    nameless = FRAMES.drop(columns="respondent")
    first = CODED.frame.groupby("respondent")["landsdel"].transform("first")
    coded = Coded(CODED.frame.assign(landsdel=first), CODED.meta)
    found = raked(coded, nameless, ["landsdel"], CountOptions())
    here = (coded.frame["wave"] == "2021") & coded.answered
    weights = found.coded.frame[here].drop_duplicates("respondent")
    shares = weights["raked_weight"].groupby(weights["landsdel"]).sum() / len(weights)
    assert shares.to_dict()["nord"] == pytest.approx((INVITED["landsdel"] == "nord").mean())
    with pytest.raises(ColumnError, match="has several values of role"):
        raked(coded, nameless.assign(role="leder"), ["role"], CountOptions())


@pytest.mark.parametrize(
    ("frames", "columns", "said"),
    [
        (FRAMES, ["kjønn"], "has no column kjønn"),
        (FRAMES[FRAMES["respondent"] != "r3"], ["size"], "respondent r3 answered and does not"),
        (FRAMES.replace({"size": {"stor": "liten"}}), ["size"], None),
        (
            pd.concat([FRAMES, FRAMES.tail(1).assign(respondent="ny", size="x")]),
            ["size"],
            "nobody of size x answered",
        ),
    ],
)
def test_what_cannot_be_met_is_said(
    frames: pd.DataFrame, columns: list[str], said: str | None
) -> None:
    if said is None:
        effects = raked(CODED, frames, columns, CountOptions()).effects
        assert effects == pytest.approx({"2020": 1, "2021": 1})
        return
    with pytest.raises(ColumnError, match=said):
        raked(CODED, frames, columns, CountOptions())


@pytest.mark.parametrize("options", [CountOptions(strict=True), CountOptions(weights="weight")])
def test_strict_counts_and_other_weights_are_refused(options: CountOptions) -> None:
    with pytest.raises(OptionError):
        raked(CODED, FRAMES, ["size"], options)


def test_a_wave_coded_by_hand_in_part_takes_no_weights() -> None:
    """Its strict limits would be of answers, not of their weights."""
    by_hand = replace(CODED, frame=CODED.frame.assign(model=""))
    some = Decisions(TRUTH.head(30))
    with pytest.raises(OptionError, match="in part"):
        counting.count_themes(by_hand, some, CountOptions(weights="weight"))
