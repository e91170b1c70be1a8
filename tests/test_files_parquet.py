"""Parquet files of any program: text without its mark, moments Python has no type for."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from textmining.answers import read_answers, write_table
from textmining.errors import ColumnError, FileError
from textmining.files import read_table

FAR = 600_000_000_000  # seconds: the year 20983


def _parquet(path: Path, **columns: Any) -> Path:
    parquet.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize(
    "kind", [pa.binary(), pa.large_binary(), pa.dictionary(pa.int8(), pa.binary())]
)
def test_bytes_are_text(tmp_path: Path, kind: pa.DataType) -> None:
    cells = ["Vi ønsker bedre", None, "Å"]
    encoded = pa.array([cell and cell.encode() for cell in cells], pa.binary())
    path = _parquet(
        tmp_path / "a.parquet",
        text=encoded.cast(kind) if "dictionary" not in str(kind) else encoded.dictionary_encode(),
        respondent=pa.array([b"A1", b"A2", b"A3"]),
        wave=pa.array([2021] * 3),
        themes=pa.array([[b"nav"], [], None]),
    )
    answers = read_answers([path])
    assert answers["text"].tolist() == ["Vi ønsker bedre", "", "Å"]
    assert answers["respondent"].tolist() == ["A1", "A2", "A3"]
    assert answers["themes"].tolist()[0] == ("nav",)


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    path = _parquet(tmp_path / "a.parquet", text=pa.array([b"a"]), bilde=pa.array([b"\xff\xd8"]))
    with pytest.raises(ColumnError, match="column bilde holds bytes that are no text"):
        read_table(path)


def test_a_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"navn": ["a"]}), path, store_schema=False)
    path.write_bytes(path.read_bytes().replace(b"navn", b"n\x80vn"))
    with pytest.raises(FileError, match="not a Parquet file"):
        read_table(path)


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (
            pa.array([0, FAR], pa.timestamp("s")),
            ["1970-01-01 00:00:00.000", "20983-03-30 10:40:00.000"],
        ),
        (pa.array([-FAR, None], pa.timestamp("s")), [..., None]),
        (pa.array([0, FAR // 86_400], pa.date32()), ["1970-01-01", "20983-03-30"]),
        (pa.array([FAR * 1000], pa.date64()), ["20983-03-30"]),
        (pa.array([FAR * 1000], pa.duration("s")), [str(FAR * 1000)]),
        (pa.array([0], pa.timestamp("us", tz="Mars/Olympus")), ["1970-01-01 00:00:00.000000Z"]),
    ],
)
def test_moments_python_has_no_type_for_are_text(
    tmp_path: Path, cells: pa.Array, read: list[Any]
) -> None:
    path = _parquet(tmp_path / "a.parquet", x=cells)
    found = read_table(path).frame["x"].tolist()
    assert [cell for cell, said in zip(found, read, strict=True) if said is not ...] == [
        said for said in read if said is not ...
    ]
    for ending in ("csv", "xlsx", "jsonl", "parquet", "sav"):
        write_table(pd.DataFrame({"x": found}), tmp_path / f"out.{ending}")


def test_moments_python_has_stay_moments(tmp_path: Path) -> None:
    moment = dt.datetime(2021, 5, 1, 12, tzinfo=dt.UTC)
    path = _parquet(tmp_path / "a.parquet", x=pa.array([moment]), y=pa.array([moment.date()]))
    assert read_table(path).frame.iloc[0].tolist() == [moment, moment.date()]


def test_moments_in_lists_that_python_has_no_type_for_are_told(tmp_path: Path) -> None:
    moments = pa.array([[10**15]], pa.list_(pa.timestamp("s")))
    parquet.write_table(pa.table({"x": moments}), tmp_path / "a.parquet")
    with pytest.raises(ColumnError, match="column x holds dates or times beyond"):
        read_table(tmp_path / "a.parquet")


@pytest.mark.parametrize("ending", [".jsonl", ".parquet"])
def test_columns_without_a_name_are_passed_over_and_told(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    if ending == ".parquet":
        parquet.write_table(pa.table({"": ["x"], "text": ["hei"], " ": ["y"]}), path)
    else:
        path.write_text('{"": "x", "text": "hei", " ": "y"}\n')
    table = read_table(path)
    assert (table.columns, table.letters) == (["text"], ["B"])
    (note,) = table.notes
    assert note.columns == ("column 1", "column 3")


@pytest.mark.parametrize("ending", [".jsonl", ".parquet"])
def test_what_lies_within_objects_is_columns_of_their_own(tmp_path: Path, ending: str) -> None:
    """Survey programs with an interface for programs send answers so."""
    rows = [
        {"id": "r1", "answers": {"q1": "Flere tolker", "q2": None}, "meta": {"a": {"role": "x"}}},
        {"id": "r2", "answers": {"q1": "Nei", "q2": "Mer tid"}, "meta": {"a": {"role": "y"}}},
    ]
    path = tmp_path / f"a{ending}"
    if ending == ".parquet":
        parquet.write_table(pa.Table.from_pylist(rows), path)
    else:
        path.write_text("\n".join(map(json.dumps, rows)))
    table = read_table(path)
    assert table.columns == ["id", "answers.q1", "answers.q2", "meta.a.role"]
    assert table.frame.iloc[1].tolist() == ["r2", "Nei", "Mer tid", "y"]
