"""Which column of a survey file is what: defaults, settings file, options."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import pandas as pd

from textmining.errors import ColumnError, FileError, OptionError
from textmining.files import decode

__all__ = ["SETTINGS_NAME", "Columns", "check_by", "find_settings", "read_settings"]

SETTINGS_NAME = "textmining.toml"


@dataclass(frozen=True)
class Columns:
    """The names that a survey's files give to their columns.

    A name that is None is the default, and such a column may be missing; one that is given
    must be there.

    Args:
        respondent: column with the respondent's id (default "respondent", else the row number).
        wave: column with the wave (default "wave").
        question: column with the question (default "question", else "answer").
        text: column with the answer (default "text").
        themes: column with the human codes (default "themes").
        text_columns: for wide files, the columns that are open questions.
        wave_value: the wave of files that have no such column.
    """

    respondent: str | None = None
    wave: str | None = None
    question: str | None = None
    text: str | None = None
    themes: str | None = None
    text_columns: tuple[str, ...] = ()
    wave_value: str | None = None

    def over(self, settings: "Columns") -> "Columns":
        """Return these columns with what they leave open taken from `settings`."""
        given = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name)}
        return replace(settings, **given)


def check_by(answers: pd.DataFrame, by: Sequence[str]) -> None:
    """Raise ColumnError unless the answers have all columns that `--by` names."""
    unknown = [column for column in by if column not in answers]
    if unknown:
        raise ColumnError(
            f"there is no column {', '.join(unknown)} for --by; "
            f"found {', '.join(map(str, answers.columns))}."
        )


def find_settings(files: Sequence[Path]) -> Path | None:
    """Return the settings file in the working folder, else beside the first answer file."""
    folders = [Path(), *(path.parent for path in files[:1])]
    return next((f / SETTINGS_NAME for f in folders if (f / SETTINGS_NAME).is_file()), None)


def read_settings(path: Path) -> Columns:
    """Read the columns from a settings file.

    The file is TOML: `text_columns = ["q1", "q2"]`, `wave = "2021"`, and a table `[columns]`
    with `respondent`, `wave`, `question`, `text`, `themes`.

    Raises:
        FileError: the file is missing or not TOML.
        OptionError: a key is unknown or a value has the wrong type.
    """
    if not path.is_file():
        raise FileError(path, "does not exist", "Check the name, or leave --settings out.")
    try:
        settings = tomllib.loads(decode(path.read_bytes(), path))
    except tomllib.TOMLDecodeError as error:
        raise FileError(path, f"is not readable as TOML ({error})", "Mend it there.") from None
    columns = settings.pop("columns", {})
    if not isinstance(columns, dict):
        raise OptionError(f"{path}: columns must be a table [columns] with names below it.")
    named = {"respondent", "wave", "question", "text", "themes"}
    unknown = sorted({*settings} - {"text_columns", "wave"}) + sorted({*columns} - named)
    if unknown:
        raise OptionError(
            f"{path}: unknown setting {', '.join(unknown)}. "
            f"Use text_columns, wave, and under [columns] {', '.join(sorted(named))}."
        )
    return Columns(
        **{key: _text(path, key, value) for key, value in columns.items()},
        text_columns=_texts(path, settings.get("text_columns", [])),
        wave_value=_wave(path, settings["wave"]) if "wave" in settings else None,
    )


def _text(path: Path, key: str, value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise OptionError(f'{path}: {key} must be a column\'s name in quotation marks, as in "ID".')
    return value


def _wave(path: Path, value: Any) -> str:
    if isinstance(value, list | dict | bool) or value == "":
        raise OptionError(f'{path}: wave must say which wave the files are of, as in "2021".')
    return str(value)


def _texts(path: Path, values: Any) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise OptionError(f'{path}: text_columns must be a list, as in ["q1", "q2"].')
    return tuple(_text(path, "text_columns", value) for value in values)
