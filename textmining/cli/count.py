"""The command `count`."""

from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmining.cli.in_survey import frames, needed, survey_step
from textmining.cli.options import (
    CodebookFile,
    CodedFiles,
    Decisions,
    Groups,
    Level,
    Looks,
    Population,
    Rake,
    Strict,
    Suppress,
    Weights,
)
from textmining.cli.printing import print_table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["count"]


def count(
    files: CodedFiles = None,
    out: Annotated[
        Path | None, typer.Option(metavar="OUT", help="Counts: .csv, .xlsx, .parquet or .jsonl.")
    ] = None,
    decisions: Decisions = None,
    by: Groups = None,
    margins: Annotated[bool, typer.Option("--margins", help="Add totals over the groups.")] = False,
    respondents: Annotated[
        bool, typer.Option("--respondents", help="Add the share of respondents.")
    ] = False,
    changes: Annotated[
        bool, typer.Option("--changes", help="Add the change from the wave before.")
    ] = False,
    together: Annotated[
        Path | None, typer.Option(metavar="F", help="Write themes that occur together to F.")
    ] = None,
    level: Level = 0.95,
    looks: Looks = 1,
    strict: Strict = False,
    weights: Weights = None,
    population: Population = None,
    rake: Rake = None,
    unit: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN", help="Count these units too, as municipalities; else the survey's."
        ),
    ] = None,
    suppress: Suppress = 0,
    codebook: CodebookFile = None,
) -> None:
    """Count themes, with intervals that include the machine's errors.

    Name the oldest wave's file first. Several columns of --by are crossed. In a survey folder
    without CODED: all waves.

    Example: `textmining count coded.xlsx --decisions read.csv --by role --out counts.xlsx`
    """
    from textmining.counting import CountOptions
    from textmining.workflow.count import count as run
    from textmining.workflow.next_step import step_count

    step = survey_step(files, lambda survey: step_count(survey, "count"))
    if step:
        files, out = list(step.files), out or step.out / "counts.xlsx"
        out.parent.mkdir(parents=True, exist_ok=True)
        codebook, decisions = codebook or step.codebook, decisions or list(step.decisions)
    out = needed(out, "--out")
    options = CountOptions(
        by=tuple(by or ()),
        margins=margins,
        level=level,
        looks=looks,
        strict=strict,
        weights=weights,
        suppress=suppress,
        respondents=respondents,
        changes=changes,
        unit=unit or (step.unit if step else None),
    )
    counted = run(
        files or [],
        out,
        decisions=decisions or (),
        codebook=codebook,
        columns=step.columns if step else None,
        options=options,
        population=frames(population, step),
        rake=rake or (),
        together=together,
    )
    for finding in counted.findings:
        typer.echo(f"Note: {finding}", err=True)
    _print_totals(counted.counts.frame, level)
    typer.echo(f"{len(counted.counts)} counts: {out}")
    if counted.pairs is not None:
        typer.echo(f"{len(counted.pairs)} pairs of themes: {together}")


def _print_totals(table: "pd.DataFrame", level: float) -> None:
    """Print a short table per wave: all questions together, if there are no groups."""
    from textmining.answers import ALL_QUESTIONS, Method

    totals = table[table["base"] == "total"]
    pooled = totals[totals["question"] == ALL_QUESTIONS]
    for (wave, question), rows in (totals if pooled.empty else pooled).groupby(
        ["wave", "question"], sort=False
    ):
        name = "all questions" if question == ALL_QUESTIONS else question
        is_all = (rows["method"] == Method.EVERYTHING_READ).all()
        read = "all" if is_all else f"{rows['reviewed'].max():.0f}"
        print_table(
            ("theme", "machine", "estimate", f"{level * 100:g} % interval"),
            [_shown(*row) for row in rows[_SHOWN].itertuples(index=False, name=None)],
            f"{wave}, {name}: {read} of {rows['answers'].max():.0f} read",
        )


_SHOWN = ["label", "machine", "estimate", "low", "high", "method"]


def _shown(
    label: str, machine: float, estimate: float, low: float, high: float, method: str
) -> tuple[str, str, str, str]:
    from textmining.answers import Method

    if method == Method.SUPPRESSED:
        return label, ":", ":", ":"
    numbers = ["–" if isnan(number) else f"{number:.0f}" for number in (machine, estimate)]
    limits = method if isnan(low) else f"{low:.0f}–{high:.0f}"
    return label, numbers[0], numbers[1], limits
