from dataclasses import replace

import pandas as pd
import pytest

from tests.survey_to_count import audited, check_decisions, coded_survey, count_themes
from textmining.answers import Coded, join_coded
from textmining.errors import DecisionError

CODED, TRUTH = coded_survey()
READ = audited(CODED, TRUTH)


def test_a_review_that_fits_has_no_findings() -> None:
    assert check_decisions(CODED, READ) == ()


def test_unread_draws_are_named_and_widen_the_interval() -> None:
    (finding,) = check_decisions(CODED, READ.iloc[3:])
    assert "3 of" in finding
    for row in READ.iloc[:3].itertuples():
        assert f"{row.respondent} / {row.wave} / {row.question}" in finding
    part, whole = count_themes(CODED, READ.iloc[: len(READ) // 2]), count_themes(CODED, READ)
    wider = (part["high"] - part["low"]).sum() > (whole["high"] - whole["low"]).sum()
    assert wider


def test_a_wave_that_nobody_has_read_has_no_wider_intervals() -> None:
    later = CODED.frame.assign(wave="2099")
    findings = check_decisions(join_coded([CODED, Coded(later, CODED.meta)]), READ)
    (finding,) = findings
    assert finding.startswith(f"None of the {len(READ)} drawn answers of wave 2099 is read")


def test_answers_that_nobody_drew_are_not_called_drawn() -> None:
    """A wave coded by hand beside one that a machine coded: all of it is to be coded."""
    of_hand = CODED.frame.assign(wave="1999", model="", review="audit")
    both = join_coded([Coded(of_hand, CODED.meta), CODED])
    coded = READ.assign(wave="1999").iloc[5:]
    drawn, by_hand = check_decisions(both, pd.concat([coded, READ.iloc[3:]], ignore_index=True))
    assert drawn.startswith(f"3 of {len(READ)} drawn answers")
    answers = len(CODED.given)
    n = answers - len(coded)
    assert by_hand.startswith(f"{n} of {answers} answers in waves coded by hand")


def test_unknown_rows_are_named_and_left_out() -> None:
    strange = READ.iloc[:2].assign(respondent=["x1", "x2"])
    everything = pd.concat([READ, strange], ignore_index=True)
    (finding,) = check_decisions(CODED, everything)
    assert "2 decisions" in finding
    assert "x1" in finding
    assert count_themes(CODED, everything).equals(count_themes(CODED, READ))


def test_decisions_of_another_file_are_refused() -> None:
    with pytest.raises(DecisionError, match="None of the 1 decisions"):
        check_decisions(CODED, READ.iloc[:1].assign(wave="1999"))


def test_decisions_beyond_the_draw_are_explained() -> None:
    (finding,) = check_decisions(CODED, TRUTH)
    assert "not drawn" in finding


def test_without_a_draw_no_drawn_answer_is_missing() -> None:
    bare = Coded(CODED.frame.drop(columns="review"), CODED.meta)
    (finding,) = check_decisions(bare, READ)
    assert f"{len(READ)} decisions are about answers that were not drawn" in finding
    assert (count_themes(bare, READ)["reviewed"] == 0).all()


def test_another_codebook_version_is_named() -> None:
    decisions = READ.assign(codebook_version=["0", *["1"] * (len(READ) - 1)])
    (finding,) = check_decisions(CODED, decisions)
    assert "version 0" in finding
    assert READ["respondent"].iloc[0] in finding


def test_each_wave_is_held_against_the_codebook_it_was_coded_with() -> None:
    assert CODED.meta is not None
    newer = replace(CODED.meta, codebook=replace(CODED.meta.codebook, version="2"))
    coded = join_coded([CODED, Coded(CODED.frame.assign(wave="2023"), newer)])
    old = READ.assign(codebook_version="1")
    new = READ.assign(wave="2023", codebook_version="2")
    assert check_decisions(coded, pd.concat([old, new], ignore_index=True)) == ()
    stale = pd.concat([old, new.assign(codebook_version="1")], ignore_index=True)
    (finding,) = check_decisions(coded, stale)
    assert f"{len(new)} decisions were made with codebook version 1" in finding
    assert "coded with version 2" in finding


def test_many_rows_are_not_all_listed() -> None:
    (finding,) = check_decisions(CODED, READ.iloc[:1])
    assert f"… (+{len(READ) - 1 - 5})" in finding
