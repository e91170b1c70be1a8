"""Background of any kind, to every format and back: nothing crashes, and no value changes."""

import datetime as dt
import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from textmining.answers import read_answers, write_table
from textmining.answers.cells import as_text
from textmining.errors import FileError
from textmining.files import read_table

ENDINGS = [".csv", ".xlsx", ".jsonl", ".parquet", ".sav"]
DIGITS = 1e-14  # what .xlsx keeps of a number

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=9).map(str.strip)
floats = st.floats(-1e300, 1e300) | st.sampled_from([math.inf, -math.inf])
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=2)
moments = st.datetimes(timezones=st.sampled_from([None, dt.UTC])).map(
    lambda moment: moment.replace(microsecond=0)
)
lists = st.lists(texts | st.integers(0, 9), max_size=3)
cells = st.one_of(
    texts, st.integers(), floats, st.booleans(), decimals, st.dates(), moments,
    st.times().map(lambda time: time.replace(microsecond=0)), st.timedeltas(),
    lists, st.dictionaries(texts, st.integers(0, 9), max_size=2),
)  # fmt: skip
kinds = [st.integers(), floats, st.booleans(), decimals, st.dates(), moments, lists]


def _column(rows: int) -> st.SearchStrategy[list[Any]]:
    """Cells of any kind, or of one, with gaps."""
    return st.one_of(
        *(st.lists(st.none() | kind, min_size=rows, max_size=rows) for kind in (cells, *kinds))
    )


tables = st.integers(1, 4).flatmap(lambda rows: st.lists(_column(rows), min_size=4, max_size=8))


def _says_the_same(cell: Any, read: Any) -> bool:
    if as_text(cell) == as_text(read) or cell == read:
        return True
    # A float has a point in .csv (1 is 1.0), and a decimal may have an exponent (1E+2).
    return isinstance(cell, int | float | Decimal) and math.isclose(
        cell, float(read), rel_tol=DIGITS
    )


@pytest.mark.slow
@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=12)  # few files with many columns: .sav is read by a process of its own
@given(table=tables, inferred=st.booleans())
def test_any_background_comes_back(
    tmp_path: Path, ending: str, table: list[list[Any]], *, inferred: bool
) -> None:
    frame = pd.DataFrame(
        {f"x{i}": pd.Series(column, dtype=object) for i, column in enumerate(table)}
    )
    frame.insert(0, "respondent", "1")
    write_table(frame.infer_objects() if inferred else frame, tmp_path / f"a{ending}")
    read = read_table(tmp_path / f"a{ending}").frame
    for i, column in enumerate(table):
        pairs = zip(column, read[f"x{i}"], strict=True)
        assert all(_says_the_same(cell, other) for cell, other in pairs), read[f"x{i}"].tolist()


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["BY", "to", "$sys", "#a", "1a", "_x", "bank-id", "名前", "æ" * 128, "€", "v1_BY"]
)
def test_any_column_name_comes_back_from_spss(tmp_path: Path, name: str) -> None:
    frame = pd.DataFrame({key: ["x"] for key in ("v1_BY", "BY", name)})
    write_table(frame, tmp_path / "a.sav")
    assert read_table(tmp_path / "a.sav").columns == [*frame]


def test_a_column_name_too_long_for_spss_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"name of column x{40}… is longer than \.sav can hold"):
        write_table(pd.DataFrame({"x" * 257: ["a"]}), tmp_path / "a.sav")


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_objects_stay_in_their_column(tmp_path: Path, ending: str) -> None:
    cells = [{"a": 1}, {}]
    write_table(pd.DataFrame({"x": pd.Series(cells, dtype=object)}), tmp_path / f"a{ending}")
    assert read_table(tmp_path / f"a{ending}").frame["x"].tolist() == ['{"a": 1}', "{}"]


def test_lists_and_boundless_numbers_in_answer_files_are_text(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "a", "wave": 1, "by": ["bus", 1]}\n')
    assert read_answers([tmp_path / "a.jsonl"])["by"].tolist() == ['["bus", 1]']
    (tmp_path / "a.csv").write_text("text;wave;income\na;1;1E+400\nb;1;2\n")
    assert read_answers([tmp_path / "a.csv"])["income"].tolist() == ["1E+400", "2"]


def test_decimals_that_are_whole_are_ids_as_elsewhere(tmp_path: Path) -> None:
    table = pa.table({"respondent": [Decimal("7.00")], "wave": [Decimal("2021.0")], "text": ["a"]})
    parquet.write_table(table, tmp_path / "a.parquet")
    (answer,) = read_answers([tmp_path / "a.parquet"]).itertuples()
    assert (answer.respondent, answer.wave) == ("7", "2021")
