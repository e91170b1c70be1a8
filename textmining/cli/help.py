"""Help and wrong usage in the terminal's language; the English stands where it is declared."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from string import Formatter
from typing import Any

import typer
from typer.core import TyperGroup

from textmining.cli.language import say
from textmining.errors import Message

_UsageError: Any = typer.BadParameter.__mro__[1]
"""Click's; where Typer has it depends on its version."""

_TITLES = {
    "ARGUMENTS_PANEL_TITLE": "Arguments",
    "OPTIONS_PANEL_TITLE": "Options",
    "COMMANDS_PANEL_TITLE": "Commands",
    "ERRORS_PANEL_TITLE": "Error",
    "REQUIRED_LONG_STRING": "[required]",
    "DEFAULT_STRING": "[default: {}]",
    "RICH_HELP": "Try [blue]'{command_path} {help_option}'[/] for help.",
}
"""Typer's own words, and their names there."""

USAGE = (
    "Missing option {name}.",
    "Missing argument {name}.",
    "Missing command.",
    "No such option: {name} (Possible options: {names})",
    "No such option: {name}",
    "No such command {name}. Did you mean {names}?",
    "No such command {name}.",
    "Got unexpected extra argument(s) ({names})",
    "Option {name} requires an argument.",
    "Option {name} does not take a value.",
    "Invalid value for {name}: {problem}",
    "Invalid value: {problem}",
    "Value error, {name} is not one of {names}.",
    "Input should be a valid number, unable to parse string as a number",
    "Input should be a valid integer, unable to parse string as an integer",
    "Input should be greater than or equal to {limit}",
    "Input should be less than or equal to {limit}",
)
"""How Click and Typer say what is wrong with a command line, the more special first."""


class SpokenHelp:
    """What a command and a group of commands share: the language of their help."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help; see click's `Command.format_help`."""
        command: Any = self
        _say_titles()
        for one in (command, *getattr(command, "commands", {}).values()):
            one.help = _said(one.help)
        for param in command.get_params(ctx):
            for name in ("help", "metavar", "rich_help_panel"):
                setattr(param, name, say(getattr(param, name, None) or "") or None)
        super().format_help(ctx, formatter)  # type: ignore[misc] # mixed into click's commands

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line of usage; see click's `Command.format_usage`."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined] # as above
        formatter.write_usage(ctx.command_path, pieces, f"{say('Usage:')} ")


class Group(SpokenHelp, TyperGroup):
    """Commands whose help and wrong usage are told in the terminal's language."""

    def make_context(self, *args: Any, **settings: Any) -> Any:
        """Read the command line; see click's `Command.make_context`."""
        with _told():
            return super().make_context(*args, **settings)

    def invoke(self, ctx: Any) -> Any:
        """Run a command; see click's `Group.invoke`."""
        with _told():
            return super().invoke(ctx)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except _UsageError as error:
        _say_titles()
        problem = _recognised(error.format_message())
        if not isinstance(problem, Message):
            raise
        raise _UsageError(say(problem), error.ctx) from error


def _say_titles() -> None:
    from typer import rich_utils  # loads what most commands need not

    for name, title in _TITLES.items():
        setattr(rich_utils, name, say(title))


def _recognised(text: str) -> str:
    """Return a sentence of Click's with what it was filled in from, if it is one."""
    for template in USAGE:
        parts = Formatter().parse(template)
        form = "".join(
            re.escape(said) + (f"(?P<{name}>.+)" if name else "") for said, name, *_ in parts
        )
        if found := re.fullmatch(form, text, re.DOTALL):
            return Message(template, **{k: _recognised(v) for k, v in found.groupdict().items()})
    return text


def _said(text: str | None) -> str:
    """Return a help text, paragraph by paragraph; an example is the same in all languages."""
    paragraphs = [" ".join(lines.split()) for lines in (text or "").split("\n\n")]
    return "\n\n".join(
        f"{say('Example:')} {paragraph.removeprefix('Example: ')}"
        if paragraph.startswith("Example: ")
        else say(paragraph)
        for paragraph in paragraphs
    )
