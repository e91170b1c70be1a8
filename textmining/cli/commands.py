"""Commands that drop nothing in silence: an option that holds one value is given once."""

import functools
import inspect
from collections import Counter
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from textmining.cli.options import declare

__all__ = ["Commands"]


class _Once(TyperCommand):
    """A command that refuses an option given twice, unless it can be repeated.

    By custom the last one would win, and whoever gave two would never learn that one was dropped.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the command line; see click's `Command.parse_args`."""
        _, _, given = self.make_parser(ctx).parse_args(args=list(args))
        times = Counter(option.name for option in given if not getattr(option, "multiple", True))
        twice = [option for option in given if times[option.name] > 1]
        if twice:
            ctx.fail(f"{twice[0].opts[0]} is given {times[twice[0].name]} times. Give it once.")
        return super().parse_args(ctx, args)


class Commands(typer.Typer):
    """A set of commands, each of which takes an option once, and `--lang`."""

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
        del lang
        command(**values)

    own = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in signature.parameters.values()]
    asked = inspect.Parameter(
        "lang", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=_Language
    )
    declare(with_language, signature.replace(parameters=[*own, asked]))
    return with_language


_Language = Annotated[
    str | None,
    typer.Option("--lang", metavar="nb|nn|en", help="Language of what is said; else the survey's."),
]
