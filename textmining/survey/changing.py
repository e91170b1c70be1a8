"""A change in a survey's settings that leaves comments and everything else as they were written."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import Table

from textmining.answers import SETTINGS_NAME
from textmining.errors import FileError
from textmining.files import alone, atomic_file
from textmining.survey.folder import Survey
from textmining.survey.settings import CodingSettings

PRESENTED: Final = ("title", "subtitle", "publisher", "date")
"""How a report presents itself, as far as it can be changed here; the rest stands in the file."""


def change_publication(survey: Survey, said: Mapping[str, str]) -> None:
    """Write in the settings how the survey's report presents itself.

    Some of `title`, `subtitle`, `publisher` and `date` are said; "" takes one out.

    Raises:
        FileError: the settings cannot be read or written.
    """
    with _changed(survey, "report") as (document, report):
        for name, text in said.items():
            if name == "publisher" and name not in report:
                document[name] = text
            elif text:
                report[name] = text
            else:
                report.pop(name, None)


def change_weighting(survey: Survey, columns: Sequence[str]) -> None:
    """Write in the settings which columns of the invited the answers are weighted by.

    Raises:
        FileError: the settings cannot be read or written.
    """
    with _changed(survey, "population") as (_, population):
        population.pop("rake", None)
        if columns:
            population["rake"] = list(columns)


def change_coding(survey: Survey, chosen: CodingSettings) -> None:
    """Write in the settings how the survey's waves are coded.

    What is empty is taken out.

    Raises:
        FileError: the settings cannot be read or written.
    """
    with _changed(survey, "coding") as (_, coding):
        for name, value in vars(chosen).items():
            coding.pop(name, None)
            if value:
                coding[name] = dict(value) if isinstance(value, Mapping) else value


@contextmanager
def _changed(survey: Survey, part: str) -> Iterator[tuple[TOMLDocument, Table]]:
    """Give the settings and one table of them to change, then write them; a new table is filled."""
    path = survey.folder / SETTINGS_NAME
    with alone(path):
        try:
            document = tomlkit.parse(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:
            raise FileError(path, "cannot be read", "Look at it in an editor.") from error
        table = document.get(part, tomlkit.table())
        yield document, table
        if table and part not in document:
            document[part] = table
        with atomic_file(path) as temporary:
            temporary.write_text(tomlkit.dumps(document), encoding="utf-8", newline="\n")
