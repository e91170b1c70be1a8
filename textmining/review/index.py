"""The columns of a large review, kept in a folder beside its coded file and mapped from there.

They are made once, which takes a while. Texts lie in the folder as they do in the coded file; once
one of its respondents is erased, it is gone.
"""

import json
import shutil
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from textmining.answers import INDEX_ABOUT, index_names
from textmining.errors import FileError
from textmining.files import atomic_folder, stamp
from textmining.review.answers import ReviewedAnswers
from textmining.review.array_files import ArrayFiles
from textmining.review.filling import Filling

_FORMAT: Final = 2

Fill = Callable[[ArrayFiles], Filling]
"""Adds all answers to arrays."""


def kept_answers(folder: Path, key: Callable[[], object], fill: Fill) -> ReviewedAnswers:
    """Return the answers of a review from a folder; they are put there first if they are not.

    Where nothing can be kept they are in memory.

    Args:
        folder: see `index_path`.
        key: tells what they are of: other files, or another program, make them anew.
        fill: adds them.

    Raises:
        FileError: what they are of was replaced meanwhile.
    """
    wanted = _text(key())
    found = _opened(folder, wanted)
    if found is not None:
        return found
    try:
        with atomic_folder(folder, index_names(folder)) as new:
            new.chmod(0o700)
            _write(new, wanted, fill)
    except FileError as error:
        if error.path != folder:
            raise
    else:
        if _text(key()) != wanted:  # whoever was erased meanwhile would be in it still
            shutil.rmtree(folder, ignore_errors=True)
            coded = folder.with_suffix("")
            raise FileError(coded, "was replaced while it was being read", "Try again.")
        found = _opened(folder, wanted)
    return fill(ArrayFiles(None)).answers() if found is None else found


def _text(key: object) -> str:
    return json.dumps([_FORMAT, key])


def _write(folder: Path, key: str, fill: Fill) -> None:
    arrays = ArrayFiles(folder)
    answers = fill(arrays).answers()
    about = {
        "key": key,
        "kinds": arrays.kinds,
        "checksums": arrays.checksums,
        "names": answers.names,
        "codes": answers.codes,
        "background": answers.background,
    }
    text = json.dumps(about | {"checksum": _checksum(about)})
    (folder / INDEX_ABOUT).write_text(text, encoding="utf-8")


def _checksum(about: Mapping[str, object]) -> int:
    return zlib.crc32(json.dumps(about).encode())


def _opened(folder: Path, key: str | None = None) -> ReviewedAnswers | None:
    """What a folder holds; None if that is not whole, or not of `key`, or is being replaced."""
    before = stamp(folder / INDEX_ABOUT)
    try:
        about = json.loads((folder / INDEX_ABOUT).read_text(encoding="utf-8"))
        if about.pop("checksum") != _checksum(about):
            return None
        arrays = ArrayFiles(folder, about["kinds"])
        if key not in {None, about["key"]} or arrays.checksums != about["checksums"]:
            return None
        found = ReviewedAnswers(
            {name: arrays.whole(name) for name in arrays.kinds},
            about["names"],
            tuple(about["codes"]),
            tuple(about["background"]),
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
    return found if stamp(folder / INDEX_ABOUT) == before else None


def erase_from_index(folder: Path, respondent: str, wave: str) -> None:
    """Remove a kept review that a respondent is in, or that cannot be understood.

    Whoever is reading it reads on, but for what the respondent wrote and what is known of them. A
    folder of somebody else's stays.

    Raises:
        FileError: it cannot be removed.
    """
    is_unreadable = not _is_readable(folder)
    if not is_unreadable and not index_names(folder):
        return
    answers = _opened(folder)
    rows = [] if answers is None else np.flatnonzero(answers.of(respondent, wave)).tolist()
    if answers is not None and not rows:
        return
    is_blank = answers is not None and _blanked(folder, answers, rows)
    if not is_unreadable:
        shutil.rmtree(folder, ignore_errors=True)
    if folder.exists() and not is_blank:
        raise FileError(folder, "cannot be removed", "Remove it by hand, and erase again.")


def _is_readable(folder: Path) -> bool:
    try:
        next(folder.iterdir(), None)
    except OSError:
        return False
    return True


def _blanked(folder: Path, answers: ReviewedAnswers, rows: list[int]) -> bool:
    """Overwrite what some wrote, and what is known of them; False if that cannot be written to."""
    nothing: dict[str, Any] = {"probabilities": np.nan, "proposed": False, "least": np.inf}
    nothing |= {f"background {name}": -1 for name in answers.background}
    try:
        for name, value in nothing.items():
            _changed(folder, answers, name)[rows] = value
        for name, strings in (("text", answers.texts), ("folded", answers.folded)):
            content = _changed(folder, answers, f"{name} content")
            for row in rows:
                content[strings.span(row)] = ord(" ")
    except OSError:
        return False
    return True


def _changed(folder: Path, answers: ReviewedAnswers, name: str) -> NDArray[Any]:
    array = answers.arrays[name]
    path = ArrayFiles(folder).path(name)
    return np.memmap(path, dtype=array.dtype, mode="r+").reshape(array.shape)
