"""The one place where an error becomes a message and an exit code."""

import contextlib
import errno
import logging
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import NoReturn

from textmining.cli.language import say, told
from textmining.cli.printing import printable
from textmining.errors import TextminingError

_PLACES = frozenset({
    errno.EACCES, errno.EDQUOT, errno.EIO, errno.EISDIR, errno.ELOOP, errno.EMFILE,
    errno.ENAMETOOLONG, errno.ENOSPC, errno.ENOTDIR, errno.EPERM, errno.EROFS,
})  # fmt: skip
"""What is wrong with the user's disk or folders, not with the program."""

_USER_ERROR, _OUR_BUG, _INTERRUPTED, _TERMINATED = 1, 3, 130, 143


@contextlib.contextmanager
def exit_codes() -> Iterator[None]:
    """End the process: 1 the user can fix it, 3 our bug, 130 interrupted (2 is wrong usage)."""
    _show_notes()
    signal.signal(signal.SIGINT, _leave(_INTERRUPTED))
    signal.signal(signal.SIGTERM, _leave(_TERMINATED))
    try:
        yield
    except TextminingError as error:
        print(printable(f"textmining: {told(error)}"), file=sys.stderr)
        sys.exit(_USER_ERROR)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone; there is nobody to tell
        sys.exit(_USER_ERROR)
    except OSError as error:
        if error.errno not in _PLACES:
            _tell_our_bug(error)
        where = f"{error.filename}: " if error.filename else ""
        reason = (error.strerror or say("unknown reason")).lower()
        problem = say("cannot be used ({reason}). Fix that, or use another place.", reason=reason)
        print(printable(f"textmining: {where}{problem}"), file=sys.stderr)
        sys.exit(_USER_ERROR)
    except Exception as error:  # noqa: BLE001 # the last handler: what arrives here is our bug
        _tell_our_bug(error)


class _Shown(logging.Formatter):
    """What is passed over in a file, as a line for people."""

    def format(self, record: logging.LogRecord) -> str:
        from textmining.files import Note  # loads what --help needs not

        parts = record.args if isinstance(record.args, tuple) else ()
        note = parts[0] if len(parts) == 1 and isinstance(parts[0], Note) else None
        said = f"{note.file}: {say(note.text)}" if note else record.getMessage()
        return printable(f"textmining: {said}")


class _Once(logging.Filter):
    """Passes what has not been said before: one file may be read for several things."""

    def __init__(self) -> None:
        super().__init__()
        self._said: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        is_new = said not in self._said
        self._said.add(said)
        return is_new


def _show_notes() -> None:
    handler = logging.StreamHandler()
    handler.addFilter(_Once())
    handler.setFormatter(_Shown())
    logger = logging.getLogger("textmining")
    logger.handlers[:] = [handler]


def _tell_our_bug(error: Exception) -> NoReturn:
    places = "".join(_without_values(error))
    please = say("Please send us the lines above.")
    with contextlib.suppress(OSError):
        # A name of its own, for the owner's eyes: one that is known could be a link of others.
        descriptor, log = tempfile.mkstemp(prefix="textmining-error-", suffix=".log")
        os.close(descriptor)
        Path(log).write_text(places, encoding="utf-8")
        please = say("Please send us {file}.", file=log)
    print(f"{places}textmining: {say('this is our bug.')} {please}", file=sys.stderr)
    sys.exit(_OUR_BUG)


def _leave(code: int) -> Callable[[int, FrameType | None], None]:
    def leave(_signal: int, _frame: FrameType | None) -> None:
        sys.exit(code)  # unwinds the stack, so that temporary files are removed

    return leave


def _without_values(error: BaseException) -> Iterator[str]:
    """The places and types of an error and its causes; messages of libraries may quote answers."""
    cause = error.__cause__ or error.__context__
    if cause is not None:
        yield from _without_values(cause)
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__name__}\n"
