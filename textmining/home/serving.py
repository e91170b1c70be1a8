"""Serving the home page on this machine."""

import logging
import secrets
from collections.abc import Callable
from pathlib import Path

from textmining.home.app import create_home
from textmining.texts import Language
from textmining.web import Access, serve

_HERE = "127.0.0.1"


def open_home(
    folder: Path, port: int, ready: Callable[[str], None], language: Language | None = None
) -> None:
    """Serve a survey's home page on this machine until the process is told to stop.

    The folder may be empty, or not exist yet. Port 0 takes any free one; `ready` is called with the
    page's address once browsers can connect. Without a language, the page has the survey's.

    Raises:
        OptionError: the port cannot be listened at.
    """
    # What is passed over in a file is told on its page, not each time that the file is read.
    logging.getLogger("textmining").setLevel(logging.ERROR)
    app = create_home(folder, Access(secrets.token_bytes(32)), language)
    serve(app, _HERE, port, lambda found: ready(f"http://{_HERE}:{found}/home"))
