"""The command `report`."""

from pathlib import Path
from typing import Annotated

import typer

from textmining.cli.options import CodebookFile, Decisions
from textmining.cli.printing import showing_progress

__all__ = ["report"]


def report(
    files: Annotated[
        list[Path], typer.Argument(metavar="CODED…", help="Coded files, the oldest wave first.")
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder to write the report to.")],
    decisions: Decisions = None,
    by: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="Background to break down by; can be repeated."),
    ] = None,
    level: Annotated[
        float, typer.Option(metavar="LEVEL", help="How often an interval is to hold.")
    ] = 0.95,
    strict: Annotated[
        bool, typer.Option("--strict", help="Ignore the machine: wider, without any trust in it.")
    ] = False,
    weights: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Column with a weight for each answer.")
    ] = None,
    suppress: Annotated[
        int, typer.Option(min=0, metavar="N", help="Hold back counts under N, and what tells them.")
    ] = 0,
    population: Annotated[
        Path | None,
        typer.Option(metavar="F", help="A row per invited unit, for the response rate."),
    ] = None,
    original: Annotated[
        Path | None,
        typer.Option(metavar="F.sav", help="The newest wave's SPSS file, to add the themes to."),
    ] = None,
    respondent_column: Annotated[
        str, typer.Option(metavar="NAME", help="Its variable with the respondents' ids.")
    ] = "respondent",
    codebook: CodebookFile = None,
) -> None:
    """Write the report: page, Word document, workbook, table of counts and method note.

    Example: `textmining report coded.xlsx --decisions coded.sqlite --by role --out report`
    """
    from textmining.tally import CountOptions
    from textmining.workflow.report import ReportOptions
    from textmining.workflow.report import report as run

    counts = CountOptions(
        by=tuple(by or ()), level=level, strict=strict, weights=weights, suppress=suppress
    )
    options = ReportOptions(
        counts, original=original, population=population, respondent_column=respondent_column
    )
    with showing_progress() as progress:
        written = run(
            files, out, decisions=decisions, codebook=codebook, options=options, progress=progress
        )
    for finding in written.findings:
        typer.echo(f"Note: {finding}", err=True)
    for path in written.files:
        typer.echo(path)
