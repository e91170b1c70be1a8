"""The steps of the work, each with its state, its command and about how long it takes."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from pathlib import Path
from typing import Final

from textmining.survey import Survey
from textmining.workflow.coding.plan import SECONDS_AN_ANSWER
from textmining.workflow.survey_folder.jobs import Job, JobState
from textmining.workflow.survey_folder.status import TRAINING_PAYS, Status, WaveStatus, is_newer

RUN: Final = ("train", "code", "count", "report")
"""The steps that run as jobs; the others are pages where a person works."""

_COMMANDS: Final = {
    "file": "wave add FIL",
    "codebook": "codebook new",
    "train": "train",
    "code": "code",
    "review": "review",
    "count": "count",
    "report": "report",
}
_PAGES: Final = {
    "file": "/home/files",
    "codebook": "/home/codebook",
    "review": "/home/review",
    "count": "/home/counts",
    "report": "/home/report",
}
_START: Final = 10.0
"""Seconds until libraries, model and pipeline are loaded (docs/scale.md)."""
_ANSWER: Final = 1 / 69 + 24e-4
"""Seconds an answer: the encoder's (docs/benchmarks.md) and the rest (docs/scale.md)."""
_LEARNT: Final = 2.8 / 900
"""Seconds an answer that is learnt from (docs/benchmarks.md)."""
_REPORT: Final = 25.0
"""Seconds for a report on three questions (docs/benchmarks.md)."""


class StepState(StrEnum):
    """How a step stands."""

    DONE = "done"
    NEXT = "next"
    READY = "ready"
    WAITING = "waiting"
    RUNNING = "running"
    CUT_OFF = "cut_off"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True)
class HomeStep:
    """One step of the work.

    Args:
        name: what it is called in the catalogue `home`, below `step`.
        state: how it stands.
        command: what it runs, and what does the same in a terminal.
        page: where a person does it; "" if it runs with a press.
        minutes: about how long it takes; None if nobody can say.
        why: what it waits for, a key below `why`; "" if it waits for nothing.
    """

    name: str
    state: StepState
    command: str
    page: str
    minutes: int | None = None
    why: str = ""


def options_of(step: str, found: Status, job: Job | None) -> list[str]:
    """Return what stands after a step's command, if nothing else is chosen."""
    if step != "code" or not found.waves:
        return []
    if job is not None and job.step == step and job.state in {JobState.CUT_OFF, JobState.STOPPED}:
        return again_options(job)
    return ["--wave", found.waves[-1].wave] if found.waves[-1].coded == "machine" else []


def again_options(job: Job) -> list[str]:
    """Return what stands after the command of a step that is started again."""
    options = [word for word in job.words[1:] if word != "--resume"]
    goes_on = job.step == "code" and job.state in {JobState.CUT_OFF, JobState.STOPPED}
    return [*options, "--resume"] if goes_on else options


def steps_of(survey: Survey, found: Status, job: Job | None) -> list[HomeStep]:
    """Return the steps in the order of the work."""
    reached = _reached(survey, found)
    comes_next = _next(found)
    return [
        HomeStep(
            name=name,
            state=_state(name, reached[name], job, is_next=name == comes_next),
            command=shlex.join(["textmining", *command.split(), *options_of(name, found, job)]),
            page=_PAGES.get(name, ""),
            minutes=_minutes(name, found),
            why=reached[name] if reached[name] not in {"done", "ready"} else "",
        )
        for name, command in _COMMANDS.items()
    ]


def _next(found: Status) -> str:
    """The step whose command comes next."""
    words = found.next.removeprefix("textmining ")
    known = {command.partition(" FIL")[0]: name for name, command in _COMMANDS.items()}
    return next((name for command, name in known.items() if words.startswith(command)), "")


def _state(name: str, reached: str, job: Job | None, *, is_next: bool) -> StepState:
    if job is not None and job.step == name and job.state is not JobState.DONE:
        return StepState(job.state)
    if is_next:
        return StepState.NEXT
    known = {"done": StepState.DONE, "ready": StepState.READY}
    return known.get(reached, StepState.WAITING)


def _reached(survey: Survey, found: Status) -> dict[str, str]:
    """For each step `done`, `ready`, or what it waits for."""
    newest = found.waves[-1] if found.waves else None
    has_codes = any(wave.coded for wave in found.waves)
    is_whole = not any(wave.problem for wave in found.waves)
    unread = {} if is_whole else dict.fromkeys(("review", "count", "report"), "unreadable")
    return {
        "file": "done" if newest else "ready",
        "codebook": "done" if found.codebook else "ready",
        "train": _train(found, has_codes=has_codes),
        "code": _code(found, newest),
        "review": _review(found, newest),
        "count": _count(survey, newest) if has_codes else "no_codes",
        "report": _report(newest) if has_codes else "no_codes",
    } | unread


def _train(found: Status, *, has_codes: bool) -> str:
    if found.model:
        return "done"
    coded = sum(wave.read for wave in found.waves if wave.coded == "hand")
    came_with_codes = any(w.coded == "hand" and not w.read for w in found.waves)
    enough = came_with_codes or coded >= TRAINING_PAYS
    return "ready" if has_codes and enough and found.codebook else "few_codes"


def _code(found: Status, newest: WaveStatus | None) -> str:
    if newest is not None and newest.coded == "machine":
        return "done"
    if newest is not None and newest.coded == "hand" and not newest.uncoded:
        return "done"
    return "ready" if found.model and newest else "no_model"


def _review(found: Status, newest: WaveStatus | None) -> str:
    if newest is None or not (newest.coded or found.codebook):
        return "no_book"
    return "ready" if _to_read(newest) or newest.disagreed else "done"


def _to_read(wave: WaveStatus) -> int:
    """How many answers a person has to read: the drawn ones, or enough by hand to train on."""
    if wave.drawn:
        return wave.drawn - wave.read_of_drawn
    return min(wave.uncoded, max(TRAINING_PAYS - wave.read, 0))


def _count(survey: Survey, newest: WaveStatus | None) -> str:
    if newest is None:
        return "no_codes"
    table = survey.report_for(newest.wave) / "counts.xlsx"
    coded = survey.wave(newest.wave).coded
    made_from = [Path(survey.store), *([coded] if coded else [])]
    is_new = table.exists() and not any(is_newer(file, table) for file in made_from)
    return "done" if is_new else "ready"


def _report(newest: WaveStatus | None) -> str:
    if newest is None:
        return "no_codes"
    return "done" if newest.reported and not newest.stale else "ready"


def _minutes(name: str, found: Status) -> int | None:
    """About how long a step takes, in whole minutes from 1."""
    waves: Sequence[WaveStatus] = found.waves
    newest = waves[-1] if waves else None
    answers = newest.answers if newest else 0
    learnt = sum(wave.answers - wave.uncoded for wave in waves if wave.coded == "hand")
    seconds = {
        "train": _START + learnt * (_ANSWER + _LEARNT),
        "code": _START + answers * _ANSWER,
        "review": _to_read(newest) * SECONDS_AN_ANSWER if newest else 0,
        "count": _START,
        "report": _START + _REPORT,
    }
    return ceil(seconds[name] / 60) if seconds.get(name) else None
