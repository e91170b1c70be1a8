"""Commands: parse, call one function of workflow, print, choose the exit code."""

import io
import os
import pathlib
import sys

from textmining.cli import job
from textmining.cli.app import app
from textmining.cli.errors import exit_codes

__all__ = ["app", "exit_codes", "main"]


def main() -> None:
    """Run the command line; ends the process with the contract's exit codes."""
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal or pipe may lack the sign for a word
    with job.on_record(), exit_codes():
        app(prog_name="textmining")


def _open_streams() -> None:
    """Read nothing from a stream that was closed before the start, and write what is said nowhere.

    Python leaves None there, where a program without a window starts us, say.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = pathlib.Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 # for the whole run
            setattr(sys, name, nowhere)
