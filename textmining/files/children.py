"""Files read in a process of their own: what a damaged file does there, it does to itself."""

import datetime as dt
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from textmining.errors import FileError

_ROOM = 2**30  # bytes of memory a child may take beside what its file's size explains
_PER_BYTE = 100  # sheets unpack to twelve times their size (0 and 1), cells take three times that
_SECONDS, _PER_MEGABYTE = 20.0, 10.0
_HERE = Path(__file__).parent


def read_in_child(script: str, path: Path) -> Generator[Any]:
    """Yield what `lines(path)` of a module beside this one yields, in a process of its own.

    The process has limits of time and memory by the file's size. It loads that module alone.

    Args:
        script: the module's name; what it yields is plain data that JSON knows.
        path: the file.

    Raises:
        FileError: the process died, or took too long.
    """
    size = path.stat().st_size
    arguments = [str(_HERE / f"{script}.py"), str(path), str(_ROOM + _PER_BYTE * size)]
    with subprocess.Popen(  # noqa: S603 # our own module
        [sys.executable, "-P", str(_HERE / "child.py"), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
    ) as child:
        limit = threading.Timer(_SECONDS + _PER_MEGABYTE * size / 2**20, child.kill)
        limit.start()
        try:
            for line in child.stdout or ():
                if line.endswith(b"\n"):  # else the child ended in the middle of it
                    yield json.loads(line)
            if child.wait():
                raise _died(path)
        finally:
            limit.cancel()
            child.kill()


def _died(path: Path) -> FileError:
    return FileError(
        path,
        "cannot be read: it is damaged, or something stands far outside its table",
        "Export it again.",
    )


def plain_cell(cell: Any) -> Any:
    """Return a cell as it was before JSON: moments, days, times and durations are `{kind: said}`.

    >>> plain_cell({"day": "2021-05-01T00:00:00"}), plain_cell("nei")
    (datetime.date(2021, 5, 1), 'nei')
    """
    if not isinstance(cell, dict):
        return cell
    ((kind, said),) = cell.items()
    return _KINDS[kind](said)


_KINDS: dict[str, Callable[[Any], Any]] = {
    "moment": dt.datetime.fromisoformat,
    "day": lambda said: dt.datetime.fromisoformat(said).date(),
    "time": dt.time.fromisoformat,
    "seconds": lambda said: dt.timedelta(seconds=said),
}
