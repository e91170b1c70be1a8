"""Who was invited: the files that tell it, in a survey folder one a wave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from textmining.answers import RESPONDENT, WAVE, Coded, Columns
from textmining.answers.cells import as_id
from textmining.answers.short_names import shortened
from textmining.counting import CountOptions, Raked, invited_by_wave, raked
from textmining.counting.population import waves_of
from textmining.errors import FileError, OptionError
from textmining.files import check_once, read_table
from textmining.survey import WaveFolder

_MOST_GROUPS = 30
"""Groups of a column that answers are weighted by; a unit's own name or number is no group."""


@dataclass(frozen=True)
class FrameFile:
    """A file with a row per invited unit.

    Args:
        path: the file, or what errors call it if its rows are given.
        wave: the wave it is about; "" if it has a column `wave`, or there is but one.
        columns: what its columns are called.
        rows: its rows, where they need not be read.
        is_shared: whether it may tell of other waves too, in a column `wave`.
    """

    path: Path
    wave: str = ""
    columns: Columns = field(default_factory=Columns)
    rows: pd.DataFrame | None = None
    is_shared: bool = False


@dataclass(frozen=True)
class Frame:
    """Those who were invited.

    Args:
        invited: a row per invited unit.
        sizes: how many were invited, by wave; without waves of which that is not known.
    """

    invited: pd.DataFrame
    sizes: Mapping[str, int]

    def of_wave(self, wave: str) -> pd.DataFrame:
        """Those invited in one wave."""
        in_wave = waves_of(self.invited)
        if in_wave is None:
            return self.invited
        return self.invited[in_wave == wave].drop(columns=WAVE).reset_index(drop=True)


def frames_of(waves: Sequence[WaveFolder]) -> tuple[FrameFile, ...]:
    """Return the lists of those invited in a survey folder, one for each wave that has one."""
    return tuple(
        FrameFile(wave.frame, wave.name, wave.columns, is_shared=wave.shares_frame)
        for wave in waves
        if wave.frame
    )


def margins_in(files: Sequence[FrameFile]) -> list[str]:
    """Return the columns that answers can be weighted by: groups that every list knows.

    Raises:
        FileError: a list cannot be read.
    """
    told = [WAVE, RESPONDENT]  # when and who, no groups
    tables = [_rows(file, [file.wave]).drop(columns=told, errors="ignore") for file in files]
    return [
        str(name)
        for name in (tables[0] if tables else ())
        if all(name in t and 1 < t[name].map(as_id).nunique() <= _MOST_GROUPS for t in tables)
    ]


def read_frame(files: Sequence[FrameFile], coded: Coded, unit: str | None) -> Frame | None:
    """Read who was invited, at least as many in each wave as answered; None without files.

    One file is about all waves, or there is one a wave; `unit` is the background column with what a
    respondent answers for.

    Raises:
        FileError: fewer were invited in a wave than answered, or there are no answers of a file's
            wave.
        ColumnError: several waves and no column `wave`, or nobody was invited in one.
    """
    if not files:
        return None
    answers = coded.given
    owners = answers.owners(unit)
    answered = {wave: owners[answers.of_wave(wave)].nunique() for wave in answers.wave_names}
    read = [(file, _rows(file, list(answered))) for file in files]
    listed = [(file, rows) for file, rows in read if len(rows) or not file.is_shared]
    if not listed:
        return None
    invited = pd.concat([rows for _, rows in listed], ignore_index=True)
    told = [wave for wave in answered if wave in {file.wave for file, _ in listed}]
    sizes = invited_by_wave(invited, told or list(answered), unit)
    for wave, size in sizes.items():
        if answered[wave] > size:
            what = "units" if unit else "respondents"
            raise FileError(
                next((file.path for file in files if file.wave == wave), files[0].path),
                "has {size} units in wave {wave}, where more {what} answered",
                "Give a row for everybody who was invited.",
                size=size,
                wave=wave,
                what=what,
            )
    return Frame(invited, sizes)


def weighted_as_invited(
    frame: Frame | None, coded: Coded, columns: Sequence[str], options: CountOptions
) -> Raked | None:
    """Weight those who answered to have the invited's shares of some columns; None without any.

    Raises:
        OptionError: it is not known who was invited.
        ColumnError: the shares cannot be met.
    """
    if not columns:
        return None
    if frame is None:
        raise OptionError("--rake needs to know who was invited. Give --population.")
    return raked(coded, frame.invited, columns, options)


def _rows(file: FrameFile, waves: Sequence[str]) -> pd.DataFrame:
    roles = {RESPONDENT: file.columns.respondent, WAVE: file.columns.wave}
    if file.rows is None:
        own = [(role, header) for role, header in roles.items() if header]
        read = read_table(file.path)
        check_once(read)
        table = shortened(read, [*own, *file.columns.headers])
        frame = shortened(table, [(role, role) for role in roles]).frame
    else:
        frame = file.rows
    if not file.wave:
        return frame
    in_wave = waves_of(frame)
    if file.is_shared and in_wave is not None:
        return frame[in_wave == file.wave]
    if file.wave not in waves:
        raise FileError(
            file.path,
            "is about wave {wave}, of which there are no answers",
            "Lay it in the folder of its wave, which is called as the wave is in the answers.",
            wave=file.wave,
        )
    return frame.assign(wave=file.wave)
