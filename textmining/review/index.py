"""The columns of a large review, kept in a folder beside its coded file and mapped from there.

They are made once, which takes a while. Texts lie in the folder as they do in the coded file, and
whoever is erased goes from it too.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from textmining.errors import FileError
from textmining.files import atomic_folder
from textmining.review.answers import ReviewedAnswers
from textmining.review.array_files import ArrayFiles
from textmining.review.filling import Filling

_ABOUT: Final = "about.json"
_FORMAT: Final = 1

Fill = Callable[[ArrayFiles], Filling]
"""Adds all answers to arrays."""


def kept_answers(folder: Path, key: object, fill: Fill) -> ReviewedAnswers:
    """Return the answers of a review from a folder; they are put there first if they are not.

    Where nothing can be written they are in memory.

    Args:
        folder: see `index_path`.
        key: tells what they are of: other files, or another program, make them anew.
        fill: adds them.
    """
    wanted = json.dumps([_FORMAT, key])
    found = _opened(folder, wanted)
    if found is None:
        try:
            with atomic_folder(folder, _ours(folder)) as new:
                new.chmod(0o700)
                _write(new, wanted, fill)
        except FileError as error:
            if error.path != folder:
                raise
            return fill(ArrayFiles(None)).answers()
        found = _opened(folder, wanted)
    assert found is not None  # noqa: S101 - it has just been written
    return found


def _write(folder: Path, key: str, fill: Fill) -> None:
    arrays = ArrayFiles(folder)
    answers = fill(arrays).answers()
    about = {
        "key": key,
        "kinds": arrays.kinds,
        "names": answers.names,
        "codes": answers.codes,
        "background": answers.background,
    }
    (folder / _ABOUT).write_text(json.dumps(about), encoding="utf-8")


def _ours(folder: Path) -> list[str]:
    """The names in a folder of ours; none if it is somebody else's."""
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    is_ours = all(name == _ABOUT or name.endswith(".bin") for name in names)
    return names if is_ours else []


def _about(folder: Path) -> dict[str, Any] | None:
    try:
        found = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _opened(folder: Path, key: str) -> ReviewedAnswers | None:
    about = _about(folder)
    if about is None or about.get("key") != key:
        return None
    arrays = ArrayFiles(folder, about["kinds"])
    return ReviewedAnswers(
        {name: arrays.whole(name) for name in arrays.kinds},
        about["names"],
        tuple(about["codes"]),
        tuple(about["background"]),
    )


def erase_from_index(folder: Path, respondent: str, wave: str) -> None:
    """Take what a respondent wrote, and all that tells of it, out of a kept review.

    The other answers stay where they are, for whoever is reading them. A folder that cannot be
    understood is removed.
    """
    about = _about(folder)
    answers = None if about is None else _opened(folder, about.get("key", ""))
    if answers is None:
        shutil.rmtree(folder, ignore_errors=True)
        return
    arrays = ArrayFiles(folder, about["kinds"] if about else None)
    rows = np.flatnonzero(answers.of(respondent, wave))
    nothing: dict[str, Any] = {"probabilities": np.nan, "proposed": False, "least": np.inf}
    nothing |= {f"background {name}": -1 for name in answers.background}
    for name, value in nothing.items():
        _changed(arrays, name)[rows] = value
    for name, strings in (("text", answers.texts), ("folded", answers.folded)):
        content = _changed(arrays, f"{name} content")
        for row in rows.tolist():
            content[strings.span(row)] = ord(" ")


def _changed(arrays: ArrayFiles, name: str) -> NDArray[Any]:
    kind, row = arrays.kinds[name]
    return np.memmap(arrays.path(name), dtype=kind, mode="r+").reshape(-1, *row)
