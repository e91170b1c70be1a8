"""Answers of web forms without their tags, and groups that a pivot table names once."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmining.answers import Answers, Columns, read_with_notes
from textmining.answers.markup import is_blank, without_markup
from textmining.errors import ColumnError, RowsError
from textmining.files import NoteKind

WIDE = Columns(respondent="id", text_columns=("q1",), wave_value="2021")


def _read(folder: Path, rows: list[list[str]], columns: Columns) -> tuple[Answers, list[NoteKind]]:
    path = folder / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    frame, notes = read_with_notes([path], columns)
    return Answers(frame), [note.kind for note in notes]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>Flere tolker</p>", "Flere tolker"),
        ("<P class='a'>Vi &oslash;nsker mer&nbsp;tid</P>", "Vi ønsker mer tid"),
        ("Ja<br>nei<br />kanskje", "Ja\nnei\nkanskje"),
        ("<ul><li>veier</li><li>skoler</li></ul>", "- veier\n- skoler"),
        ("&lt;p&gt;B&amp;aring;t&lt;/p&gt;", "Båt"),
        ("&#229;r og &#xE5;r", "år og år"),
        ("<!--[if gte mso 9]><xml>rot</xml><![endif]--><span>Bra</span>", "Bra"),
        ("<style>p {color: red}</style><div><b>Bra</b></div>", "Bra"),
        ("<p></p>&nbsp;", ""),
        ("alder < 40 og inntekt > 500 & ja", "alder < 40 og inntekt > 500 & ja"),
        ("I <3 Os; R&D; <navn> <2021>", "I <3 Os; R&D; <navn> <2021>"),
        ("5 &lt; 6", "5 < 6"),
        ("  som det står  ", "  som det står  "),
    ],
)
def test_tags_and_entities_are_left_out_and_told(tmp_path: Path, text: str, plain: str) -> None:
    answers, kinds = _read(tmp_path, [["id", "q1"], ["1", text], ["2", "Flere tolker"]], WIDE)
    assert [" ".join(t.split()) if not plain else t for t in answers.texts] == [
        plain,
        "Flere tolker",
    ]
    assert kinds == ([NoteKind.MARKUP] if text != plain else [])


@given(st.text() | st.lists(st.sampled_from(["<p>", "&amp;", "lt;", "a", "<", "br>", " "])))
def test_plain_text_stays_plain(text: str | list[str]) -> None:
    plain = without_markup("".join(text))
    if "&amp;" not in text:
        assert without_markup(plain) == plain


@pytest.mark.parametrize("text", ["\u200b", "\ufeff", " \u200e\t", "&nbsp;\u200b", "<br>"])
def test_an_answer_that_nobody_sees_is_none(tmp_path: Path, text: str) -> None:
    answers, _ = _read(tmp_path, [["id", "q1"], ["1", text], ["2", "\u200bja"]], WIDE)
    assert answers.answered.tolist() == [False, True]
    assert answers.texts == ["", "\u200bja"]
    assert not is_blank("👍")


PIVOT = [
    ["Os", "leder", "1", "Flere tolker"],
    ["", "", "2", "Bedre veier"],
    ["", "rådgiver", "3", "Mer tid"],
    ["", "", "4", "Flere tolker"],
    ["Bø", "leder", "5", ""],
    ["", "", "6", "Mer samarbeid"],
]


def test_groups_that_are_named_once_are_told(tmp_path: Path) -> None:
    header = ["kommune", "rolle", "id", "q1"]
    _, kinds = _read(tmp_path, [header, *PIVOT], WIDE)
    assert kinds == [NoteKind.GROUPS]
    full = [[row[0] or "Os", row[1] or "leder", *row[2:]] for row in PIVOT]
    assert _read(tmp_path, [header, *full], WIDE)[1] == []


@pytest.mark.parametrize(
    "left",
    [
        ["", "annet", "", "", "noe", ""],
        ["Os", "Os", "", "", "", ""],
        ["Os", "", "", "", "", ""],
        ["Os", "Bø", "Vik", "Lom", "", ""],
        ["Vi som bor langt ute", "", "", "Det er ikke noe her", "", ""],
    ],
)
def test_columns_with_gaps_are_no_pivot_table(tmp_path: Path, left: list[str]) -> None:
    rows = [[name, *row[2:]] for name, row in zip(left, PIVOT, strict=True)]
    assert _read(tmp_path, [["annet", "id", "q1"], *rows], WIDE)[1] == []


def test_groups_that_look_alike_are_one(tmp_path: Path) -> None:
    names = ["Nord Aurdal", "Nord\xa0Aurdal", " Nord Aurdal ", "Nord Aurdal\u200b", "\u200b", ""]
    rows = [[str(i), name, "Flere tolker"] for i, name in enumerate(names)]
    answers, _ = _read(tmp_path, [["id", "kommune", "q1"], *rows], WIDE)
    groups = answers.frame["kommune"]
    assert groups.dropna().unique().tolist() == ["Nord Aurdal"]
    assert groups.isna().tolist() == [False] * 4 + [True] * 2


@pytest.mark.parametrize("name", ["1,18E+11", "1.18E+11", "2E+05"])
def test_ids_that_a_spreadsheet_cut_off_are_refused(tmp_path: Path, name: str) -> None:
    rows = [["id", "q1"], ["118000000042", "Flere tolker"], [name, "Bedre veier"]]
    with pytest.raises(ColumnError, match="cut ids in column id off"):
        _read(tmp_path, rows, WIDE)


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["Vi \ufffdnsker mer", "bra"], True),
        (["s?knad", "m?te", "f?r og n?"], True),
        (["s?knad", "m?te", "før og nå"], False),
        (["Hva?ja", "bra"], False),
        (["what?I", "why?Not", "yes?No", *["more time for us"] * 40], False),
    ],
)
def test_letters_that_were_lost_before_are_told(
    tmp_path: Path, texts: list[str], *, told: bool
) -> None:
    rows = [[str(i), text] for i, text in enumerate(texts)]
    _, kinds = _read(tmp_path, [["id", "q1"], *rows], WIDE)
    assert kinds == [NoteKind.LOST] * told


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["99", "Flere tolker", "99", "99"], True),
        (["-99", "-99", "-99", "99"], True),
        (["99", "99", "Flere tolker"], False),
        (["12", "12", "12"], False),
    ],
)
def test_numbers_for_no_answer_are_told_and_kept(
    tmp_path: Path, texts: list[str], *, told: bool
) -> None:
    """A fifth more seemed to have answered."""
    rows = [[str(i), text] for i, text in enumerate(texts)]
    answers, kinds = _read(tmp_path, [["id", "q1"], *rows], WIDE)
    assert kinds == [NoteKind.MISSING] * told
    assert answers.frame["text"].tolist() == texts


def test_ids_that_look_alike_are_one(tmp_path: Path) -> None:
    rows = [["id", "q1"], ["\u200bA 1", "Flere tolker"], ["A\xa01 ", "Bedre veier"]]
    with pytest.raises(RowsError, match="the same respondent"):
        _read(tmp_path, rows, WIDE)
