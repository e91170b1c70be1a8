"""All commands in the order of the work."""

from typing import Annotated

import typer

from textmining.cli.check import check
from textmining.cli.code import code
from textmining.cli.commands import AskedLanguage, Commands
from textmining.cli.count import count
from textmining.cli.decisions import decisions
from textmining.cli.demo import demo
from textmining.cli.draw import draw
from textmining.cli.evaluate import evaluate
from textmining.cli.init import init
from textmining.cli.language import check_language
from textmining.cli.open import open_
from textmining.cli.report import report
from textmining.cli.review import review
from textmining.cli.shortcut import shortcut
from textmining.cli.survey import codebook, status, wave
from textmining.cli.train import train
from textmining.cli.vectors import vectors
from textmining.cli.version import print_version

app = Commands(
    help="Code open-ended survey answers into themes and count them honestly.",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    demo,
    init,
    status,
    check,
    train,
    evaluate,
    code,
    draw,
    review,
    count,
    report,
    vectors,
):
    app.command()(command)
app.command("open")(open_)
app.command()(shortcut)
app.add_typer(wave, name="wave")
app.add_typer(codebook, name="codebook")
app.add_typer(decisions, name="decisions")


@app.callback(invoke_without_command=True)
def options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the versions of the program, Python and models."),
    ] = False,
    lang: AskedLanguage = None,
) -> None:
    """Answer the options that stand before a command."""
    check_language(lang)
    if version:
        print_version()
        raise typer.Exit
