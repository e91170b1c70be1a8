"""The file of a SQLite store: whether it is the one that was opened, and can be written."""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from textmining.errors import FileError, StoreMovedError
from textmining.files import stamp

_TRIES = 20


class StoreFile:
    """A SQLite file that is open.

    Its connections stay open, so no other file can take its number on the disk meanwhile.

    Raises:
        StoreMovedError: it is not there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened = self._on_disk()

    def _on_disk(self) -> tuple[int, int]:
        try:
            found = self._path.stat()
        except OSError:
            raise StoreMovedError(self._path) from None
        return found.st_dev, found.st_ino

    def check(self) -> None:
        """Raise StoreMovedError unless the file of the name is the one that was opened."""
        if self._on_disk() != self._opened:
            raise StoreMovedError(self._path)


def check_file(path: Path, *, create: bool) -> None:
    """Raise FileError unless a store can be opened there; make an empty file if there is none.

    Only its owner may read a new one. SQLite gives its journals the same access rights.
    """
    if path.is_dir():
        raise FileError(path, "is a folder", "Name a .sqlite file for the decisions.")
    if not create and not path.exists():
        raise FileError(path, "there is no such store", "Check the name, or start a review first.")
    if not path.parent.exists():
        raise FileError(path, "its folder does not exist", "Make the folder first.")
    if create and not path.exists():
        try:
            path.touch(mode=0o600)
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise FileError(
                path,
                "cannot be made ({reason})",
                "Choose another place with --store.",
                reason=reason,
            ) from None


def can_be_written(path: Path) -> bool:
    """Return whether a store can be written; SQLite needs its folder too, for journals."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def copied(path: Path) -> "TemporaryDirectory[str]":
    """Copy a store with its journal to a temporary folder, where SQLite can open it.

    On a disk that cannot be written, SQLite cannot read what lies in the journal, nor a store that
    keeps one at all. The copy has the original's name. Others may write to the store meanwhile: a
    store and a journal that do not belong together are copied again.

    Raises:
        FileError: it is being written to all the time.
    """
    folder = TemporaryDirectory(prefix="textmining-")
    files = (path, path.with_name(f"{path.name}-wal"))
    for _ in range(_TRIES):
        before = [stamp(file) for file in files]
        for file in files:
            copy = Path(folder.name) / file.name
            copy.unlink(missing_ok=True)
            with suppress(FileNotFoundError):  # there need be no journal
                shutil.copyfile(file, copy)
        if [stamp(file) for file in files] == before:
            return folder
    folder.cleanup()
    raise FileError(path, "is being written to all the time", "Try again.")
