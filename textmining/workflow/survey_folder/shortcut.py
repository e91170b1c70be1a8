"""Shortcut: a file that opens a survey's home page when it is clicked on.

It names this installation and the survey's folder in full, so it is for this machine only.
"""

import re
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from textmining.errors import OptionError
from textmining.files import atomic_file
from textmining.survey import find_survey

SHORTCUTS: Final = {"linux": ".desktop", "win32": ".cmd", "darwin": ".command"}
"""The ending of a shortcut, by system (`sys.platform`)."""

_NOT_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


def shortcut(folder: Path, out: Path | None = None, system: str = sys.platform) -> Path:
    """Write a shortcut to a survey's home page.

    The survey's folder may be new; it is written there unless `out` is another. The system is as
    `sys.platform` has it.

    Returns:
        The shortcut.

    Raises:
        OptionError: a path has a control character, which no shortcut can hold.
        FileError: it cannot be written.
    """
    survey = find_survey(folder) if folder.is_dir() else None
    place = survey.folder if survey else folder.resolve()
    name = survey.settings.name if survey else place.name
    ending = SHORTCUTS.get(system, ".desktop")
    file = (out or place) / f"{_NOT_IN_NAMES.sub(' ', name).strip(' .') or 'textmining'}{ending}"
    text = shortcut_text(ending, name, [sys.executable, "-m", "textmining.cli", "open", str(place)])
    file.parent.mkdir(parents=True, exist_ok=True)
    with atomic_file(file) as temporary:
        temporary.write_bytes(text.encode())
    if ending != ".cmd":
        file.chmod(0o755)
    return file


def shortcut_text(ending: str, name: str, words: Sequence[str]) -> str:
    """Return a shortcut's text.

    Raises:
        OptionError: a word has a control character.
    """
    if any(_CONTROL.search(word) for word in words):
        raise OptionError("the folder's path has a control character in it. Rename the folder.")
    if ending == ".cmd":
        # The code page first: what follows is read in it.
        return f"@echo off\r\nchcp 65001 >nul\r\n{' '.join(map(_in_cmd, words))}\r\n"
    if ending == ".command":
        return f"#!/bin/sh\nexec {shlex.join(words)}\n"
    return (
        "[Desktop Entry]\nType=Application\nVersion=1.0\n"
        f"Name={_escaped(' '.join(name.split()))}\n"
        f"Exec={_escaped(' '.join(map(_in_exec, words)))}\nTerminal=true\n"
    )


def _in_exec(word: str) -> str:
    r"""Quote a word as the Desktop Entry Specification says of the key Exec.

    >>> print(_in_exec("/hjem/100 % sikker"))
    "/hjem/100 %% sikker"
    """
    return '"' + re.sub(r'(["`$\\])', r"\\\1", word).replace("%", "%%") + '"'


def _escaped(text: str) -> str:
    """Escape a value of type string, as the same specification says."""
    text = text.replace("\\", "\\\\")
    return f"\\s{text[1:]}" if text.startswith(" ") else text


def _in_cmd(word: str) -> str:
    r"""Quote a word for cmd.exe, which fills in what stands between per cent signs.

    >>> print(_in_cmd("C:\\Ola & Kari\\100 %"))
    "C:\Ola & Kari\100 %%"
    """
    backslashes = len(word) - len(word.rstrip("\\"))  # before the last quote they would escape it
    return '"' + word.replace("%", "%%") + "\\" * backslashes + '"'
