"""Which column of a survey file is what: defaults, settings file, options."""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import pandas as pd

from textmining.answers.schema import ANSWER_COLUMNS
from textmining.errors import ColumnError, FileError, Message, OptionError
from textmining.files import decode, nearest_names

SETTINGS_NAME = "textmining.toml"
_NO_GROUPS = frozenset({"text", "themes"})

_OF_THE_SURVEY = (
    *("name", "language", "publisher", "unit", "population", "labels", "report", "store", "coding"),
)
"""What a survey folder's settings say beside its columns; `textmining.survey` reads it."""


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
        headers: short names of columns with the headers they have in the files, as pairs; files
            that lack such a header keep their own names.
        background: the other columns that are kept, by short name; empty keeps all.
        only_background: an empty background keeps none: the settings have chosen among the columns.
        typed: those of the names that a person typed, who may mean the beginning of a name or the
            letter of a column.
    """

    respondent: str | None = None
    wave: str | None = None
    question: str | None = None
    text: str | None = None
    themes: str | None = None
    text_columns: tuple[str, ...] = ()
    wave_value: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    background: tuple[str, ...] = ()
    only_background: bool = False
    typed: tuple[str, ...] = ()

    def over(self, settings: "Columns") -> "Columns":
        """Return these columns with what they leave open taken from `settings`."""
        given = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name)}
        headers = dict(settings.headers) | dict(self.headers)
        return replace(settings, **given | {"headers": tuple(headers.items())})


def check_by(answers: pd.DataFrame, by: Sequence[str]) -> None:
    """Raise ColumnError unless the answers have all columns that `--by` names.

    Their texts and codes are no groups; what a group is called is printed.
    """
    unknown = [column for column in by if column not in answers or column in _NO_GROUPS]
    if unknown:
        names = map(str, answers.columns)
        groups = [name for name in names if not name.startswith("p_") and name not in _NO_GROUPS]
        raise _no_column(unknown, groups)


def check_kept(kept: Sequence[str], background: Collection[str]) -> None:
    """Raise ColumnError unless the columns that stay without text are there.

    Those that every answer has may be named; whether they stay is not asked.
    """
    unknown = [column for column in kept if column not in {*background, *ANSWER_COLUMNS}]
    if unknown:
        raise _no_column(unknown, background)


def _no_column(unknown: Sequence[str], known: Collection[str]) -> ColumnError:
    return ColumnError(
        "there is no column {columns} for --by; {found}",
        columns=", ".join(unknown),
        found=nearest_names(unknown[0], known),
    )


def find_settings(files: Sequence[Path]) -> Path | None:
    """Return the settings file in the working folder, else beside the first answer file."""
    folders = [Path(), *(path.parent for path in files[:1])]
    return next((f / SETTINGS_NAME for f in folders if (f / SETTINGS_NAME).is_file()), None)


def read_settings(path: Path) -> Columns:
    """Read the columns from a settings file.

    Raises:
        FileError: the file is missing or not TOML.
        OptionError: a key is unknown or a value has the wrong type.
    """
    return columns_from(read_toml(path), path)


def read_toml(path: Path) -> dict[str, Any]:
    """Read a settings file as it is written.

    Raises:
        FileError: the file is missing or not TOML.
    """
    if not path.is_file():
        raise FileError(path, "does not exist", "Check the name, or leave --settings out.")
    try:
        return tomllib.loads(decode(path.read_bytes(), path))
    except (ValueError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        where = Message(" at line {n}", n=line[1]) if line else ""
        raise FileError(
            path, "is not readable as TOML{where}", "Fix it there.", where=where
        ) from None


def columns_from(settings: Mapping[str, Any], path: Path) -> Columns:
    """Read the columns from settings.

    Args:
        settings: `text_columns = ["q1", "q2"]`, `wave = "2021"`, a table `[columns]` with
            `respondent`, `wave`, `question`, `text`, `themes`, a table `[questions]` in which
            `q1.column` is the header of question `q1`, a table `[background]` with the header of
            each other column that is kept, and a table `[headers]` with other headers for them.
        path: where they stand, for messages.

    Raises:
        OptionError: a key is unknown or a value has the wrong type.
    """
    parts = ("columns", "questions", "background", "headers")
    columns, questions, background, headers = (_table(path, name, settings) for name in parts)
    known = {"text_columns", "wave", *parts, *_OF_THE_SURVEY}
    unknown = sorted({*settings} - known) + sorted({*columns} - {*ANSWER_COLUMNS})
    if unknown:
        raise OptionError(
            "{path}: unknown setting {names}. Use {settings}, and under [columns] {roles}.",
            path=path,
            names=", ".join(unknown),
            settings=", ".join(sorted(known)),
            roles=", ".join(sorted(ANSWER_COLUMNS)),
        )
    asked = {
        name: _text(path, f"questions.{name}.column", question["column"])
        for name, question in questions.items()
        if isinstance(question, dict) and "column" in question
    }
    kept = {name: _text(path, f"background.{name}", header) for name, header in background.items()}
    other = {name: _text(path, f"headers.{name}", header) for name, header in headers.items()}
    roles: dict[str, Any] = {key: _text(path, key, value) for key, value in columns.items()}
    return Columns(
        **roles,
        text_columns=_texts(path, settings.get("text_columns", [])) or tuple(asked),
        wave_value=_wave(path, settings["wave"]) if "wave" in settings else None,
        headers=tuple((asked | kept | other).items()),
        background=tuple(kept),
        only_background="background" in settings,
    )


def _table(path: Path, name: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    table = settings.get(name, {})
    if not isinstance(table, dict):
        raise OptionError(
            "{path}: {name} must be a table [{name}] with names below it.", path=path, name=name
        )
    return table


def _text(path: Path, key: str, value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise OptionError(
            '{path}: {key} must be a column\'s name in quotation marks, as in "ID".',
            path=path,
            key=key,
        )
    return value


def _wave(path: Path, value: Any) -> str:
    if isinstance(value, list | dict | bool) or value == "":
        raise OptionError(
            '{path}: wave must say which wave the files are of, as in "2021".', path=path
        )
    return str(value)


def _texts(path: Path, values: Any) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise OptionError('{path}: text_columns must be a list, as in ["q1", "q2"].', path=path)
    return tuple(_text(path, "text_columns", value) for value in values)
