"""Decisions from several places at once, in every form: nothing is dropped, nothing is mixed."""

from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import Run
from tests.survey_to_count import BOOK, audited, coded_survey
from textmining.answers import write_coded, write_table
from textmining.errors import DecisionError
from textmining.review import AnswerId, Decision, Store
from textmining.workflow.count import count
from textmining.workflow.decided import decisions_from

CODED, TRUTH = coded_survey()
READ = audited(CODED, TRUTH)


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    assert CODED.meta is not None
    write_coded(CODED.frame, CODED.meta, tmp_path / "coded.parquet")
    return tmp_path / "coded.parquet"


def stored(read: pd.DataFrame, path: Path) -> str:
    rows = read[["respondent", "wave", "question", "themes"]].itertuples(index=False, name=None)
    with Store(path) as store:
        store.record([Decision(AnswerId(*row[:3]), "Kari", row[3], "1") for row in rows])
    return str(path)


def test_several_sources_are_read_together(coded: Path, tmp_path: Path) -> None:
    half = len(READ) // 2
    store = stored(READ[:half], tmp_path / "a.sqlite")
    write_table(READ[half - 2 :], tmp_path / "b.csv")  # two answers stand in both
    sources = [store, str(tmp_path / "b.csv")]
    table = count([coded], tmp_path / "counts.csv", decisions=sources).table
    whole = stored(READ, tmp_path / "whole.sqlite")
    pd.testing.assert_frame_equal(
        table, count([coded], tmp_path / "counts.csv", decisions=[whole]).table
    )


def test_sources_that_contradict_each_other_are_both_named(tmp_path: Path) -> None:
    store = stored(READ, tmp_path / "a.sqlite")
    other = READ.assign(themes=[("nav", "fylke")] * 2 + READ["themes"].tolist()[2:])
    write_table(other, tmp_path / "b.csv")
    with pytest.raises(DecisionError, match=r"a\.sqlite and .*b\.csv give \d answers different"):
        decisions_from([store, str(tmp_path / "b.csv")], BOOK)


def test_no_source_is_dropped_also_if_it_is_not_there(
    coded: Path, tmp_path: Path, run: Run
) -> None:
    store = stored(READ, tmp_path / "a.sqlite")
    command = ["count", coded, "--decisions", "none.csv", "--decisions", store]
    done = run(*command, "--out", tmp_path / "counts.csv")
    assert (done.returncode, "none.csv: does not exist" in done.stderr) == (1, True)
    assert not (tmp_path / "counts.csv").exists()
