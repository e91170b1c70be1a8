"""The language of the terminal."""

import os
import re
import sys
import tomllib
from functools import cache
from pathlib import Path

from textmining.errors import Message, TextminingError
from textmining.texts import (
    Language,
    asked_language,
    in_language,
    joined_in_language,
    known_language,
)

_SETTINGS = "textmining.toml"
_OPTION = "--lang"
_ENVIRONMENT = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""The variables that tell programs the user's language; see gettext's manual, "Locale environment
variables"."""


def spoken() -> Language:
    """Return the language that is asked for, else the survey's, the system's, or English.

    The survey is the one that is named or around. Read from the command line itself, since what is
    wrong with it is to be told too.
    """
    asked = known_language(_asked())
    return asked or _of_the_survey(_named()) or _of_a_new_survey() or _of_the_system() or "en"


def check_language(asked: str | None) -> None:
    """Refuse a language that nothing is said in.

    Raises:
        OptionError: it is none of `nb`, `nn` and `en`.
    """
    if asked is not None:
        asked_language(asked, _OPTION)


def say(text: str, /, **fields: object) -> str:
    """Return a text in the terminal's language, its names in braces filled in."""
    return in_language(Message(text, **fields) if fields else text, spoken())


def note(finding: str) -> str:
    """Return a finding as a line of its own."""
    return f"{say('Note')}: {say(finding)}"


def told(error: TextminingError) -> str:
    """Return an error's message in the terminal's language."""
    return joined_in_language(error.parts, spoken())


def _asked() -> str:
    for place, argument in enumerate(sys.argv):
        if argument == _OPTION:
            return next(iter(sys.argv[place + 1 :]), "")
        if argument.startswith(f"{_OPTION}="):
            return argument.removeprefix(f"{_OPTION}=")
    return ""


def _named() -> Path:
    """The survey's folder that the command line names; else the working folder."""
    found = next((Path(word) for word in sys.argv[1:] if _is_survey(word)), Path())
    return found.resolve()


def _is_survey(word: str) -> bool:
    try:
        return (Path(word) / _SETTINGS).is_file()
    except OSError:  # longer than any path
        return False


def _of_a_new_survey() -> Language | None:
    """The language that a survey gets if none is asked for, as `init` says in its help."""
    is_made = sys.argv[1:2] == ["init"] and not {"-h", "--help"} & {*sys.argv}
    return "nb" if is_made else None


def _of_the_system() -> Language | None:
    """The first language of the environment that there are texts in."""
    said = next((value for name in _ENVIRONMENT if (value := os.environ.get(name))), "")
    known = (known_language(re.split("[_.@]", one)[0]) for one in said.split(":"))
    return next((language for language in known if language), None)


@cache
def _of_the_survey(here: Path) -> Language | None:
    """The language of the survey whose folder this is, or is in; settings without a name are none.

    Settings that cannot be read are told by whatever reads them, in English.
    """
    path = next((p for f in (here, *here.parents) if (p := f / _SETTINGS).is_file()), None)
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8")) if path else {}
    except (OSError, ValueError, RecursionError):
        return None
    return known_language(str(settings.get("language", "nb"))) if settings.get("name") else None
