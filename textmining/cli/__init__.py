"""Commands: parse, call one function of workflow, print, choose the exit code."""

import gc
import io
import os
import sys
from pathlib import Path

from textmining.cli import job
from textmining.cli.app import app
from textmining.cli.errors import exit_codes

__all__ = ["app", "exit_codes", "main"]


_NEW_OBJECTS = 50_000
"""After how many new objects Python looks for dead circles of them. After 700, as it does by
itself, a run of many answers, whose words are many small objects, looks 4,600 times for nothing."""


def main() -> None:
    """Run the command line; ends the process with the contract's exit codes."""
    gc.set_threshold(_NEW_OBJECTS)
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
            nowhere = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 # for the whole run
            setattr(sys, name, nowhere)
