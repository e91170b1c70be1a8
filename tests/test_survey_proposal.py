"""What the columns of vendors' files are taken for."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from tests.vendors import FRESH, VENDORS, Vendor, write
from textmining.answers import Columns, read_with_notes
from textmining.files import NoteKind, read_table
from textmining.survey import Proposal, Role, Start, propose, settings_text


def wrong_in(vendor: Vendor, proposal: Proposal) -> set[str]:
    """The columns that are taken for something else than a person sees in them."""
    expected = dict.fromkeys(vendor.texts, Role.TEXT)
    expected |= dict.fromkeys(vendor.background, Role.BACKGROUND)
    expected |= dict.fromkeys(vendor.left_out, Role.LEFT_OUT)
    named = (
        (vendor.respondent, Role.RESPONDENT),
        (vendor.wave, Role.WAVE),
        (vendor.question, Role.QUESTION),
    )
    expected |= {name: what for name, what in named if name}
    roles = {guess.header: guess.role for guess in proposal.guesses}
    texts = {name for name, role in roles.items() if role is Role.TEXT}
    return {name for name, what in expected.items() if roles[name] is not what} | (
        texts - set(vendor.texts)
    )


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.name)
def test_a_vendors_file_is_understood(vendor: Vendor, tmp_path: Path) -> None:
    proposal = propose(read_table(write(vendor, tmp_path)))
    assert not wrong_in(vendor, proposal), proposal.unsure
    shorts = [guess.short for guess in proposal.guesses if guess.short]
    assert len(shorts) == len(set(shorts))
    assert all(short.replace("_", "").isalnum() for short in shorts)


def test_nothing_in_files_of_other_wording_is_wrong_in_silence(tmp_path: Path) -> None:
    right = 0
    for vendor in FRESH:
        proposal = propose(read_table(write(vendor, tmp_path)))
        wrong = wrong_in(vendor, proposal)
        assert wrong <= {guess.header for guess in proposal.unsure}, vendor.name
        right += not wrong
    assert right >= len(FRESH) - 1


NAMES = ["id", "rolle", "v14", "alder"]
ASKED = ["Respondentens nummer", "Din rolle", "Hva kan vi gjøre bedre?", "Din alder"]
CODED = [[str(7 + i), "leder", f"vi savner mer hjelp {i}", str(30 + i % 3)] for i in range(9)]


def _sav(folder: Path) -> Path:
    frame = pd.DataFrame(dict(zip(NAMES, zip(*CODED, strict=True), strict=True)))
    pyreadstat.write_sav(frame, str(folder / "a.sav"), column_labels=[*ASKED])
    return folder / "a.sav"


def _csv(folder: Path) -> Path:
    rows = [NAMES, ASKED, *CODED]
    (folder / "a.csv").write_text("\n".join(map(";".join, rows)), encoding="utf-8")
    return folder / "a.csv"


@pytest.mark.parametrize("write_file", [_sav, _csv])
def test_what_a_file_says_of_a_column_is_its_questions_text(
    tmp_path: Path, write_file: Callable[[Path], Path]
) -> None:
    table = read_table(write_file(tmp_path))
    assert len(table.rows) == len(CODED)
    text = settings_text(Start("navn", columns=propose(table)))
    assert '[questions.v14]\ncolumn = "v14"\ntext = "Hva kan vi gjøre bedre?"\n' in text


PERSONS = ["Kari Testesen", "Ola Nordmann", "Testesen, Per", "Liv Lie"]


@pytest.mark.parametrize(
    ("header", "role"), [("Respondent", Role.RESPONDENT), ("Hvem er du", Role.LEFT_OUT)]
)
def test_names_and_addresses_as_ids_are_asked_about_and_told(
    tmp_path: Path, header: str, role: Role
) -> None:
    for people in (PERSONS, [f"{name.split()[0]}{i}@kommune.no" for i, name in enumerate(PERSONS)]):
        path = tmp_path / "a.csv"
        rows = [f"{one};vi savner mer hjelp {i}" for i, one in enumerate(people)]
        path.write_text("\n".join([f"{header};svar", *rows]), encoding="utf-8")
        (guess, _) = propose(read_table(path)).guesses
        assert guess.role is role
        assert guess.unsure or people is not PERSONS
        mapping = Columns(respondent=header, text="svar", wave_value="2021")
        _, notes = read_with_notes([path], mapping)
        assert [note.kind for note in notes] == [NoteKind.PERSONAL]
        assert not any(one in notes[0].text for one in people)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("Språk - Arabisk {}", ["1", "0", ""]),
        ("Språk[SQ00{}]", ["Ja", "Nei", "Nei"]),
        ("q5_{}", ["", "Dari", ""]),
        ("sprak___{}", ["1", "0", "0"]),
        ("Språk: nr. {}", ["Valgt", "Ikke valgt", ""]),
    ],
)
def test_many_boxes_to_tick_are_no_background_and_other_groups_are(
    tmp_path: Path, name: str, cells: list[str]
) -> None:
    names = [name.format(n) for n in range(1, 7)]
    head = ["id", "kjønn", "leder", *names, "s_1", "s_2", "s_3", "svar"]
    rows = [
        [f"A{i}", "KM"[i % 2], "01"[i % 2], *([cells[i % 3]] * 6), *("01" * 2)[i % 2 :][:3]]
        for i in range(20)
    ]
    text = [";".join([*row, f"vi savner mer hjelp {i}"]) for i, row in enumerate(rows)]
    (tmp_path / "a.csv").write_text("\n".join([";".join(head), *text]), encoding="utf-8")
    proposal = propose(read_table(tmp_path / "a.csv"))
    assert {guess.header for guess in proposal.of(Role.LEFT_OUT)} == {*names}
    assert len(proposal.of(Role.BACKGROUND)) == 5


def test_the_time_an_answer_came_is_no_id(tmp_path: Path) -> None:
    """Google Forms in Norwegian, which has no ids."""
    rows = [f"2021/05/0{i} {i + 7}.05.00 AM CET;vi savner mer hjelp {i}" for i in range(1, 9)]
    (tmp_path / "a.csv").write_text("\n".join(["Tidsmerke;Hva?", *rows]), encoding="utf-8")
    roles = [guess.role for guess in propose(read_table(tmp_path / "a.csv")).guesses]
    assert roles == [Role.LEFT_OUT, Role.TEXT]


def test_ids_that_some_rows_lack_are_asked_about(tmp_path: Path) -> None:
    rows = [f"{i if i != 3 else ''};vi savner mer hjelp {i}" for i in range(1, 9)]
    (tmp_path / "a.csv").write_text("\n".join(["ID;Hva?", *rows]), encoding="utf-8")
    guess = propose(read_table(tmp_path / "a.csv")).guesses[0]
    assert (guess.role, guess.why, guess.unsure) == (Role.LEFT_OUT, "gaps", True)


@pytest.mark.parametrize(
    ("question", "role"), [("Hva savner du?", Role.QUESTION), ("", Role.BACKGROUND)]
)
def test_the_only_question_of_a_long_file_is_one(tmp_path: Path, question: str, role: Role) -> None:
    """In every row, that is: an answer without a question cannot be read."""
    rows = [f"A{i};{'Hva savner du?' if i else question};vi savner mer hjelp {i}" for i in range(9)]
    head = "respondent;spørsmål;svar"
    (tmp_path / "a.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    roles = [guess.role for guess in propose(read_table(tmp_path / "a.csv")).guesses]
    assert roles == [Role.RESPONDENT, role, Role.TEXT]


SAVNER = ["Hva savner dere?", "Hva fungerer?"]
SAID = ["Det er vanskelig å få tak i tolk", "Mer veiledning om regelverket", "Vi har for få folk"]


@pytest.mark.parametrize(
    ("header", "cells", "role", "unsure"),
    [
        ("v14", ["Nei"] * 17 + SAID + [f"{one} hos oss" for one in SAID] + ["", ""], "text", True),
        ("Andre kommentarer", ["Nei"] * 9 + ["Ingen"] * 3 + SAID, "text", True),
        ("Hva savner dere?", ["Tolk", "Mer tid", "Bedre kurs", "Nei"] * 3 + SAID, "text", True),
        ("Hva savner dere?", ["Tolk", "Bolig", "Kurs", "Penger", "Tid", "Nei"] * 4, "text", True),
        ("Hva er din stilling?", [f"Rådgiver {i % 7}" for i in range(25)], "background", False),
        ("Hva synes dere om oss?", [f"Alternativ {i % 5}" for i in range(25)], "background", False),
        ("Har dere en avtale?", SAID * 8, "background", False),
    ],
)
def test_a_pilots_answers_are_known_among_many_who_say_nei(
    tmp_path: Path, header: str, cells: list[str], role: str, unsure: bool
) -> None:
    rows = [f"A{i};{'KM'[i % 2]};{one}" for i, one in enumerate(cells)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join([f"ID;Kjønn;{header}", *rows]), encoding="utf-8")
    guess = propose(read_table(path)).guesses[-1]
    assert (guess.role, guess.unsure) == (role, unsure)


def test_participants_with_numbers_are_the_respondents_of_a_long_file(tmp_path: Path) -> None:
    """Row numbers made two respondents of one who answered two questions."""
    rows = [f"P-{i // 2:03d};{SAVNER[i % 2]};vi savner mer hjelp {i}" for i in range(20)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["Deltaker;Spørsmål;Svar", *rows]), encoding="utf-8")
    roles = [guess.role for guess in propose(read_table(path)).guesses]
    assert roles == [Role.RESPONDENT, Role.QUESTION, Role.TEXT]


def test_ids_that_a_spreadsheet_made_dates_of_are_the_ids_still(tmp_path: Path) -> None:
    """They were left out as dates, and read as the ids all the same."""
    rows = [f"2022-{i:02d}-03;vi savner mer hjelp {i}" for i in range(1, 12)]
    (tmp_path / "a.csv").write_text("\n".join(["Respondent;Hva?", *rows]), encoding="utf-8")
    guess = propose(read_table(tmp_path / "a.csv")).guesses[0]
    assert (guess.role, guess.why, guess.unsure) == (Role.RESPONDENT, "date_ids", True)
