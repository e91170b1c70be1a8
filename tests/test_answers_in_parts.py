"""Large .csv and .jsonl files: read in parts, the answers are those of the whole file."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmining.answers import Columns, cut_with_notes, kind_of_cell, read_with_notes
from textmining.codebook import Codebook, Theme
from textmining.errors import FileError, RowsError, TextminingError
from textmining.files import Note, outline_of
from textmining.workflow.coding.partitions import partitions

BOOK = Codebook("b", "1", (Theme("nav", "NAV", number=1), Theme("bolig", "Bolig", number=2)))
CELLS = ["", "1", "0", "1.0", "1,5", "0301", "NA", "accept", "ignore", "nei", "1e+05", "9" * 20]
NAMES = ["alder", "1", "2", "answer", "read", "nav"]
Read = Callable[[Path], tuple[pd.DataFrame, list[Note]]]

columns_of_cells = st.integers(1, 9).flatmap(
    lambda n: st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.lists(st.sampled_from(CELLS), min_size=1, max_size=3).flatmap(
                lambda some: st.lists(st.sampled_from(some), min_size=n, max_size=n)
            ),
        ),
        unique_by=lambda column: column[0],
        max_size=4,
    ).map(lambda columns: (n, columns))
)
rare = st.sampled_from(["", "Hei", "Ja;\n2;nei", "Et svar\n", '"sitat"', "#NAME?"])


def _in_parts(path: Path, most: int, columns: Columns) -> tuple[pd.DataFrame, list[Note]]:
    outline = outline_of(path, most, kind_of_cell)
    read = [cut_with_notes(outline, cut, columns, BOOK) for cut in outline.cuts]
    assert all(cut.rows == most for cut in outline.cuts[:-1])
    for frame, _ in read[1:]:
        pd.testing.assert_series_equal(frame.dtypes, read[0][0].dtypes)
    return pd.concat([frame for frame, _ in read], ignore_index=True), read[0][1]


def _outcome(read: Callable[[], tuple[pd.DataFrame, list[Note]]]) -> pd.DataFrame | str:
    """The answers, or what kind of error there is."""
    try:
        return read()[0]
    except TextminingError as error:
        return type(error).__name__


def _check_same(path: Path, most: int, columns: Columns) -> None:
    whole = _outcome(lambda: read_with_notes([path], columns, BOOK))
    parts = _outcome(lambda: _in_parts(path, most, columns))
    if isinstance(whole, str) or isinstance(parts, str):
        assert isinstance(whole, str)
        assert isinstance(parts, str)
        assert whole == parts
    else:
        pd.testing.assert_frame_equal(parts, whole)


def _written(rows: Sequence[Sequence[Any]], delimiter: str = ";") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return stream.getvalue()


@settings(max_examples=50)
@given(
    columns_of_cells,
    st.integers(1, 5),
    st.lists(rare, min_size=1, max_size=3),
    st.sampled_from([";", ","]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.booleans(),
)
def test_a_csv_file_in_parts_is_the_whole(
    tmp_path_factory: pytest.TempPathFactory,
    made: tuple[int, list[tuple[str, list[str]]]],
    most: int,
    texts: list[str],
    delimiter: str,
    encoding: str,
    again: bool,
) -> None:
    n, extra = made
    header = ["respondent", "wave", "text", *(name for name, _ in extra)]
    rows = [
        [f"R{i}", "2021", texts[i % len(texts)], *(cells[i] for _, cells in extra)]
        for i in range(n)
    ]
    content = _written([header, *rows[:2], *([header] if again else []), *rows[2:]], delimiter)
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_text(content, encoding=encoding, newline="")
    _check_same(path, most, Columns())


values = st.sampled_from(
    [None, 0, 1, 2, -3, 2**63, 2**64, 1.0, 2.5, True, "", "1", "accept", "nei", ["nav"], {"a": 1}]
)


@given(
    st.lists(
        st.fixed_dictionaries({}, optional=dict.fromkeys([*NAMES, "themes", "text"], values)),
        min_size=1,
        max_size=9,
    ),
    st.integers(1, 5),
    st.booleans(),
)
def test_a_jsonl_file_in_parts_is_the_whole(
    tmp_path_factory: pytest.TempPathFactory,
    records: list[dict[str, Any]],
    most: int,
    blank: bool,
) -> None:
    path = tmp_path_factory.mktemp("jsonl") / "a.jsonl"
    known = ({"respondent": f"R{i}", "wave": 1, **one} for i, one in enumerate(records))
    lines = [json.dumps(one) for one in known]
    path.write_text(("\n\n" if blank else "\n").join(lines), encoding="utf-8")
    _check_same(path, most, Columns())


def _csv(folder: Path, rows: Sequence[Sequence[str]]) -> Path:
    path = folder / "a.csv"
    path.write_text(_written(rows), encoding="utf-8")
    return path


def test_a_wide_file_in_parts_is_the_whole(tmp_path: Path) -> None:
    rows = [[f"R{i}", "2021", f"svar {i}", "", "nav" if i == 4 else ""] for i in range(7)]
    path = _csv(tmp_path, [["respondent", "wave", "q1", "q2", "themes_q1"], *rows])
    columns = Columns(text_columns=("q1", "q2"))
    _check_same(path, 3, columns)
    assert len(_in_parts(path, 3, columns)[0]) == 14


def test_what_stands_around_the_header_is_told_as_of_the_whole(tmp_path: Path) -> None:
    body = [[f"R{i}", "2021", f"svar {i}", str(i), "x" if i == 300 else ""] for i in range(400)]
    header = ["respondent", "wave", "text", "alder", ""]
    title = [["Undersøkelsen om samarbeid", "", "", "", ""], ["", "", "", "", ""]]
    path = _csv(tmp_path, [*title, header, *body, header, ["R400", "2021", "svar", "NA", ""]])
    whole, notes = read_with_notes([path], Columns(), BOOK)
    parts, told = _in_parts(path, 70, Columns())
    pd.testing.assert_frame_equal(parts, whole)
    assert [note.kind for note in told] == [note.kind for note in notes]
    assert told[:3] == notes[:3]
    assert "cells" not in told[3].text


@pytest.mark.parametrize("most", [2, 70])
def test_short_rows_and_names_that_are_there_twice_are_read_as_of_the_whole(
    tmp_path: Path, most: int
) -> None:
    header = ["respondent", "wave", "text", "Kommentar", "Kommentar"]
    body = [[f"R{i}", "2021", f"svar {i}", "ja", "nei"][: 3 + i % 3] for i in range(400)]
    path = _csv(tmp_path, [header, *body, header, *([f"R{400 + i}", "2021"] for i in range(3))])
    whole, notes = read_with_notes([path], Columns(), BOOK)
    parts, told = _in_parts(path, most, Columns())
    pd.testing.assert_frame_equal(parts, whole)
    assert told == notes


@pytest.mark.parametrize("delimiter", [";", ","])
def test_rows_that_a_quotation_mark_swallowed_are_found(tmp_path: Path, delimiter: str) -> None:
    rows = [f"2021-{i:03d}{delimiter}2021{delimiter}svar\n" for i in range(30)]
    rows[10] = rows[10].replace("svar", '"Ja')
    rows[13] = rows[13].replace("svar\n", 'svar"\n')
    path = tmp_path / "a.csv"
    path.write_text(f"respondent{delimiter}wave{delimiter}text\n" + "".join(rows), encoding="utf-8")
    with pytest.raises(RowsError, match="holds 3 more rows") as whole:
        read_with_notes([path], Columns(), BOOK)
    with pytest.raises(RowsError) as parts:
        _in_parts(path, 4, Columns())
    assert str(parts.value) == str(whole.value)


def test_every_line_that_is_no_object_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a"}\n[]\n{"text": "b"}\n{"text"\n', encoding="utf-8")
    with pytest.raises(RowsError, match="2") as whole:
        read_with_notes([path], Columns(), BOOK)
    with pytest.raises(RowsError) as parts:
        _in_parts(path, 1, Columns())
    assert str(parts.value) == str(whole.value)


def test_a_file_without_rows_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="has a header but no rows"):
        outline_of(_csv(tmp_path, [["respondent", "text"]]), 2, kind_of_cell)


def test_a_large_file_is_cut_and_no_other(tmp_path: Path) -> None:
    path = _csv(
        tmp_path, [["respondent", "wave", "text"], *([f"R{i}", "1", "ja"] for i in range(5))]
    )
    (whole,) = partitions([path], Columns())
    assert whole.rows is None
    cut = partitions([path, path], Columns(), most=2, large=1)
    assert [part.rows for part in cut] == 2 * [range(2), range(2, 4), range(4, 5)]
    read = [part.answers(BOOK).frame for part in cut[:3]]
    pd.testing.assert_frame_equal(pd.concat(read, ignore_index=True), whole.answers(BOOK).frame)
