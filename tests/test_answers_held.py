"""Answers held in little memory are the ones that were read, whatever part of them is looked at."""

from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from tests.survey_to_count import coded_survey
from textmining.answers import Coded, join_coded, read_coded, write_coded
from textmining.answers.held import Gathered, Held
from textmining.answers.rows import numbered
from textmining.answers.schema import IDENTITY, answer_ids, answer_ids_at, doubled

SIX = st.integers(0, 1_000_000).map(lambda k: round(k / 1e6, 6))
NUMBERS = st.lists(st.one_of(SIX, st.just(float("nan")), st.floats(0, 1)), min_size=1, max_size=5)
FILES = st.lists(st.dictionaries(st.sampled_from("abc"), NUMBERS), min_size=1, max_size=5)
CODED, _ = coded_survey(60, waves=("2019", "2021"))


def as_frame(columns: dict[str, list[float]]) -> pd.DataFrame:
    """A file's probabilities by code; shorter columns end with nothing."""
    return pd.DataFrame({code: pd.Series(cells, dtype=float) for code, cells in columns.items()})


def assert_holds(held: Held, every: pd.DataFrame) -> None:
    """Whether all codes have the probabilities of a frame; NaN in those that it lacks."""
    rows = np.arange(len(every))
    for code in map(str, every):
        found, there = held.of(code, rows), held.there(code)
        assert found is not None
        assert there is not None
        np.testing.assert_array_equal(found, every[code].to_numpy())
        assert there.tolist() == every[code].notna().tolist()


@given(files=FILES, room=st.integers(0, 30), picks=st.data())
def test_probabilities_of_files_are_held_one_below_the_other(
    files: list[dict[str, list[float]]], room: int, picks: st.DataObject
) -> None:
    gathered, frames = Gathered(room), [as_frame(columns) for columns in files]
    for frame in frames:
        gathered.add({str(code): frame[code].to_numpy() for code in frame}, len(frame))
    every, held = pd.concat(frames, ignore_index=True), gathered.held
    assert_holds(held, every)
    for _ in range(3):  # parts of parts: runs, and every other one
        start, step = picks.draw(st.integers(0, 2)), picks.draw(st.integers(1, 2))
        some = np.arange(len(every))[start::step]
        held, every = held.part(some), every.iloc[some]
        assert_holds(held, every)
    assert held.of("none has it", np.arange(0)) is None


CELLS = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["1", "2"]), st.sampled_from("xyz"))
)


@given(CELLS, st.sets(st.sampled_from(IDENTITY)))
def test_rows_are_numbered_as_they_come(cells: list[tuple[str, ...]], small: set[str]) -> None:
    frame = pd.DataFrame(cells, columns=IDENTITY, dtype="str")
    held = frame.astype(dict.fromkeys(small, "category"))
    expected = frame.groupby(IDENTITY, sort=False).ngroup().tolist()
    assert numbered(held, IDENTITY).tolist() == expected


@given(CELLS, st.sets(st.sampled_from(IDENTITY)))
def test_every_answer_that_stands_twice_is_told(
    cells: list[tuple[str, ...]], small: set[str]
) -> None:
    frame = pd.DataFrame(cells, columns=IDENTITY, dtype="str")
    frame = frame.astype(dict.fromkeys(small, "category"))
    errors = doubled(frame, [(Path("f.csv"), range(2, len(cells) + 2))])
    twice = [row for row, cell in enumerate(cells, 2) if cell in cells[: row - 2]]
    assert [error.row for error in errors] == twice


def test_ids_of_some_of_many_answers() -> None:
    n = 200_000
    respondents = pd.Series([f"R{i}" for i in range(n)], dtype="str")
    frame = pd.DataFrame({"respondent": respondents, "wave": "2021", "question": "q"})
    rows = np.array([0, 1, 65_535, 65_536, 131_072, n - 1])
    assert answer_ids_at(frame, rows) == answer_ids(frame.iloc[rows])
    assert answer_ids_at(frame, rows[:0]) == []


def test_parts_of_counted_answers_have_their_own_probabilities(tmp_path: Path) -> None:
    assert CODED.meta is not None
    newer = CODED.of_wave("2021")
    paths = [tmp_path / "old.parquet", tmp_path / "new.parquet"]
    for path, rows in zip(paths, (~newer, newer), strict=True):
        write_coded(CODED.part(rows).frame, CODED.meta, path)
    found = read_coded(paths, [])
    assert found.held is not None
    assert "p_nav" not in found.frame
    for part, rows in zip(found.files, (~newer, newer), strict=True):
        np.testing.assert_array_equal(part.chances, CODED.part(rows).chances)
    joined = join_coded([*found.files, Coded(CODED.frame, CODED.meta)])
    np.testing.assert_array_equal(joined.chances, np.vstack([CODED.chances, CODED.chances]))
    assert joined.probabilities.columns.tolist() == list(CODED.codes)
    assert joined.given.themes == CODED.given.themes * 2
