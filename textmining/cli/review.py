"""The command `review`."""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from textmining.cli.in_survey import mapped, survey_step
from textmining.cli.options import CodebookFile, Lang, SurveyFiles, maps_columns
from textmining.cli.printing import showing_progress

if TYPE_CHECKING:
    from textmining.answers import Columns
    from textmining.survey import Survey
    from textmining.workflow.progress import Progress
    from textmining.workflow.review import Address
    from textmining.workflow.survey_folder.next_step import NextStep


@maps_columns
def review(
    columns: "Sequence[Columns]",
    files: SurveyFiles = None,
    codebook: CodebookFile = None,
    store: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where decisions go; FILE.sqlite unless named."),
    ] = None,
    host: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="Where to listen; this machine only unless named."),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port; 0 takes a free one.")] = 8000,
    coder: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Who codes; can be repeated.")
    ] = None,
    lang: Lang = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open the page in a browser.")
    ] = False,
) -> None:
    """Read answers on a page and decide their themes; stop it with Ctrl-C.

    Coded files, or with `--codebook` answer files to code by hand. In a survey folder without FILE:
    the newest wave.

    Example: `textmining review coded.xlsx --coder Kari`
    """
    from textmining.survey import reading_language
    from textmining.workflow.review import ReviewOptions
    from textmining.workflow.review import review as run

    def newest(survey: "Survey") -> "NextStep":
        from textmining.workflow.survey_folder.next_step import step_review  # loads all of counting

        return step_review(survey, columns[0].wave_value)

    found = survey_step(files, newest)
    files, columns = mapped(found, files, columns)
    if found:
        codebook, store = codebook or found.codebook, store or str(found.out)

    shown: list[Progress] = []

    def progress(step: str, done: int = 0, total: int | None = None) -> None:
        if not shown:
            shown.append(until_ready.enter_context(showing_progress()))
        shown[0](step, done, total)

    def ready(addresses: Sequence["Address"]) -> None:
        until_ready.close()
        for address in addresses:
            print(f"{address.coder}: {address.url}" if address.coder else address.url, flush=True)
        if not no_browser and not addresses[0].coder:
            typer.launch(addresses[0].url)

    options = ReviewOptions(store, host, port, tuple(coder or ()), reading_language(lang, files))
    with ExitStack() as until_ready:
        run(files, columns, options, ready, codebook=codebook, progress=progress)
