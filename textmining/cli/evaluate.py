"""The command `evaluate`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmining.cli.language import say
from textmining.cli.options import (
    AnswerFiles,
    CodebookFile,
    DecisionSources,
    EncoderName,
    Jobs,
    PipelineName,
    maps_columns,
)
from textmining.cli.printing import (
    print_curve,
    print_json,
    print_scores,
    print_selective,
    showing_progress,
)

if TYPE_CHECKING:
    from textmining.answers import Columns


@maps_columns
def evaluate(
    files: AnswerFiles,
    columns: "Sequence[Columns]",
    model: Annotated[Path, typer.Option(metavar="MODEL", help="Folder of the model.")],
    codebook: CodebookFile = None,
    decisions: DecisionSources = None,
    by: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="Scores per value; can be repeated.")
    ] = None,
    curve: Annotated[
        bool, typer.Option("--curve", help="Say what another 100 coded answers would bring.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print for programs.")] = False,  # a flag
    pipeline: PipelineName = None,
    encoder: EncoderName = None,
    jobs: Jobs = 1,
) -> None:
    """Score a model on coded answers that it has not seen.

    Example: `textmining evaluate 2021.csv --model model --by role`
    """
    from textmining.workflow.evaluate import evaluate as run

    with showing_progress() as progress:
        result = run(
            files,
            columns,
            model,
            codebook=codebook,
            decisions=decisions or (),
            by=by or (),
            curve=curve,
            pipeline=pipeline,
            encoder=encoder,
            jobs=jobs,
            progress=progress,
        )
    if as_json:
        print_json(result.record())
        return
    print_scores(result.scores.record(), say("{n} coded answers", n=result.scores.n))
    for column, values in result.by.items():
        for value, scores in values.items():
            title = f"{column} {value}: {say('{n} coded answers', n=scores.n)}"
            print_scores(scores.record(), title, themes=False)
    print_selective(result.automation)
    if result.curve:
        print_curve(result.curve)
