"""Rows that sum a table up, and tables that lie on their side, are no respondents."""

import csv
import json
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from textmining.errors import ColumnError
from textmining.files import (
    Cut,
    NoteKind,
    outline_of,
    parquet_end,
    parquet_length,
    read_parquet_rows,
    read_table,
)

HEADER = ["id", "dato", "rolle", "svar"]
ROWS = [
    ["2021-001", "01.03.2021", "leder", "Vi trenger flere tolker"],
    ["2021-002", "02.03.2021", "rådgiver", ""],
    ["2021-003", "03.03.2021", "leder", "Bedre samarbeid med kommunen"],
]


def _csv(folder: Path, rows: list[list[str]]) -> Path:
    path = folder / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    return path


def _kinds(path: Path) -> list[tuple[NoteKind, tuple[int, ...]]]:
    return [(note.kind, note.rows) for note in read_table(path).notes]


@pytest.mark.parametrize(
    "end",
    [
        [["Antall svar: 3", "", "", ""]],
        [["Antall svar: 3"]],
        [["N = 3", "", "", ""]],
        [["Totalt", "", "", "3"]],
        [["Sum", "", "", ""]],
        [["", "", "Totalt", "3"]],
        [["I alt", "3", "66,7 %", ""]],
        [["Kilde: uttrekk av 12. mars", "", "", ""]],
        [["Totalt", "", "", "3"], ["Laget med et skjema", "", "", ""]],
        [["Gjennomsnitt", "", "", "1,5"], ["Total", "", "", "3"], ["N: 3", "", "", ""]],
    ],
)
def test_what_sums_a_table_up_is_passed_over_and_told(tmp_path: Path, end: list[list[str]]) -> None:
    path = _csv(tmp_path, [HEADER, *ROWS, ["", "", "", ""], *end])
    assert len(read_table(path).rows) == len(ROWS)
    assert _kinds(path) == [(NoteKind.FOOTER, tuple(range(6, 6 + len(end))))]


@pytest.mark.parametrize(
    "end",
    [
        ["2021-004", "", "", ""],
        ["2021-004", "", "", "Totalt"],
        ["2021-004", "", "", "Totalt 3"],
        ["2021-004", "", "Sum", "4"],
        ["Ola", "", "", ""],
        ["4", "5", "6", "7"],
    ],
)
def test_the_last_respondent_is_one(tmp_path: Path, end: list[str]) -> None:
    path = _csv(tmp_path, [HEADER, *ROWS, end])
    assert len(read_table(path).rows) == len(ROWS) + 1
    assert _kinds(path) == []


@pytest.mark.parametrize("last", ["Totalt 3", "N = 3", "Sum", "Totalt sett bra"])
def test_the_only_column_has_answers_to_its_end(tmp_path: Path, last: str) -> None:
    path = _csv(tmp_path, [["svar"], ["Flere tolker"], ["Bedre veier"], [last]])
    assert len(read_table(path).rows) == 3


def test_a_sum_that_a_spreadsheet_has_not_worked_out_is_no_fault_of_the_table(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    for row in ([*HEADER, "alder"], *([*row, "40"] for row in ROWS)):
        book.worksheets[0].append(list(row))
    book.worksheets[0].append(["Gjennomsnitt", None, None, None, "=AVERAGE(E2:E4)"])
    book.save(tmp_path / "a.xlsx")
    assert _kinds(tmp_path / "a.xlsx") == [(NoteKind.FOOTER, (5,))]


@given(n=st.sampled_from([2, 4, 7, 300]), most=st.integers(1, 400))
def test_a_file_in_parts_has_the_end_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, n: int, most: int
) -> None:
    rows = [[f"2021-{i:03d}", "01.03.2021", "leder", "Flere tolker"] for i in range(n)]
    end = [["Totalt", "", "", str(n)], ["Antall svar: 3", "", "", ""]]
    path = _csv(tmp_path_factory.mktemp("parts"), [HEADER, *rows, *end])
    outline, whole = outline_of(path, most, lambda _cell: ""), read_table(path)
    parts = [outline.table(cut) for cut in outline.cuts]
    read = [t.rows[: len(t.rows) - (t.witnesses or 0)] for t in parts]
    assert sum(read, ()) == whole.rows
    assert [note.rows for note in parts[0].notes] == [note.rows for note in whole.notes]
    assert len(whole.rows) == n


SIDEWAYS = [
    ["Spørsmål", *(f"R{i}" for i in range(6))],
    ["Rolle", "leder", "rådgiver", "leder", "leder", "rådgiver", "leder"],
    ["Alder", "41", "37", "55", "29", "44", "61"],
    ["Hva kan bli bedre?", *(f"Vi trenger flere tolker {i}" for i in range(5)), ""],
]


@pytest.mark.parametrize(
    "header",
    [
        SIDEWAYS[0],
        ["", *(str(1000 + i) for i in range(6))],
        ["Respondent", *(f"Respondent {i}" for i in range(6))],
        ["id", "a1", "b-22", "c3", "d4", "e5", "f6"],
    ],
)
def test_respondents_in_columns_are_refused(tmp_path: Path, header: list[str]) -> None:
    with pytest.raises(ColumnError, match="every respondent has a row"):
        read_table(_csv(tmp_path, [header, *SIDEWAYS[1:]]))


@pytest.mark.parametrize(
    "rows",
    [
        [list(row) for row in zip(*SIDEWAYS, strict=True)],
        [["navn", "q1", "q2", "q3", "q4"], ["Kari", "ja", "nei", "ja", "ja"], ["Ola", *"1234"]],
        [["navn", *"123456"], ["Kari", *"101010"], ["Ola", *"000111"]],
        [["kommune", "2018", "2019", "2020", "2021"], ["Os", *"1234"], ["Bø", *"5678"]],
        [["navn", "q1", "q2", "q3", "q4"], ["Kari", "41", "leder", "ja", "Vi vil ha mer tid"]],
    ],
)
def test_other_short_and_wide_tables_are_read(tmp_path: Path, rows: list[list[str]]) -> None:
    assert len(read_table(_csv(tmp_path, rows)).rows) == len(rows) - 1


KINDS = ["csv", "xlsx", "jsonl", "parquet", "sav"]
SUMS = [
    [["Totalt", "", "", ""]],
    [["Antall svar: 3", "", "", ""]],
    [["N = 3", "", "", ""]],
    [["", "", "", "Totalt: 3"], ["Kilde: uttrekk av mars", "", "", ""]],
]


def _written(folder: Path, kind: str, rows: list[list[str]]) -> Path:
    path = folder / f"a.{kind}"
    frame = pd.DataFrame(rows, columns=HEADER)
    if kind == "parquet":
        frame.replace("", None).to_parquet(path)
    elif kind == "jsonl":
        objects = [{k: c for k, c in zip(HEADER, row, strict=True) if c} for row in rows]
        path.write_text("\n".join(map(json.dumps, objects)), encoding="utf-8")
    elif kind == "sav":
        pyreadstat.write_sav(frame, path)
    elif kind == "xlsx":
        frame.to_excel(path, index=False)
    else:
        frame.to_csv(path, index=False, sep=";")
    return path


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_knows_its_sums(tmp_path: Path, kind: str) -> None:
    for i, end in enumerate(SUMS):
        folder = tmp_path / str(i)
        folder.mkdir()
        table = read_table(_written(folder, kind, [*ROWS, *end]))
        assert table.frame["id"].tolist() == [row[0] for row in ROWS]
        assert len(table.rows) == len(ROWS)
        assert table.raw is None or len(table.raw) == len(ROWS)
        assert [(note.kind, len(note.rows)) for note in table.notes] == [
            (NoteKind.FOOTER, len(end))
        ]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_keeps_its_last_respondent(tmp_path: Path, kind: str) -> None:
    path = _written(tmp_path, kind, [*ROWS, ["2021-004", "", "", "Totalt"]])
    assert len(read_table(path).rows) == len(ROWS) + 1
    assert _kinds(path) == []


def test_a_key_that_only_a_sum_has_is_no_column(tmp_path: Path) -> None:
    path = _written(tmp_path, "jsonl", ROWS)
    end = json.dumps({"id": "Totalt", "sum": 3})
    path.write_text(path.read_text("utf-8") + "\n" + end, encoding="utf-8")
    assert read_table(path).columns == HEADER
    assert outline_of(path, 2, lambda _cell: "").table(Cut(0, 0, 2)).columns == HEADER


@pytest.mark.parametrize("most", [1, 2, 3, 4, 50])
@pytest.mark.parametrize("n", [3, 4, 300])
def test_other_files_in_parts_have_the_end_of_the_whole(tmp_path: Path, n: int, most: int) -> None:
    rows = [[f"2021-{i:03d}", "01.03.2021", "leder", f"Flere tolker {i}"] for i in range(n)]
    path = _written(tmp_path, "jsonl", [*rows, *SUMS[3]])
    outline = outline_of(path, most, type)
    parts = [outline.table(cut) for cut in outline.cuts]
    pairs = zip(parts, outline.cuts, strict=True)
    assert [cell for t, cut in pairs for cell in t.frame["id"].head(cut.rows)] == [
        row[0] for row in rows
    ]
    assert [note.rows for note in parts[0].notes] == [(n + 1, n + 2)]


@pytest.mark.parametrize("group", [2, 5, 1000])
@pytest.mark.parametrize("most", [1, 2, 3, 7])
def test_parquet_in_parts_has_the_end_of_the_whole(tmp_path: Path, group: int, most: int) -> None:
    rows = [[f"2021-{i:03d}", "01.03.2021", "leder", f"Flere tolker {i}"] for i in range(9)]
    path = _written(tmp_path, "parquet", [*rows, *SUMS[3]])
    parquet.write_table(parquet.read_table(path), path, row_group_size=group)
    assert (parquet_end(path), parquet_length(path)) == (9, 11)
    cuts = [range(start, min(start + most, 9)) for start in range(0, 9, most)]
    parts = [read_parquet_rows(path, cut) for cut in cuts]
    assert [cell for t in parts for cell in t.frame["id"]] == [row[0] for row in rows]
    assert [len(t.notes) for t in parts] == [1, *(0 for _ in parts[1:])]


PAGES = [
    HEADER,
    *ROWS[:2],
    ["Side 1 av 2", "", "", ""],
    HEADER,
    *ROWS[2:],
    ["", "", "", "Page 2 of 2"],
]


@pytest.mark.parametrize("more", [[], [["", "", "", "Side 1/3"]]])
def test_the_numbers_of_pages_are_no_respondents(tmp_path: Path, more: list[list[str]]) -> None:
    path = _csv(tmp_path, [*PAGES, *more])
    assert read_table(path).frame["id"].tolist() == [row[0] for row in ROWS]
    outline = outline_of(path, 2, type)
    assert sum(cut.rows for cut in outline.cuts) == len(ROWS)


def test_an_answer_about_a_page_is_one(tmp_path: Path) -> None:
    assert len(read_table(_csv(tmp_path, [["svar"], ["Side 1 av 3"], ["Tolk"]])).rows) == 2
    kept = _csv(tmp_path, [HEADER, *ROWS, ["2021-004", "", "", "Side 1 av 3"]])
    assert len(read_table(kept).rows) == 4
