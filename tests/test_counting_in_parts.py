"""However many files the answers lie in, and whatever else stands in them, the counts are one."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.loading import loaded_by
from tests.survey_to_count import audited, coded_survey
from textmining.answers import Coded, join_coded, read_coded, write_coded, write_table
from textmining.counting import CountOptions
from textmining.counting.domains import group_labels
from textmining.errors import ColumnError
from textmining.workflow.count import count

CODED, TRUTH = coded_survey(60, waves=("2019", "2021"))
READ = audited(CODED, TRUTH)
OPTIONS = [
    CountOptions(),
    CountOptions(by=("role",), margins=True, respondents=True, changes=True),
    CountOptions(weights="weight"),
    CountOptions(unit="landsdel"),
    CountOptions(strict=True),
    CountOptions(by=("landsdel",), suppress=3),
]


def written(coded: Coded, path: Path) -> Path:
    assert coded.meta is not None
    write_coded(coded.frame, coded.meta, path)
    return path


@settings(max_examples=8)
@given(
    cuts=st.sets(st.integers(1, len(CODED) - 1), max_size=5),
    options=st.sampled_from(OPTIONS),
    is_read=st.booleans(),
)
def test_parts_give_the_bytes_of_one_file(
    tmp_path_factory: pytest.TempPathFactory,
    cuts: set[int],
    options: CountOptions,
    is_read: bool,
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    ends, place = [0, *sorted(cuts), len(CODED)], np.arange(len(CODED))
    parts = [
        written(CODED.part((place >= start) & (place < end)), folder / f"part-{end:05}.parquet")
        for start, end in pairwise(ends)
    ]
    write_table(READ, folder / "read.csv")
    decisions = [str(folder / "read.csv")] if is_read else []
    out, whole = folder / "parts.csv", folder / "whole.csv"
    found = count(parts, out, decisions=decisions, options=options)
    one = written(CODED, folder / "one.parquet")
    expected = count([one], whole, decisions=decisions, options=options)
    assert out.read_bytes() == whole.read_bytes()
    assert found.findings == expected.findings


@pytest.mark.parametrize("options", OPTIONS)
def test_what_counting_does_without_changes_nothing(tmp_path: Path, options: CountOptions) -> None:
    write_table(READ, tmp_path / "read.csv")
    outs = []
    for ending in ("parquet", "csv"):  # all of a .csv is read
        coded = written(CODED, tmp_path / f"coded.{ending}")
        outs.append(tmp_path / f"{ending}.out.csv")
        count([coded], outs[-1], decisions=[str(tmp_path / "read.csv")], options=options)
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_no_text_is_read_to_be_counted(tmp_path: Path) -> None:
    found = read_coded([written(CODED, tmp_path / "c.parquet")], ["role"])
    assert not found.has_texts
    assert found.background == ("role",)
    np.testing.assert_array_equal(found.chances, CODED.chances)


def test_texts_are_read_where_they_tell_who_answered(tmp_path: Path) -> None:
    assert CODED.meta is not None
    path = tmp_path / "c.parquet"
    write_coded(CODED.frame.drop(columns="order"), CODED.meta, path)
    found = read_coded([path], [])
    assert found.has_texts
    assert found.answered.tolist() == (CODED.frame["text"] != "").tolist()


def test_who_misses_a_column_is_told_of_all_there_are(tmp_path: Path) -> None:
    coded = written(CODED, tmp_path / "c.parquet")
    with pytest.raises(ColumnError, match=r"landsdel.*weight"):
        count([coded], tmp_path / "out.csv", options=CountOptions(by=("x",)))


def test_the_files_of_joined_answers_are_those_that_were_read() -> None:
    newer = CODED.frame["wave"] == "2021"
    first = CODED.part(~newer.to_numpy())
    second = CODED.part(newer.to_numpy())
    lacking = Coded(first.frame.drop(columns="landsdel"), first.meta)
    for part, given_in in zip(join_coded([lacking, second]).files, (lacking, second), strict=True):
        pd.testing.assert_frame_equal(part.frame, given_in.frame)


def test_some_answers_are_found_by_respondent_wave_and_question() -> None:
    some = set(CODED.ids[::3])
    rows = CODED.among(some)
    assert rows.tolist() == [answer in some for answer in CODED.ids]
    assert CODED.ids_of(rows) == CODED.ids[::3]
    assert CODED.ids_of(rows, 2) == [CODED.ids[0], CODED.ids[3]]
    assert not CODED.among(frozenset()).any()


@given(st.lists(st.sampled_from([1, True, "1", 1.0, 0, False, None, float("nan"), " a", "a", ""])))
def test_groups_are_told_cell_by_cell(cells: list[object]) -> None:
    column = pd.Series(cells, dtype=object)
    alone = [group_labels(pd.Series([cell], dtype=object), "-")[0] for cell in cells]
    assert group_labels(column, "-").tolist() == alone


@given(st.lists(st.sampled_from(["", " ", "a", " a", "1", None])))
def test_groups_of_texts_are_told_by_what_they_say(cells: list[str | None]) -> None:
    column = pd.Series(cells, dtype="str")
    expected = [(cell or "").strip() or "-" for cell in cells]
    assert group_labels(column, "-").tolist() == expected


@pytest.mark.slow
def test_counting_loads_nothing_that_few_counts_need() -> None:
    heavy = "scipy.stats scipy.interpolate scipy.optimize sklearn spacy xlsxwriter"
    assert loaded_by("import textmining.cli.count, textmining.workflow.count", heavy) == []
