"""Answer files that cannot be read: one message says where, and quotes no answer."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from tests.answer_file import BOOK, LONG, PRIVATE, text_file
from textmining.answers import (
    Columns,
    answers_from,
    columns_from,
    read_answers,
)
from textmining.errors import ColumnError, RowsError, TextminingError


def test_a_slip_in_columns_called_by_numbers_is_told(tmp_path: Path) -> None:
    path = text_file(tmp_path, "respondent;wave;text;1;2\n1;2021;a;1;0\n2;2021;b;;3\n")
    with pytest.raises(RowsError, match="row 3, column 2: must hold 0, 1 or nothing"):
        read_answers([path], codebook=BOOK)


def test_a_bad_code_is_told_with_the_column_it_stands_in(tmp_path: Path) -> None:
    path = text_file(
        tmp_path, "respondent;wave;text;theme_1;theme_2\n1;2021;a;nav;feil\n2;2021;b;7;8\n"
    )
    with pytest.raises(RowsError, match="a code the codebook lacks") as caught:
        read_answers([path], codebook=BOOK)
    assert [(e.row, e.column) for e in caught.value.errors] == [
        (2, "theme_2"), (3, "theme_1"), (3, "theme_2"),
    ]  # fmt: skip
    path = text_file(tmp_path, "respondent;wave;q1;q2;nav;bolig\n1;2021;a;b;0;7\n")
    with pytest.raises(RowsError, match="column bolig: must hold 0, 1 or nothing") as caught:
        read_answers([path], Columns(text_columns=("q1", "q2")), BOOK)
    assert len(caught.value.errors) == 1


def test_all_bad_rows_come_at_once_with_file_row_and_column(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "respondent;wave;text;themes\n"
        f"1;2021;{PRIVATE};feil\n;2021;{PRIVATE};nav\n3;2021;{PRIVATE};{PRIVATE}\n",
    )
    with pytest.raises(RowsError) as caught:
        read_answers([path], codebook=BOOK)
    assert [(e.row, e.column) for e in caught.value.errors] == [
        (2, "themes"), (3, "respondent"), (4, "themes"),
    ]  # fmt: skip
    assert "feil" not in str(caught.value)
    assert PRIVATE not in str(caught.value)


def test_an_answer_that_stands_twice_is_named_in_both_places(tmp_path: Path) -> None:
    one, two = text_file(tmp_path, LONG), text_file(tmp_path, LONG, "b.csv")
    with pytest.raises(RowsError, match=r"b\.csv, row 2.*row 2 of .*a\.csv") as caught:
        read_answers([one, two])
    assert len(caught.value.errors) == 2


def test_a_missing_column_names_what_was_found_and_the_option(tmp_path: Path) -> None:
    path = text_file(tmp_path, "ID;svar\n1;a\n")
    with pytest.raises(ColumnError, match=r"found ID, svar.*--text-column"):
        read_answers([path])
    for wave in (None, ""):
        with pytest.raises(ColumnError, match="--wave"):
            read_answers([path], Columns(text="svar", wave_value=wave))
    with pytest.raises(ColumnError, match="no column q2"):
        read_answers([path], Columns(text_columns=("svar", "q2"), wave_value="1"))
    with pytest.raises(ColumnError, match=r"no column text.*--text-columns"):
        read_answers([path], Columns(text_columns=("q1", "q2"), wave_value="1"))


def _merged(path: Path) -> None:
    book = Workbook()
    sheet = book.create_sheet(index=0)
    sheet.append(["respondent", "wave", "text", "x"])
    sheet.merge_cells("C1:D1")
    sheet.append([1, 2021, "a", "b"])
    book.save(path)


def _torn(path: Path) -> None:
    """A workbook whose sheet ends in the middle."""
    book = Workbook()
    book.create_sheet(index=0).append(["respondent", "wave", "text"])
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content[:300] if "sheet1" in name else content)


def _torn_parquet(path: Path) -> None:
    pd.DataFrame({"text": [f"{i}" for i in range(100)]}).to_parquet(path)
    content = bytearray(path.read_bytes())
    content[20:120] = b"\xff" * 100
    path.write_bytes(content)


def _formula(path: Path) -> None:
    """Formulas: an empty text that Excel worked out, and one that nobody has worked out."""
    book = Workbook()
    sheet = book.create_sheet(index=0)
    for row in (["respondent", "wave", "text"], [1, 2021, '=""'], [2, 2021, '="a"']):
        sheet.append(row)
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(b'<c r="C2">', b'<c r="C2" t="str">'))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "write", "message"),
    [
        ("gone.csv", lambda _: None, "does not exist"),
        ("folder.csv", lambda path: path.mkdir(), "is a folder"),
        ("empty.csv", lambda path: path.touch(), "is empty"),
        ("header.csv", lambda path: path.write_text("a;b\n"), "no rows"),
        ("zip.csv", lambda path: path.write_bytes(b"PK\x03\x04..."), "Excel workbook"),
        ("text.xlsx", lambda path: path.write_text("a;b"), "not a workbook"),
        ("text.parquet", lambda path: path.write_text("a;b"), "not a Parquet file"),
        ("text.sav", lambda path: path.write_text("a;b"), "not an SPSS file"),
        ("text.doc", lambda path: path.write_text("a;b"), "ending"),
        ("bytes.csv", lambda path: path.write_bytes(b"id;text\n1;ab\x81\x8d\n"), "byte 13"),
        ("open.csv", lambda path: path.write_text('a;b\n1;"x\n'), "quotation mark"),
        ("ragged.csv", lambda path: path.write_text("a;b\n1;2;3\n"), "row 2: has 3 cells"),
        ("short.csv", lambda path: path.write_text("a;b\n1\n"), "row 2: has 1 cells"),
        ("twice.csv", lambda path: path.write_text("Text;TEXT\nja;nei\n"), "different letters"),
        ("two.csv", lambda path: path.write_text("text;text\nja;nei\n"), "text is there twice"),
        ("x" * 300 + ".csv", lambda _: None, "file name too long"),
        ("merged.xlsx", _merged, "merged cells"),
        ("blank.xlsx", lambda path: Workbook().save(path), "no sheet with a header"),
        ("torn.xlsx", _torn, "not a workbook"),
        ("formula.xlsx", _formula, "row 3, column C: holds a formula without its value"),
        ("torn.parquet", _torn_parquet, "not a Parquet file"),
        (
            "twice.jsonl",
            lambda path: path.write_text('{"text": "a", "text": "b"}\n'),
            "row 1: names a key twice",
        ),
        ("deep.jsonl", lambda path: path.write_text("[" * 100_000), "row 1: is not a JSON"),
        (
            "list.jsonl",
            lambda path: path.write_text('{"wave": 1, "text": ["a"]}'),
            "row 1, column text: is not a text",
        ),
        (
            "bad.jsonl",
            lambda path: path.write_text('{"a": 1}\n[1]\n{\n'),
            "rows 2–3: is not a JSON",
        ),
        (
            "half.jsonl",
            lambda path: path.write_text('{"text": "\\ud800", "wave": 1}'),
            "row 1: is not a JSON",
        ),
    ],
)
def test_bad_files_are_told_in_one_message(
    tmp_path: Path, name: str, write: Callable[[Path], None], message: str
) -> None:
    write(tmp_path / name)
    with pytest.raises(TextminingError, match=message):
        read_answers([tmp_path / name])


@pytest.mark.parametrize("error", ["#N/A", "#NAVN?", "#VERDI!", "#REF!"])
def test_errors_that_a_spreadsheet_wrote_as_text_are_no_answers(tmp_path: Path, error: str) -> None:
    path = text_file(tmp_path, f"respondent;wave;text\n1;2021;a\n2;2021;{error}\n")
    with pytest.raises(RowsError, match="row 3, column text: holds an error of a spreadsheet"):
        read_answers([path])


def test_a_word_where_a_code_should_be_is_not_quoted(tmp_path: Path) -> None:
    path = text_file(tmp_path, "respondent;wave;text;themes\n1;2021;a;hemmelig\n2;2021;b;nva\n")
    with pytest.raises(RowsError) as caught:
        read_answers([path], codebook=BOOK)
    assert "hemmelig" not in str(caught.value)
    assert "row 3, column themes: holds a code the codebook lacks (nearest: nav)" in str(
        caught.value
    )


def test_a_file_without_a_header_is_told_without_its_answers(tmp_path: Path) -> None:
    with pytest.raises(ColumnError) as caught:
        read_answers([text_file(tmp_path, f"2021-001;2021;{PRIVATE};gir oss ikke\n2;2021;b;c\n")])
    assert "found column 1, column 2, column 3, column 4" in str(caught.value)


def test_a_column_with_two_names_is_refused_and_not_read_as_the_last(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("ID;A\n1;hei\n")
    settings = {
        "columns": {"respondent": "ID"},
        "questions": {"q1": {"column": "A"}, "q2": {"column": "a"}},
        "wave": "2021",
    }
    with pytest.raises(ColumnError, match="the column A is to be called both q1 and q2"):
        read_answers([path], columns_from(settings, path))


def test_no_answers_at_all_are_read_from_an_empty_frame() -> None:
    frame = pd.DataFrame({"respondent": [], "wave": [], "text": []})
    assert len(answers_from(frame)) == 0
