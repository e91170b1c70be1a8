import datetime as dt
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from openpyxl import Workbook

from tests.answer_file import BOOK, LONG, text_file
from textmining.answers import (
    Columns,
    read_answers,
    read_decisions,
    read_settings,
    read_with_notes,
    write_table,
)
from textmining.codebook import Codebook, Theme
from textmining.errors import ColumnError, FileError, TextminingError
from textmining.files import NoteKind


def test_a_long_file(tmp_path: Path) -> None:
    answers = read_answers([text_file(tmp_path, LONG)], codebook=BOOK)
    assert answers["respondent"].tolist() == ["1", "2"]
    assert answers["text"].tolist() == ["Mer NAV", ""]
    assert answers["themes"].tolist() == [("nav",), None]
    assert answers.columns.tolist()[-1] == "role"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    content = "respondent;wave;text\n1;2021;Større bolig på øya – «nå»\n2;2021;ja, og nei\n"
    quoted = content.replace("ja, og nei", '"ja, og nei"').replace(";", delimiter)
    answers = read_answers([text_file(tmp_path, quoted, encoding=encoding)])
    assert answers["text"].tolist() == ["Større bolig på øya – «nå»", "ja, og nei"]


@pytest.mark.parametrize(
    "content",
    [
        "respondent;wave;text;;\n1;2021;a;;\n2;2021;b\n",
        "respondent;wave;text\n1;2021;a;;\n2;2021;b\n",
        "sep=;\nrespondent;wave;text\n1;2021;a\n2;2021;b\n",
        "respondent;wave;text\r1;2021;a\r\r2;2021;b\r",
        '\n;;\n" respondent";wave;text\n1;2021;a\n2;2021;"b"\n;;\n',
    ],
)
def test_what_vendors_leave_around_a_table(tmp_path: Path, content: str) -> None:
    answers = read_answers([text_file(tmp_path, content)])
    assert answers["text"].tolist() == ["a", "b"]
    assert answers.columns.tolist() == ["respondent", "wave", "question", "text", "themes"]


def test_commas_in_a_header_do_not_cut_the_columns(tmp_path: Path) -> None:
    question = "Hva, om noe, er bra, eller dårlig?"
    path = text_file(tmp_path, f"respondent;wave;{question}\n1;2021;bra, og nei\n")
    assert read_answers([path], Columns(text=question))["text"].tolist() == ["bra, og nei"]


def test_the_sheet_of_a_workbook_that_is_shown_and_has_rows(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["Undersøkelsen 2021"])
    hidden, shown = book.create_sheet("liste"), book.create_sheet("svar")
    for sheet in (hidden, shown):
        sheet.append(["respondent", "wave", "text", "share"])
        sheet.append([7.0, dt.date(2021, 1, 1), sheet.title, 0.5])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    row = read_answers([tmp_path / "a.xlsx"]).iloc[0]
    assert row.drop("themes").tolist() == ["7", "2021-01-01", "answer", "svar", 0.5]


def test_half_a_surrogate_pair_in_a_workbook_is_plain_text(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["wave", "text"], [2021, "_xD83D_ nå _x0041_"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "a.xlsx")
    assert read_answers([tmp_path / "a.xlsx"])["text"].tolist() == ["_xD83D_ nå A"]


def test_a_wide_file_keeps_the_order_of_rows_and_questions(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "ID;imdi;bosetting;themes_bosetting;role;text\nx;A;B;2;leder;m\ny;;D;;rådgiver;n\n",
    )
    questions = ("imdi", "bosetting", "imdi")
    columns = Columns(respondent="ID", text_columns=questions, wave_value="2021")
    answers = read_answers([path], columns, BOOK)
    assert answers["respondent"].tolist() == ["x", "x", "y", "y"]
    assert answers["question"].tolist() == ["imdi", "bosetting", "imdi", "bosetting"]
    assert answers["text"].tolist() == ["A", "B", "", "D"]
    assert answers["themes"].tolist() == [None, ("bolig",), None, None]
    assert answers["role"].tolist() == ["leder", "leder", "rådgiver", "rådgiver"]
    assert answers["text_in"].tolist() == ["m", "m", "n", "n"]


def test_columns_of_a_wide_file_may_be_called_like_those_of_a_long_one(tmp_path: Path) -> None:
    path = text_file(tmp_path, "respondent;wave;q1;question;question_in\n1;2021;a;x;y\n")
    answers = read_answers([path], Columns(text_columns=("q1",)))
    assert answers[["question", "question_in", "question_in_in"]].to_numpy().tolist() == [
        ["q1", "x", "y"]
    ]


@pytest.mark.parametrize(
    ("header", "row", "themes"),
    [
        ("themes", '"bolig; nav"', ("nav", "bolig")),
        ("themes", '"2;1"', ("nav", "bolig")),
        ("nav;bolig", "1;0", ("nav",)),
        ("nav;bolig", ";", None),
        ("nav;bolig", "0;0", ()),
        ("theme_1;theme_2", "bolig;1", ("nav", "bolig")),
        ("theme_1;theme_2", ";", None),
        ("1;2", "0;1", ("bolig",)),
        ("1;2", "0;", ()),
        ("1;2", "5;37", None),
    ],
)
def test_every_shape_of_human_codes(
    tmp_path: Path, header: str, row: str, themes: tuple[str, ...] | None
) -> None:
    path = text_file(tmp_path, f"respondent;wave;text;{header}\n1;2021;a;{row}\n")
    assert read_answers([path], codebook=BOOK)["themes"].tolist() == [themes]


def test_a_background_column_called_like_a_code_is_no_code(tmp_path: Path) -> None:
    book = Codebook("b", "1", tuple(Theme(code, code) for code in ("nav", "bolig", "alder")))
    path = text_file(tmp_path, "respondent;wave;text;alder\n1;2021;a;37\n")
    answers = read_answers([path], codebook=book)
    assert answers["themes"].tolist() == [None]
    assert answers["alder"].tolist() == [37]


def test_machine_codes_never_count_as_human(tmp_path: Path) -> None:
    header = "respondent;wave;text;themes;model;codebook_version"
    path = text_file(tmp_path, f"{header}\n1;2021;a;gone;m;1\n")
    assert read_answers([path], codebook=BOOK)["themes"].tolist() == [None]


def test_missing_columns_get_what_the_contract_says(tmp_path: Path) -> None:
    answers = read_answers([text_file(tmp_path, "text\na\nb\n")], Columns(wave_value="2021"))
    assert answers["respondent"].tolist() == ["1", "2"]
    assert set(answers["wave"]) == {"2021"}
    assert set(answers["question"]) == {"answer"}


def test_background_keeps_out_of_the_way_and_pii_is_left_behind(tmp_path: Path) -> None:
    names, cells = "order_in;order;weight;knr;pii", "x;z;1,5;0301;Kari"
    path = text_file(tmp_path, f"respondent;wave;text;{names}\n1;2021;a;{cells}\n")
    answers = read_answers([path], codebook=BOOK)
    assert answers.columns.tolist()[5:] == ["order_in", "order_in_in", "weight", "knr"]
    assert answers["weight"].tolist() == [1.5]
    assert answers["knr"].tolist() == ["0301"]


@pytest.mark.slow
def test_ids_are_compared_as_text(tmp_path: Path) -> None:
    frame = pd.DataFrame({"respondent": [1.0, 2.0], "wave": [2021, 2021], "text": ["a", "b"]})
    pyreadstat.write_sav(frame, tmp_path / "a.sav")
    frame.to_parquet(tmp_path / "a.parquet")
    frame.to_excel(tmp_path / "a.xlsx", index=False)
    for name in ("a.sav", "a.parquet", "a.xlsx"):
        answers = read_answers([tmp_path / name])
        assert answers[["respondent", "wave"]].to_numpy().tolist() == [["1", "2021"], ["2", "2021"]]


def test_value_labels_of_spss_are_kept(tmp_path: Path) -> None:
    frame = pd.DataFrame({"wave": [2021.0], "text": ["a"], "role": [2.0], "themes": ["1;2"]})
    labels = {"role": {1.0: "leder", 2.0: "rådgiver"}}
    pyreadstat.write_sav(frame, tmp_path / "a.sav", variable_value_labels=labels)
    answers = read_answers([tmp_path / "a.sav"], codebook=BOOK)
    assert answers["role"].tolist() == ["rådgiver"]
    assert answers["themes"].tolist() == [("nav", "bolig")]


def _sav(folder: Path, codes: dict[str, list[float | None]], labels: dict[float, str]) -> Path:
    """Answers in SPSS whose codes have value labels."""
    frame = pd.DataFrame({"wave": [2021.0, 2021.0], "text": ["a", "b"], **codes})
    pyreadstat.write_sav(
        frame, folder / "a.sav", variable_value_labels=dict.fromkeys(codes, labels)
    )
    return folder / "a.sav"


@pytest.mark.slow
@pytest.mark.parametrize(
    "labels",
    [
        {1.0: "NAV", 2.0: "Bolig"},
        {1.0: "Om NAV og ytelser", 2.0: "Om bolig"},
        {2.0: "nav", 1.0: "bolig"},  # the file's own numbers: labels say what they mean
    ],
)
def test_codes_with_value_labels(tmp_path: Path, labels: dict[float, str]) -> None:
    nav, bolig = (2.0, 1.0) if labels[1.0] == "bolig" else (1.0, 2.0)
    path = _sav(tmp_path, {"theme_1": [nav, bolig], "theme_2": [None, nav]}, labels)
    assert read_answers([path], codebook=BOOK)["themes"].tolist() == [("nav",), ("nav", "bolig")]


@pytest.mark.slow
@pytest.mark.parametrize("labels", [{0.0: "Nei", 1.0: "Ja"}, {0.0: "Ikke nevnt", 1.0: "NAV"}])
def test_0_and_1_with_value_labels(tmp_path: Path, labels: dict[float, str]) -> None:
    path = _sav(tmp_path, {"nav": [1.0, None], "bolig": [0.0, None]}, labels)
    assert read_answers([path], codebook=BOOK)["themes"].tolist() == [("nav",), None]


def test_settings_for_wide_files_do_not_stop_a_long_one(tmp_path: Path) -> None:
    answers = read_answers([text_file(tmp_path, LONG)], Columns(text_columns=("imdi",)))
    assert answers["question"].tolist() == ["q", "q"]


def test_decisions_need_no_text_and_leave_out_what_is_not_coded(tmp_path: Path) -> None:
    path = text_file(tmp_path, "respondent;wave;question;themes\n1;2021;q;2\n2;2021;q;\n")
    decisions = read_decisions(path, codebook=BOOK)
    assert decisions.to_numpy().tolist() == [["1", "2021", "q", ("bolig",)]]


def test_settings_say_what_columns_are_called_and_options_win(tmp_path: Path) -> None:
    path = text_file(tmp_path, 'wave = 2021\ntext_columns = ["q1"]\n[columns]\nrespondent = "ID"\n')
    settings = read_settings(path)
    assert settings == Columns(respondent="ID", text_columns=("q1",), wave_value="2021")
    assert Columns(respondent="nr").over(settings).respondent == "nr"
    for content, message in [
        ("a = 1", "unknown setting a"),
        ("[columns]\ntext = 1", "quotation"),
        ("columns = 1", "must be a table"),
        ('wave = ""', "wave must say which wave the files are of"),
        ("wave = [2021]", "wave must say which wave the files are of"),
    ]:
        with pytest.raises(TextminingError, match=message):
            read_settings(text_file(tmp_path, content, "b.toml"))
    with pytest.raises(FileError, match="TOML"):
        read_settings(text_file(tmp_path, "a", "c.toml"))


def test_awkward_answers_go_through(tmp_path: Path) -> None:
    texts = ["x" * 1_000_000, "😀" * 50, "a\0b", "\u05e9\u05dc\u05d5\u05dd", "nei", "=1+1", "'nei"]
    frame = pd.DataFrame({"respondent": range(7), "wave": "2021", "text": texts})
    for name in ("a.csv", "a.jsonl", "a.parquet"):
        write_table(frame, tmp_path / name)
        assert read_answers([tmp_path / name])["text"].tolist() == texts


@pytest.mark.parametrize("header", ["Respondent;WAVE;Text", "\ufeffrespondent ; wave;\u200btext"])
def test_columns_are_known_whatever_case_and_hidden_signs_they_have(
    tmp_path: Path, header: str
) -> None:
    path = text_file(tmp_path, f"\ufeff{header}\nA1;2021;bra\n")
    answers, notes = read_with_notes([path])
    assert answers[["respondent", "wave", "text"]].to_numpy().tolist() == [["A1", "2021", "bra"]]
    assert not notes


def test_two_columns_that_differ_in_case_only_are_not_told_apart_by_chance(tmp_path: Path) -> None:
    row = "\nA1;B1;2021;bra\n"
    path = text_file(tmp_path, f"respondent;Respondent;wave;text{row}")
    assert read_answers([path])["respondent"].tolist() == ["A1"]
    with pytest.raises(ColumnError, match="twice, in different letters"):
        read_answers([text_file(tmp_path, f"RESPONDENT;Respondent;wave;text{row}")])


def test_a_question_is_called_as_it_is_asked_for(tmp_path: Path) -> None:
    path = text_file(tmp_path, "ID;Q1;Themes_Q1;Text\nA1;bra;nav;x\n")
    answers = read_answers([path], Columns(respondent="id", text_columns=("q1",), wave_value="1"))
    row = answers[["respondent", "question", "text", "Text"]].iloc[0]
    assert row.tolist() == ["A1", "q1", "bra", "x"]
    assert answers["themes"].tolist() == [("nav",)]


def test_ids_that_are_row_numbers_are_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = text_file(tmp_path, "ID;wave;text\nA1;2021;bra\n")
    read_answers([path])
    assert "the rows' numbers are the respondents' ids" in caplog.text
    assert "--respondent-column" in caplog.text
    _, (note,) = read_with_notes([path])
    assert note.kind is NoteKind.NUMBERED
    assert read_with_notes([path], Columns(respondent="ID"))[1] == []


@pytest.mark.parametrize("gap", ["", "NA", "NaN", "<NA>"])
def test_what_pandas_and_r_write_where_a_column_has_gaps(tmp_path: Path, gap: str) -> None:
    rows = f"7.0,2021.0,a,1.0,0.0,2.0\n8.0,2021.0,{gap},{gap},{gap},{gap}\n"
    path = text_file(tmp_path, f"respondent,wave,text,nav,bolig,alder\n{rows}")
    answers, notes = read_with_notes([path], codebook=BOOK)
    assert answers[["respondent", "wave", "text"]].to_numpy().tolist() == [
        ["7", "2021", "a"], ["8", "2021", ""],
    ]  # fmt: skip
    assert answers["themes"].tolist() == [("nav",), None]
    assert answers["alder"].isna().tolist() == [False, True]
    assert [note.kind for note in notes] == ([NoteKind.MISSING] if gap else [])
    path = text_file(
        tmp_path, f"respondent,wave,text,theme_1,theme_2\n7,2021,a,1.0,2.0\n8,2021,b,{gap},\n"
    )
    assert read_answers([path], codebook=BOOK)["themes"].tolist() == [("nav", "bolig"), None]


def test_whole_numbers_are_not_made_of_what_only_looks_like_them(tmp_path: Path) -> None:
    rows = "1.0;2021;2.0;0301;1e+05\n1.1;2021;3.0;1.0;2\n"
    path = text_file(tmp_path, f"respondent;wave;text;knr;inntekt\n{rows}")
    answers = read_answers([path])
    assert answers["respondent"].tolist() == ["1.0", "1.1"]
    assert answers["text"].tolist() == ["2.0", "3.0"]
    assert answers["knr"].tolist() == ["0301", "1.0"]
    assert answers["inntekt"].tolist() == [100_000, 2]
