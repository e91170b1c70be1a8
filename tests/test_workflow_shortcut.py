"""Shortcuts: whatever a folder is called, the program is given that folder."""

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.small_survey import small_survey
from textmining.errors import OptionError
from textmining.workflow.survey_folder.shortcut import SHORTCUTS, shortcut, shortcut_text

NAMES = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=30)
WINDOWS_NAMES = st.text(
    st.characters(exclude_categories=["C"], exclude_characters='<>:"/|?*'), min_size=1, max_size=30
)


def of_exec(value: str) -> list[str]:
    """Read the key Exec as the Desktop Entry Specification says, quotes and all."""
    value = value.replace("\\\\", "\\")
    words = re.findall(r'"((?:[^"\\`$]|\\["`$\\])*)"', value)
    assert " ".join(f'"{word}"' for word in words) == value
    assert not re.search(r"(?<!%)(?:%%)*%(?!%)", value)
    return [re.sub(r"\\(.)", r"\1", word).replace("%%", "%") for word in words]


def of_cmd(line: str) -> list[str]:
    """Read a line as cmd.exe does, and then its words as Microsoft's C runtime does."""
    line = line.replace("%%", "%")
    words = []
    for word in re.findall(r'"([^"]*)"', line):
        backslashes = len(word) - len(word.rstrip("\\"))
        assert backslashes % 2 == 0
        words.append(word[: len(word) - backslashes // 2])
    return words


@given(NAMES, NAMES)
def test_a_desktop_file_names_the_folder_exactly(name: str, folder: str) -> None:
    words = ["/usr/bin/python3", "open", f"/hjem/{folder}"]
    text = shortcut_text(".desktop", name, words)
    lines = dict(line.partition("=")[::2] for line in text.split("\n")[1:-1])
    assert of_exec(lines["Exec"]) == words
    assert lines.keys() == {"Type", "Version", "Name", "Exec", "Terminal"}


@given(WINDOWS_NAMES)
def test_a_cmd_file_names_the_folder_exactly(folder: str) -> None:
    words = ["C:\\Program Files\\Python\\python.exe", "open", f"C:\\Brukere\\{folder}"]
    *_, line, end = shortcut_text(".cmd", "x", words).split("\r\n")
    assert (of_cmd(line), end) == (words, "")


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["under søkelse", "Ola's $HOME `id` \\n", '"æøå" & 100 %', "-n", "a;b|c>d"]
)
def test_a_command_file_gives_the_shell_the_folder(name: str, tmp_path: Path) -> None:
    program = tmp_path / "vis ordene"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    program.chmod(0o755)
    file = tmp_path / "x.command"
    file.write_text(shortcut_text(".command", "x", [str(program), "open", name]), encoding="utf-8")
    file.chmod(0o755)
    printed = subprocess.run([file], check=True, capture_output=True, text=True, encoding="utf-8")
    assert printed.stdout.splitlines() == ["open", name]


@pytest.mark.parametrize(("system", "ending"), SHORTCUTS.items())
def test_a_shortcut_lies_in_the_survey_and_is_called_like_it(
    system: str, ending: str, tmp_path: Path
) -> None:
    folder = small_survey(tmp_path / "mappe å")
    file = shortcut(folder, system=system)
    assert file == folder / f"Liten undersøkelse{ending}"
    text = file.read_text(encoding="utf-8")
    assert str(folder) in text
    assert sys.executable in text
    assert bool(file.stat().st_mode & stat.S_IXUSR) == (ending != ".cmd")
    new = shortcut(tmp_path / "ny mappe", tmp_path / "skrivebord", system)
    assert new == tmp_path / "skrivebord" / f"ny mappe{ending}"


def test_a_line_break_in_a_path_is_refused() -> None:
    with pytest.raises(OptionError, match="control character"):
        shortcut_text(".cmd", "x", ["python", "a\r\nformat c:"])


def test_the_desktop_file_passes_the_validator(tmp_path: Path) -> None:
    validator = shutil.which("desktop-file-validate")
    if validator is None:
        pytest.skip("desktop-file-utils is not installed")
    file = shortcut(small_survey(tmp_path / "æ $ % \\ `"), system="linux")
    checked = subprocess.run([validator, os.fspath(file)], check=False, capture_output=True)
    assert (checked.returncode, checked.stdout) == (0, b"")
