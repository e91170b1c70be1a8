"""What the columns of answer files are called: as their wave says, else as the settings around."""

from collections.abc import Sequence
from pathlib import Path

from textmining.answers import Columns, find_settings, read_settings
from textmining.survey.folder import find_survey


def mappings_of(files: Sequence[Path]) -> list[Columns]:
    """Return what the columns of each file are called.

    A file in a wave's folder has the wave's own, with what differs in `wave.toml`; all others have
    those of the settings in the working folder or beside the first file.

    Raises:
        FileError, OptionError: settings that cannot be read.
    """
    path = find_settings(files)
    settings = read_settings(path) if path else Columns()
    of_folder = {folder: _of_wave(folder) for folder in {file.parent for file in files}}
    return [of_folder[file.parent] or settings for file in files]


def _of_wave(folder: Path) -> Columns | None:
    survey, here = find_survey(folder), folder.resolve()
    waves = survey.waves if survey else ()
    return next((wave.columns for wave in waves if wave.folder == here), None)
