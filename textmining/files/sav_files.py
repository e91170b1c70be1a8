"""SPSS files with all that pyreadstat can read and write of them: .sav and .zsav."""

import errno
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from textmining.errors import FileError, Joined, Message
from textmining.files.spss import check_sav

KEPT = {
    "column_labels": "column_names_to_labels",
    "variable_value_labels": "variable_value_labels",
    "missing_ranges": "missing_ranges",
    "variable_display_width": "variable_display_width",
    "variable_measure": "variable_measure",
    "variable_format": "original_variable_types",
}
"""What is written with each variable, and where pyreadstat gives it when reading."""


@dataclass(frozen=True)
class SavFile:
    """An SPSS file as it is: dates as SPSS's own numbers, user-missing values as values."""

    path: Path
    frame: pd.DataFrame
    meta: Any


def read_whole_sav(path: Path) -> SavFile:
    """Read an SPSS file with everything it says about its variables.

    Raises:
        FileError: it is no whole SPSS file.
    """
    import pyreadstat

    check_sav(path)
    try:
        frame, meta = pyreadstat.read_sav(
            str(path), user_missing=True, disable_datetime_conversion=True
        )
    except (pyreadstat.ReadstatError, UnicodeDecodeError):
        raise FileError(path, "is not a whole SPSS file", "Export it again.") from None
    return SavFile(path, frame, meta)


def write_sav(frame: pd.DataFrame, target: Path, **about: Any) -> None:
    """Write an SPSS file; the same content has the same bytes.

    Args:
        frame: its variables.
        target: the file.
        about: what pyreadstat's `write_sav` is told of the variables.

    Raises:
        OSError: what the disk says; pyreadstat says it in words only.
    """
    import pyreadstat

    try:
        pyreadstat.write_sav(frame, str(target), **about)
    except pyreadstat.ReadstatError as error:
        if not str(error).startswith("Unable to"):
            raise
        raise OSError(errno.EIO, str(error)) from error
    _fix_date(target)


def _fix_date(path: Path) -> None:
    """Set the creation date and time in an SPSS file's header, so that bytes can repeat.

    They take 9 and 8 bytes from byte 92 on (PSPP's description of the system file format).
    """
    with path.open("r+b") as stream:
        stream.seek(92)
        stream.write(b"01 Jan 8000:00:00")


def write_sav_without(path: Path, rows: Collection[int], new: Path) -> None:
    """Write an SPSS file to another path without some rows, counted from 1.

    Raises:
        FileError: pyreadstat cannot write something that the file has.
    """
    before = read_whole_sav(path)
    kept = [row for row in range(len(before.frame)) if row + 1 not in rows]
    left = SavFile(path, before.frame.iloc[kept].reset_index(drop=True), before.meta)
    write_sav(
        at_full_width(left),
        new,
        compress=path.suffix.lower() == ".zsav",
        file_label=left.meta.file_label or "",
        note=left.meta.notes or None,
        **{key: getattr(left.meta, read) for key, read in KEPT.items()},
    )
    sets = ["multiple-response sets"] if left.meta.mr_sets else []
    if lost := [*sets, *lost_in(left, read_whole_sav(new))]:
        raise FileError(
            path,
            "has what cannot be kept when rows are taken out ({lost})",
            "Take the respondent out in SPSS, and erase again.",
            lost=Joined(lost, ", "),
        )


def at_full_width(original: SavFile) -> pd.DataFrame:
    """The values, the first row's texts padded: pyreadstat takes a width from the longest text.

    Readers take spaces at the end of a text away, so the values stay as they are.
    """
    frame = original.frame.copy()
    for name, shape in original.meta.original_variable_types.items():
        width = _string_width(shape)
        if width and len(frame):
            text = str(frame.loc[0, name])
            frame.loc[0, name] = text + " " * (width - len(text.encode()))
    return frame


def _string_width(shape: str) -> int:
    """The width of a text variable in bytes; 0 for a number."""
    return int(shape[1:]) if re.fullmatch(r"A\d+", shape) else 0


def lost_in(original: SavFile, written: SavFile) -> Iterator[str]:
    """What differs between the original and the original's part of what was written."""
    for name in original.frame.columns:
        if not original.frame[name].equals(written.frame[name]):
            yield Message("{name}: values", name=name)
        for read in KEPT.values():
            before, after = (getattr(m, read).get(name) for m in (original.meta, written.meta))
            is_wider = read == "original_variable_types" and (
                0 < _string_width(before) < _string_width(after)
            )
            if before != after and not is_wider:
                yield f"{name}: {read.replace('_', ' ')}"
    for key in ("file_label", "notes"):
        if getattr(original.meta, key) != getattr(written.meta, key):
            yield key.replace("_", " ")
