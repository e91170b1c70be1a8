"""The command `shortcut`."""

from pathlib import Path
from typing import Annotated

import typer

from textmining.cli.printing import show


def shortcut(
    folder: Annotated[
        Path,
        typer.Argument(metavar="[DIR]", help="The survey's folder; here or above. It may be new."),
    ] = Path(),
    out: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Where to put it; the survey's folder unless named."),
    ] = None,
) -> None:
    """Write a file to double-click on that opens the survey's home page on this machine.

    Example: `textmining shortcut kommuneundersokelsen --out ~/Desktop`
    """
    from textmining.workflow.survey_folder.shortcut import shortcut as run

    show(run(folder, out))
