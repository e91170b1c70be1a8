"""The option `--version`."""

import platform
from importlib.metadata import version

from textmining.cli.language import say


def print_version() -> None:
    """Print the versions of the program and of Python, and the format of models it reads."""
    from textmining.classifier import MODEL_FORMAT

    print(f"textmining {version('textmining-survey')}")
    print(f"Python {platform.python_version()}")
    print(say("reads models of format {number}", number=MODEL_FORMAT))
