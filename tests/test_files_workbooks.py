"""Workbooks as people have them: other programs' habits, stray cells, errors, hidden sheets."""

import datetime as dt
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.binary_workbook import NOT_AVAILABLE, write_excel_95, write_xlsb
from textmining.codebook import read_codebook
from textmining.errors import ColumnError, FileError, RowsError
from textmining.files import NoteKind, read_sheets, read_table

ROWS: list[list[str | int]] = [
    ["respondent", "wave", "text"],
    ["A1", 2021, "Mer NAV"],
    ["A2", 2021, "Flere tolker"],
]
DAY = dt.datetime(2021, 5, 1)  # noqa: DTZ001 # workbooks have no time zones
TEXTS = ["Mer NAV", "Flere tolker"]
OLD = b"\xd0\xcf\x11\xe0"  # how old workbooks begin, and new ones with a password
OPEN_XML, STRICT = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"


def _book(path: Path, change: Callable[[Worksheet], object] = lambda _: None) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in ROWS:
        sheet.append(row)
    change(sheet)
    book.save(path)
    return path


def _with_parts(
    path: Path, part: str, change: Callable[[bytes], bytes], name: Callable[[str], str] = str
) -> Path:
    """Change the XML of one part, or of all, and the names of the parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {found: archive.read(found) for found in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for found, content in parts.items():
            archive.writestr(name(found), change(content) if part in found else content)
    return path


def _replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new)

    return change


def _after(new: bytes, rows: bytes = b"") -> Callable[[bytes], bytes]:
    return _replaced(b"</sheetData>", rows + b"</sheetData>" + new)


def _strict(content: bytes) -> bytes:
    return re.sub(OPEN_XML + rb"(\w+)/2006/", STRICT + rb"\1/", content)


def _prefixed(content: bytes) -> bytes:
    content = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", content)
    return content.replace(b"xmlns=", b"xmlns:x=")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "change", "name"),
    [
        ("", bytes, lambda name: name.replace("/", "\\")),
        ("", bytes, lambda name: name.replace("xl/worksheets", "xl/WorkSheets")),
        ("", _strict, str),
        ("sheet1", _prefixed, str),
        ("styles", _replaced(b"</fills>", b"<fill/></fills>"), str),
        ("styles", _replaced(b"<family val", b"<family va"), str),
        ("core", lambda content: re.sub(rb"\d{4}-\d\d", b"0000-99", content), str),
        ("sheet1", _replaced(b'<row r="2"', b'<row r="2" ht="15,75"'), str),
        ("sheet1", _replaced(b'<c r="A2"', b'<c r="A2" s=""'), str),
        ("sheet1", _replaced(b"A1:C3", b"A1:XFD1048576"), str),
        ("sheet1", _after(b"", b'<row r="1048576"><c r="Z1048576" s="0"/></row>'), str),
        ("sheet1", _after(b'<mergeCells><mergeCell ref="E5:XFD1048576"/></mergeCells>'), str),
        ("sheet1", _after(b'<dataValidations><dataValidation type="odd"/></dataValidations>'), str),
    ],
)
def test_what_excel_opens_is_read(
    tmp_path: Path, part: str, change: Callable[[bytes], bytes], name: Callable[[str], str]
) -> None:
    path = _with_parts(_book(tmp_path / "a.xlsx"), part, change, name)
    table = read_table(path)
    assert table.frame["text"].tolist() == TEXTS
    assert table.rows == (2, 3)


def test_a_table_that_begins_anywhere_keeps_its_row_numbers(tmp_path: Path) -> None:
    book = Workbook()
    for i, row in enumerate(ROWS, start=4):
        for j, cell in enumerate(row, start=3):
            book.worksheets[0].cell(2 * i, j, cell)
    book.worksheets[0].cell(1, 3, "Undersøkelsen 2021")
    book.save(tmp_path / "a.xlsx")
    table = read_table(tmp_path / "a.xlsx")
    assert (table.columns, table.rows) == (ROWS[0], (10, 12))
    assert [note.kind for note in table.notes] == [NoteKind.TITLE]


def test_cells_keep_their_types(tmp_path: Path) -> None:
    cells = [7, 0.5, True, DAY, dt.time(12, 30), "  '=x ", 10**17]
    names = [f"c{i}" for i in range(len(cells))]
    book = Workbook()
    for row in (names, cells):
        book.worksheets[0].append(row)
    book.save(tmp_path / "a.xlsx")
    read = read_table(tmp_path / "a.xlsx").frame[names].iloc[0].tolist()
    assert read == cells
    assert [type(cell) for cell in read[:6]] == [int, float, bool, dt.datetime, dt.time, str]


def test_a_number_too_large_for_its_date_format_is_the_number(tmp_path: Path) -> None:
    def dates(sheet: Worksheet) -> None:
        for row, number in enumerate((44_317, 5_000_001), start=2):
            sheet.cell(row, 4, number).number_format = "yyyy-mm-dd"
        sheet["D1"] = "dato"

    table = read_table(_book(tmp_path / "a.xlsx", dates))
    assert table.frame["dato"].tolist() == [DAY, 5_000_001]


@pytest.mark.slow
@pytest.mark.parametrize("error", ["#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#REF!"])
def test_errors_of_the_spreadsheet_program_are_no_answers(tmp_path: Path, error: str) -> None:
    def wrong(sheet: Worksheet) -> None:
        sheet["C3"] = error
        sheet["E9"] = error  # outside the table

    path = _book(tmp_path / "a.xlsx", wrong)
    with pytest.raises(RowsError, match=r"row 3, column C: holds an error") as caught:
        read_table(path)
    assert len(caught.value.errors) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "cell",
    [b"<f>1+1</f><v/>", b"<f/>", b"<f></f>", b'<f t="shared" si="0"/>', b"<x:f>A1</x:f>"],
)
def test_formulas_without_a_value_are_named_however_they_are_written(
    tmp_path: Path, cell: bytes
) -> None:
    def formula(content: bytes) -> bytes:
        new = re.sub(rb'<c r="C3".*?</c>', b'<c r="C3">' + cell + b"</c>", content)
        return new.replace(b"<worksheet ", b'<worksheet xmlns:x="x" ')

    path = _with_parts(_book(tmp_path / "a.xlsx"), "sheet1", formula)
    with pytest.raises(RowsError, match=r"row 3, column C: holds a formula without its value"):
        read_table(path)


def test_a_merged_header_is_refused_and_a_merged_title_passed_over(tmp_path: Path) -> None:
    with pytest.raises(ColumnError, match="row 1 has merged cells"):
        read_table(_book(tmp_path / "a.xlsx", lambda sheet: sheet.merge_cells("B1:B2")))

    def titled(sheet: Worksheet) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "Undersøkelsen"
        sheet.merge_cells("A1:C1")

    assert read_table(_book(tmp_path / "b.xlsx", titled)).frame["text"].tolist() == TEXTS


def test_a_question_merged_over_boxes_that_the_next_row_names_is_read(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Svar-ID", "Dato", "Språk", None, None])
    sheet.append([None, None, "Dari", "Tigrinja", "Annet"])
    for i in range(8):
        sheet.append([i, DAY, i % 2, 1, "somali"])
    sheet.merge_cells("C1:E1")
    sheet.merge_cells("A1:A2")
    book.save(tmp_path / "a.xlsx")
    table = read_table(tmp_path / "a.xlsx")
    assert [*table.columns][2:] == ["Språk", "Språk - Tigrinja", "Språk - Annet"]
    assert [note.kind for note in table.notes] == [NoteKind.HEADER]


def test_hidden_sheets_are_read_only_if_no_other_has_a_table(tmp_path: Path) -> None:
    book = Workbook()
    hidden = book.worksheets[0]
    hidden.sheet_state = "veryHidden"
    for row in ROWS:
        hidden.append(row)
    shown = book.create_sheet("Tom")
    book.save(tmp_path / "a.xlsx")
    assert read_table(tmp_path / "a.xlsx").frame["text"].tolist() == TEXTS
    for row in ROWS[:2]:
        shown.append(row)
    shown["C2"].font = Font(bold=True)
    book.save(tmp_path / "a.xlsx")
    assert read_table(tmp_path / "a.xlsx").frame["text"].tolist() == TEXTS[:1]
    assert [len(rows) for rows in read_sheets(tmp_path / "a.xlsx")] == [3, 2]
    assert read_table(tmp_path / "a.xlsx").notes == ()


def test_sheets_that_are_passed_over_are_told(tmp_path: Path) -> None:
    book = Workbook()
    for sheet in (book.worksheets[0], book.create_sheet("2022")):
        for row in ROWS:
            sheet.append(row)
    book.worksheets[0].title = "2021"
    book.save(tmp_path / "a.xlsx")
    (note,) = read_table(tmp_path / "a.xlsx").notes
    assert str(note).endswith("a.xlsx: only the sheet 2021 is read, of 2 that are shown.")


def _bomb(content: bytes) -> bytes:
    row = b"<row>" + b"<c><v>1</v></c>" * 40 + b"</row>"
    return content.replace(b"</sheetData>", row * 110_000 + b"</sheetData>")


def _locked(path: Path) -> None:
    path.write_bytes(OLD + b"\0" * 2000 + "EncryptedPackage".encode("utf-16-le"))


def _growing(content: bytes) -> bytes:
    return b'<!DOCTYPE a [<!ENTITY a "b">]>' + content.replace(b"<v>", b"<f>&a;</f><v>")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "write", "message"),
    [
        ("locked.xlsx", _locked, "is protected with a password"),
        ("sealed.xls", lambda path: path.write_bytes(OLD + b"\0" * 2000), "password, or damaged"),
        ("text.ods", lambda path: path.write_text("<html><table>"), "not a workbook"),
        ("far.xlsx", lambda path: _book(path, lambda s: s.cell(2**20, 2**14, "x")), "far outside"),
        ("bomb.xlsx", lambda path: _with_parts(_book(path), "sheet1", _bomb), "too large"),
        ("grows.xlsx", lambda path: _with_parts(_book(path), "sheet1", _growing), "not a workbook"),
    ],
)
def test_what_no_program_should_open_is_refused_in_a_sentence(
    tmp_path: Path, name: str, write: Callable[[Path], object], message: str
) -> None:
    write(tmp_path / name)
    with pytest.raises(FileError, match=message):
        read_table(tmp_path / name)


def test_a_stray_cell_in_an_unnamed_column_is_passed_over_and_told(tmp_path: Path) -> None:
    table = read_table(_book(tmp_path / "a.xlsx", lambda sheet: sheet.cell(2, 16_384, "x")))
    assert table.frame["text"].tolist() == TEXTS
    assert [note.columns for note in table.notes] == [("column 16384",)]


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["xls", "ods", "xlsm"])
def test_other_endings_and_codebooks_in_them(tmp_path: Path, ending: str) -> None:
    book = Workbook()
    for row in (["code", "label", "number"], ["nav", "NAV", 1], ["tolk", "Tolk", 2]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "bok.xlsx")
    path = tmp_path / f"bok.{ending}"
    if ending == "xlsm":
        (tmp_path / "bok.xlsx").rename(path)
    else:
        convert = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
        subprocess.run(
            [*convert, "--convert-to", ending, "--outdir", tmp_path, tmp_path / "bok.xlsx"],
            check=True,
            capture_output=True,
        )
    book_read = read_codebook(path)
    assert [(theme.code, theme.number) for theme in book_read.themes] == [("nav", 1), ("tolk", 2)]


@pytest.mark.slow
@pytest.mark.parametrize("n", [4, 400])
def test_formulas_that_failed_in_an_old_workbook_are_named(tmp_path: Path, n: int) -> None:
    """Small ones lie elsewhere in the file than large ones; the second sheet's are its own."""
    book = Workbook()
    sheet, other = book.worksheets[0], book.create_sheet("Tall å")
    rows: list[list[Any]] = [[f"a{i}", f"Flere tolker {i}", i] for i in range(n)]
    for row in [["id", "svar", "alder"], *rows]:
        sheet.append(row)
    other["B1"] = "=NA()"
    whole = _as_xls(book, tmp_path / "hel.xlsx")
    assert len(read_table(whole).rows) == n
    sheet["C3"], sheet["B5"] = "=NA()", "=1/0"
    with pytest.raises(RowsError) as caught:
        read_table(_as_xls(book, tmp_path / "feil.xlsx"))
    assert [(error.row, error.column) for error in caught.value.errors] == [(3, "C"), (5, "B")]
    whole.write_bytes((tmp_path / "hel.xlsx").read_bytes())
    assert len(read_table(whole).rows) == n  # a new workbook with the old ending


def _as_xls(book: Workbook, path: Path) -> Path:
    book.save(path)
    convert = ["soffice", f"-env:UserInstallation=file://{path.parent}/profile", "--headless"]
    convert += ["--convert-to", "xls", "--outdir", str(path.parent), str(path)]
    subprocess.run(convert, check=True, capture_output=True)
    return path.with_suffix(".xls")


def test_cells_merged_downwards_are_read_in_every_row(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    rows: list[list[Any]] = [
        ["kommune", "id", "svar"],
        ["Os", 1, "a"],
        [None, 2, "b"],
        ["Bø", 3, "c"],
        [None, 4, None],
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B5:C5")  # to the right: nobody else's
    book.save(tmp_path / "a.xlsx")
    table = read_table(tmp_path / "a.xlsx")
    assert table.frame["kommune"].tolist() == ["Os", "Os", "Bø", None]
    assert table.frame["svar"].tolist() == ["a", "b", "c", None]
    assert [str(note.kind) for note in table.notes] == ["merged"]


@pytest.mark.parametrize(
    "before",
    [
        [["Om undersøkelsen"], ["Uttrekk 12. mars"], ["Kontakt: avdelingen"]],
        [["variabel", "etikett"], ["v1", "Kommune"], ["v2", "Hva kan bli bedre?"]],
    ],
)
def test_a_few_lines_before_the_table_are_no_table(tmp_path: Path, before: list[list[str]]) -> None:
    book = Workbook()
    about, answers = book.worksheets[0], book.create_sheet("Svar")
    for row in before:
        about.append(row)
    for row in (["id", "rolle", "svar"], *([str(i), "leder", "Flere tolker"] for i in range(9))):
        answers.append(row)
    book.save(tmp_path / "a.xlsx")
    table = read_table(tmp_path / "a.xlsx")
    assert table.sheet == "Svar"
    assert len(table.rows) == 9
    assert [note.columns for note in table.notes] == [("Svar",)]


def test_a_binary_workbook_is_read_and_its_errors_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsb"
    write_xlsb(path, [["id", "svar"], [1, "Flere tolker på " + "møte " * 50], [2.5, "Nei"]])
    assert read_table(path).frame["id"].tolist() == [1, 2.5]
    assert read_table(path).frame["svar"][0].endswith("møte ")
    write_xlsb(path, [["id", "svar"], [1, "Flere tolker"], [2, NOT_AVAILABLE]])
    for name in ("a.xlsb", "a.xlsx"):
        with pytest.raises(RowsError, match="row 3, column B: holds an error"):
            read_table(path.rename(tmp_path / name))
        path = tmp_path / name


def test_a_workbook_of_excel_95_is_read_and_its_errors_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    write_excel_95(path, [["id", "svar"], [1, "Flere tolker på møter"], [2.5, "Nei"]])
    assert read_table(path).frame["svar"].tolist() == ["Flere tolker på møter", "Nei"]
    write_excel_95(path, [["id", "svar"], [1, "Flere tolker"], [2, NOT_AVAILABLE]])
    with pytest.raises(RowsError, match="row 3, column B: holds an error"):
        read_table(path)


def test_a_row_far_below_a_wide_table_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    """Excel's last row below sixty columns: more than a gigabyte of empty cells."""
    _book(tmp_path / "a.xlsx", lambda sheet: sheet.cell(2**20, 60, "x"))
    with pytest.raises(FileError, match="far outside"):
        read_table(tmp_path / "a.xlsx")


def test_another_workbook_that_is_called_xlsb_is_read(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["id", "svar"], ["a1", "Flere tolker"], ["a2", "Nei"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "a.xlsx")
    path = (tmp_path / "a.xlsx").rename(tmp_path / "a.xlsb")
    assert read_table(path).frame["id"].tolist() == ["a1", "a2"]
