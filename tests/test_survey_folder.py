"""A survey is a folder: what lies where, and what its settings say."""

import shutil
from pathlib import Path

import pytest

import textmining as tm
from textmining.answers import read_answers
from textmining.errors import CodebookError, FileError, OptionError
from textmining.files import read_table
from textmining.survey import (
    CodingSettings,
    Survey,
    Unit,
    change_coding,
    change_publication,
    change_weighting,
    find_survey,
    open_survey,
)

SETTINGS = """
name = "Kommuneundersøkelsen"
language = "nn"
publisher = "Direktoratet"
unit = { column = "kommune", one = "kommune", many = "kommunar" }

[columns]
respondent = "Svar-ID"

[questions.q1]
column = "Kva saknar de frå oss, og kvifor?"
text = "Kva saknar de frå oss?"
asked_of = ["skolesjef"]

[questions.q2]
column = "Anna"

[background]
stilling = "Kva er stillinga di?"

[labels]
stilling = { "" = "Stilling", "1" = "Skolesjef" }
kommune = "Kommune"

[report]
title = "Kva kommunane ønskjer"
"""

WAVE = """Svar-ID;Kva saknar de  frå oss, og kvifor?;Anna;Kva er stillinga di?;Status
7;meir rettleiing;;skolesjef;Ferdig
8;;ingenting;rådmann;Ferdig
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "textmining.toml").write_text(SETTINGS, encoding="utf-8")
    for wave in ("2021", "2020", "999"):
        (tmp_path / "waves" / wave).mkdir(parents=True)
        (tmp_path / "waves" / wave / "answers.csv").write_text(WAVE, encoding="utf-8")
    (tmp_path / "waves" / "tom").mkdir()
    (tmp_path / "codebook").mkdir()
    for version in ("v2", "v10", "map-1-2"):
        (tmp_path / "codebook" / f"{version}.csv").write_text("code;label\nnav;NAV\n")
    return tmp_path


def test_a_survey_is_found_from_any_folder_in_it(folder: Path) -> None:
    survey = open_survey(folder / "waves" / "2021")
    assert survey.folder == folder.resolve()
    assert survey.settings.unit == Unit("kommune", "kommune", "kommunar")
    assert survey.settings.questions[0].asked_of == ("skolesjef",)
    assert survey.settings.questions[1].text == "Anna"
    assert survey.settings.labels["stilling"] == {"": "Stilling", "1": "Skolesjef"}
    assert survey.settings.labels["kommune"] == {"": "Kommune"}


def test_a_notebook_opens_a_survey_by_its_folder(folder: Path) -> None:
    survey = tm.Survey(folder)
    assert survey == open_survey(folder / "waves")
    assert survey.settings.name == "Kommuneundersøkelsen"


def test_waves_and_codebooks_come_oldest_first(folder: Path) -> None:
    survey = open_survey(folder)
    assert [wave.name for wave in survey.waves] == ["999", "2020", "2021"]
    assert [path.stem for path in survey.codebooks] == ["v2", "v10"]


def test_copies_of_a_codebook_and_marks_of_open_files_are_no_versions(folder: Path) -> None:
    """A copy that was made before a change counted as newer than what was changed."""
    survey = open_survey(folder)
    copies = ["v10 - Kopi", "v10 - Copy (2)", "v10 (1)", "v10 (Karis konflikt 2021)", "v10 copy"]
    for name in [*copies, "~$v10", "v10 (1) endelig", "v11 - Kopi", "v9.1"]:
        shutil.copyfile(survey.codebook_path, survey.folder / "codebook" / f"{name}.csv")
    found = [path.stem for path in survey.codebooks]
    assert found == ["v2", "v9.1", "v10", "v10 (1) endelig", "v11 - Kopi"]
    with pytest.raises(FileError, match="has a file open"):
        read_table(survey.folder / "codebook" / "~$v10.csv")


def test_years_order_waves_before_other_numbers(folder: Path) -> None:
    names = ["2019-10", "4. kvartal 2020", "1. kvartal 2021", "2022-2", "2022-10"]
    for wave in open_survey(folder).waves:
        shutil.rmtree(wave.folder)
    for name in reversed(names):
        (folder / "waves" / name).mkdir()
        (folder / "waves" / name / "answers.csv").write_text("a\n")
    (folder / "codebook" / "v1.2.csv").write_text("a\n")
    survey = open_survey(folder)
    assert [wave.name for wave in survey.waves] == names
    assert [path.stem for path in survey.codebooks] == ["v1.2", "v2", "v10"]
    assert survey.next_codebook.name == "v11.xlsx"


def test_settings_are_changed_where_their_table_is_empty(tmp_path: Path) -> None:
    (tmp_path / "textmining.toml").write_text('name = "u"\n[report]\n[coding]\n')
    survey = Survey(tmp_path)
    change_publication(survey, {"title": "Tittel", "publisher": "Etaten"})
    for columns in (["landsdel"], [], ["landsdel"]):
        change_weighting(survey, columns)
    change_coding(survey, CodingSettings(target=0.8))
    settings = Survey(tmp_path).settings
    assert settings.population.rake == ("landsdel",)
    assert settings.coding.target == 0.8
    assert (settings.report["title"], settings.publisher) == ("Tittel", "Etaten")


def test_a_wave_is_read_with_the_surveys_short_names(folder: Path) -> None:
    wave = open_survey(folder).wave("2021")
    answers = read_answers([wave.answers], wave.columns)
    assert answers["question"].tolist() == ["q1", "q2", "q1", "q2"]
    assert answers["wave"].unique().tolist() == ["2021"]
    assert answers["respondent"].tolist() == ["7", "7", "8", "8"]
    assert answers.columns[5:].tolist() == ["stilling"]


def test_a_waves_own_settings_say_what_differs(folder: Path) -> None:
    own = folder / "waves" / "2020"
    (own / "answers.csv").write_text(WAVE.replace("Svar-ID", "Løpenr"), encoding="utf-8")
    (own / "wave.toml").write_text('[columns]\nrespondent = "Løpenr"\n', encoding="utf-8")
    wave = open_survey(folder).wave("2020")
    assert read_answers([wave.answers], wave.columns)["respondent"].iloc[0] == "7"


def test_settings_that_only_map_columns_make_no_survey(tmp_path: Path) -> None:
    (tmp_path / "textmining.toml").write_text('text_columns = ["q1"]\n')
    assert find_survey(tmp_path) is None
    with pytest.raises(FileError, match="no survey folder"):
        open_survey(tmp_path)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ('name = "a"\nlanguage = "sv"', "language must be one of nb, nn, en"),
        ('name = "a"\nunit = { column = "k" }', r"\[unit\] needs column, one and many"),
        ('name = "a"\nquestions = 3', r"questions must be a table"),
        ('name = "a"\n[questions.q1]\ncolour = "b"', "unknown setting questions.q1.colour"),
        ('name = "a"\n[questions.q1]\nasked_of = "b"', "asked_of must be a list"),
        ('name = "a"\n[population]\nrake = "b"', "population.rake must be a list"),
        ('name = "a"\n[population]\nlist = "b"', r"\[population\] takes file and rake"),
        ('name = "a"\nlabels = 1', "labels must be a table"),
        ("name = 7", "name must be a text"),
        ('name = "a"\nnaem = "b"', "unknown setting naem"),
    ],
)
def test_settings_that_make_no_sense_are_told(tmp_path: Path, settings: str, told: str) -> None:
    (tmp_path / "textmining.toml").write_text(settings)
    with pytest.raises(OptionError, match=told):
        find_survey(tmp_path)


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    (tmp_path / "textmining.toml").write_text('name = "a"')
    survey: Survey = open_survey(tmp_path)
    assert not survey.waves
    with pytest.raises(CodebookError, match="has no codebook"):
        _ = survey.codebook_path
    with pytest.raises(OptionError, match="there is no wave 2021"):
        survey.wave("2021")
