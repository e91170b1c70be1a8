"""Runs a function in a process that is killed at a chosen point.

A point is an access to files that Python tells its audit hooks about before it happens, or a
statement to a store. Points are counted, so that nothing depends on the clock.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import sqlalchemy as sa

__all__ = ["Step", "killed_at", "points_of", "preload"]

_EVENTS = frozenset({
    "open", "os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate",
})  # fmt: skip
_PROCESSES = multiprocessing.get_context("forkserver")
_PRELOADED = ["tests.killing", "tests.page_server"]
_PROCESSES.set_forkserver_preload(_PRELOADED)

Step = Callable[[Path], object]
"""A function of the module it stands in that works in a folder."""


def preload(module: str) -> None:
    """Have a module imported once, not by each process; before the first one starts."""
    _PROCESSES.set_forkserver_preload([*_PRELOADED, module])


def points_of(step: Step, folder: Path) -> int:
    """Return how many points a step has; it runs to its end."""
    return _run(step, folder, kill_at=0)


def killed_at(step: Step, folder: Path, point: int) -> None:
    """Run a step until just before its `point`-th access to the folder (from 1)."""
    _run(step, folder, kill_at=point)


def _run(step: Step, folder: Path, kill_at: int) -> int:
    ours, theirs = _PROCESSES.Pipe()
    process = _PROCESSES.Process(target=_watched, args=(step, folder, kill_at, theirs))
    process.start()
    process.join()
    theirs.close()
    with ours:
        if process.exitcode not in {0, -signal.SIGKILL}:
            raise AssertionError(process.exitcode)
        return int(ours.recv()) if process.exitcode == 0 else kill_at


def _watched(step: Step, folder: Path, kill_at: int, reply: Connection) -> None:
    points = 0

    def count() -> None:
        nonlocal points
        points += 1
        if points == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def hear(event: str, details: tuple[Any, ...]) -> None:
        if event in _EVENTS and any(str(folder) in str(detail) for detail in details):
            count()

    sys.addaudithook(hear)
    for kind in ("before_cursor_execute", "commit"):
        sa.event.listen(sa.Engine, kind, lambda *_: count())
    step(folder)
    reply.send(points)
