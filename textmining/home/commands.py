"""The commands that do what the pages with files do, for whoever knows the terminal."""

import shlex
from pathlib import Path

from textmining.survey import Proposal, Role, Start, unit_of
from textmining.workflow.survey_folder.init import Understood
from textmining.workflow.survey_folder.wave_add import WavePlan

_OPTIONS = {Role.BACKGROUND: "--background", Role.LEFT_OUT: "--leave-out"}


def init_command(folder: Path, start: Start, understood: Understood, wave: str) -> str:
    """Return the command that makes the survey; "" if its options cannot say what a person said."""
    proposal = start.columns
    if proposal is None or start.unit != unit_of(proposal, start.language):
        return ""
    words = ["textmining", "init", str(folder), understood.table.path.name, "--yes"]
    words += ["--name", start.name, "--wave", wave]
    words += ["--lang", start.language] if start.language != "nb" else []
    options = _options(understood.proposal, proposal)
    return "" if options is None else shlex.join([*words, *options])


def wave_command(plan: WavePlan, proposed: WavePlan, *, codes: bool) -> str:
    """Return the command that adds the wave; "" if it cannot say what a person said."""
    if plan.matches != proposed.matches or plan.taken:
        return ""
    file = plan.understood.table.path.name
    words = ["textmining", "wave", "add", file, "--wave", plan.wave]
    return shlex.join([*words, *(["--code"] if codes else [])])


def _options(proposed: Proposal, told: Proposal) -> list[str] | None:
    """What `init` is to be told of columns; None if it has no option for that."""
    changed = [
        now
        for before, now in zip(proposed.guesses, told.guesses, strict=True)
        if before.role is not now.role
    ]
    named = (*_OPTIONS, Role.TEXT, Role.RESPONDENT)
    if any(guess.role not in named or "=" in guess.header for guess in changed):
        return None
    options = []
    if [g.header for g in proposed.of(Role.TEXT)] != [g.header for g in told.of(Role.TEXT)]:
        for guess in told.of(Role.TEXT):
            options += ["--text", guess.header]
    for guess in changed:
        if guess.role is Role.RESPONDENT:
            options += ["--respondent", guess.header]
        elif guess.role in _OPTIONS:
            options += [_OPTIONS[guess.role], guess.header]
    return options
