"""The command `code`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmining.cli.options import AnswerFiles, CodebookFile, Jobs, Language, Seed, maps_columns
from textmining.cli.printing import showing_progress

if TYPE_CHECKING:
    from textmining.survey import Columns

__all__ = ["code"]


@maps_columns
def code(
    files: AnswerFiles,
    columns: "Columns",
    model: Annotated[Path, typer.Option(metavar="MODEL", help="Folder of the model.")],
    out: Annotated[Path, typer.Option(metavar="OUT", help="Coded file to write.")],
    codebook: CodebookFile = None,
    review: Annotated[
        str, typer.Option(metavar="20%|N|all", help="How many answers a person will read.")
    ] = "20%",
    seed: Seed = 0,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Leave out the text and the background.")
    ] = False,
    by: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="Background to keep with --no-text; can be repeated."),
    ] = None,
    language: Language = None,
    jobs: Jobs = 1,
) -> None:
    """Code answers into themes and draw the ones a person should read.

    Example: `textmining code 2021.xlsx --model model --out coded.xlsx --review 20%`
    """
    from textmining.workflow.code import CodingOptions
    from textmining.workflow.code import code as run

    options = CodingOptions(
        review=review, seed=seed, text=not no_text, keep=tuple(by or ()), jobs=jobs
    )
    with showing_progress() as progress:
        coded = run(
            files,
            columns,
            model,
            out,
            codebook=codebook,
            language=language,
            options=options,
            progress=progress,
        )
    answered = int((coded["review"] != "").sum())
    drawn = int((coded["review"] == "audit").sum())
    print(f"{answered} answers coded, {len(coded) - answered} not answered.")
    print(f"{drawn} drawn for reading: the rows marked audit in the column review.")
    print(f"Coded file: {out}")
