import json
from pathlib import Path

import numpy as np
import pytest
import skops.io

from tests.classifier_survey import CODEBOOK, survey
from textmining.classifier import Model, load_model, save_model, train
from textmining.classifier.storage import _card_bytes
from textmining.errors import FileError, ModelError
from textmining.files import sha256_of_bytes

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def model() -> Model:
    return train(survey(), CODEBOOK)


@pytest.fixture
def folder(model: Model, tmp_path: Path) -> Path:
    save_model(model, tmp_path / "model")
    return tmp_path / "model"


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_loaded_model_codes_as_the_saved_one(model: Model, folder: Path) -> None:
    fresh = survey(40, seed=1).answers
    before, after = model.predict(fresh), load_model(folder).predict(fresh)
    np.testing.assert_array_equal(before.probabilities, after.probabilities)
    np.testing.assert_array_equal(before.themes, after.themes)
    np.testing.assert_array_equal(before.confidence, after.confidence)


def test_equal_training_gives_equal_bytes(folder: Path, tmp_path: Path) -> None:
    save_model(train(survey(), CODEBOOK, jobs=2), tmp_path / "again")
    assert _bytes(folder) == _bytes(tmp_path / "again")


@pytest.mark.parametrize("name", ["card.json", "codebook.yaml", "pipeline.skops"])
def test_a_truncated_changed_or_missing_file_is_told(folder: Path, name: str) -> None:
    whole = (folder / name).read_bytes()
    for content in (whole[: len(whole) // 2], whole.replace(b"a", b"b", 1), b""):
        (folder / name).write_bytes(content)
        with pytest.raises(ModelError, match=f"{name}: is not as it was saved"):
            load_model(folder)
    (folder / name).unlink()
    with pytest.raises(ModelError, match=f"{name}"):
        load_model(folder)


def test_another_minor_version_of_scikit_learn_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("textmining.classifier.storage.version", lambda _: "99.1.0")
    with pytest.raises(ModelError, match=r"install scikit-learn \d+\.\d+\.$"):
        load_model(folder)


def test_a_model_of_another_format_is_refused(folder: Path) -> None:
    card = json.loads((folder / "card.json").read_text("utf-8"))
    (folder / "card.json").write_bytes(_card_bytes({**card, "format": 1}))
    with pytest.raises(ModelError, match=r"another version of this program.*train again"):
        load_model(folder)


def test_types_that_no_model_has_are_refused(folder: Path) -> None:
    """An archive that is whole by its card's word, but would run code when opened."""
    archive = skops.io.dumps({"level": Path("somewhere")})
    (folder / "pipeline.skops").write_bytes(archive)
    card = json.loads((folder / "card.json").read_text("utf-8"))
    card["files"]["pipeline.skops"] = sha256_of_bytes(archive)
    (folder / "card.json").write_bytes(_card_bytes(card))
    with pytest.raises(ModelError, match=r"holds types that no model .*PosixPath"):
        load_model(folder)


def test_a_folder_with_other_files_is_not_replaced(model: Model, tmp_path: Path) -> None:
    save_model(model, tmp_path / "model")
    save_model(model, tmp_path / "model")
    (tmp_path / "model" / "thesis.txt").write_text("years of work")
    with pytest.raises(FileError, match=r"holds something else \(thesis\.txt\)"):
        save_model(model, tmp_path / "model")
    assert (tmp_path / "model" / "thesis.txt").exists()


def test_the_card_holds_no_answer(folder: Path) -> None:
    card = json.loads((folder / "card.json").read_text())
    assert card["data"]["answers"] == 120
    for text in survey().answers.texts:
        assert len(text) < 8 or text not in (folder / "card.json").read_text()
