"""The wheels for a machine without internet, and the scripts that install them."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installation.wheelhouse import PLATFORMS, locked_for
from tests.doctored_index import ROOT, USERS, Digests, doctored_lock, install_pip, only_from, pins

MINOR = f"{sys.version_info.major}.{sys.version_info.minor}"
COLLECT = """
import sys
from pathlib import Path
from installation.wheelhouse import PLATFORMS, collect

wheel, house, python, lock = sys.argv[1:]
collect(Path(wheel), Path(house), PLATFORMS["manylinux_x86_64"], python, Path(lock))
"""
# A process without a network, where the system lets us make one.
ALONE = ["unshare", "--map-root-user", "--net"]


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_every_package_is_wanted_once_and_only_where_it_is_for(platform: str, python: str) -> None:
    environment = PLATFORMS[platform].environment(python)
    lines = list(locked_for(USERS.read_text("utf-8"), environment))
    names = [line.partition("==")[0] for line in lines]
    assert len(set(names)) == len(names)
    assert ("colorama" in names) == platform.startswith("win")
    assert {name for name, _ in pins(USERS)} - set(names) <= {"colorama"}
    assert all(" --hash=sha256:" in line for line in lines)


def test_a_wheelhouse_installs_without_internet_in_any_folder(
    index: tuple[Path, Digests], tmp_path: Path
) -> None:
    folder, digests = index
    lock, house, home = tmp_path / "lock.txt", tmp_path / "hjul på øya", tmp_path / "mål mappe"
    lock.write_text(doctored_lock(USERS, digests), encoding="utf-8")
    install_pip(tmp_path / "pip", "pip")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("textmining_survey-*.whl")
    subprocess.run(
        [sys.executable, "-c", COLLECT, str(wheel), str(house), MINOR, str(lock)],
        env=only_from(folder) | {"PYTHONPATH": f"{ROOT}:{tmp_path / 'pip'}"},
        check=True,
    )
    done = subprocess.run(
        [*_alone(), "sh", str(house / "install.sh"), str(home)],
        env=only_from(tmp_path / "nothing") | {"PYTHON": sys.executable},
        cwd="/", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    installed = {path.stem for path in home.glob("lib/*/site-packages/*.dist-info")}
    brought = {"-".join(path.stem.split("-")[:2]) for path in (house / "wheels").iterdir()}
    assert {stem for stem in installed if not stem.startswith("pip-")} == brought


def _alone() -> list[str]:
    """What to start a program with, so that it has no network."""
    if shutil.which(ALONE[0]) is None:
        return []
    return ALONE if subprocess.run([*ALONE, "true"], check=False).returncode == 0 else []


def test_the_script_for_windows_is_plain_and_quotes_every_path() -> None:
    script = (ROOT / "installation" / "install.cmd").read_text(encoding="ascii")
    assert "delayedexpansion" not in script.lower(), "a path may have an exclamation mark"
    for command in script.splitlines():
        outside = "".join(re.split(r'"[^"]*"', command))
        assert "%folder%" not in outside
        assert "%~" not in outside
    labels = {line[1:] for line in script.splitlines() if line.startswith(":")}
    assert set(re.findall(r"goto (\w+)", script)) == labels
