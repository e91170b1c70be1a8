"""What a survey's folder has come to, also where a file in it is damaged."""

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.survey_to_count import coded_survey
from textmining.answers import meta_path, write_coded, write_table
from textmining.errors import ColumnError, FileError
from textmining.survey import Survey
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
    with pytest.raises(FileError, match="is not a whole meta file"):
        status(survey_of(coded))


def test_a_file_that_is_called_coded_and_is_not_is_named(coded: Path) -> None:
    write_table(pd.DataFrame({"a": ["1"]}), coded)
    with pytest.raises(ColumnError, match="this is not a coded file"):
        status(survey_of(coded))
