"""Files that were dropped on the page and are not taken in yet.

They lie in the survey's folder, each in a folder of its own below `.incoming`, readable by their
owner only, until a person takes them in or gives them up.
"""

import contextlib
import os
import re
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from textmining.errors import RowsError, TextminingError
from textmining.files import atomic_file, clean_name, recover
from textmining.texts import Language, joined_in_language

_FOLDER = ".incoming"
_KEY = re.compile(r"[0-9a-f]{16}")
_NOT_IN_NAMES = re.compile(r"[^\w .()+-]")
_LONGEST = 80
_TOLD = 5
"""Bad rows that a page lists; the commands list all."""


@dataclass(frozen=True)
class Incoming:
    """A file that waits to be taken in.

    Args:
        key: what addresses call it.
        path: where it lies; its name is that of the file that was dropped.
    """

    key: str
    path: Path


def receive(folder: Path, name: str, stream: IO[bytes]) -> Incoming:
    """Keep a dropped file, whole or not at all.

    Args:
        folder: the survey's folder; made if it is not there.
        name: the file's name on the machine it comes from.
        stream: its bytes.

    Raises:
        FileError: it cannot be written.
    """
    key = secrets.token_hex(8)
    path = folder / _FOLDER / key / _safe(name)
    with atomic_file(path, private=True) as temporary, temporary.open("wb") as out:
        shutil.copyfileobj(stream, out)
    return Incoming(key, path)


def incoming_files(folder: Path) -> Sequence[Incoming]:
    """Return the files that wait, by name."""
    folders = [path for path in (folder / _FOLDER).glob("*") if _KEY.fullmatch(path.name)]
    for place in folders:
        recover(place)  # what a kill left half written goes
    files = [path for place in folders for path in place.glob("[!.]*")]  # the rest still comes in
    found = [Incoming(path.parent.name, path) for path in files]
    return sorted(found, key=lambda incoming: incoming.path.name)


def find_incoming(folder: Path, key: str) -> Incoming | None:
    """Return the file that an address names; None if it is there no more."""
    return next((found for found in incoming_files(folder) if found.key == key), None)


def remove(found: Incoming) -> None:
    """Remove a file that was taken in or given up; the folders above it go once they are empty."""
    found.path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # another file waits
        found.path.parent.rmdir()
        found.path.parent.parent.rmdir()


def sentence(error: TextminingError, found: Incoming, language: Language) -> str:
    """Return what is wrong with a file as its page says it: by its name, not by where it lies."""
    return told_in(error, found.path.parent, language)


def told_in(error: TextminingError, folder: Path, language: Language) -> str:
    """Return what is wrong with a file in a folder, which is called as it lies in there."""
    said = joined_in_language(error.parts, language)
    if isinstance(error, RowsError):
        rows = [joined_in_language(line, language) for line in error.lines[:_TOLD]]
        said = "\n".join([*rows, *(["…"] if len(error.lines) > _TOLD else [])])
    return said.replace(f"{folder}{os.sep}", "")


def _safe(name: str) -> str:
    r"""A file's name without folders and signs that some disk cannot keep.

    >>> _safe("C:\\svar\\Vår 2022?.XLSX"), _safe("../..")
    ('Vår 2022_.xlsx', 'fil')
    """
    last = PurePosixPath(clean_name(name).replace("\\", "/")).name.strip(". ")
    stem, dot, ending = last.rpartition(".")
    kept = _NOT_IN_NAMES.sub("_", stem if dot else ending)[:_LONGEST] or "fil"
    return f"{kept}.{_NOT_IN_NAMES.sub('_', ending.lower())[:_LONGEST]}" if dot else kept
