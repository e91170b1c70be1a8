"""What a survey's folder has come to, also where a file in it is damaged."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import Run
from tests.home_client import at_home
from tests.small_survey import small_survey
from tests.survey_to_count import coded_survey
from textmining.answers import AnswerId, meta_path, write_coded, write_table
from textmining.errors import ColumnError, FileError, StoreError
from textmining.review import Decision, Store
from textmining.survey import Survey
from textmining.workflow.survey_folder.next_step import step_code, step_count
from textmining.workflow.survey_folder.status import status


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    """A survey whose only wave another program has coded, and a model."""
    (tmp_path / "textmining.toml").write_text('name = "Prøve"\n', encoding="utf-8")
    (tmp_path / "models" / "2020").mkdir(parents=True)
    (tmp_path / "models" / "2020" / "card.json").write_text(json.dumps({"sha256": "ours"}))
    path = tmp_path / "waves" / "2021" / "coded.csv"
    path.parent.mkdir(parents=True)
    made, _ = coded_survey(20)
    assert made.meta is not None
    write_coded(made.frame, made.meta, path)
    return path


def survey_of(coded: Path) -> Survey:
    return Survey(coded.parents[2])


def test_what_another_program_coded_is_not_older_than_a_model(coded: Path) -> None:
    (wave,) = status(survey_of(coded)).waves
    assert wave.stale == ()


@pytest.mark.parametrize("card", ["{", "[]", ""])
def test_a_damaged_card_hides_no_status(coded: Path, card: str) -> None:
    (survey_of(coded).models[0] / "card.json").write_text(card)
    assert [wave.wave for wave in status(survey_of(coded)).waves] == ["2021"]


@pytest.mark.parametrize("meta", ["{", "[]", "{}"])
def test_a_damaged_meta_file_is_named(coded: Path, meta: str) -> None:
    meta_path(coded).write_text(meta)
    (wave,) = status(survey_of(coded)).waves
    assert isinstance(wave.problem, FileError)
    assert "is not a whole meta file" in wave.told("en")


def test_a_file_that_is_called_coded_and_is_not_is_named(coded: Path) -> None:
    write_table(pd.DataFrame({"a": ["1"]}), coded)
    (wave,) = status(survey_of(coded)).waves
    assert isinstance(wave.problem, ColumnError)
    assert "this is not a coded file" in wave.told("en")


def test_a_damaged_wave_hides_no_other_and_can_be_coded_again(coded: Path, run: Run) -> None:
    survey = survey_of(coded)
    older = coded.parent.parent / "2020"
    shutil.copytree(coded.parent, older)
    coded.write_text("cut off")
    (coded.parent / "answers.csv").write_text("respondent;question;text\n1;q1;Flere tolker\n")
    found = status(survey)
    assert [bool(wave.problem) for wave in found.waves] == [False, True]
    assert found.waves[0].answers > 0
    assert found.to_json()["waves"][0]["problem"] == ""
    json.dumps(found.to_json())
    assert found.next == "textmining code --wave 2021"
    assert step_code(survey, "2021").files == [coded.parent / "answers.csv"]
    with pytest.raises(FileError):
        step_count(survey, "count")
    assert step_count(survey, "count", "2020").files == [older / "coded.csv"]
    shown = run("status", survey.folder)
    assert shown.returncode == 0
    assert "2021: " in shown.stdout
    assert "textmining code --wave 2021" in shown.stdout


def test_a_damaged_wave_is_told_on_the_home_page_beside_the_others(tmp_path: Path) -> None:
    folder = small_survey(tmp_path / "u", ("2020", "2021"))
    (folder / "waves" / "2021" / "answers.csv").write_text('id;svar\n1;"open')
    with at_home(folder) as client:
        shown = client.get("/home")
    assert shown.status_code == 200
    assert "anførselstegn" in shown.text
    assert 'href="/home/review?wave=2020"' in shown.text
    assert "Alt er gjort" not in shown.text
    assert "En runde kan ikke leses" in shown.text


def test_columns_of_ticks_are_codes_of_a_wave_coded_by_hand(tmp_path: Path, run: Run) -> None:
    rows = [f"{i};Os;vi vil ha mye mer av dette {i};{i % 2};{1 - i % 2}" for i in range(20)]
    file = tmp_path / "a.csv"
    file.write_text("\n".join(["id;Kommune;Hva savner dere?;NAV;Bolig", *rows]), encoding="utf-8")
    folder = tmp_path / "u"
    assert run("init", folder, file, "--yes", "--wave", "2021").returncode == 0
    assert status(Survey(folder)).waves[0].coded == ""
    book = "Kodeliste for oss;;\nKode;Tema;Definisjon\n1;NAV;\n2;Bolig;\n"
    (folder / "codebook" / "v1.csv").write_text(book, encoding="utf-8")
    (wave,) = status(Survey(folder)).waves
    assert (wave.coded, wave.uncoded) == ("hand", 0)
    counted = run("count", cwd=folder)
    assert counted.returncode == 0, counted.stderr
    assert counted.stderr.count("v1.csv") == 1, "a note is said once"


def test_a_damaged_store_is_told_on_the_home_page_beside_the_waves(tmp_path: Path) -> None:
    folder = small_survey(tmp_path / "u", ("2020", "2021"))
    (folder / "decisions.sqlite").write_text("cut off", encoding="utf-8")
    found = status(Survey(folder))
    assert found.next == ""
    assert len(found.problems("nb")) == 1
    with pytest.raises(StoreError):
        step_count(Survey(folder), "count")
    with at_home(folder) as client:
        shown = client.get("/home")
    assert shown.status_code == 200
    assert "decisions.sqlite: lageret kan ikke brukes" in shown.text
    assert '<th scope="row">2020</th>' in shown.text
    assert "Alt er gjort" not in shown.text


@pytest.mark.parametrize(
    ("coded", "learnt", "step"), [(49, 0, "code"), (50, 0, "train"), (50, 50, "code")]
)
def test_a_model_of_the_codebook_alone_is_trained_again_once_that_pays(
    tmp_path: Path, coded: int, learnt: int, step: str
) -> None:
    """It would have coded the rest of a wave, having learnt nothing of what a person had coded."""
    folder = small_survey(tmp_path / "u", ("2021",), 60, coded=False)
    read = [AnswerId(f"r{i}", "2021", "answer") for i in range(coded)]
    with Store(folder / "decisions.sqlite") as store:
        store.record([Decision(answer, "Kari", ("nav",), "1") for answer in read])
    (folder / "models" / "2021").mkdir(parents=True)
    card = {"data": {"answers": learnt}}
    (folder / "models" / "2021" / "card.json").write_text(json.dumps(card))
    assert status(Survey(folder)).next == f"textmining {step}"
