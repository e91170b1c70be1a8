"""The locks install on any later day: with newer versions of everything, by old pips and new."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.doctored_index import (
    BUILD,
    DEVELOPERS,
    ROOT,
    USERS,
    Digests,
    doctored_lock,
    install_pip,
    only_from,
    pins,
)

OLDEST = "22.0" if sys.version_info < (3, 12) else "23.2"  # that runs on this Python
MINOR = f"{sys.version_info.major}.{sys.version_info.minor}"

# Stands for a Python whose virtual environments come with the pip that the test wants.
PYTHON = """#!/bin/sh
set -e
"{python}" -m venv --without-pip "$3"
cp -R "{pip}"/. "$3"/lib/python{minor}/site-packages/
"""


@pytest.mark.parametrize("pip", [f"pip=={OLDEST}", "pip"])
def test_make_installs_what_is_locked_and_nothing_newer(
    index: tuple[Path, Digests], tmp_path: Path, pip: str
) -> None:
    folder, digests = index
    project = tmp_path / "prosjekt på øya"
    _copy_project(project, digests)
    environment = only_from(folder)
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
    for name in ("textmining", "data", "models", "installation"):
        (project / name).symlink_to(ROOT / name)


def _python(folder: Path, pip: str) -> Path:
    python = folder / "python"
    if not python.exists():
        install_pip(folder / "pip", pip)
        text = PYTHON.format(python=sys.executable, pip=folder / "pip", minor=MINOR)
        python.write_text(text, encoding="utf-8")
        python.chmod(0o755)
    return python


def _installed(project: Path) -> set[str]:
    """Names and versions beside pip and ours, as in the lock."""
    found = {path.stem for path in project.glob(".venv/lib/*/site-packages/*.dist-info")}
    return {stem for stem in found if not stem.startswith(("pip-", "textmining_survey-"))}
