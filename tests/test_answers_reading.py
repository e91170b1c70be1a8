import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from openpyxl import Workbook

from textmining.answers import (
    Columns,
    read_answers,
    read_decisions,
    read_settings,
    read_with_notes,
    write_table,
)
from textmining.codebook import Codebook, Theme
from textmining.errors import ColumnError, FileError, RowsError, TextminingError
from textmining.files import Kind

PRIVATE = "Hemmelig svar om NAV"
BOOK = Codebook("b", "1", (Theme("nav", "NAV", number=1), Theme("bolig", "Bolig", number=2)))
LONG = "respondent;wave;question;text;themes;role\n1;2021;q;Mer NAV;nav;leder\n2;2021;q;;;leder\n"


def _file(folder: Path, content: str, name: str = "a.csv", encoding: str = "utf-8") -> Path:
    (folder / name).write_text(content, encoding=encoding, newline="")
    return folder / name


def test_a_long_file(tmp_path: Path) -> None:
    answers = read_answers([_file(tmp_path, LONG)], codebook=BOOK)
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
    answers = read_answers([_file(tmp_path, quoted, encoding=encoding)])
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
    answers = read_answers([_file(tmp_path, content)])
    assert answers["text"].tolist() == ["a", "b"]
    assert answers.columns.tolist() == ["respondent", "wave", "question", "text", "themes"]


def test_commas_in_a_header_do_not_cut_the_columns(tmp_path: Path) -> None:
    question = "Hva, om noe, er bra, eller dårlig?"
    path = _file(tmp_path, f"respondent;wave;{question}\n1;2021;bra, og nei\n")
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
    path = _file(
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
    path = _file(tmp_path, "respondent;wave;q1;question;question_in\n1;2021;a;x;y\n")
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
    path = _file(tmp_path, f"respondent;wave;text;{header}\n1;2021;a;{row}\n")
    assert read_answers([path], codebook=BOOK)["themes"].tolist() == [themes]


def test_a_slip_in_columns_called_by_numbers_is_told(tmp_path: Path) -> None:
    path = _file(tmp_path, "respondent;wave;text;1;2\n1;2021;a;1;0\n2;2021;b;;3\n")
    with pytest.raises(RowsError, match="row 3, column 2: must hold 0, 1 or nothing"):
        read_answers([path], codebook=BOOK)


def test_a_background_column_called_like_a_code_is_no_code(tmp_path: Path) -> None:
    book = Codebook("b", "1", tuple(Theme(code, code) for code in ("nav", "bolig", "alder")))
    path = _file(tmp_path, "respondent;wave;text;alder\n1;2021;a;37\n")
    answers = read_answers([path], codebook=book)
    assert answers["themes"].tolist() == [None]
    assert answers["alder"].tolist() == [37]


def test_machine_codes_never_count_as_human(tmp_path: Path) -> None:
    header = "respondent;wave;text;themes;model;codebook_version"
    path = _file(tmp_path, f"{header}\n1;2021;a;gone;m;1\n")
    assert read_answers([path], codebook=BOOK)["themes"].tolist() == [None]


def test_missing_columns_get_what_the_contract_says(tmp_path: Path) -> None:
    answers = read_answers([_file(tmp_path, "text\na\nb\n")], Columns(wave_value="2021"))
    assert answers["respondent"].tolist() == ["1", "2"]
    assert set(answers["wave"]) == {"2021"}
    assert set(answers["question"]) == {"answer"}


def test_background_keeps_out_of_the_way_and_pii_is_left_behind(tmp_path: Path) -> None:
    names, cells = "order_in;order;weight;knr;pii", "x;z;1,5;0301;Kari"
    path = _file(tmp_path, f"respondent;wave;text;{names}\n1;2021;a;{cells}\n")
    answers = read_answers([path], codebook=BOOK)
    assert answers.columns.tolist()[5:] == ["order_in", "order_in_in", "weight", "knr"]
    assert answers["weight"].tolist() == [1.5]
    assert answers["knr"].tolist() == ["0301"]


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


@pytest.mark.parametrize("labels", [{0.0: "Nei", 1.0: "Ja"}, {0.0: "Ikke nevnt", 1.0: "NAV"}])
def test_0_and_1_with_value_labels(tmp_path: Path, labels: dict[float, str]) -> None:
    path = _sav(tmp_path, {"nav": [1.0, None], "bolig": [0.0, None]}, labels)
    assert read_answers([path], codebook=BOOK)["themes"].tolist() == [("nav",), None]


def test_a_bad_code_is_told_with_the_column_it_stands_in(tmp_path: Path) -> None:
    path = _file(
        tmp_path, "respondent;wave;text;theme_1;theme_2\n1;2021;a;nav;feil\n2;2021;b;7;8\n"
    )
    with pytest.raises(RowsError, match="a code the codebook lacks") as caught:
        read_answers([path], codebook=BOOK)
    assert [(e.row, e.column) for e in caught.value.errors] == [
        (2, "theme_2"), (3, "theme_1"), (3, "theme_2"),
    ]  # fmt: skip
    path = _file(tmp_path, "respondent;wave;q1;q2;nav;bolig\n1;2021;a;b;0;7\n")
    with pytest.raises(RowsError, match="column bolig: must hold 0, 1 or nothing") as caught:
        read_answers([path], Columns(text_columns=("q1", "q2")), BOOK)
    assert len(caught.value.errors) == 1


def test_all_bad_rows_come_at_once_with_file_row_and_column(tmp_path: Path) -> None:
    path = _file(
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
    one, two = _file(tmp_path, LONG), _file(tmp_path, LONG, "b.csv")
    with pytest.raises(RowsError, match=r"b\.csv, row 2.*row 2 of .*a\.csv") as caught:
        read_answers([one, two])
    assert len(caught.value.errors) == 2


def test_a_missing_column_names_what_was_found_and_the_option(tmp_path: Path) -> None:
    path = _file(tmp_path, "ID;svar\n1;a\n")
    with pytest.raises(ColumnError, match=r"found ID, svar.*--text-column"):
        read_answers([path])
    for wave in (None, ""):
        with pytest.raises(ColumnError, match="--wave"):
            read_answers([path], Columns(text="svar", wave_value=wave))
    with pytest.raises(ColumnError, match="no column q2"):
        read_answers([path], Columns(text_columns=("svar", "q2"), wave_value="1"))
    with pytest.raises(ColumnError, match=r"no column text.*--text-columns"):
        read_answers([path], Columns(text_columns=("q1", "q2"), wave_value="1"))


def test_settings_for_wide_files_do_not_stop_a_long_one(tmp_path: Path) -> None:
    answers = read_answers([_file(tmp_path, LONG)], Columns(text_columns=("imdi",)))
    assert answers["question"].tolist() == ["q", "q"]


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
        ("twice.csv", lambda path: path.write_text("a;a\n1;2\n"), "there twice"),
        ("x" * 300 + ".csv", lambda _: None, "file name too long"),
        ("merged.xlsx", _merged, "merged cells"),
        ("blank.xlsx", lambda path: Workbook().save(path), "no sheet with a header"),
        ("torn.xlsx", _torn, "not a workbook"),
        ("formula.xlsx", _formula, "row 3, column C: holds a formula without its value"),
        ("torn.parquet", _torn_parquet, "not a Parquet file"),
        ("deep.jsonl", lambda path: path.write_text("[" * 100_000), "row 1: is not a JSON"),
        (
            "list.jsonl",
            lambda path: path.write_text('{"wave": 1, "text": ["a"]}'),
            "row 1, column text: is not a text",
        ),
        ("bad.jsonl", lambda path: path.write_text('{"a": 1}\n[1]\n{\n'), "row 3: is not a JSON"),
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


def test_decisions_need_no_text_and_leave_out_what_is_not_coded(tmp_path: Path) -> None:
    path = _file(tmp_path, "respondent;wave;question;themes\n1;2021;q;2\n2;2021;q;\n")
    decisions = read_decisions(path, codebook=BOOK)
    assert decisions.to_numpy().tolist() == [["1", "2021", "q", ("bolig",)]]


def test_settings_say_what_columns_are_called_and_options_win(tmp_path: Path) -> None:
    path = _file(tmp_path, 'wave = 2021\ntext_columns = ["q1"]\n[columns]\nrespondent = "ID"\n')
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
            read_settings(_file(tmp_path, content, "b.toml"))
    with pytest.raises(FileError, match="TOML"):
        read_settings(_file(tmp_path, "a", "c.toml"))


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
    path = _file(tmp_path, f"\ufeff{header}\nA1;2021;bra\n")
    answers, notes = read_with_notes([path])
    assert answers[["respondent", "wave", "text"]].to_numpy().tolist() == [["A1", "2021", "bra"]]
    assert not notes


def test_two_columns_that_differ_in_case_only_are_not_told_apart_by_chance(tmp_path: Path) -> None:
    row = "\nA1;B1;2021;bra\n"
    path = _file(tmp_path, f"respondent;Respondent;wave;text{row}")
    assert read_answers([path])["respondent"].tolist() == ["A1"]
    with pytest.raises(ColumnError, match="twice, in different letters"):
        read_answers([_file(tmp_path, f"RESPONDENT;Respondent;wave;text{row}")])


def test_a_question_is_called_as_it_is_asked_for(tmp_path: Path) -> None:
    path = _file(tmp_path, "ID;Q1;Themes_Q1;Text\nA1;bra;nav;x\n")
    answers = read_answers([path], Columns(respondent="id", text_columns=("q1",), wave_value="1"))
    row = answers[["respondent", "question", "text", "Text"]].iloc[0]
    assert row.tolist() == ["A1", "q1", "bra", "x"]
    assert answers["themes"].tolist() == [("nav",)]


def test_ids_that_are_row_numbers_are_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = _file(tmp_path, "ID;wave;text\nA1;2021;bra\n")
    read_answers([path])
    assert "the rows' numbers are the respondents' ids" in caplog.text
    assert "--respondent-column" in caplog.text
    _, (note,) = read_with_notes([path])
    assert note.kind is Kind.NUMBERED
    assert read_with_notes([path], Columns(respondent="ID"))[1] == []


@pytest.mark.parametrize("gap", ["", "NA", "NaN", "<NA>"])
def test_what_pandas_and_r_write_where_a_column_has_gaps(tmp_path: Path, gap: str) -> None:
    rows = f"7.0,2021.0,a,1.0,0.0,2.0\n8.0,2021.0,{gap},{gap},{gap},{gap}\n"
    path = _file(tmp_path, f"respondent,wave,text,nav,bolig,alder\n{rows}")
    answers, notes = read_with_notes([path], codebook=BOOK)
    assert answers[["respondent", "wave", "text"]].to_numpy().tolist() == [
        ["7", "2021", "a"], ["8", "2021", ""],
    ]  # fmt: skip
    assert answers["themes"].tolist() == [("nav",), None]
    assert answers["alder"].isna().tolist() == [False, True]
    assert [note.kind for note in notes] == ([Kind.MISSING] if gap else [])
    path = _file(
        tmp_path, f"respondent,wave,text,theme_1,theme_2\n7,2021,a,1.0,2.0\n8,2021,b,{gap},\n"
    )
    assert read_answers([path], codebook=BOOK)["themes"].tolist() == [("nav", "bolig"), None]


def test_whole_numbers_are_not_made_of_what_only_looks_like_them(tmp_path: Path) -> None:
    rows = "1.0;2021;2.0;0301;1e+05\n1.1;2021;3.0;1.0;2\n"
    path = _file(tmp_path, f"respondent;wave;text;knr;inntekt\n{rows}")
    answers = read_answers([path])
    assert answers["respondent"].tolist() == ["1.0", "1.1"]
    assert answers["text"].tolist() == ["2.0", "3.0"]
    assert answers["knr"].tolist() == ["0301", "1.0"]
    assert answers["inntekt"].tolist() == [100_000, 2]


def test_na_may_be_a_code(tmp_path: Path) -> None:
    book = Codebook("b", "1", (Theme("NA", "Nasjonalt"), Theme("nav", "NAV")))
    path = _file(tmp_path, "respondent;wave;text;themes\n1;2021;a;NA\n")
    assert read_answers([path], codebook=book)["themes"].tolist() == [("NA",)]


@pytest.mark.parametrize(("yes", "no"), [("SANN", "USANN"), ("TRUE", "FALSE"), ("1,0", "0,0")])
@pytest.mark.parametrize("names", ["nav;bolig", "NAV;Bolig"])
def test_truth_as_programs_write_it(tmp_path: Path, yes: str, no: str, names: str) -> None:
    path = _file(tmp_path, f"respondent;wave;text;{names}\n1;2021;a;{yes};{no}\n")
    assert read_answers([path], codebook=BOOK)["themes"].tolist() == [("nav",)]


@pytest.mark.parametrize("error", ["#N/A", "#NAVN?", "#VERDI!", "#REF!"])
def test_errors_that_a_spreadsheet_wrote_as_text_are_no_answers(tmp_path: Path, error: str) -> None:
    path = _file(tmp_path, f"respondent;wave;text\n1;2021;a\n2;2021;{error}\n")
    with pytest.raises(RowsError, match="row 3, column text: holds an error of a spreadsheet"):
        read_answers([path])


def test_tasks_that_a_coder_rejected_are_not_coded(tmp_path: Path) -> None:
    rows = [("a", "accept"), ("b", "reject"), ("c", "ignore")]
    lines = [
        f'{{"text": "{text}", "themes": ["nav"], "wave": 1, "answer": "{said}"}}'
        for text, said in rows
    ]
    answers, notes = read_with_notes([_file(tmp_path, "\n".join(lines), "a.jsonl")], codebook=BOOK)
    assert answers["themes"].tolist() == [("nav",), None, None]
    assert [note.kind for note in notes] == [Kind.REJECTED, Kind.NUMBERED]


def test_a_word_where_a_code_should_be_is_not_quoted(tmp_path: Path) -> None:
    path = _file(tmp_path, "respondent;wave;text;themes\n1;2021;a;hemmelig\n2;2021;b;nva\n")
    with pytest.raises(RowsError) as caught:
        read_answers([path], codebook=BOOK)
    assert "hemmelig" not in str(caught.value)
    assert "row 3, column themes: holds a code the codebook lacks (nearest: nav)" in str(
        caught.value
    )


def test_a_file_without_a_header_is_told_without_its_answers(tmp_path: Path) -> None:
    with pytest.raises(ColumnError) as caught:
        read_answers([_file(tmp_path, f"2021-001;2021;{PRIVATE};gir oss ikke\n2;2021;b;c\n")])
    assert "found column 1, column 2, column 3, column 4" in str(caught.value)
