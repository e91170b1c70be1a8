"""The commands `decisions export` and `decisions import`."""

from pathlib import Path
from typing import Annotated

import typer

from textmining.cli.commands import Commands
from textmining.cli.language import say
from textmining.cli.options import CodebookFile, Lang
from textmining.cli.printing import show

decisions = Commands(help="Take a review out to a workbook, and back.")


@decisions.command("export")
def export(
    store: Annotated[str, typer.Argument(metavar="STORE", help="The store: a file or a URL.")],
    coded: Annotated[
        list[Path], typer.Option(metavar="CODED", help="The coded file; can be repeated.")
    ],
    out: Annotated[
        Path, typer.Option(metavar="F", help=".xlsx to fill in, or .csv … of the codes that count.")
    ],
    more: Annotated[  # what the shell makes of --coded *.csv: one option, then plain arguments
        list[Path] | None, typer.Argument(metavar="", hidden=True)
    ] = None,
    codebook: CodebookFile = None,
    lang: Lang = None,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Leave out the text and the background.")
    ] = False,
) -> None:
    """Write the review as a workbook to read and fill in.

    Example: `textmining decisions export coded.xlsx.sqlite --coded coded.xlsx --out review.xlsx`
    """
    from textmining.survey import reading_language
    from textmining.workflow.decisions import export_decisions

    files = [*coded, *(more or [])]
    decided = export_decisions(
        store,
        files,
        out,
        codebook=codebook,
        text=not no_text,
        language=reading_language(lang, files),
    )
    show(say("{n} answers decided so far.", n=decided))
    show(say("Written: {file}", file=out))


@decisions.command("import")
def take_back(
    file: Annotated[Path, typer.Argument(metavar="F", help="The workbook, filled in.")],
    store: Annotated[str, typer.Option(metavar="URL", help="The store: a file or a URL.")],
    coder: Annotated[str, typer.Option(metavar="NAME", help="Who filled it in.")] = "workbook",
    codebook: CodebookFile = None,
) -> None:
    """Record what was filled in in a workbook.

    Example: `textmining decisions import review.xlsx --store coded.xlsx.sqlite --coder Kari`
    """
    from textmining.review import store_name
    from textmining.workflow.decisions import import_decisions

    done = import_decisions(file, store, coder, codebook=codebook)
    if done.is_new_store:
        said = "There was no store {store}; a new one was made."
        show(say(said, store=store_name(store)), error=True)
    said = "{n} decisions recorded, {unchanged} unchanged, {blank} blank."
    show(say(said, n=done.recorded, unchanged=done.unchanged, blank=done.blank))
    if done.disagreed:
        said = (
            "{n} of them another coder has decided otherwise: these answers are unread until "
            "somebody settles them on the review page."
        )
        show(say(said, n=done.disagreed), error=True)
    for conflict in done.conflicts:
        said = (
            "Row {row} ({answer}) was left alone: since the export, {coder} has decided or settled "
            "it otherwise. Decide it on the review page."
        )
        answer = ", ".join(conflict.answer)
        told = say(said, row=conflict.row, answer=answer, coder=conflict.coder)
        show(told, error=True)
