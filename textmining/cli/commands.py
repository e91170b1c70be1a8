"""Commands that drop nothing in silence: an option that holds one value is given once."""

import functools
import inspect
from collections import Counter
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from textmining.cli.help import Group, SpokenHelp
from textmining.cli.language import check_language, say
from textmining.cli.options import declare

AskedLanguage = Annotated[
    str | None,
    typer.Option("--lang", metavar="nb|nn|en", help="Language of what is said; else the survey's."),
]


class _Once(SpokenHelp, TyperCommand):
    """A command that refuses an option given twice, unless it can be repeated.

    By custom the last one would win, and whoever gave two would never learn that one was dropped.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the command line; see click's `Command.parse_args`."""
        _, _, given = self.make_parser(ctx).parse_args(args=list(args))
        times = Counter(option.name for option in given if not getattr(option, "multiple", True))
        twice = [option for option in given if times[option.name] > 1]
        if twice:
            said = "{option} is given {n} times. Give it once."
            ctx.fail(say(said, option=twice[0].opts[0], n=times[twice[0].name]))
        return super().parse_args(ctx, args)


class Commands(typer.Typer):
    """A set of commands, each of which takes an option once, and `--lang`."""

    def __init__(self, **settings: Any) -> None:
        """Make an empty set; see `typer.Typer`."""
        super().__init__(
            cls=Group,
            callback=_speak,
            no_args_is_help=True,
            rich_markup_mode="markdown",
            **settings,
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[..., Any]:
        """Add a command, as `typer.Typer` does."""
        add = super().command(name, cls=_Once, **settings)
        return lambda function: add(_with_language(function))


def _with_language(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command be asked for the language of what it says; `spoken` reads it."""
    signature = inspect.signature(command)
    if "lang" in signature.parameters:
        return command

    @functools.wraps(command)
    def with_language(*, lang: str | None, **values: Any) -> None:
        check_language(lang)
        command(**values)

    own = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in signature.parameters.values()]
    asked = inspect.Parameter(
        "lang", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=AskedLanguage
    )
    declare(with_language, signature.replace(parameters=[*own, asked]))
    return with_language


def _speak(lang: AskedLanguage = None) -> None:
    """Take the language of what is said before a command too; `spoken` reads it."""
    check_language(lang)
