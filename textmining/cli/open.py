"""The command `open`."""

from pathlib import Path
from typing import Annotated

import typer

from textmining.cli.options import Lang


def open_(
    folder: Annotated[
        Path,
        typer.Argument(metavar="[DIR]", help="The survey's folder; here or above. It may be new."),
    ] = Path(),
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port; 0 takes a free one.")] = 8000,
    lang: Lang = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open the page in a browser.")
    ] = False,
) -> None:
    """Open the survey's home page: every step of the work, without commands; stop it with Ctrl-C.

    Example: `textmining open kommuneundersokelsen`
    """
    from textmining.home import open_home
    from textmining.survey import find_survey, reading_language

    survey = find_survey(folder) if folder.is_dir() else None

    def ready(address: str) -> None:
        print(address, flush=True)
        if not no_browser:
            typer.launch(address)

    language = reading_language(lang, []) if lang else None
    open_home(survey.folder if survey else folder.resolve(), port, ready, language)
