"""The command `train`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from textmining.cli.in_survey import mapped, needed, survey_step
from textmining.cli.language import say
from textmining.cli.options import (
    DecisionSources,
    EncoderName,
    Jobs,
    PipelineName,
    Seed,
    SurveyFiles,
    maps_columns,
)
from textmining.cli.printing import print_scores, show, showing_progress
from textmining.errors import Joined

if TYPE_CHECKING:
    from textmining.answers import Columns
    from textmining.classifier import ModelCard


@maps_columns
def train(
    columns: "Sequence[Columns]",
    files: SurveyFiles = None,
    codebook: Annotated[
        Path | None, typer.Option(metavar="F", help="Codebook the answers are coded with.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="MODEL", help="Folder of the model to write.")
    ] = None,
    decisions: DecisionSources = None,
    pipeline: PipelineName = None,
    encoder: EncoderName = None,
    aim: Annotated[
        Literal["f1", "counts", "sets"],
        typer.Option(
            help="What proposed themes should be good for: the most right codes while counts stay "
            "near, counts, or whole sets."
        ),
    ] = "f1",
    seed: Seed = 0,
    jobs: Jobs = 1,
) -> None:
    """Train a model on coded answers and print its held-out scores.

    In a survey folder without FILE: on all waves that persons have coded.

    Where nothing is coded yet, without FILE: on the codebook alone. It then tells in which order to
    offer themes and to read answers, and counts nothing.

    Example: `textmining train 2019.csv 2020.xlsx --codebook codebook.yaml --out model`
    """
    from textmining.classifier import Aim
    from textmining.survey import find_survey
    from textmining.workflow.survey_folder.next_step import step_train
    from textmining.workflow.train import train as run

    step = None
    if files or codebook is None or find_survey(Path()) is not None:
        step = survey_step(files, lambda survey: step_train(survey, columns[0].wave_value))
    files, columns = mapped(step, files, columns)
    if step:
        codebook, out = codebook or step.codebook, out or step.out
        decisions = decisions or list(step.decisions)
    codebook, out = needed(codebook, "--codebook"), needed(out, "--out")
    with showing_progress() as progress:
        model = run(
            files,
            columns,
            codebook,
            out,
            decisions=decisions or (),
            pipeline=pipeline,
            encoder=encoder,
            aim=Aim(aim),
            seed=seed,
            jobs=jobs,
            progress=progress,
        )
    _print_card(model.card)
    show(say("Model: {folder}", folder=out))


def _print_card(card: "ModelCard") -> None:
    """Say what the model is worth."""
    if "worth" in card:
        worth = [f"{one['top_1']:.0%} / {one['top_3']:.0%}" for one in card["worth"].values()]
        said = (
            "Learnt from the codebook alone. On surveys whose codes are known, such a model's "
            "first theme / one of its first three was right for: {worth}. That is an order to "
            "read in, no count: code some answers and train again."
        )
        show(say(said, worth=Joined(worth, "; ")))
        return
    if "untold" in card:
        _print_untold(card)
    else:
        print_scores(card["held_out"], say("Held-out scores (cross-validated by respondent)"))
    if card["unlearned"]:
        few = ", ".join(card["unlearned"])
        show(say("Too few examples, never proposed: {codes}", codes=few))
    if "untold" in card:
        return
    recipe = card["recipe"]
    tried = Joined([f"{say(one['learner'])} {one['brier']:.4f}" for one in recipe["tried"]], "; ")
    said = "Learnt by: {learner} (held-out squared error: {tried})"
    show(say(said, learner=recipe["learner"], tried=tried))


def _print_untold(card: "ModelCard") -> None:
    """Say why there are no scores."""
    from textmining.classifier import FEWEST_TO_TELL

    if card["untold"] == "alike":
        said = (
            "All coded answers have the same themes, so how often the model is right cannot be "
            "told. Code answers that have others too, and train again."
        )
        show(say(said))
        return
    said = (
        "Coded answers: {n}; respondents: {people}. How often the model is right cannot be told "
        "from fewer than {fewest} respondents: code more answers and train again."
    )
    learnt = card["data"]
    show(say(said, n=learnt["answers"], people=learnt["respondents"], fewest=FEWEST_TO_TELL))
