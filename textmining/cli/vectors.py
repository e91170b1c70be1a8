"""The command `vectors`."""

from pathlib import Path
from typing import Annotated

import typer

from textmining.cli.language import say
from textmining.cli.options import PipelineName
from textmining.cli.printing import show, showing_progress


def vectors(
    texts: Annotated[
        list[Path], typer.Argument(metavar="TEXT…", help="Plain text files, the more the better.")
    ],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Language pipeline to write.")],
    pipeline: PipelineName = None,
) -> None:
    """Add word vectors, learnt from plain text, to the language pipeline.

    `train --pipeline` takes it.

    Example: `textmining vectors reports.txt --out pipeline`
    """
    from textmining.language.learning_vectors import add_vectors

    with showing_progress() as progress:
        progress("Training vectors")
        n_words = add_vectors(texts, out, language=pipeline)
    show(say("Learnt from {n} words.", n=n_words))
    show(say("Language pipeline: {folder}", folder=out))
