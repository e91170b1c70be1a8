"""The locks install on any later day: with newer versions of everything, by old pips and new."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doctored_index import Digests, doctored_lock, make_index, pins

ROOT = Path(__file__).parent.parent
USERS, DEVELOPERS, BUILD = (ROOT / f"requirements{which}.txt" for which in ("", "-dev", "-build"))
OLDEST = "22.0" if sys.version_info < (3, 12) else "23.2"  # that runs on this Python
MINOR = f"{sys.version_info.major}.{sys.version_info.minor}"

# Stands for a Python whose virtual environments come with the pip that the test wants.
PYTHON = """#!/bin/sh
set -e
"{python}" -m venv --without-pip "$3"
cp -R "{pip}"/. "$3"/lib/python{minor}/site-packages/
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Digests]:
    """The index of a later day, with the hashes of what it has today."""
    folder = tmp_path_factory.mktemp("index")
    whole = {name for name, _ in pins(BUILD)}
    return folder, make_index(folder, [USERS, DEVELOPERS, BUILD], whole)


@pytest.mark.parametrize("pip", [f"pip=={OLDEST}", "pip"])
def test_make_installs_what_is_locked_and_nothing_newer(
    index: tuple[Path, Digests], tmp_path: Path, pip: str
) -> None:
    folder, digests = index
    project = tmp_path / "prosjekt på øya"
    _copy_project(project, digests)
    environment = {name: value for name, value in os.environ.items() if name[:4] != "PIP_"}
    environment |= {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": f"{folder}",
    }
    for setup, locks in (("", [USERS]), ("-dev", [USERS, DEVELOPERS])):
        command = ["make", f".venv/.installed{setup}", f"PYTHON={_python(tmp_path, pip)}"]
        made = subprocess.run(
            command, cwd=project, env=environment, capture_output=True, text=True, check=False
        )
        assert made.returncode == 0, made.stdout + made.stderr
        locked = {f"{name.replace('-', '_')}-{v}" for lock in locks for name, v in pins(lock)}
        assert _installed(project) <= locked


def _copy_project(project: Path, digests: Digests) -> None:
    """What the installation needs of the project, with locks for the index of the later day."""
    project.mkdir()
    for lock in (USERS, DEVELOPERS, BUILD):
        (project / lock.name).write_text(doctored_lock(lock, digests), encoding="utf-8")
    for name in ("Makefile", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, project)
    for name in ("textmining", "data", "models"):
        (project / name).symlink_to(ROOT / name)


def _python(folder: Path, pip: str) -> Path:
    python = folder / "python"
    if not python.exists():
        command = [
            sys.executable,
            "-m",
            "uv",
            "pip",
            "install",
            "--target",
            str(folder / "pip"),
            pip,
        ]
        subprocess.run(command, check=True)
        text = PYTHON.format(python=sys.executable, pip=folder / "pip", minor=MINOR)
        python.write_text(text, encoding="utf-8")
        python.chmod(0o755)
    return python


def _installed(project: Path) -> set[str]:
    """Names and versions beside pip and ours, as in the lock."""
    found = {path.stem for path in project.glob(".venv/lib/*/site-packages/*.dist-info")}
    return {stem for stem in found if not stem.startswith(("pip-", "textmining_survey-"))}
