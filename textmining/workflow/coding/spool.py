"""Parts that are done already, beside the file that is to be: a run that was cut off goes on.

The folder holds numbers and, of answers unlike any known, the words that nobody knows; no texts. It
goes away when the coded file is there.
"""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from textmining.errors import FileError

_KEY = "of.txt"

Part = TypeVar("Part")
Arrays = Mapping[str, NDArray[Any]]
"""What is kept of a part, by name."""


def spool_folder(out: Path) -> Path:
    """Return where the parts of a coded file lie until it is written."""
    return out.with_name(f"{out.name}.parts")


def remove_spool(out: Path) -> None:
    """Take the parts of a coded file away, now that it is there."""
    shutil.rmtree(spool_folder(out), ignore_errors=True)


class Spool:
    """The parts done so far.

    Args:
        folder: where they lie.
        key: what they are parts of (answers, model and pipeline); parts of anything else go away.
        resume: whether parts of an earlier run are used.
    """

    def __init__(self, folder: Path, key: str, *, resume: bool) -> None:
        self.folder = folder
        known = folder / _KEY
        same = known.is_file() and known.read_text(encoding="utf-8") == key
        if not (resume and same):
            shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        known.write_text(key, encoding="utf-8")

    def load(self, number: int, of: Callable[[Arrays], Part]) -> Part | None:
        """Return a part, or None if it is not there or not whole.

        Args:
            number: of the part.
            of: makes it of the arrays that were kept; KeyError or ValueError where they are others.

        Raises:
            FileError: it is whole, and not as this program keeps parts.
        """
        try:
            with (
                self._path(number).open("rb") as stream,
                np.load(stream, allow_pickle=False) as saved,
            ):
                arrays = dict(saved)
        except (OSError, EOFError, ValueError, KeyError, BadZipFile):
            return None
        try:
            return of(arrays)
        except (KeyError, ValueError, TypeError):
            raise FileError(
                self.folder,
                "holds parts that another version of the program coded",
                "Leave --resume out, to begin anew.",
            ) from None

    def save(self, number: int, arrays: Arrays) -> None:
        """Keep a part; it is there whole or not at all."""
        path = self._path(number)
        new = path.with_suffix(".new")
        with new.open("wb") as stream:
            np.savez(stream, allow_pickle=False, **arrays)
        new.replace(path)

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:06d}.npz"
