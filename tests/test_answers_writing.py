import gc
import json
import resource
import shutil
import signal
import time
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.killing import killed_at, points_of
from textmining.answers import (
    Columns,
    Meta,
    coded_columns,
    meta_path,
    read_answers,
    read_coded,
    reasons_path,
    remove_from_coded,
    write_coded,
    write_table,
)
from textmining.answers.as_meant import SPREADSHEET_ERRORS
from textmining.answers.markup import is_blank
from textmining.codebook import Codebook, Theme
from textmining.errors import CodebookError, ColumnError, FileError, RowsError
from textmining.files import Table, read_table

BOOK = Codebook("b", "1", (Theme("nav", "NAV"), Theme("bolig", "Bolig")))
ENDINGS = [".csv", ".xlsx", ".jsonl", ".parquet", ".sav"]
# Formats differ in what they hold: NUL not in .xlsx and .sav, and .sav drops spaces at the end.
# What a spreadsheet writes where a formula fails is no answer, and refused in all of them; what R
# and pandas write for a missing value is none in .csv.
anything = st.text(st.characters(codec="utf-8"), max_size=30).filter(
    lambda text: text not in {*SPREADSHEET_ERRORS, "NA", "<NA>", "NaN", "nan"}
)
tame = (
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=30)
    .map(str.strip)
    .filter(lambda text: text not in SPREADSHEET_ERRORS)
)


def _answers(texts: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame({"respondent": [f"r{i}" for i in range(len(texts))], "wave": "2021"})
    frame["question"] = "q"
    frame["text"] = texts
    frame["themes"] = pd.Series([("nav", "bolig")] * len(texts), dtype=object)
    return frame


def _coded(codes: tuple[str, ...] = BOOK.codes) -> pd.DataFrame:
    values = {
        "respondent": ["1", "2"], "wave": ["2021", "2021"], "question": ["q", "q"],
        "role": ["leder", "leder"], "weight": [1.5, 2.0], "text": ["Mer NAV", ""],
        "themes": [("nav",), ()], "confidence": [0.9, 1.0], "language": ["nb", ""],
        "review": ["audit", ""], "order": [1, None], "stratum": ["1", ""],
        "inclusion": [0.25, None], "model": ["m", "m"], "codebook_version": ["1", "1"],
        "novel": [1, None],
    } | {name: [0.1, 0.2] for name in (f"p_{code}" for code in codes)}  # fmt: skip
    frame = pd.DataFrame(values)[coded_columns(codes, ["role", "weight"])]
    return frame.astype({"order": "Int64", "novel": "Int64", "inclusion": float})


@pytest.mark.slow
@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
@given(texts=st.lists(anything, min_size=1, max_size=4))
def test_any_text_comes_back_to_the_letter(tmp_path: Path, ending: str, texts: list[str]) -> None:
    write_table(_answers(texts), tmp_path / f"a{ending}")
    answers = read_answers([tmp_path / f"a{ending}"], codebook=BOOK)
    assert answers["text"].tolist() == _visible(texts)
    assert answers["themes"].tolist() == [("nav", "bolig")] * len(texts)


@pytest.mark.slow
@pytest.mark.parametrize("ending", [".xlsx", ".sav"])
@settings(max_examples=15)  # few files with many answers: .sav is read by a process of its own
@given(texts=st.lists(tame, min_size=1, max_size=1) | st.lists(tame, min_size=20, max_size=30))
def test_plain_text_comes_back_from_workbook_and_spss(
    tmp_path: Path, ending: str, texts: list[str]
) -> None:
    write_table(_answers(texts), tmp_path / f"a{ending}")
    assert read_answers([tmp_path / f"a{ending}"])["text"].tolist() == _visible(texts)


def _visible(texts: list[str]) -> list[str]:
    """Signs that nobody sees are no answer."""
    return ["" if text.strip() and is_blank(text) else text for text in texts]


def test_control_characters_come_back_from_a_workbook(tmp_path: Path) -> None:
    texts = ["a\r\nb", "a\rb", "x\x01y", "\x0b", "_xD83D_"]
    write_table(_answers(texts), tmp_path / "a.xlsx")
    assert read_answers([tmp_path / "a.xlsx"])["text"].tolist() == texts


def test_the_same_table_gives_the_same_bytes(tmp_path: Path) -> None:
    for ending in ENDINGS:
        write_table(_coded(), tmp_path / f"a{ending}")
    time.sleep(2.1)  # longer than the resolution of any date in the formats
    for ending in ENDINGS:
        write_table(_coded(), tmp_path / f"b{ending}")
        assert (tmp_path / f"a{ending}").read_bytes() == (tmp_path / f"b{ending}").read_bytes()


@pytest.mark.parametrize("text", ["=1+1", "+47", "-nei", "@NAV", "\tx", "\rx", "'sitat"])
def test_nothing_a_spreadsheet_would_run_leaves_the_program(tmp_path: Path, text: str) -> None:
    frame = _answers([text])
    write_table(frame, tmp_path / "a.csv")
    record = (tmp_path / "a.csv").read_bytes().decode("utf-8-sig").partition("\n")[2]
    assert record.replace('"', "").startswith("r0;2021;q;'")
    write_table(frame, tmp_path / "a.xlsx")
    assert load_workbook(tmp_path / "a.xlsx").worksheets[0]["D2"].data_type == "s"


def test_negative_numbers_are_not_guarded(tmp_path: Path) -> None:
    write_table(pd.DataFrame({"x": [-1.5, 2.0], "y": ["a", None]}), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbfx;y\n-1.5;a\n2.0;\n"


def test_what_a_format_cannot_hold_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    for name, text in [("a.xlsx", "x" * 40_000), ("b.xlsx", "a\0b"), ("c.sav", "x" * 40_000)]:
        with pytest.raises(RowsError, match=r"row 2, column text: .*write \.parquet"):
            write_table(_answers([text]), tmp_path / name)
    with pytest.raises(FileError, match="ending"):
        write_table(_answers(["a"]), tmp_path / "a.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_carries_no_date_of_its_making(tmp_path: Path) -> None:
    write_table(_answers(["a"]), tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert b"1980-01-01" in archive.read("docProps/core.xml")


@pytest.mark.slow
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_coded_file_comes_back_as_it_was(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"kodet{ending}"
    meta = Meta("textmining 0", BOOK, {"name": "m"}, {"seed": 0, "populations": [{"n": 1}]}, {})
    write_coded(_coded(), meta, path, [{"respondent": "1"}])
    coded = read_coded([path])
    assert coded.meta == meta
    pd.testing.assert_frame_equal(coded.frame, _coded(), check_dtype=False)
    assert coded.frame["order"].dtype == "Int64"


def test_reasons_of_an_older_coded_file_do_not_stay_beside_one_without(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_coded(_coded(), Meta("t", BOOK), path, [{"respondent": "1", "similar": ["Mer NAV"]}])
    write_coded(_coded().drop(columns="text"), Meta("t", BOOK), path)
    assert not reasons_path(path).exists()


def test_spss_keeps_names_that_it_has_no_letters_for(tmp_path: Path) -> None:
    names = ["bank-id", "bank_id", "x" * 40 + "a", "x" * 40 + "b", "æ" * 60, "1."]
    book = Codebook("b", "1", tuple(Theme(name, name) for name in names))
    frame = _coded(book.codes).assign(themes="bank-id").rename(columns={"role": "Weight"})
    write_coded(frame, Meta("t", book), tmp_path / "a.sav")
    coded = read_coded([tmp_path / "a.sav"])
    assert coded.frame.columns.tolist() == frame.columns.tolist()
    assert coded.frame["themes"].tolist() == [("bank-id",), ("bank-id",)]


def test_waves_with_a_grown_codebook_are_joined(tmp_path: Path) -> None:
    grown = Codebook("b", "2", (*BOOK.themes, Theme("helse", "Helse")))
    write_coded(_coded(), Meta("t", BOOK, draw={"populations": [1]}), tmp_path / "a.csv")
    newer = _coded(grown.codes).assign(wave="2022")
    write_coded(newer, Meta("t", grown, draw={"populations": [2]}), tmp_path / "b.csv")
    coded = read_coded([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert coded.codes == grown.codes
    assert coded.meta is not None
    assert coded.meta.draw["populations"] == [1, 2]
    assert coded.frame["p_helse"].isna().tolist() == [True, True, False, False]
    other = Codebook("c", "1", (Theme("helse", "Helse"),))
    coded_anew = _coded(other.codes).assign(wave="2023", themes="helse")
    write_coded(coded_anew, Meta("t", other), tmp_path / "c.csv")
    with pytest.raises(CodebookError, match="do not follow"):
        read_coded([tmp_path / "a.csv", tmp_path / "c.csv"])


def test_of_codebooks_with_the_same_codes_the_last_files_is_the_newest(tmp_path: Path) -> None:
    newer = Codebook("b", "2", (Theme("bolig", "Boliger"), Theme("nav", "Samarbeid med NAV")))
    write_coded(_coded(), Meta("t", BOOK), tmp_path / "a.csv")
    again = _coded(newer.codes).assign(wave="2022")
    write_coded(again, Meta("t", newer), tmp_path / "b.csv")
    coded = read_coded([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert coded.meta is not None
    assert coded.meta.codebook == newer


def test_without_its_meta_file_the_codes_come_from_the_columns(tmp_path: Path) -> None:
    write_coded(_coded(), Meta("t", BOOK), tmp_path / "a.csv")
    meta_path(tmp_path / "a.csv").unlink()
    coded = read_coded([tmp_path / "a.csv"])
    assert coded.meta is None
    assert coded.codes == BOOK.codes
    whole = json.loads(Meta("t", BOOK).to_json(""))
    del whole["sha256"]  # as older versions wrote it
    for content, message in [
        ({}, "not a whole meta file"),
        (whole | {"draw": []}, "not a whole meta file"),
        (whole | {"format": 2}, "another version"),
    ]:
        meta_path(tmp_path / "a.csv").write_text(json.dumps(content))
        with pytest.raises(FileError, match=message):
            read_coded([tmp_path / "a.csv"])


def test_the_same_answer_in_two_coded_files_is_refused(tmp_path: Path) -> None:
    for name in ("a.csv", "b.xlsx"):
        write_coded(_coded(), Meta("t", BOOK), tmp_path / name)
    with pytest.raises(RowsError, match=r"b\.xlsx, row 2.*row 2 of .*a\.csv"):
        read_coded([tmp_path / "a.csv", tmp_path / "b.xlsx"])


def test_what_a_person_broke_in_a_coded_file_is_named_all_at_once(tmp_path: Path) -> None:
    broken = _coded().assign(p_nav=["mye", "0"], order=[1.5, 2], inclusion=[20, 1])
    write_coded(broken.assign(themes=["nav", "helse"]), Meta("t", BOOK), tmp_path / "a.csv")
    with pytest.raises(RowsError, match="a code the codebook lacks") as caught:
        read_coded([tmp_path / "a.csv"])
    assert [(e.row, e.column) for e in caught.value.errors] == [
        (2, "inclusion"), (2, "order"), (2, "p_nav"), (3, "themes"),
    ]  # fmt: skip


def test_a_spreadsheet_may_write_decimal_commas_into_a_coded_file(tmp_path: Path) -> None:
    write_coded(_coded().assign(p_nav=[0.5, 1e-6]), Meta("t", BOOK), tmp_path / "a.csv")
    saved = (tmp_path / "a.csv").read_text(encoding="utf-8").replace("0.5", "0,5")
    (tmp_path / "a.csv").write_text(saved, encoding="utf-8")
    meta_path(tmp_path / "a.csv").unlink()
    assert read_coded([tmp_path / "a.csv"]).frame["p_nav"].tolist() == [0.5, 1e-6]


def test_a_background_column_may_begin_like_a_probability(tmp_path: Path) -> None:
    frame = _coded().rename(columns={"role": "p_role"})
    write_coded(frame, Meta("t", BOOK), tmp_path / "a.csv")
    meta_path(tmp_path / "a.csv").unlink()
    coded = read_coded([tmp_path / "a.csv"])
    assert coded.codes == BOOK.codes
    assert coded.frame["p_role"].tolist() == ["leder", "leder"]


def test_an_answer_file_is_not_a_coded_file(tmp_path: Path) -> None:
    write_table(_answers(["a"]), tmp_path / "a.csv")
    with pytest.raises(ColumnError, match="textmining code"):
        read_coded([tmp_path / "a.csv"])
    assert Columns() == Columns().over(Columns())


def test_a_coded_file_that_is_not_its_metas_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_coded(_coded(), Meta("t", BOOK), path)
    edited = path.read_text("utf-8-sig").replace("leder", "sjef")
    path.write_text(edited, "utf-8-sig")
    with pytest.raises(FileError, match=r"a\.csv: is not the file.*take the line sha256 out of"):
        read_coded([path])
    lines = meta_path(path).read_text().splitlines()
    meta_path(path).write_text("\n".join(line for line in lines if '"sha256"' not in line))
    assert read_coded([path]).meta is not None
    remove_from_coded(path, *read_coded([path]).ids[0][:2])
    assert len(read_coded([path])) == len(_coded()) - 1


@pytest.mark.slow
def test_what_a_killed_run_left_is_put_right_by_the_next_one_that_reads(tmp_path: Path) -> None:
    points = points_of(_write_both, tmp_path)
    new = read_coded([tmp_path / "a.parquet"])
    for point in range(1, points + 1, 3):
        for path in tmp_path.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        write_coded(_coded(), Meta("old", BOOK), tmp_path / "a.parquet", [{"respondent": "old"}])
        killed_at(_write_both, tmp_path, point)
        coded = read_coded([tmp_path / "a.parquet"])
        assert coded.meta is not None
        assert (coded.meta.program == "new") == (len(coded) == len(new)), point
        assert reasons_path(tmp_path / "a.parquet").exists() == (coded.meta.program == "old")
        assert not list(tmp_path.glob(".textmining-*"))


def _write_both(folder: Path) -> None:
    write_coded(_coded()[:-1], Meta("new", BOOK), folder / "a.parquet")


def test_what_holds_answers_is_for_its_owner_only(tmp_path: Path) -> None:
    write_coded(_coded(), Meta("t", BOOK), tmp_path / "a.csv", [])
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_a_background_column_novel_of_an_older_coded_file_stays_one(tmp_path: Path) -> None:
    older = _coded().drop(columns="novel").rename(columns={"role": "novel"})
    write_coded(older, Meta("t", BOOK), tmp_path / "a.csv")
    coded = read_coded([tmp_path / "a.csv"])
    assert coded.frame["novel_in"].tolist() == ["leder", "leder"]
    assert "novel_in" in coded.background


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_full_disk_is_told_in_a_sentence_for_every_format(tmp_path: Path, ending: str) -> None:
    frame = _answers([f"{i} om noe som er skrevet én gang" for i in range(30)])
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400, old[1]))
    try:
        with pytest.raises(FileError, match=f"a{ending}: cannot be written"):
            write_table(frame, tmp_path / f"a{ending}")
        gc.collect()  # xlsxwriter leaves open what it could not write
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_answer_goes_to_the_systems_folder_for_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """A kill would leave it there for good."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    write_table(_answers(["a"]), tmp_path / f"a{ending}")
    assert read_table(tmp_path / f"a{ending}").frame["text"].tolist() == ["a"]


def test_answers_never_come_with_the_meta_of_another_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    write_coded(_coded(), Meta("old", BOOK), path)

    def read_late(path: Path) -> Table:
        write_coded(_coded(), Meta("new", BOOK), path)
        return read_table(path)

    monkeypatch.setattr("textmining.answers.coded_file.read_table", read_late)
    with pytest.raises(FileError, match="was replaced while it was being read"):
        read_coded([path])


def test_numbers_that_there_are_none_of_are_no_text_in_sav(tmp_path: Path) -> None:
    """Counts of a wave coded by hand, which have no machine's."""
    whole = pd.Series([None, None], dtype="Int64")
    frame = pd.DataFrame(
        {"theme": ["a", "b"], "machine": [np.nan] * 2, "n": whole, "why": ["", ""]}
    )
    write_table(frame, tmp_path / "a.sav")
    _, meta = pyreadstat.read_sav(tmp_path / "a.sav")
    kinds = {name: meta.readstat_variable_types[name] for name in map(str, frame)}
    assert kinds == {"theme": "string", "machine": "double", "n": "double", "why": "string"}
