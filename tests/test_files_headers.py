"""Where a header is, and that what stands around it is passed over and told."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmining.errors import ColumnError, TextminingError
from textmining.files import NoteKind, clean_name, find_header, outline_of, read_table

PRIVATE = "gir oss ikke tolk"
TABLE = [
    ["ResponseId", "Q1", "alder", "rolle"],
    ["R_1abc", "Vi ønsker bedre samarbeid", "41", "leder"],
    ["R_2abc", "Flere tolker", "", "rådgiver"],
    ["R_3abc", PRIVATE, "37", "leder"],
]
QUESTIONS = ["Response ID", "Hva kan vi gjøre bedre i 2021?", "Hvor gammel er du?", "Din rolle"]
ORIGINS = [f'{{"ImportId":"QID{i}"}}' for i in range(4)]


def _table(folder: Path, rows: list[list[str]], name: str = "a.csv") -> Path:
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return folder / name


@pytest.mark.parametrize(
    ("rows", "kinds", "passed"),
    [
        (TABLE, [], ()),
        ([["Kommuneundersøkelsen 2021"], [], *TABLE], [NoteKind.TITLE], (1,)),
        ([["Kunde", "IMDi"], ["Uttrekk:", "1.5.2021"], *TABLE], [NoteKind.TITLE], (1, 2)),
        ([["", "", "Bakgrunn", ""], *TABLE], [NoteKind.TITLE], (1,)),
        ([["Rapport", "uttrekk", "alt"], *TABLE], [NoteKind.TITLE], (1,)),
        (
            [["Rapport", "", "", ""], ["Dato", "1.5.2021", "Nr", "2"], *TABLE],
            [NoteKind.TITLE],
            (1, 2),
        ),
        ([TABLE[0], QUESTIONS, *TABLE[1:]], [NoteKind.HEADER], (2,)),
        ([TABLE[0], ["", *QUESTIONS[1:]], *TABLE[1:]], [NoteKind.HEADER], (2,)),
        ([TABLE[0], QUESTIONS, ORIGINS, *TABLE[1:]], [NoteKind.HEADER], (2, 3)),
        ([TABLE[0], ORIGINS, *TABLE[1:]], [NoteKind.HEADER], (2,)),
        ([TABLE[0], ["ResponseId", "Svar", "Alder", "Rolle"], *TABLE[1:]], [NoteKind.HEADER], (2,)),
        ([TABLE[0], QUESTIONS, ["fri tekst"] * 4, *TABLE[1:]], [NoteKind.HEADER], (2, 3)),
        ([*TABLE, TABLE[0]], [NoteKind.HEADER], (5,)),
        (
            [["Svar fra alle"], [], TABLE[0], QUESTIONS, *TABLE[1:]],
            [NoteKind.TITLE, NoteKind.HEADER],
            (1, 4),
        ),
    ],
)
def test_what_stands_around_a_header_is_passed_over_and_told(
    tmp_path: Path, rows: list[list[str]], kinds: list[NoteKind], passed: tuple[int, ...]
) -> None:
    table = read_table(_table(tmp_path, rows))
    assert table.columns == TABLE[0]
    assert table.frame["ResponseId"].tolist() == ["R_1abc", "R_2abc", "R_3abc"]
    assert table.rows == tuple(i for i, row in enumerate(rows, start=1) if row in TABLE[1:])
    assert [note.kind for note in table.notes] == kinds
    assert tuple(row for note in table.notes for row in note.rows) == passed
    for note in table.notes:
        assert all(str(row) in str(note) for row in note.rows)


def test_columns_without_a_name_are_passed_over_and_told_if_they_hold_anything(
    tmp_path: Path,
) -> None:
    rows = [["", "text", "", " ", "wave", ""]]
    rows += [[str(i), PRIVATE, "", "x", "2021", ""] for i in range(3)]
    table = read_table(_table(tmp_path, rows))
    assert table.columns == ["text", "wave"]
    (note,) = table.notes
    assert (note.kind, note.columns) == (NoteKind.NAMELESS, ("column 1", "column 4"))


@pytest.mark.parametrize(
    "rows",
    [
        [["text", ""], ["bra", "nav"], ["fint", "bolig"]],
        [["respondent", "alder"], ["1", "ukjent"], ["2", "41"], ["3", "37"]],
        [["svar", "alder"], ["bra", "ukjent"], ["fint", "41"], ["nei", "41"]],
        [["text"], ["bra"], ["vi er 3"], ["alle 12"]],
        [["text", "rolle"], ["text", "leder"], ["bra", "rolle"]],
        [["id", "text"], ["a", "bra"], ["b", "fint"], ["c", "nei"]],
        [["code", "label"], ["ingen", "Ingen kommentar"], ["t1", "NAV"], ["t2", "Tolk"]],
        [["id", "text"], ["test", "bra"], ["A1", "fint"], ["A2", "nei"]],
        [["id", "q1", "q2", "q3"], ["1", "", "", ""], ["2", "a", "b", "c"]],
    ],
)
def test_no_answer_is_taken_for_a_header(tmp_path: Path, rows: list[list[str]]) -> None:
    table = read_table(_table(tmp_path, rows))
    assert table.columns == [name for name in rows[0] if name]
    assert table.rows == tuple(range(2, len(rows) + 1))


words = st.text("abcæøå .?", min_size=1, max_size=30).filter(str.strip)


@given(
    ids=st.lists(st.integers(1, 10**6), min_size=2, max_size=8, unique=True),
    answers=st.lists(words, min_size=8, max_size=8),
    titles=st.lists(words.map(lambda text: f"{text} 2021"), max_size=3),
    asked=st.booleans(),
)
def test_a_respondent_with_a_number_is_never_passed_over(
    ids: list[int], answers: list[str], titles: list[str], asked: bool
) -> None:
    body = [[str(i), "2021", text] for i, text in zip(ids, answers, strict=False)]
    rows = [*([title] for title in titles), ["id", "wave", "q1"]]
    rows += [["Nummer", "Hvilken runde?", "Hva mener du?"]] * asked
    header = find_header(Path("a.csv"), list(enumerate([*rows, *body], start=1)))
    assert header.names == ("id", "wave", "q1")
    assert [row for _, row in header.body] == body


@pytest.mark.parametrize("sign", ["\ufeff", "\ufeff\ufeff", "\u200b", "\u2060", "\u200e", "\xad"])
def test_signs_nobody_sees_are_no_part_of_a_name(sign: str) -> None:
    assert clean_name(f"{sign}respon{sign}dent {sign}") == "respondent"


def test_a_name_is_one_line_and_commands_no_terminal() -> None:
    assert clean_name("Hva\nmener du\x1b[2J?") == "Hva mener du [2J?"


TWICE = ["id", "Kommentar", "Hva mener du?", "Kommentar", "Hva mener du?"]


def test_names_that_are_there_twice_are_numbered_and_told(tmp_path: Path) -> None:
    rows = [[str(i), f"a{i} b", f"c{i} d", f"e{i} f", f"g{i} h"] for i in range(4)]
    for titles in ([], [["Undersøkelsen 2021", "", "", "", ""]]):
        table = read_table(_table(tmp_path, [*titles, TWICE, *rows, TWICE]))
        assert table.columns == [*TWICE[:3], "Kommentar (2)", "Hva mener du? (2)"]
        assert table.frame["Kommentar (2)"].tolist() == [f"e{i} f" for i in range(4)]
        assert table.twice == ("Kommentar", "Hva mener du?")
        (told,) = (note for note in table.notes if note.kind is NoteKind.TWICE)
        assert told.text.endswith(": Kommentar (2), column 5.")


def test_a_first_row_of_values_is_no_header_with_names_twice(tmp_path: Path) -> None:
    with pytest.raises(ColumnError, match="column 2 is there twice"):
        read_table(_table(tmp_path, [["7", PRIVATE, "x", PRIVATE], ["1", PRIVATE, "3", "4"]]))
    with pytest.raises(ColumnError, match="column 1 is there twice"):
        read_table(_table(tmp_path, [["7", "7", "x", "y"], ["1", "2", "3", "4"]]))


def test_an_empty_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TextminingError, match="header in row 1 is empty"):
        read_table(_table(tmp_path, [["\u200b", ""], ["", "1"]]))


def test_choices_below_a_header_are_no_respondent(tmp_path: Path) -> None:
    """SurveyMonkey repeats in the second row what its cells hold."""
    path = tmp_path / "sm.csv"
    rows = [f"{118 + i};2023;{'Leder' if i % 2 else ''};svar {i}" for i in range(10)]
    path.write_text(
        "\n".join(["Respondent ID;Collector ID;Rolle;Hva?", ";;Leder;Åpent svar", *rows])
    )
    assert read_table(path).frame["Respondent ID"].tolist() == [str(118 + i) for i in range(10)]


BOXES = [
    ["Respondent ID", "Start Date", "Nevn to ting", "", "", "Språk", ""],
    ["", "", "Open-Ended Response", "Den andre", "", "Dari", "Tigrinja"],
]


def test_boxes_that_only_the_second_row_names_are_read(tmp_path: Path) -> None:
    """SurveyMonkey; answers in the second and third box were left out."""
    rows = [[str(i + 1), f"2022-03-0{i + 1}", f"a{i}", f"b{i}", "", "1", "0"] for i in range(9)]
    table = read_table(_table(tmp_path, [*BOXES, *rows]))
    boxes = ["Nevn to ting", "Nevn to ting - Den andre", "Språk", "Språk - Tigrinja"]
    assert [*table.columns][2:] == boxes
    assert table.frame["Nevn to ting - Den andre"].tolist() == [f"b{i}" for i in range(9)]
    assert [note.kind for note in table.notes] == [NoteKind.HEADER]
    outline = outline_of(table.path, 4, lambda _cell: "")
    parts = [outline.table(cut) for cut in outline.cuts]
    assert [part.columns for part in parts] == [table.columns] * len(parts)
    assert parts[0].notes == table.notes
