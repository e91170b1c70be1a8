"""The survey folder: what lies where. Ordinary files; nothing in it is known by heart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from textmining.answers import SETTINGS_NAME, Columns, columns_from, meta_path, read_toml
from textmining.codebook import Codebook, read_codebook
from textmining.errors import CodebookError, FileError, OptionError
from textmining.files import ENDINGS, recover
from textmining.survey.settings import SurveySettings, read_survey_settings

_COPY = re.compile(r"( -)? (kopi|copy)\b.*| \(\d+\)| \([^)]*(konflikt|conflict)[^)]*\)", re.I)
"""What programs add to the name of a copy: `v1 - Kopi`, `v1 copy 2`, `v1 (1)`."""
_ANSWERS, _CODED = "answers", "coded"
WAVE_SETTINGS = "wave.toml"
_CODEBOOKS = (".xlsx", ".csv", ".yaml", ".yml", ".toml")


@dataclass(frozen=True)
class WaveFolder:
    """One wave's folder.

    Args:
        name: the wave, which is the folder's name.
        folder: `waves/<name>`.
        survey: the survey's settings.
    """

    name: str
    folder: Path
    survey: SurveySettings

    @property
    def answers(self) -> Path:
        """The vendor's file, untouched.

        Raises:
            FileError: there is none, or several.
        """
        found = [path for path in _files(self.folder, ENDINGS) if path.stem == _ANSWERS]
        if len(found) != 1:
            raise FileError(
                self.folder,
                "must hold one file called answers (.xlsx, .csv, .sav …)",
                "Add the wave with `textmining wave add FILE`.",
            )
        return found[0]

    @property
    def coded(self) -> Path | None:
        """The coded file; None if the wave has not been coded by a model."""
        found = [path for path in _files(self.folder, ENDINGS) if path.stem == _CODED]
        return next((path for path in found if meta_path(path).exists()), None)

    @property
    def to_code(self) -> Path:
        """Where the coded file is written."""
        return self.coded or self.folder / f"{_CODED}.parquet"

    @property
    def frame(self) -> Path | None:
        """The file with a row per invited unit: the wave's own, or else the survey's, if any."""
        own = next((p for p in _files(self.folder, ENDINGS) if p.stem == "frame"), None)
        shared = self.survey.population.file
        return own or (self.folder.parent.parent / shared if shared else None)

    @property
    def shares_frame(self) -> bool:
        """Whether that file is the survey's, and may tell of other waves too."""
        return self.frame is not None and self.frame.parent != self.folder

    @cached_property
    def columns(self) -> Columns:
        """What its columns are called: the survey's mapping with what differs in `wave.toml`."""
        path = self.folder / WAVE_SETTINGS
        own = columns_from(read_toml(path), path) if path.exists() else Columns()
        columns = own.over(self.survey.columns)
        return columns if columns.wave else Columns(wave_value=self.name).over(columns)


@dataclass(frozen=True)
class Survey:
    """A survey: one folder with everything that belongs to it.

    Args:
        folder: where `textmining.toml` lies.
    """

    folder: Path

    def __post_init__(self) -> None:
        object.__setattr__(self, "folder", Path(self.folder).resolve())

    @cached_property
    def settings(self) -> SurveySettings:
        """What `textmining.toml` says.

        Raises:
            FileError, OptionError: it is missing, or cannot be read.
        """
        return read_survey_settings(self.folder)

    @property
    def waves(self) -> Sequence[WaveFolder]:
        """The waves, oldest first: by the years and other numbers in their names, else by name."""
        folders = [path for path in _folders(self.folder / "waves") if _has_answers(path)]
        return [WaveFolder(path.name, path, self.settings) for path in folders]

    def wave(self, name: str) -> WaveFolder:
        """Return a wave by its name.

        Raises:
            OptionError: there is no such wave.
        """
        for wave in self.waves:
            if wave.name == name:
                return wave
        raise OptionError(
            "there is no wave {name}; the survey has {names}.",
            name=name,
            names=", ".join(w.name for w in self.waves),
        )

    @property
    def codebooks(self) -> Sequence[Path]:
        """The codebook's versions, oldest first; copies of one that is there too are none."""
        found = _files(self.folder / "codebook", _CODEBOOKS)
        stems = {path.stem for path in found}
        copied = (path for path in found if _COPY.sub("", path.stem) in stems - {path.stem})
        versions = (path for path in {*found} - {*copied} if path.stem.startswith("v"))
        return sorted(versions, key=lambda path: _order(path.stem))

    @property
    def codebook_path(self) -> Path:
        """The newest codebook.

        Raises:
            CodebookError: there is none yet.
        """
        if not self.codebooks:
            raise CodebookError(
                "{place} has no codebook. Put it there as v1.xlsx, or make one with "
                "`textmining codebook new`.",
                place=self.folder / "codebook",
            )
        return self.codebooks[-1]

    @property
    def next_codebook(self) -> Path:
        """Where the codebook's next version goes."""
        _, last, _ = _order(self.codebooks[-1].stem) if self.codebooks else ("", [0], "")
        return self.folder / "codebook" / f"v{last[0] + 1}.xlsx"

    @property
    def codebook(self) -> Codebook:
        """The newest codebook, read.

        Raises:
            CodebookError, FileError: there is none yet, or it cannot be read.
        """
        return read_codebook(self.codebook_path)

    @property
    def models(self) -> Sequence[Path]:
        """The models, oldest wave first."""
        return _folders(self.folder / "models")

    @property
    def store(self) -> str:
        """Where decisions lie: a database URL or the path of a file."""
        return self.settings.store or str(self.folder / "decisions.sqlite")

    def model_for(self, wave: str) -> Path:
        """Where the model that is trained after a wave lies."""
        return self.folder / "models" / wave

    def report_for(self, wave: str) -> Path:
        """Where the report on a wave lies."""
        return self.folder / "reports" / wave


def find_survey(start: Path) -> Survey | None:
    """Return the survey whose folder is `start` or above it; None if there is none.

    Settings without a name map columns and make no survey folder.

    Raises:
        FileError, OptionError: settings that cannot be read.
    """
    here = start.resolve()
    recover(here)  # what a kill left may be a survey's first settings
    for folder in (here, *here.parents):
        if (folder / SETTINGS_NAME).is_file():
            for place in (folder, *folder.glob("*/"), *folder.glob("waves/*/")):
                recover(place)  # a wave of which some files alone have their names, say
            survey = Survey(folder)
            return survey if survey.settings.name else None
    return None


def open_survey(folder: Path) -> Survey:
    """Return the survey of a folder.

    Raises:
        FileError: it is no survey folder.
        OptionError: its settings cannot be read.
    """
    found = find_survey(folder)
    if found is None:
        raise FileError(folder, "is no survey folder", "Make one with `textmining init DIR FILE`.")
    return found


def _has_answers(folder: Path) -> bool:
    return any(path.stem in (_ANSWERS, _CODED) for path in _files(folder, ENDINGS))


def _folders(parent: Path) -> list[Path]:
    """The folders in one, oldest wave first."""
    if not parent.is_dir():
        return []
    found = (p for p in parent.iterdir() if p.is_dir() and not p.name.startswith("."))
    return sorted(found, key=lambda path: _order(path.name))


def _files(folder: Path, endings: Sequence[str]) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if p.is_file() and p.suffix.lower() in endings)


def _order(name: str) -> tuple[list[str], list[int], str]:
    """What names are sorted by: the years in them, then all numbers, then the letters."""
    numbers = [int(number) for number in re.findall(r"\d+", name)]
    return re.findall(r"(?:19|20)\d\d", name), numbers, name
