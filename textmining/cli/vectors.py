"""The command `vectors`."""

from pathlib import Path
from typing import Annotated

import typer

from textmining.cli.options import PipelineName
from textmining.cli.printing import showing_progress

__all__ = ["vectors"]


def vectors(
    texts: Annotated[
        list[Path], typer.Argument(metavar="TEXT…", help="Plain text files, the more the better.")
    ],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Language pipeline to write.")],
    pipeline: PipelineName = None,
) -> None:
    """Add word vectors, learnt from plain text, to the language pipeline.

    Example: `textmining vectors reports.txt --out pipeline`, then `train --pipeline pipeline`
    """
    from textmining.workflow.vectors import vectors as run

    with showing_progress() as progress:
        n_words = run(texts, out, pipeline=pipeline, progress=progress)
    print(f"Learnt from {n_words} words.")
    print(f"Language pipeline: {out}")
