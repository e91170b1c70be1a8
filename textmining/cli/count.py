"""The command `count`."""

from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmining.cli.in_survey import frames, needed, raked_by, survey_step
from textmining.cli.language import note, say
from textmining.cli.options import (
    CodebookFile,
    CodedFiles,
    DecisionSources,
    Groups,
    Level,
    Looks,
    PopulationFile,
    Rake,
    Strict,
    Suppress,
    Weights,
)
from textmining.cli.printing import print_table, show
from textmining.errors import Message

if TYPE_CHECKING:
    import pandas as pd

    from textmining.answers import CountTable

_CORRECTED = (
    "Some answers were coded by two: corrected_share, corrected_low and corrected_high in the file "
    "carry the coders' errors too."
)


def count(
    files: CodedFiles = None,
    out: Annotated[
        Path | None, typer.Option(metavar="OUT", help="Counts: .csv, .xlsx, .parquet or .jsonl.")
    ] = None,
    decisions: DecisionSources = None,
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
    population: PopulationFile = None,
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
    from textmining.answers import CORRECTED_COLUMNS
    from textmining.counting import CountOptions
    from textmining.workflow.count import count as run
    from textmining.workflow.survey_folder.next_step import step_count

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
        rake=raked_by(rake, step),
        together=together,
    )
    for finding in counted.findings:
        show(note(finding), error=True)
    _print_totals(counted.counts, level)
    if CORRECTED_COLUMNS[0] in counted.counts.frame:
        show(say(_CORRECTED))
    show(say("{n} counts: {file}", n=len(counted.counts), file=out))
    if counted.pairs is not None:
        show(say("{n} pairs of themes: {file}", n=len(counted.pairs), file=together))


def _print_totals(counted: "CountTable", level: float) -> None:
    """Print a short table per wave and group: all questions together, if there are several."""
    from textmining.answers import ALL_QUESTIONS, QUESTION, WAVE, Method

    table, groups = counted.frame, list(counted.by)
    themes = table[table["base"].isin(["group", "total"])]
    pooled = themes[themes[QUESTION] == ALL_QUESTIONS]
    by = [WAVE, QUESTION, *groups]
    for places, rows in (themes if pooled.empty else pooled).groupby(by, sort=False):
        wave, question, *values = map(str, places)
        name = say("all questions") if question == ALL_QUESTIONS else question
        named = [f"{c} {value}" for c, value in zip(groups, values, strict=True) if value]
        everything = (rows["method"] == Method.EVERYTHING_READ).all()
        interval = Message("{level} % interval", level=f"{level * 100:g}")
        print_table(
            ("theme", "machine", "estimate", interval),
            [_shown(*row) for row in rows[_SHOWN].itertuples(index=False, name=None)],
            f"{', '.join([wave, name, *named])}: {_read(rows, everything=bool(everything))}",
        )


def _read(rows: "pd.DataFrame", *, everything: bool) -> str:
    """How many answers are read; held-back numbers are not told."""
    read, answers = (rows[name].max() for name in ("reviewed", "answers"))
    if isnan(read) or isnan(answers):
        return ":"
    said = "all of {answers} read" if everything else "{read} of {answers} read"
    return say(said, read=f"{read:.0f}", answers=f"{answers:.0f}")


_SHOWN = ["label", "machine", "estimate", "low", "high", "method"]


def _shown(
    label: str, machine: float, estimate: float, low: float, high: float, method: str
) -> tuple[str, str, str, str]:
    from textmining.answers import Method

    if method == Method.SUPPRESSED:
        return label, ":", ":", ":"
    numbers = ["–" if isnan(number) else f"{number:.0f}" for number in (machine, estimate)]
    limits = say(method) if isnan(low) else f"{low:.0f}–{high:.0f}"
    return label, numbers[0], numbers[1], limits
