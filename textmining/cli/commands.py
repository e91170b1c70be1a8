"""Commands that drop nothing in silence: an option that holds one value is given once."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand

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
    """A set of commands, each of which takes an option once."""

    def command(self, name: str | None = None, **settings: Any) -> Callable[..., Any]:
        """Add a command, as `typer.Typer` does."""
        return super().command(name, cls=_Once, **settings)
