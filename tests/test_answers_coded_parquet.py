"""Coded .parquet files are read column by column, and hold what a look at every cell finds."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from textmining.answers import write_table
from textmining.answers.coded_parquet import read_coded_parquet
from textmining.answers.coded_table import read_coded_table
from textmining.files import read_table

CODES = ("nav", "bolig")

CELLS = {
    "wave": st.sampled_from(["2021", "2022"]),
    "question": st.just("answer"),
    "alder": st.sampled_from([None, 3, 40]),
    "kommune": st.sampled_from(["Bø", "Å", "0301"]),
    "sum": st.sampled_from([1.5, float("nan"), 2.0]),
    "text": st.sampled_from(["Hei ", "", "Ja\n"]),
    "themes": st.sampled_from([(), ("nav",), ("nav", "bolig")]),
    "p_nav": st.sampled_from([0.0, 0.25, 1.0]),
    "p_bolig": st.sampled_from([0.5, float("nan")]),
    "confidence": st.floats(0, 1),
    "language": st.sampled_from(["nb", "nn", ""]),
    "review": st.sampled_from(["audit", "doubt", ""]),
    "order": st.sampled_from([1, 2, 7]),
    "novel": st.sampled_from([0, 1, None]),
    "stratum": st.sampled_from(["0", ""]),
    "inclusion": st.sampled_from([0.5, float("nan")]),
    "model": st.just("m"),
    "codebook_version": st.just("1"),
}
rows = st.fixed_dictionaries(CELLS)


def _frame(made: list[dict[str, object]]) -> pd.DataFrame:
    frame = pd.DataFrame(made, columns=[*CELLS]).astype({"order": "Int64", "novel": "Int64"})
    frame.insert(0, "respondent", [f"R{i}" for i in range(len(frame))])
    return frame.assign(themes=pd.Series(list(frame["themes"]), dtype=object))


@settings(max_examples=50)
@given(made=st.lists(rows, min_size=1, max_size=6))
def test_it_reads_what_a_look_at_every_cell_finds(
    tmp_path_factory: pytest.TempPathFactory,
    made: list[dict[str, object]],
) -> None:
    path = tmp_path_factory.mktemp("coded") / "c.parquet"
    frame = _frame(made)
    write_table(frame, path)
    found = read_coded_parquet(path, CODES)
    expected, errors = read_coded_table(read_table(path), CODES)
    assert not errors
    if found is not None:
        pd.testing.assert_frame_equal(found, expected)
    else:  # a column of nothing has no type in such a file
        assert any(expected[name].isna().all() for name in ("alder", "sum"))


ONE: dict[str, list[object]] = {
    "respondent": ["R1"],
    "wave": ["2021"],
    "question": ["q"],
    "text": ["Hei"],
    "themes": [["nav"]],
    "p_nav": [0.5],
    "p_bolig": [0.5],
    "review": ["audit"],
    "order": [1],
    "model": ["m"],
}


def _written(folder: Path, **columns: object) -> Path:
    path = folder / "c.parquet"
    parquet.write_table(pa.table({**ONE, **columns}), path)
    return path


def test_what_the_program_writes_is_taken_as_it_is(tmp_path: Path) -> None:
    assert read_coded_parquet(_written(tmp_path), CODES) is not None


@pytest.mark.parametrize(
    "changed",
    [
        {"respondent": [" R1"]},
        {"respondent": [7]},
        {"themes": [["other"]]},
        {"themes": ["nav"]},
        {"p_nav": [1.5]},
        {"p_nav": ["0.5"]},
        {"review": ["later"]},
        {"review": [b"audit"]},
        {"wave": [7]},
        {"wave": [["2021"]]},
        {"wave": ["2021 "]},
        {"order": [1.5]},
        {"novel": [2]},
        {"text": [3]},
        {"alder": [b"bytes"]},
        {"alder": [None]},
        {"alder": [[1]]},
    ],
)
def test_anything_else_is_looked_at_cell_by_cell(
    tmp_path: Path, changed: dict[str, object]
) -> None:
    assert read_coded_parquet(_written(tmp_path, **changed), CODES) is None


@pytest.mark.parametrize("cells", [[None, "2"], ["2", None], [None, None], ["", None]])
def test_cells_of_nothing_are_empty_text(tmp_path: Path, cells: list[str | None]) -> None:
    two = {name: column * 2 for name, column in ONE.items()} | {"respondent": ["1", "2"]}
    path = tmp_path / "c.parquet"
    stratum = pa.array(cells, pa.string())
    parquet.write_table(pa.table({**two, "stratum": stratum}), path, row_group_size=1)
    for is_counted in (False, True):
        found = read_coded_parquet(path, CODES, [] if is_counted else None)
        assert found is not None
        assert found["stratum"].tolist() == [cell or "" for cell in cells]


def test_a_file_without_rows_has_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "c.parquet"
    parquet.write_table(pa.table(ONE).slice(0, 0), path)
    found = read_coded_parquet(path, CODES)
    assert found is not None
    assert (len(found), [*found]) == (0, [*ONE])
    assert (found.dtypes["wave"], found.dtypes["themes"]) == ("str", object)


def test_a_damaged_file_is_left_to_who_says_what_is_wrong(tmp_path: Path) -> None:
    path = _written(tmp_path)
    path.write_bytes(path.read_bytes()[:-20])
    assert read_coded_parquet(path, CODES) is None
