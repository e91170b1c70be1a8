"""Init: a vendor's file in, a survey folder out."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from textmining.answers import SETTINGS_NAME, Columns, columns_from, read_answers
from textmining.answers.cells import as_id
from textmining.errors import ColumnError, FileError
from textmining.files import Table, atomic_file, read_table
from textmining.survey import Proposal, Role, Start, Survey, open_survey, propose, settings_text
from textmining.texts import Language, catalogue

__all__ = ["Understood", "init", "keep_file", "understand"]

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class Understood:
    """A vendor's file as it was understood.

    Args:
        table: its cells.
        proposal: what its columns probably are.
        wave: the wave it is probably from.
    """

    table: Table
    proposal: Proposal
    wave: str

    def questions(self) -> tuple[str, ...]:
        """Return the questions of a long file, in the order they first stand."""
        named = self.proposal.of(Role.QUESTION)
        cells = self.table.frame[named[0].header] if named else ()
        return tuple(dict.fromkeys(text for text in map(as_id, cells) if text))


def understand(file: Path) -> Understood:
    """Read a vendor's file and say what it probably holds.

    Raises:
        TextminingError: the file cannot be read.
    """
    table = read_table(file)
    proposal = propose(table)
    return Understood(table, proposal, _wave(table, proposal))


def init(
    folder: Path, start: Start, file: Path | None = None, wave: str = "1", *, language: Language
) -> tuple[Survey, pd.DataFrame | None]:
    """Make a survey folder; the vendor's file is copied there as it is.

    The settings are written last: what was cut off before is no survey, and can be begun again.

    Args:
        folder: the folder to make; other files in it stay.
        start: what the settings are made from.
        file: the first wave's file, if there is one.
        wave: the wave it is from.
        language: of messages.

    Returns:
        The survey, and the answers of the first wave as they are read.

    Raises:
        FileError: there is a survey already, or something cannot be written.
        ColumnError: the file has no open question.
        RowsError: rows that cannot be read.
    """
    texts = catalogue("survey", language)
    if (folder / SETTINGS_NAME).exists():
        raise FileError(folder, texts("init.is_survey"), texts("init.is_survey_mend"))
    if file and start.columns is not None and not start.columns.of(Role.TEXT):
        raise ColumnError(texts("init.no_text", file=file))
    settings = settings_text(start)
    answers = None
    if file:
        mapped = columns_from(tomllib.loads(settings), folder / SETTINGS_NAME)
        columns = Columns(wave_value=wave).over(mapped)
        answers = read_answers([file], columns)
        keep_file(file, folder / "waves" / wave)
    for part in ("codebook", "waves"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    with atomic_file(folder / SETTINGS_NAME) as temporary:
        temporary.write_text(settings, encoding="utf-8", newline="\n")
    return open_survey(folder), answers


def keep_file(file: Path, folder: Path) -> Path:
    """Copy a vendor's file, byte by byte, to a wave's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"answers{file.suffix.lower()}"
    with atomic_file(target) as temporary:
        temporary.write_bytes(file.read_bytes())
    return target


def _wave(table: Table, proposal: Proposal) -> str:
    """The newest wave of the file's own column, else the year in its name, else the first."""
    named = proposal.of(Role.WAVE)
    if named:
        waves = {as_id(cell) for cell in table.frame[named[0].header]} - {""}
        return max(waves, key=lambda wave: (len(wave), wave))
    in_name = _YEAR.findall(table.path.stem)
    return in_name[-1] if in_name else "1"
