"""Numbers that a workbook shows with zeros before them are read as they are shown."""

import shutil
import subprocess
from pathlib import Path

import pytest
import xlsxwriter

from tests.conftest import PATIENCE
from textmining.answers import Columns, read_answers
from textmining.answers.cells import as_id
from textmining.files import read_sheets, read_table


def _book(path: Path, ids: list[float | str | bool | None], digits: str = "0000") -> Path:
    with xlsxwriter.Workbook(path) as book:
        shown = book.add_format({"num_format": digits})
        notes = book.add_worksheet("Om")
        notes.write(0, 0, 7, shown)
        sheet = book.add_worksheet("Svar")
        sheet.write_row(2, 1, ["kommune", "alder", "svar"])
        for row, cell in enumerate(ids, start=3):
            sheet.write(row, 1, cell, shown)
            sheet.write_row(row, 2, [row, f"Flere tolker {row}"])
    return path


def test_numbers_are_read_as_they_are_shown(tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx", [301, 1103, "0302", 12345, 3.5, None, True, -7])
    table = read_table(path)
    assert table.frame["kommune"].tolist() == [
        *("0301", "1103", "0302", "12345"),
        *(3.5, None, True, -7),
    ]
    assert table.frame["alder"].tolist() == [*range(3, 11)]
    assert read_sheets(path)[0] == [["0007"]]


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffices_own_workbooks_too(tmp_path: Path) -> None:
    _book(tmp_path / "a.xlsx", [301, 1103, "0302"])
    convert = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    convert += ["--convert-to", "ods", "--outdir", str(tmp_path), str(tmp_path / "a.xlsx")]
    subprocess.run(convert, check=True, capture_output=True, timeout=PATIENCE)
    ids = read_table(tmp_path / "a.ods").frame["kommune"]
    assert [*map(as_id, ids)] == ["0301", "1103", "0302"]


def test_a_formulas_number_too(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "text"])
        for row in (1, 2):
            sheet.write_formula(row, 0, "=300+1", book.add_format({"num_format": "000000"}), 301)
            sheet.write(row, 1, "nei")
    assert read_table(tmp_path / "a.xlsx").frame["id"].tolist() == ["000301"] * 2


@pytest.mark.parametrize("digits", ["0", "General", "0.00", "# ##0", "0000-00"])
def test_other_formats_leave_numbers_alone(tmp_path: Path, digits: str) -> None:
    table = read_table(_book(tmp_path / "a.xlsx", [301, 302], digits))
    assert table.frame["kommune"].tolist() == [301, 302]


def test_a_respondent_is_the_same_as_in_a_file_of_text(tmp_path: Path) -> None:
    columns = Columns(respondent="kommune", text="svar", wave_value="2021")
    book = read_answers([_book(tmp_path / "a.xlsx", [301, 1103])], columns)
    (tmp_path / "a.csv").write_text("kommune;svar\n0301;a\n1103;b\n")
    text = read_answers([tmp_path / "a.csv"], columns)
    assert book["respondent"].tolist() == text["respondent"].tolist() == ["0301", "1103"]
