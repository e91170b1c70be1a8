"""Columns as a person types them: names, beginnings, letters; slips are told with what is near."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Run
from tests.vendors import VENDORS, write
from textmining.answers import Columns, read_answers, wanted_column
from textmining.errors import ColumnError
from textmining.files import Table, read_table
from textmining.survey import open_survey

BY_NAME = {vendor.name: vendor for vendor in VENDORS}
HEADERS = ["Nr.", "Rolle", "Rolle før", "1. Hva savner dere, og hvorfor?", "14. Annet", "K"]


def table(headers: list[str]) -> Table:
    frame = pd.DataFrame([["x"] * len(headers)], columns=headers, dtype=object)
    return Table(Path("svar.csv"), frame, (2,), typed=False)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rolle", "Rolle"),
        ("Rolle  FØR", "Rolle før"),
        ("1. Hva savner", "1. Hva savner dere, og hvorfor?"),
        ("1", "1. Hva savner dere, og hvorfor?"),
        ("14", "14. Annet"),
        ("D", "1. Hva savner dere, og hvorfor?"),
        ("K", "K"),
    ],
)
def test_a_column_is_named_as_people_do(typed: str, meant: str) -> None:
    assert wanted_column(table(HEADERS), typed) == meant


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Roll", r"2 columns begin with Roll \(B, C\)"),
        ("rolla", r"there is no column rolla; did you mean Rolle\?"),
        ("Z", r"found Nr., Rolle, column 3"),
        ("", "there is no column"),
    ],
)
def test_what_is_meant_is_never_guessed(typed: str, told: str) -> None:
    with pytest.raises(ColumnError, match=told):
        wanted_column(table(HEADERS), typed)


@given(st.lists(st.text("abAB 1.", min_size=1, max_size=6), unique=True, min_size=1), st.data())
def test_a_whole_name_is_always_itself(headers: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(headers))
    assert wanted_column(table(headers), name) == name


def test_letters_count_columns_without_a_name(tmp_path: Path) -> None:
    read = read_table(write(BY_NAME["questback-titler.xlsx"], tmp_path))
    assert wanted_column(read, "F") == "Hvilken stilling har du?"


def test_settings_are_no_beginnings_of_other_columns(tmp_path: Path) -> None:
    file = tmp_path / "svar.csv"
    file.write_text("id;savner du noe;annet\n1;hei;hallo\n2;nei;ja\n")
    typed = Columns(text_columns=("savner", "C"), typed=("savner", "C"), wave_value="1")
    assert set(read_answers([file], typed)["question"]) == {"savner du noe", "annet"}
    with pytest.raises(ColumnError, match="there is no column"):
        read_answers([file], Columns(text_columns=("savner",), wave_value="1"))


def test_long_questions_get_short_names_on_the_command_line(tmp_path: Path, run: Run) -> None:
    file = write(BY_NAME["surveyxact-etiketter.csv"], tmp_path)
    result = run(
        *("check", file, "--wave", "2021", "--respondent-column", "svarnr"),
        *("--text", "q14=Hva savner dere", "--text", "F"),
    )
    assert result.returncode == 1
    assert "there is no column svarnr; did you mean Svarnummer?" in result.stderr
    named = ("--respondent-column", "svarnum", "--wave", "2021")
    result = run("check", file, *named, "--text", "q14=Hva savner dere", "--text", "q15=F")
    assert result.returncode == 0, result.stderr
    result = run("check", file, *named, "--text", "q14=Hva savnet", "--text", "q15=F")
    assert result.returncode == 1
    assert "there is no column Hva savnet" in result.stderr


def test_init_takes_columns_as_they_are_typed(tmp_path: Path, run: Run) -> None:
    file = write(BY_NAME["avkryssing.csv"], tmp_path)
    result = run(
        *("init", tmp_path / "u", file, "--yes", "--text", "savner=Hva savner"),
        *("--background", "nr=B", "--leave-out", "Hva bruker du? - Nett"),
    )
    assert result.returncode == 0, result.stderr
    settings = open_survey(tmp_path / "u").settings
    assert [question.id for question in settings.questions] == ["savner"]
    assert settings.columns.background[0] == "nr"
    assert len(settings.columns.background) == 3
    twice = run("init", tmp_path / "v", file, "--yes", "--text", "G", "--background", "Hva savner")
    assert twice.returncode == 1
    assert "er oppgitt to ganger" in twice.stderr
    assert not (tmp_path / "v").exists()
