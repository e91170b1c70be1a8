"""The command `report`."""

from pathlib import Path
from typing import Annotated

import typer

from textmining.cli.in_survey import frames, needed, raked_by, survey_step
from textmining.cli.language import note
from textmining.cli.options import (
    CodebookFile,
    CodedFiles,
    DecisionSources,
    Groups,
    Lang,
    Level,
    Looks,
    PopulationFile,
    Rake,
    Strict,
    Suppress,
    Weights,
)
from textmining.cli.printing import show, showing_progress

_IDS = "respondent"


def report(
    files: CodedFiles = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder to write the report to.")
    ] = None,
    decisions: DecisionSources = None,
    by: Groups = None,
    level: Level = 0.95,
    looks: Looks = 1,
    strict: Strict = False,
    weights: Weights = None,
    suppress: Suppress = 0,
    population: PopulationFile = None,
    rake: Rake = None,
    original: Annotated[
        Path | None,
        typer.Option(metavar="F.sav", help="The newest wave's SPSS file, to add the themes to."),
    ] = None,
    respondent_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="Its variable with the respondents' ids.")
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Give the document its annex: every chart and table.")
    ] = False,
    codebook: CodebookFile = None,
    lang: Lang = None,
) -> None:
    """Write the report: page, document, slides, workbook, charts, counts, method, quality.

    Name the oldest wave's file first. Each column of --by is broken down on its own. Title,
    publisher, unit and the names of columns and values are read from the survey's settings. In a
    survey folder without CODED: on all waves.

    Example: `textmining report coded.xlsx --decisions coded.sqlite --by role --out report`
    """
    from textmining.counting import CountOptions
    from textmining.survey import reading_language
    from textmining.workflow.report import ReportOptions, publication_for
    from textmining.workflow.report import report as run
    from textmining.workflow.survey_folder.next_step import step_count

    step = survey_step(files, lambda survey: step_count(survey, "report"))
    if step:
        files, out, by = list(step.files), out or step.out, by or list(step.by)
        codebook, decisions = codebook or step.codebook, decisions or list(step.decisions)
    out = needed(out, "--out")
    mapped = step.columns[-1].respondent if step else None
    counts = CountOptions(
        by=tuple(by or ()),
        level=level,
        looks=looks,
        strict=strict,
        weights=weights,
        suppress=suppress,
    )
    options = ReportOptions(
        counts,
        original=original,
        population=frames(population, step),
        rake=raked_by(rake, step),
        respondent_column=(mapped or _IDS) if respondent_column is None else respondent_column,
        language=reading_language(lang, files or []),
        publication=publication_for(files or []),
        is_full=full,
    )
    with showing_progress() as progress:
        written = run(
            files or [],
            out,
            decisions=decisions or (),
            codebook=codebook,
            columns=step.columns if step else None,
            options=options,
            progress=progress,
        )
    for finding in written.findings:
        show(note(finding), error=True)
    for path in written.files:
        show(path)
