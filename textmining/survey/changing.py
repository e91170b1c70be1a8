"""A change in a survey's settings that leaves comments and everything else as they were written."""

from collections.abc import Mapping, Sequence
from typing import Final

import tomlkit

from textmining.answers import SETTINGS_NAME
from textmining.errors import FileError
from textmining.files import atomic_file
from textmining.survey.folder import Survey
from textmining.survey.settings import CodingSettings

PRESENTED: Final = ("title", "subtitle", "publisher", "date")
"""How a report presents itself, as far as it can be changed here; the rest stands in the file."""


def change_publication(survey: Survey, said: Mapping[str, str]) -> None:
    """Write in the settings how the survey's report presents itself.

    Args:
        survey: the survey.
        said: some of `title`, `subtitle`, `publisher` and `date`; "" takes it out.

    Raises:
        FileError: the settings cannot be read or written.
    """
    document = _settings(survey)
    report = document.get("report", tomlkit.table())
    for name, text in said.items():
        if name == "publisher" and name not in report:
            document[name] = text
        elif text:
            report[name] = text
        else:
            report.pop(name, None)
    if report and "report" not in document:
        document["report"] = report
    _write(survey, document)


def change_weighting(survey: Survey, columns: Sequence[str]) -> None:
    """Write in the settings which columns of the invited the answers are weighted by.

    Raises:
        FileError: the settings cannot be read or written.
    """
    document = _settings(survey)
    population = document.get("population", tomlkit.table())
    population.pop("rake", None)
    if columns:
        population["rake"] = list(columns)
    if population and "population" not in document:
        document["population"] = population
    _write(survey, document)


def change_coding(survey: Survey, chosen: CodingSettings) -> None:
    """Write in the settings how the survey's waves are coded.

    Args:
        survey: the survey.
        chosen: what a person chose; what is empty is taken out.

    Raises:
        FileError: the settings cannot be read or written.
    """
    document = _settings(survey)
    coding = document.get("coding", tomlkit.table())
    for name, value in vars(chosen).items():
        coding.pop(name, None)
        if value:
            coding[name] = dict(value) if isinstance(value, Mapping) else value
    if coding and "coding" not in document:
        document["coding"] = coding
    elif not coding:
        document.pop("coding", None)
    _write(survey, document)


def _settings(survey: Survey) -> tomlkit.TOMLDocument:
    path = survey.folder / SETTINGS_NAME
    try:
        return tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise FileError(path, "cannot be read", "Look at it in an editor.") from error


def _write(survey: Survey, document: tomlkit.TOMLDocument) -> None:
    with atomic_file(survey.folder / SETTINGS_NAME) as temporary:
        temporary.write_text(tomlkit.dumps(document), encoding="utf-8", newline="\n")
