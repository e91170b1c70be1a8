"""Where a command's paths come from: the command line, or else the survey folder around it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from textmining.cli.language import say
from textmining.cli.printing import show

if TYPE_CHECKING:
    from textmining.answers import Columns
    from textmining.survey import Survey
    from textmining.workflow.inputs.frame import FrameFile
    from textmining.workflow.survey_folder.next_step import NextStep


def survey_step(
    files: Sequence[Path] | None, step: "Callable[[Survey], NextStep]"
) -> "NextStep | None":
    """Return the survey's next step if no files are given, and say what it is; else None.

    Raises:
        typer.BadParameter: no files are given and there is no survey folder around.
    """
    if files:
        return None
    from textmining.survey import find_survey

    survey = find_survey(Path())
    if survey is None:
        raise typer.BadParameter(
            say("name the files, or run it in a survey folder (make one with textmining init).")
        )
    found = step(survey)
    show(found.said, error=True)
    return found


def mapped(
    step: "NextStep | None", files: list[Path] | None, given: "Sequence[Columns]"
) -> "tuple[list[Path], Sequence[Columns]]":
    """Return the files and their columns; what is given on the command line counts first."""
    if step is None:
        return files or [], given
    from dataclasses import replace

    # --wave says which wave of the survey is meant, not what the files are called.
    own = replace(given[0], wave_value=None)
    return list(step.files), [own.over(columns) for columns in step.columns]


def frames(population: Path | None, step: "NextStep | None") -> "tuple[FrameFile, ...]":
    """Return who was invited: the file that is given, or else the lists in the survey folder."""
    from textmining.workflow.inputs.frame import FrameFile

    if population is not None:
        return (FrameFile(population),)
    return step.population if step else ()


def raked_by(rake: Sequence[str] | None, step: "NextStep | None") -> tuple[str, ...]:
    """Return what the answers are weighted by: what is given, or else the survey's settings."""
    return tuple(rake) if rake else step.rake if step else ()


def needed(value: Path | None, option: str) -> Path:
    """Return what must be given outside a survey folder.

    Raises:
        typer.BadParameter: it is not.
    """
    if value is None:
        raise typer.BadParameter(say("{option} is needed outside a survey folder.", option=option))
    return value
