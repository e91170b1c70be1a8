"""Codes in answer files, however people and programs write them."""

from pathlib import Path

import pytest

from tests.answer_file import BOOK, text_file
from textmining.answers import Columns, read_answers, read_with_notes
from textmining.codebook import Codebook, Theme
from textmining.errors import RowsError
from textmining.files import NoteKind


def test_na_may_be_a_code(tmp_path: Path) -> None:
    book = Codebook("b", "1", (Theme("NA", "Nasjonalt"), Theme("nav", "NAV")))
    path = text_file(tmp_path, "respondent;wave;text;themes\n1;2021;a;NA\n")
    assert read_answers([path], codebook=book)["themes"].tolist() == [("NA",)]


@pytest.mark.parametrize(("yes", "no"), [("SANN", "USANN"), ("TRUE", "FALSE"), ("1,0", "0,0")])
@pytest.mark.parametrize("names", ["nav;bolig", "NAV;Bolig"])
def test_truth_as_programs_write_it(tmp_path: Path, yes: str, no: str, names: str) -> None:
    path = text_file(tmp_path, f"respondent;wave;text;{names}\n1;2021;a;{yes};{no}\n")
    assert read_answers([path], codebook=BOOK)["themes"].tolist() == [("nav",)]


def test_tasks_that_a_coder_rejected_are_not_coded(tmp_path: Path) -> None:
    rows = [("a", "accept"), ("b", "reject"), ("c", "ignore")]
    lines = [
        f'{{"text": "{text}", "themes": ["nav"], "wave": 1, "answer": "{said}"}}'
        for text, said in rows
    ]
    answers, notes = read_with_notes(
        [text_file(tmp_path, "\n".join(lines), "a.jsonl")], codebook=BOOK
    )
    assert answers["themes"].tolist() == [("nav",), None, None]
    assert [note.kind for note in notes] == [NoteKind.REJECTED, NoteKind.NUMBERED]


@pytest.mark.parametrize(
    "marks", [("1", "0", "0"), ("x", "", ""), ("Ja", "nei", "Nei"), ("SANN", "USANN", "USANN")]
)
@pytest.mark.parametrize("names", ["nav,tolk,bolig", "Samarbeid med NAV,TOLK,Bolig og areal"])
def test_ticks_are_codes_under_codes_and_under_labels(
    tmp_path: Path, names: str, marks: tuple[str, ...]
) -> None:
    labels = {"nav": "Samarbeid med NAV", "tolk": "Tolk", "bolig": "Bolig og areal"}
    book = Codebook("b", "1", tuple(Theme(code, label) for code, label in labels.items()))
    path = tmp_path / "a.csv"
    path.write_text(f"respondent,text,{names}\nr1,svar,{','.join(marks)}\n", encoding="utf-8")
    answers = read_answers([path], Columns(wave_value="2021"), book)
    assert answers["themes"].tolist() == [("nav",)]
    assert {*answers.columns} == {"respondent", "wave", "question", "text", "themes"}


def test_columns_that_may_be_codes_are_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    book = Codebook("b", "1", (Theme("1", "NAV"), Theme("2", "Bolig")))
    path = tmp_path / "a.csv"
    path.write_text("respondent,text,Kode 1,Kode 2\nr1,svar,1,2\n", encoding="utf-8")
    answers = read_answers([path], Columns(wave_value="2021"), book)
    assert answers["themes"].tolist() == [None]
    (told,) = caplog.messages
    assert "Kode 1, Kode 2 may hold codes" in told
    path.write_text("respondent,text,theme_1,theme_2\nr1,svar,1,2\n", encoding="utf-8")
    answers = read_answers([path], Columns(wave_value="2021"), book)
    assert answers["themes"].tolist() == [("1", "2")]
    assert len(caplog.messages) == 1


@pytest.mark.parametrize(
    ("cell", "themes"),
    [
        ("NAV;bolig", ("nav", "bolig")),
        ("Nav ; BOLIG", ("nav", "bolig")),
        ("nav, bolig", ("nav", "bolig")),
        ("bolig|1", ("nav", "bolig")),
        ("1, 2", ("nav", "bolig")),
        ("1,2", ("nav", "bolig")),
        ("Mer av alt, og bolig", ("mer",)),
    ],
)
def test_codes_are_known_as_people_write_them(
    tmp_path: Path, cell: str, themes: tuple[str, ...]
) -> None:
    book = Codebook(
        "b",
        "1",
        (
            Theme("nav", "NAV", number=1),
            Theme("bolig", "Bolig og bosted", number=2),
            Theme("mer", "Mer av alt, og bolig", number=3),
        ),
    )
    path = text_file(tmp_path, f"respondent;wave;text;themes\n1;2021;a;{quoted(cell)}\n")
    assert read_answers([path], codebook=book)["themes"].tolist() == [themes]


def quoted(cell: str) -> str:
    return f'"{cell}"'


@pytest.mark.parametrize("cell", ["nav, skole", "Felles", "na"])
def test_what_may_mean_two_codes_or_none_is_refused(tmp_path: Path, cell: str) -> None:
    book = Codebook("b", "1", (Theme("nav", "Felles"), Theme("bolig", "felles")))
    path = text_file(tmp_path, f"respondent;wave;text;themes\n1;2021;a;{quoted(cell)}\n")
    with pytest.raises(RowsError, match="a code the codebook lacks"):
        read_answers([path], codebook=book)
