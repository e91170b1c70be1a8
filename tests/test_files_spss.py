"""SPSS files: ids are values, dates may be beyond Python's, damage harms nothing else."""

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from textmining.answers import Columns, read_answers, write_table
from textmining.errors import FileError
from textmining.files import check_sav, read_table
from textmining.report.spss import read_original

FIRST = dt.datetime(1582, 10, 14)  # noqa: DTZ001 # SPSS knows no time zones


def _sav(path: Path, columns: dict[str, list[object]], **kept: Any) -> Path:
    pyreadstat.write_sav(pd.DataFrame(columns), path, **kept)
    return path


@pytest.mark.slow
def test_ids_are_values_whatever_their_labels(tmp_path: Path) -> None:
    columns: dict[str, list[object]] = {"knr": [1101.0, 1102.0, 301.0], "q1": ["a", "b", "c"]}
    labels = {"knr": {1101.0: "Kommune", 1102.0: "Kommune"}}
    path = _sav(tmp_path / "a.sav", columns, variable_value_labels=labels)
    wide = Columns(respondent="knr", text_columns=("q1",), wave_value="2021")
    assert read_answers([path], wide)["respondent"].tolist() == ["1101", "1102", "301"]
    renamed = Columns(respondent="nr", headers=(("nr", "KNR"),), text="q1", wave_value="2021")
    assert read_answers([path], renamed)["respondent"].tolist() == ["1101", "1102", "301"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shape", "seconds", "read"),
    [
        ("DATE11", 13_822_876_800.0, dt.date(2020, 10, 24)),
        ("EDATE10", 13_822_876_800.0, dt.date(2020, 10, 24)),
        ("DATETIME20", 13_822_876_800.5, FIRST + dt.timedelta(seconds=13_822_876_800.5)),
        ("TIME8", 3723.5, dt.time(1, 2, 3, 500_000)),
        ("TIME8", 90_000.0, dt.timedelta(hours=25)),
        ("DTIME10", -60.0, dt.timedelta(minutes=-1)),
        ("MOYR8", 13_822_876_800.0, 13_822_876_800.0),
        *((shape, 6.4e12, 6.4e12) for shape in ("DATE11", "ADATE10", "SDATE10", "DATETIME20")),
        *((shape, -1e300, -1e300) for shape in ("JDATE7", "YMDHMS20", "TIME8", "DTIME10")),
    ],
)
def test_dates_and_times_beyond_pythons_stay_seconds(
    tmp_path: Path, shape: str, seconds: float, read: object
) -> None:
    kept = {"x": shape}
    path = _sav(tmp_path / "a.sav", {"x": [seconds, None], "t": ["a", "b"]}, variable_format=kept)
    frame = read_table(path).frame
    assert frame["x"].tolist() == [read, None]
    for ending in ("csv", "xlsx", "jsonl", "parquet", "sav"):
        write_table(frame, tmp_path / f"out.{ending}")


# The bytes are those of a file on which pyreadstat 1.3.7 ends its process with signal 11.
@pytest.mark.slow
@pytest.mark.parametrize(("position", "value"), [(1583, 127), (None, 0)])
def test_a_damaged_file_is_told_and_ends_nobody_elses_process(
    tmp_path: Path, position: int | None, value: int
) -> None:
    columns: dict[str, list[object]] = {
        "respondent": ["A1", "A2", "A3"],
        "wave": [2021.0] * 3,
        "text": ["Mer NAV " * 40] * 3,
        "rolle": [1.0, 2.0, 1.0],
    }
    labels = {"rolle": {1.0: "leder", 2.0: "annet"}}
    path = _sav(
        tmp_path / "a.sav",
        columns,
        variable_value_labels=labels,
        column_labels=["a", "b", "c", "d"],
    )
    check_sav(path)
    content = bytearray(path.read_bytes())
    if position is None:
        content = content[:1000]
    else:
        content[position] = value
    path.write_bytes(content)
    for read in (read_table, check_sav, read_original):
        with pytest.raises(FileError):
            read(path)
