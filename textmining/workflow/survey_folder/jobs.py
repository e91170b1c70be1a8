"""A long step as a process of its own: the same command, which goes on when its starter is gone.

What is known of it lies in `.job` in the survey's folder, for its owner's eyes only. It holds what
the command prints, and so no answer's text:

    job.json        which step it is, the command's words, when it was started
    progress.jsonl  the process's id, how far it has come, and at last its exit code
    output.txt      what it printed
    lock            held by the process for as long as it lives, however it ends
"""

import contextlib
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from threading import RLock
from typing import Any, Final

from textmining.errors import OptionError
from textmining.files import atomic_file, lock
from textmining.workflow.progress import Progress

JOB_FOLDER: Final = "TEXTMINING_JOB"
"""The environment variable that tells a command where to put on record how far it has come."""

_NAME, _JOB, _PROGRESS, _OUTPUT, _LOCK = ".job", "job.json", "progress.jsonl", "output.txt", "lock"
_TRIES, _PAUSE = 50, 0.1
_TERMINATED: Final = 143
_PRINTED = 20_000
"""Characters of what was printed that are shown, from the end."""


class JobState(StrEnum):
    """How a job stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"
    CUT_OFF = "cut_off"


@dataclass(frozen=True)
class Job:
    """The step that was started last in a survey.

    Args:
        step: the command: `train`, `code`, `count`, `report`.
        words: the command's words after `textmining`.
        started: when, as an ISO time in UTC.
        state: how it stands; `cut_off` if its process ended without a word.
        doing: what it is doing now, or did last.
        done: how much of that is done.
        total: how much there is of that; None if the end is not known.
        output: the end of what it printed.
    """

    step: str
    words: tuple[str, ...]
    started: str
    state: JobState
    doing: str = ""
    done: int = 0
    total: int | None = None
    output: str = ""

    @property
    def is_running(self) -> bool:
        """Whether it is at work."""
        return self.state is JobState.RUNNING

    @property
    def line(self) -> str:
        """The command as it is typed in a terminal."""
        return shlex.join(["textmining", *self.words])

    @property
    def said(self) -> str:
        """What went wrong, in the program's words; "" if it said nothing."""
        marked = [line for line in self.output.splitlines() if line.startswith("textmining: ")]
        return marked[-1].removeprefix("textmining: ") if marked else ""


class Jobs:
    """The jobs of a survey, one at a time; safe to use from several threads."""

    def __init__(self, survey: Path) -> None:
        self._survey = survey
        self._folder = survey / _NAME
        self._process: subprocess.Popen[bytes] | None = None
        self._thread_lock = RLock()

    def current(self) -> Job | None:
        """Return the job that was started last; None if there is none, or it was forgotten."""
        with self._thread_lock:
            started = _read(self._folder / _JOB)
            if not started:
                return None
            is_alive = self._is_alive()  # before the record is read, which its end is written to
            lines = _lines(self._folder / _PROGRESS)
            told = [line for line in lines if "doing" in line]
            codes = [line["exit"] for line in lines if "exit" in line]
            if any("stopping" in line for line in lines):  # some systems leave it no time to say so
                codes = codes or [_TERMINATED]
            elif self._process is not None and (self._process.poll() or 0) > 0:
                codes = codes or [self._process.returncode]  # a full disk left no room to say it
            return Job(
                step=started["step"],
                words=tuple(started["words"]),
                started=started["started"],
                state=_state(is_alive=is_alive, codes=codes),
                output=_tail(self._folder / _OUTPUT),
                **(told[-1] if told else {}),
            )

    def start(self, step: str, *options: str) -> None:
        """Start a step's command in a process of its own.

        Raises:
            OptionError: another job is at work in this survey.
            FileError: what is known of it cannot be written.
        """
        with self._thread_lock:
            self._refuse_two()
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(mode=0o700, exist_ok=True)
            words = [step, *options]
            started = datetime.now(UTC).isoformat(timespec="seconds")
            with atomic_file(self._folder / _JOB, private=True) as temporary:
                content = {"step": step, "words": words, "started": started}
                temporary.write_text(json.dumps(content), encoding="utf-8")
            self._process = self._started(words)

    def stop(self) -> None:
        """Stop the job that is at work; what it had written stays as before."""
        with self._thread_lock:
            if not self._is_alive():
                return
            pids = [line["pid"] for line in _lines(self._folder / _PROGRESS) if "pid" in line]
            with contextlib.suppress(ProcessLookupError):
                if pids:
                    os.kill(pids[0], signal.SIGTERM)
                elif self._process is not None:
                    self._process.terminate()
            _write(self._folder / _PROGRESS, {"stopping": True})

    def forget(self) -> None:
        """Forget the last job, once it has ended."""
        with self._thread_lock:
            if not self._is_alive():
                shutil.rmtree(self._folder, ignore_errors=True)

    def _refuse_two(self) -> None:
        job = self.current()
        if job is not None and job.is_running:
            raise OptionError(
                "textmining {step} is at work in this survey. Wait for it, or stop it first.",
                step=job.step,
            )

    def _started(self, words: Sequence[str]) -> "subprocess.Popen[bytes]":
        output = os.open(self._folder / _OUTPUT, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            return subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", "textmining.cli", *words],
                cwd=self._survey,
                env=os.environ
                | {JOB_FOLDER: str(self._folder), "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C at the page's terminal is not meant for it
            )
        finally:
            os.close(output)

    def _is_alive(self) -> bool:
        if self._process is not None and self._process.poll() is None:
            return True
        try:
            descriptor = os.open(self._folder / _LOCK, os.O_RDWR)
        except FileNotFoundError:
            return False
        try:
            lock(descriptor)
        except OSError:
            return True
        finally:
            os.close(descriptor)
        return False


@contextlib.contextmanager
def recorded() -> Iterator[None]:
    """Put a command that was started as a job on record: its process, and how it ended.

    Raises:
        SystemExit: another job is at work in this survey.
    """
    folder = Path(os.environ[JOB_FOLDER])
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    _take(descriptor)
    _write(folder / _PROGRESS, {"pid": os.getpid()})
    try:
        yield
    except SystemExit as leaving:
        _write(folder / _PROGRESS, {"exit": leaving.code or 0})
        raise
    _write(folder / _PROGRESS, {"exit": 0})


def progress_on_record() -> Progress | None:
    """Return what puts progress on record, if this command was started as a job."""
    if JOB_FOLDER not in os.environ:
        return None
    path = Path(os.environ[JOB_FOLDER]) / _PROGRESS
    last: tuple[str, int] = ("", -1)

    def tell(step: str, done: int = 0, total: int | None = None) -> None:
        nonlocal last
        now = (step, 100 * done // total if total else 0)
        if now != last:  # a line for each hundredth
            _write(path, {"doing": step, "done": done, "total": total})
            last = now

    return tell


def _take(descriptor: int) -> None:
    """Take the lock; who asks whether it is held has it for a moment."""
    for _ in range(_TRIES):
        with contextlib.suppress(OSError):
            lock(descriptor)
            return
        time.sleep(_PAUSE)
    sys.exit("textmining: another step is at work in this survey. Wait for it, or stop it first.")


def _state(*, is_alive: bool, codes: Sequence[int]) -> JobState:
    if is_alive:
        return JobState.RUNNING
    if not codes:
        return JobState.CUT_OFF
    known = {0: JobState.DONE, _TERMINATED: JobState.STOPPED}
    return known.get(codes[-1], JobState.FAILED)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _lines(path: Path) -> list[dict[str, Any]]:
    """The whole lines; a process that was killed may have left half of one."""
    found = []
    with contextlib.suppress(OSError):
        for line in path.read_text(encoding="utf-8").splitlines():
            with contextlib.suppress(ValueError):
                found.append(json.loads(line))
    return found


def _write(path: Path, content: dict[str, Any]) -> None:
    """Add a line; a full disk stops no step for want of it."""
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as stream:
            stream.write(f"{json.dumps(content)}\n")


def _tail(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")[-_PRINTED:].strip()
    except OSError:
        return ""
