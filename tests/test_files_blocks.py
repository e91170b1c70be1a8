"""Two tables in a sheet: the one below or beside the answers is no respondent's."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from textmining.errors import ColumnError
from textmining.files import NoteKind, Table, read_table

HEAD = ["id", "rolle", "svar"]
BODY = [[f"A{i}", "leder", f"vi savner mer hjelp {i}"] for i in range(9)]


def _read(folder: Path, rows: list[list[Any]]) -> Table:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    book.save(folder / "a.xlsx")
    return read_table(folder / "a.xlsx")


@pytest.mark.parametrize(
    "below",
    [
        [["Rolle", "Antall"], ["leder", 9], ["rådgiver", 0], *([f"x {i}", i] for i in range(9))],
        [["Fordeling på rolle"], [], ["Rolle", "Antall"], ["leder", 9]],
    ],
)
def test_a_table_below_is_passed_over_and_told(tmp_path: Path, below: list[list[Any]]) -> None:
    table = _read(tmp_path, [HEAD, *BODY, [], *below])
    assert table.frame["id"].tolist() == [row[0] for row in BODY]
    (told,) = table.notes
    assert told.kind is NoteKind.OTHER
    assert told.rows[0] == len(BODY) + 3


def test_a_table_below_rows_that_each_stand_behind_an_empty_one(tmp_path: Path) -> None:
    rows = [row for one in BODY for row in ([], one)]
    table = _read(tmp_path, [HEAD, *rows, [], ["Rolle", "Antall"], ["leder", 9]])
    assert table.frame["id"].tolist() == [row[0] for row in BODY]
    assert [note.rows for note in table.notes] == [(21, 22)]


def test_rows_passed_over_are_read_once_the_empty_row_is_gone(tmp_path: Path) -> None:
    below = [["ukjent", "leder", "for lite tid"], ["ukjent", "", "flere tolker"]]
    assert len(_read(tmp_path, [HEAD, *BODY, [], *below]).rows) == len(BODY)
    table = _read(tmp_path, [HEAD, *BODY, *below])
    assert (len(table.rows), table.notes) == (len(BODY) + 2, ())


def test_other_answers_below_are_refused_with_their_row(tmp_path: Path) -> None:
    below = [["id", "kommune", "ønsker"], ["B1", "Oslo", "flere tolker"], ["B2", "Moss", "tid"]]
    with pytest.raises(ColumnError, match="another table with other columns begins in row 12"):
        _read(tmp_path, [HEAD, *BODY, [], *below])


def test_empty_rows_and_the_header_again_are_no_other_table(tmp_path: Path) -> None:
    table = _read(tmp_path, [HEAD, *BODY[:5], [], [], HEAD, *BODY[5:]])
    assert len(table.rows) == len(BODY)
    table = _read(tmp_path, [HEAD, *BODY[:5], [], ["", "leder", "et svar uten id"], *BODY[5:]])
    assert len(table.rows) == len(BODY) + 1


def test_a_table_beside_is_told(tmp_path: Path) -> None:
    beside: list[list[Any]] = [["Rolle", "Antall"], ["leder", 9], ["rådgiver", 0]]
    rows = [
        [*row, "", *(beside[i] if i < len(beside) else [])] for i, row in enumerate([HEAD, *BODY])
    ]
    assert [note.kind for note in _read(tmp_path, rows).notes] == [NoteKind.OTHER]
    rows = [[*row, "", i, "x"] for i, row in enumerate([HEAD, *BODY])]
    rows[0][4:] = ["alder", "merke"]
    assert not _read(tmp_path, rows).notes
