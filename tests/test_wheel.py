"""The wheel alone, in an empty folder, goes the whole way."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from installation.metadata import check

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("textmining_survey-*.whl")
    return built


def test_the_example_survey_and_the_pipelines_travel_in_the_wheel(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder in ("data", "models"):
        here = {p.relative_to(ROOT / folder).as_posix() for p in (ROOT / folder).rglob("*")}
        there = {n.removeprefix(f"textmining/_{folder}/") for n in names if f"/_{folder}/" in n}
        assert there == {name for name in here if (ROOT / folder / name).is_file()}
    assert "textmining/py.typed" in names
    assert wheel.stat().st_size < 60_000_000
    assert not [name for name in names if "test" in name.lower() or "bench" in name.lower()]


def test_an_index_would_take_the_wheel(wheel: Path) -> None:
    check(wheel)


def test_the_demo_runs_from_the_wheel_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    (tmp_path / "empty").mkdir()
    result = subprocess.run(
        [sys.executable, "-m", "textmining.cli", "demo"],
        cwd=tmp_path / "empty",
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert [p.name for p in (tmp_path / "empty").iterdir()] == ["textmining-demo"]


def test_spacy_loads_the_pipeline_by_its_name(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    program = (
        "import spacy; nlp = spacy.load('nb_nn_survey_sm', disable=['ner']); "
        "assert nlp('Vi savner regionkontoret.')[1].lemma_ == 'savne'; "
        "assert 'ner' not in nlp.pipe_names; "
        "from importlib.metadata import version; "
        "assert version('nb_nn_survey_sm') == nlp.meta['version']"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
