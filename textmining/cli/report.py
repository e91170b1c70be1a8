"""The command `report`."""

from pathlib import Path
from typing import Annotated

import typer

from textmining.cli.options import (
    CodebookFile,
    CodedFiles,
    Decisions,
    Groups,
    Lang,
    Level,
    Population,
    Strict,
    Suppress,
    Weights,
)
from textmining.cli.printing import showing_progress

__all__ = ["report"]


def report(
    files: CodedFiles,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder to write the report to.")],
    decisions: Decisions = None,
    by: Groups = None,
    level: Level = 0.95,
    strict: Strict = False,
    weights: Weights = None,
    suppress: Suppress = 0,
    population: Population = None,
    original: Annotated[
        Path | None,
        typer.Option(metavar="F.sav", help="The newest wave's SPSS file, to add the themes to."),
    ] = None,
    respondent_column: Annotated[
        str, typer.Option(metavar="NAME", help="Its variable with the respondents' ids.")
    ] = "respondent",
    codebook: CodebookFile = None,
    lang: Lang = None,
) -> None:
    """Write the report: page, Word document, workbook, table of counts and method note.

    Name the oldest wave's file first. Each column of --by is broken down on its own.

    Example: `textmining report coded.xlsx --decisions coded.sqlite --by role --out report`
    """
    from textmining.counting import CountOptions
    from textmining.survey import reading_language
    from textmining.workflow.report import ReportOptions
    from textmining.workflow.report import report as run

    counts = CountOptions(
        by=tuple(by or ()), level=level, strict=strict, weights=weights, suppress=suppress
    )
    options = ReportOptions(
        counts,
        original=original,
        population=population,
        respondent_column=respondent_column,
        language=reading_language(lang, files),
    )
    with showing_progress() as progress:
        written = run(
            files,
            out,
            decisions=decisions or (),
            codebook=codebook,
            options=options,
            progress=progress,
        )
    for finding in written.findings:
        typer.echo(f"Note: {finding}", err=True)
    for path in written.files:
        typer.echo(path)
