"""The command `draw`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmining.cli.language import say
from textmining.cli.options import AnswerFiles, Panel, Seed, maps_columns
from textmining.cli.printing import show

if TYPE_CHECKING:
    from textmining.answers import Columns


@maps_columns
def draw(
    files: AnswerFiles,
    columns: "Sequence[Columns]",
    codebook: Annotated[
        Path, typer.Option(metavar="F", help="Codebook: .xlsx, .csv, .yaml or .toml.")
    ],
    out: Annotated[Path, typer.Option(metavar="OUT", help="Coded file to write.")],
    machine: Annotated[
        str, typer.Option(metavar="NAME", help="The program that made the codes.")
    ] = "another program",
    review: Annotated[
        str, typer.Option(metavar="20%|N|all", help="How many answers a person will read.")
    ] = "20%",
    seed: Seed = 0,
    panel: Panel = False,
) -> None:
    """Draw what a person should read of answers that any other program has coded.

    Codes stand as human codes do (joined, 0/1 columns, slots), chances in `p_<code>`. `review`,
    `count` and `report` then work as with our own model: what the program is worth shows in the
    answers read.

    Example: `textmining draw caplena.xlsx --codebook codebook.yaml --out coded.xlsx`
    """
    from textmining.workflow.draw import draw as run

    coded = run(
        files, columns, codebook, out, machine=machine, review=review, seed=seed, panel=panel
    )
    drawn = int(coded.drawn.sum())
    answered = int(coded.answered.sum())
    show(say("{n} answers, coded by {machine}.", n=answered, machine=say(machine)))
    show(say("{n} drawn for reading: the rows marked audit in review.", n=drawn))
    show(say("Coded file: {file}", file=out))
