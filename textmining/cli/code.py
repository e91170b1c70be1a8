"""The command `code`."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from textmining.cli.in_survey import mapped, needed, survey_step
from textmining.cli.language import say
from textmining.cli.options import (
    CodebookFile,
    EncoderName,
    Jobs,
    Panel,
    PipelineName,
    Seed,
    SurveyFiles,
    maps_columns,
)
from textmining.cli.printing import print_table, show, showing_progress

if TYPE_CHECKING:
    import pandas as pd

    from textmining.answers import Columns
    from textmining.classifier import Unread
    from textmining.survey import Survey
    from textmining.workflow.coding.survey import CodingSummary
    from textmining.workflow.survey_folder.next_step import NextStep

_NO_FOLDER = "--cluster codes the parts of a folder; name one with --out."

_REVIEW = "20%"


@maps_columns
def code(
    columns: "Sequence[Columns]",
    files: SurveyFiles = None,
    model: Annotated[
        Path | None, typer.Option(metavar="MODEL", help="Folder of the model.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="OUT", help="Coded file to write, or a folder to code in parts."),
    ] = None,
    codebook: CodebookFile = None,
    review: Annotated[
        str | None,
        typer.Option(metavar="20%|N|all", help="How many answers a person will read; else 20%."),
    ] = None,
    target: Annotated[
        float | None,
        typer.Option(metavar="SHARE", help="Take answers out of the queue that are this sure."),
    ] = None,
    threshold: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODE=SHARE", help="Propose a theme from this probability on; can be repeated."
        ),
    ] = None,
    priority: Annotated[
        list[str] | None,
        typer.Option(metavar="THEME", help="Draw more for this theme; can be repeated."),
    ] = None,
    seed: Seed = 0,
    panel: Panel = False,
    mask: Annotated[
        bool, typer.Option("--mask", help="Mask names, numbers and addresses in the texts.")
    ] = False,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Leave out the text and the background.")
    ] = False,
    by: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="Background to keep with --no-text; can be repeated."),
    ] = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="Show the intervals to expect and the hours they take.")
    ] = False,
    pipeline: PipelineName = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where the same command was cut off.")
    ] = False,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="Dask scheduler whose workers code the parts of a folder."
        ),
    ] = None,
    encoder: EncoderName = None,
    jobs: Jobs = 1,
) -> None:
    """Code answers into themes and draw the ones a person should read.

    In a survey folder without FILE: the newest wave that is not coded, with the newest model.

    A folder as OUT gets a coded file for each part of a large survey, in little memory.

    Example: `textmining code 2021.xlsx --model model --out coded.xlsx --review 20%`
    """
    from textmining.survey import CodingSettings
    from textmining.workflow.code import code as run
    from textmining.workflow.code import code_to_folder, is_folder
    from textmining.workflow.coding.options import CodingOptions

    step = survey_step(files, lambda survey: _next(survey, columns[0].wave_value))
    files, columns = mapped(step, files, columns)
    if step:
        model, out = model or step.model, out or step.out
    coding = step.coding if step else CodingSettings()
    model, out = needed(model, "--model"), needed(out, "--out")
    options = CodingOptions(
        review=review or coding.review or _REVIEW,
        target=coding.target if target is None else target,
        thresholds=_thresholds(threshold) or tuple(coding.thresholds.items()),
        seed=seed,
        panel=panel or coding.panel,
        priority=tuple(priority or ()),
        mask=mask,
        text=not no_text,
        keep=tuple(by or ()),
        plan=plan,
        jobs=jobs,
        resume=resume,
    )
    given: dict[str, Any] = {
        "codebook": codebook,
        "pipeline": pipeline,
        "encoder": encoder,
        "options": options,
    }
    if is_folder(out):
        with showing_progress() as progress:
            coded = code_to_folder(
                files, columns, model, out, cluster=cluster, progress=progress, **given
            )
        _tell(coded)
        show(say("{n} coded files: {file}", n=coded.files, file=out))
        return
    if cluster:
        raise typer.BadParameter(say(_NO_FOLDER))
    with showing_progress() as progress:
        found = run(files, columns, model, out, progress=progress, **given)
    _tell(found.summary)
    show(say("Coded file: {file}", file=out))


def code_wave(survey: "Survey", wave: str) -> None:
    """Code a wave of a survey as its settings say, and print what was coded."""
    from textmining.workflow.code import code as run
    from textmining.workflow.coding.options import CodingOptions

    step = _next(survey, wave)
    show(step.said, error=True)
    chosen = step.coding
    options = CodingOptions(
        review=chosen.review or _REVIEW,
        target=chosen.target,
        thresholds=tuple(chosen.thresholds.items()),
        panel=chosen.panel,
    )
    files, columns, model = list(step.files), list(step.columns), needed(step.model, "--model")
    with showing_progress() as progress:
        found = run(files, columns, model, step.out, options=options, progress=progress)
    _tell(found.summary)
    show(say("Coded file: {file}", file=step.out))


def _thresholds(typed: list[str] | None) -> tuple[tuple[str, float], ...]:
    """The thresholds that the command line names.

    Raises:
        typer.BadParameter: one is not a code, "=" and a number, or a code has two.
    """
    pairs = [text.rpartition("=") for text in typed or ()]
    for code, n in Counter(code for code, _, _ in pairs).items():
        if n > 1:
            said = "{option} is given {n} times. Give it once."
            raise typer.BadParameter(say(said, option=f"--threshold {code}", n=n))
    try:
        return tuple((code, float(share)) for code, _, share in pairs)
    except ValueError:
        raise typer.BadParameter(
            say("--threshold takes a code and a number, as nav=0.4.")
        ) from None


def _next(survey: "Survey", wave: str | None) -> "NextStep":
    from textmining.workflow.survey_folder.next_step import (
        step_code,  # loads a database that coding needs not
    )

    return step_code(survey, wave)


def _tell(found: "CodingSummary") -> None:
    """Print what was coded, what is to be read, and what is new."""
    show(say("{n} answers coded, {empty} not answered.", n=found.answered, empty=found.empty))
    show(say("{n} drawn for reading: the rows marked audit in review.", n=found.drawn))
    if found.unread is not None:
        show(_unread(found.unread, found.answered - found.in_queue))
    _tell_new(found.novelty)
    if found.plan is not None:
        _print_plan(found.plan)


def _tell_new(novelty: Mapping[str, Mapping[str, Any]]) -> None:
    for wave, new in novelty.items():
        if new["alarm"]:
            said = (
                "{wave}: {share} of the answers are unlike what the model has learnt from "
                "({expected} expected); new words: {words}."
            )
            shares = {name: f"{new[name]:.0%}" for name in ("share", "expected")}
            show(say(said, wave=wave, words=", ".join(new["words"]), **shares))


def _print_plan(plan: "pd.DataFrame") -> None:
    """Print a row a theme, and a column an amount of reading."""
    themes = [rows for _, rows in plan.groupby("theme", sort=False)]  # two may have one label
    amounts = plan.drop_duplicates("review")
    print_table(
        ("width of the interval, in answers", *amounts["review"]),
        [
            (say("answers to read"), *map(str, amounts["read"])),
            (say("hours"), *map(str, amounts["hours"])),
            *((rows["label"].iloc[0], *(f"{w:.0f}" for w in rows["width"])) for rows in themes),
        ],
    )


def _unread(unread: "Unread", n: int) -> str:
    if unread.confidence is None:
        said = "Too few coded answers to prove {target}: none may go unread."
    else:
        said = "{n} may go unread: at least {target} of such sets are right."
    return say(said, n=n, target=f"{unread.target:.0%}")
