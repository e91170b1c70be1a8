"""A model is opened with the language pipeline and the sentence encoder it was trained with."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.classifier_survey import CODEBOOK, survey
from textmining.classifier import save_model, train
from textmining.errors import LanguageError
from textmining.language import NO_ENCODER, SHIPPED_ENCODER, load_pipeline
from textmining.workflow.coding.models import ENCODED_UP_TO, encoder_for, open_model

BLANK = "blank:nb"


@pytest.fixture
def encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sentence encoder; sentence-transformers is an extra of some gigabytes, so it stands in."""
    package = ModuleType("sentence_transformers")
    monkeypatch.setattr(package, "SentenceTransformer", lambda *_, **__: None, raising=False)
    monkeypatch.setitem(sys.modules, "sentence_transformers", package)
    return _encoder(tmp_path / "norbert", "[]")


def _encoder(folder: Path, content: str) -> Path:
    folder.mkdir()
    (folder / "modules.json").write_text(content)
    return folder


@pytest.fixture
def model(encoder: Path, tmp_path: Path) -> Path:
    language = load_pipeline(BLANK, str(encoder)).identity.record()
    save_model(train(survey(60), CODEBOOK, language=language), tmp_path / "model")
    return tmp_path / "model"


def test_an_encoder_in_a_renamed_folder_is_the_same_one(model: Path, encoder: Path) -> None:
    renamed = encoder.rename(encoder.with_name("moved"))
    assert open_model(model, pipeline=BLANK, encoder=str(renamed))


def test_another_encoder_or_none_is_refused(model: Path, tmp_path: Path) -> None:
    other = _encoder(tmp_path / "other", "[1]")
    with pytest.raises(LanguageError, match=r"trained with .* norbert \(.* used with .* other \("):
        open_model(model, pipeline=BLANK, encoder=str(other))
    with pytest.raises(LanguageError, match="used with no sentence encoder"):
        open_model(model, pipeline=BLANK)


def test_another_pipeline_is_refused(model: Path, encoder: Path) -> None:
    with pytest.raises(LanguageError, match="name the right one with --pipeline"):
        open_model(model, pipeline="blank:nn", encoder=str(encoder))


def test_the_encoder_that_ships_is_found_again_by_itself(tmp_path: Path) -> None:
    language = load_pipeline(BLANK, SHIPPED_ENCODER).identity.record()
    save_model(train(survey(60), CODEBOOK, language=language), tmp_path / "model")
    _, pipeline = open_model(tmp_path / "model")
    assert pipeline.encodes
    with pytest.raises(LanguageError, match="used with no sentence encoder"):
        open_model(tmp_path / "model", encoder=NO_ENCODER)


def test_the_encoder_that_ships_is_learnt_from_while_few_answers_are_coded() -> None:
    assert encoder_for(ENCODED_UP_TO, None) == SHIPPED_ENCODER
    assert encoder_for(ENCODED_UP_TO + 1, None) == NO_ENCODER
    assert encoder_for(1, "norbert") == encoder_for(100_000, "norbert") == "norbert"
