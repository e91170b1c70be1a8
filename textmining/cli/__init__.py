"""Commands: parse, call one function of workflow, print, choose the exit code."""

from textmining.cli.app import app
from textmining.cli.errors import exit_codes

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; ends the process with the contract's exit codes."""
    with exit_codes():
        app(prog_name="textmining")
