"""Text files as programs write them: old encodings, quotation marks, far too much of anything."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmining.errors import FileError, RowsError
from textmining.files import read_table

HEAD = "respondent;wave;q1\n"
ANSWERS = ["Vi ønsker bedre samarbeid, særlig på åpningstider", "Flere på Østlandet", "Å, så fint"]


def _csv(folder: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / "a.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
@pytest.mark.parametrize("times", [1, 2000])
@pytest.mark.parametrize("line_end", ["\r", "\r\n", "\n"])
def test_old_encodings_are_refused(
    tmp_path: Path, encoding: str, times: int, line_end: str
) -> None:
    rows = [f"A{i};2021;{text}\n" for i, text in enumerate(ANSWERS * times)]
    content = (HEAD + "".join(rows)).replace("\n", line_end).replace("Å", "å").replace("Ø", "ø")
    with pytest.raises(FileError, match=r"Mac Roman|code page 850"):
        read_table(_csv(tmp_path, content, encoding))


def test_letters_that_were_made_utf_8_twice_are_refused(tmp_path: Path) -> None:
    twice = f"{HEAD}A1;2021;{ANSWERS[0]}\n".encode().decode("cp1252")
    with pytest.raises(FileError, match="UTF-8 twice"):
        read_table(_csv(tmp_path, twice))


@pytest.mark.parametrize("end", ["A2;2021;\xf8l\n".encode("cp1252"), "A2;2021;ø".encode()[:-1]])
def test_utf_8_that_is_cut_off_or_goes_on_otherwise_is_refused(tmp_path: Path, end: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"{HEAD}A1;2021;blåbær\n".encode() + end)
    with pytest.raises(FileError, match="UTF-8 in one part"):
        read_table(path)


@pytest.mark.parametrize(
    "text",
    [
        *ANSWERS,
        "Microsoft® og 1¾ time",
        "«Bra» – \u2018hei\u2019, don\u2019t … • 20 °C",
        "Müller på café i São Paulo, Æ",
        "naïve, Þór, garçon, Œuvre, ŽIŽEK",
        "ØSTFOLD og ÆØÅ, ærlig",
    ],
)
def test_windows_1252_is_read_whatever_signs_it_has(tmp_path: Path, text: str) -> None:
    path = _csv(tmp_path, f"{HEAD}A1;2021;{text}\n", "cp1252")
    assert read_table(path).frame["q1"].tolist() == [text]


@pytest.mark.parametrize("mark", ["\ufeff", "\ufeff\ufeff", "\ufeff\u200b"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_byte_order_marks_are_no_part_of_the_first_name(
    tmp_path: Path, mark: str, encoding: str
) -> None:
    quoted = f'{mark}"respondent";wave;q1\nA1;2021;ja\n' if "\u200b" not in mark else mark + HEAD
    table = read_table(_csv(tmp_path, f"{quoted}A2;2021;nei\n", encoding))
    assert table.columns == ["respondent", "wave", "q1"]


SWALLOWED = [
    (HEAD + '1;2021;"for dyrt\n2;2021;bedre\n3;2021;mer NAV"\n4;2021;fint\n', "row 2, column 3", 2),
    ('id;q1;rolle\nA1;"dyrt;leder\nA2;mer";leder\nA3;fint;rådgiver\n', "row 2, column 2", 1),
    (HEAD + '1-1;2021;"dyrt\r\n1-2;;bedre"\r\n1-3;2021;fint\r\n', "row 2, column 3", 1),
    ('id;q1\nA1;fint\nA2;"dyrt\nA3;nei\nA4;""ja"""\n', "row 3, column 2", 2),
]


@pytest.mark.parametrize(("content", "place", "n"), SWALLOWED)
def test_a_quotation_mark_that_swallows_rows_is_told(
    tmp_path: Path, content: str, place: str, n: int
) -> None:
    with pytest.raises(RowsError, match=f"{place}: holds {n} more"):
        read_table(_csv(tmp_path, content))


@pytest.mark.parametrize(
    "answer", ["mat, buss, tog\nskole, vei, 3", "1; dyrt\n2; langt", "så:\nja; nei; kanskje"]
)
def test_lists_in_an_answer_are_no_rows(tmp_path: Path, answer: str) -> None:
    rows = "".join(f'A{i};2021;"{answer}"\n' for i in range(3))
    assert read_table(_csv(tmp_path, HEAD + rows)).frame["q1"].tolist() == [answer] * 3


signs = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), min_size=1, max_size=20)


@pytest.mark.slow
@given(texts=st.lists(signs, min_size=1, max_size=5))
def test_answers_with_any_signs_are_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    cells = [text.replace('"', '""') for text in texts]
    rows = "".join(f'A{i};2021;"x{cell}x"\n' for i, cell in enumerate(cells))
    table = read_table(_csv(tmp_path_factory.mktemp("any"), HEAD + rows))
    assert table.frame["q1"].tolist() == [f"x{text}x" for text in texts]


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (lambda: ";".join(f"c{i}" for i in range(60_003)) + "\n", "60003 cells in row 1"),
        (lambda: HEAD + "1;2021;" + "x" * 20_000_000, "a line of more than 16 megabytes"),
        (lambda: HEAD + '1;2021;"' + "x\n" * 5_000_000 + '"\n', "a cell of more than 8388608"),
    ],
)
def test_what_no_table_has_is_refused_at_once(
    tmp_path: Path, write: Callable[[], str], message: str
) -> None:
    with pytest.raises(FileError, match=message):
        read_table(_csv(tmp_path, write()))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "id|svar\n1|Flere tolker, mer tid; ja\n2|Bedre veier\n"),
        ("a.csv", "sep=|\nid|svar\n1|Flere tolker, mer tid; ja\n2|Bedre veier\n"),
        ("a.csv", "sep=^\nid^svar\n1^Flere tolker, mer tid; ja\n2^Bedre veier\n"),
        ("a.tsv", "id\tsvar\n1\tFlere tolker, mer tid; ja\n2\tBedre veier\n"),
        ("a.txt", "id\tsvar\n1\tFlere tolker, mer tid; ja\n2\tBedre veier\n"),
        ("a.csv", '"id", "svar"\n"1", "Flere tolker, mer tid; ja"\n"2", "Bedre veier"\n'),
        ("a.csv", 'id, svar\n1, "Flere tolker, mer tid; ja"\n2, "Bedre veier"\n'),
        ("a.csv", 'id;svar\n="1";"Flere tolker, mer tid; ja"\n="2";Bedre veier\n'),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "cp1252"])
def test_other_signs_between_cells_endings_and_encodings(
    tmp_path: Path, name: str, content: str, encoding: str
) -> None:
    (tmp_path / name).write_text(content, encoding=encoding)
    table = read_table(tmp_path / name)
    assert table.columns == ["id", "svar"]
    assert table.frame["id"].tolist() == ["1", "2"]
    assert table.frame["svar"].tolist() == ["Flere tolker, mer tid; ja", "Bedre veier"]


LINES = ["id;rolle;svar", "1;leder;Flere tolker", '2;rådgiver;"ja; nei"', "3;leder;Bedre veier"]


def test_rows_that_excel_has_not_divided_are_refused(tmp_path: Path) -> None:
    whole = "\n".join('"{}"'.format(line.replace('"', '""')) for line in LINES)
    with pytest.raises(FileError, match="each whole row in one pair of quotation marks"):
        read_table(_csv(tmp_path, whole))


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_tables_whose_cells_all_are_quoted_are_read(tmp_path: Path, sign: str) -> None:
    """LimeSurvey, REDCap and many others quote every cell."""
    stream = io.StringIO()
    rows = [line.split(";", 2) for line in LINES]
    csv.writer(stream, delimiter=sign, quoting=csv.QUOTE_ALL).writerows(rows)
    assert read_table(_csv(tmp_path, stream.getvalue())).columns == ["id", "rolle", "svar"]


@pytest.mark.parametrize(
    "cells",
    [
        ["Hva, om noe, er bra?", "ja, nei", "alt", "tolk, og mer"],
        ["svar", "a;b", "c;d", "e;f"],
        ["svar; flere", "a", "b\nc", "d"],
    ],
)
def test_a_list_of_answers_is_no_table_that_is_not_divided(
    tmp_path: Path, cells: list[str]
) -> None:
    content = "\n".join(f'"{cell}"' for cell in cells)
    assert len(read_table(_csv(tmp_path, content)).rows) == 3


@pytest.mark.parametrize("end", ["\x1a", "\0\0\0", "\r\n\x1a"])
def test_what_programs_of_dos_end_a_file_with_is_no_row(tmp_path: Path, end: str) -> None:
    table = read_table(_csv(tmp_path, "\n".join(LINES) + "\n" + end))
    assert table.frame["id"].tolist() == ["1", "2", "3"]


@pytest.mark.parametrize("start", ["<!DOCTYPE html>\n", "\ufeff\n <HTML lang='nb'>"])
def test_a_web_page_is_told_as_such(tmp_path: Path, start: str) -> None:
    with pytest.raises(FileError, match="holds a web page"):
        read_table(_csv(tmp_path, f"{start}<body>Logg inn; her</body></html>"))


def test_a_quotation_mark_behind_a_space_may_be_the_answers_own(tmp_path: Path) -> None:
    rows = ['1; "Ja" sa de', "2;Nei takk", "3;Vet ikke", "4;Bedre veier"]
    cells = read_table(_csv(tmp_path, "\n".join(["id;svar", *rows]))).frame["svar"].tolist()
    assert cells[0] == ' "Ja" sa de'


SHORT = ["id;år;svar;rolle;alder", "A1;2021;Mer tid;leder;41", "A2;2021;;;", "A3;2021;Flere tolker"]


@pytest.mark.parametrize("torn", ["3;Fordi\n2020;5", "3;Fordi:\n1."])
def test_answers_torn_before_a_number_are_no_rows_of_their_own(tmp_path: Path, torn: str) -> None:
    rows = ["id;svar;alder", "1;Mer tid;41", "2;Nei;30", *torn.split("\n"), "4;Ja;50"]
    with pytest.raises(RowsError, match=r"rows? 4.*: has 2 cells where the header has 3"):
        read_table(_csv(tmp_path, "\n".join(rows)))
    whole = [row for row in rows if row not in torn.split("\n")[1:]]
    assert read_table(_csv(tmp_path, "\n".join(whole))).frame["id"].tolist() == list("1234")


def test_rows_without_their_empty_cells_at_the_end_are_read_and_told(tmp_path: Path) -> None:
    table = read_table(_csv(tmp_path, "\n".join([*SHORT, "A4;2021", "A5;2021;Nei;leder;30"])))
    assert table.frame["svar"].tolist() == ["Mer tid", None, "Flere tolker", None, "Nei"]
    assert table.frame["alder"].tolist() == ["41", None, None, None, "30"]
    (told,) = table.notes
    assert told.text.endswith(": 2 (the first is row 4).")
    assert told.rows == (4,)


@pytest.mark.parametrize(
    "rows",
    [
        ["A4;2021;Vi ønsker", "mer tid;leder;42"],  # torn in two by a line break
        ["A4;2021;Vi begynte i", "2019;leder;42"],
        [],  # cut off
        ["A4"],
        ["A4;2021;Vi ønsker", ";leder;42"],
    ],
)
def test_rows_that_may_be_torn_in_two_or_cut_off_are_refused(
    tmp_path: Path, rows: list[str]
) -> None:
    first = SHORT[:3] if rows == ["A4"] else SHORT
    with pytest.raises(RowsError, match="cells where the header has 5"):
        read_table(_csv(tmp_path, "\n".join([*first, *rows])))


@pytest.mark.parametrize("name", ["levering.zip", "svar.csv.gz"])
def test_an_archive_is_told_to_be_one(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04")
    with pytest.raises(FileError, match="is packed"):
        read_table(tmp_path / name)
