import io
import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

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


@pytest.mark.parametrize("name", ["card.json", "codebook.yaml", "model.json", "arrays.npz"])
def test_a_truncated_changed_or_missing_file_is_told(folder: Path, name: str) -> None:
    whole = (folder / name).read_bytes()
    for content in (whole[: len(whole) // 2], whole.replace(b"a", b"b", 1), b""):
        (folder / name).write_bytes(content)
        with pytest.raises(ModelError, match=f"{name}: is not as it was saved"):
            load_model(folder)
    (folder / name).unlink()
    with pytest.raises(ModelError, match=f"{name}"):
        load_model(folder)


def test_a_model_of_another_format_is_refused(folder: Path) -> None:
    card = json.loads((folder / "card.json").read_text("utf-8"))
    (folder / "card.json").write_bytes(_card_bytes({**card, "format": 1}))
    with pytest.raises(ModelError, match=r"another version of this program.*train again"):
        load_model(folder)


class _Opened:
    """Leaves a file behind if it is ever unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.trace,)


def _resealed(folder: Path, name: str, content: bytes) -> None:
    """Change a file of a model so that all hashes fit."""
    (folder / name).write_bytes(content)
    card = json.loads((folder / "card.json").read_text("utf-8"))
    card["files"][name] = sha256_of_bytes(content)
    (folder / "card.json").write_bytes(_card_bytes(card))


def test_an_array_of_objects_is_refused_and_runs_no_code(folder: Path, tmp_path: Path) -> None:
    """An archive that is whole by its card's word, but would run code if it were unpickled."""
    trace = tmp_path / "trace"
    with np.load(folder / "arrays.npz") as arrays:
        changed = {**arrays, ".level": np.array([_Opened(trace)], dtype=object)}
    stream = io.BytesIO()
    np.savez(stream, allow_pickle=True, **changed)
    _resealed(folder, "arrays.npz", stream.getvalue())
    with pytest.raises(ModelError, match="holds what no model"):
        load_model(folder)
    assert not trace.exists()


@pytest.mark.parametrize("make", [pickle.dumps, lambda _: b"", lambda _: b"PK\5\6"])
def test_what_is_no_archive_is_refused(
    folder: Path, tmp_path: Path, make: Callable[[object], bytes]
) -> None:
    trace = tmp_path / "trace"
    _resealed(folder, "arrays.npz", make(_Opened(trace)))
    with pytest.raises(ModelError, match="holds what no model"):
        load_model(folder)
    assert not trace.exists()


@pytest.mark.parametrize("plain", [b"[]", b"{", b'{"reading": {"norwegian": true}}'])
def test_names_that_no_model_has_are_refused(folder: Path, plain: bytes) -> None:
    _resealed(folder, "model.json", plain)
    with pytest.raises(ModelError, match="holds what no model"):
        load_model(folder)


def test_a_model_as_they_were_saved_before_is_replaced(model: Model, folder: Path) -> None:
    for name in ("model.json", "arrays.npz"):
        (folder / name).unlink()
    (folder / "pipeline.skops").write_bytes(b"")
    save_model(model, folder)
    assert not (folder / "pipeline.skops").exists()
    assert load_model(folder).card == load_model(folder).card


def test_coding_loads_nothing_that_only_learning_needs(folder: Path) -> None:
    """A second or two of each start."""
    program = (
        "import sys; from pathlib import Path; import textmining.workflow.code;"
        "from textmining.classifier import load_model; load_model(Path(sys.argv[1]));"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    command = [sys.executable, "-c", program, str(folder)]
    loaded = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert {"spacy", "pandas"} <= {*loaded}
    assert not {"sklearn", "skops", "sqlalchemy", "openpyxl", "joblib", "matplotlib"} & {*loaded}


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
