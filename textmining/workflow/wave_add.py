"""Add a wave: the next file of a survey in, its folder out."""

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import tomlkit

from textmining.answers import SETTINGS_NAME, Columns, columns_from, read_answers
from textmining.errors import FileError
from textmining.files import atomic_file, name_key
from textmining.survey import Role, Start, Survey, open_survey, settings_text, unit_of
from textmining.texts import catalogue
from textmining.workflow.init import Understood, keep_file, understand

__all__ = ["Added", "add_wave"]

_ALIKE = 0.85
"""From which likeness (difflib's ratio) a header counts as a reworded one; it is always told."""
_NAMED = (Role.RESPONDENT, Role.WAVE, Role.QUESTION, Role.TEXT, Role.THEMES)
"""The roles of single columns."""


@dataclass(frozen=True)
class Added:
    """A wave that was added.

    Args:
        wave: its name.
        answers: its answers as they are read.
        renamed: headers of the survey with those that this wave has instead.
        not_asked: short names of the survey's questions that it lacks.
        new: headers of its own that look like open questions and are not read.
    """

    wave: str
    answers: pd.DataFrame
    renamed: Mapping[str, str]
    not_asked: Sequence[str]
    new: Sequence[str]


def add_wave(survey: Survey, file: Path, wave: str | None = None) -> Added:
    """Take a file in as a wave; the file itself is kept untouched.

    A header that is worded a little otherwise than in the survey's settings is taken for the same
    column and written down in `wave.toml`, and so is another column of ids.

    Args:
        survey: the survey.
        file: the vendor's file.
        wave: which wave it is; taken from the file or its name if not given.

    Raises:
        FileError: the wave is there already, or something cannot be read or written.
        TextminingError: the file lacks a column, or has rows that cannot be read.
    """
    understood = understand(file)
    survey = _with_questions(survey, understood)
    wave = wave or understood.wave
    folder = survey.folder / "waves" / wave
    if any(present.name == wave for present in survey.waves):
        texts = catalogue("survey", survey.settings.language)
        fix = texts("wave.there_fix", folder=folder)
        raise FileError(folder, texts("wave.there", wave=wave), fix)
    known = survey.settings.columns
    renamed = _renamed(understood, known)
    settings = _wave_settings(known, renamed)
    own = columns_from(tomllib.loads(settings), folder / "wave.toml").over(known)
    answers = read_answers([file], Columns(wave_value=wave).over(own))
    keep_file(file, folder)
    if renamed:
        with atomic_file(folder / "wave.toml") as temporary:
            temporary.write_text(settings, encoding="utf-8", newline="\n")
    asked = set(answers["question"])
    read = {name_key(header) for header in (*dict(own.headers).values(), own.text or "text")}
    return Added(
        wave=wave,
        answers=answers,
        renamed=renamed,
        not_asked=[q.id for q in survey.settings.questions if q.id not in asked],
        new=[g.header for g in understood.proposal.of(Role.TEXT) if name_key(g.header) not in read],
    )


def _with_questions(survey: Survey, understood: Understood) -> Survey:
    """Settings that nobody has touched yet get the columns of the first wave."""
    path, said = survey.folder / SETTINGS_NAME, survey.settings
    untouched = settings_text(Start(said.name, said.language))
    if path.read_text(encoding="utf-8") != untouched:
        return survey
    proposal = understood.proposal
    unit = unit_of(proposal, said.language)
    start = Start(said.name, said.language, proposal, understood.questions(), unit)
    with atomic_file(path) as temporary:
        temporary.write_text(settings_text(start), encoding="utf-8", newline="\n")
    return open_survey(survey.folder)


def _renamed(understood: Understood, known: Columns) -> dict[str, str]:
    """The survey's headers that the file lacks, with the one it has instead."""
    here = {name_key(name): name for name in understood.table.columns}
    roles = {role: getattr(known, role) for role in _NAMED}
    wanted = [header for header in (*roles.values(), *dict(known.headers).values()) if header]
    taken = {*map(name_key, wanted), *(name_key(short) for short, _ in known.headers)}
    renamed = {}
    for header in wanted:
        if name_key(header) in here:
            continue
        free = [name for name in here if name not in taken]
        alike = difflib.get_close_matches(name_key(header), free, n=1, cutoff=_ALIKE)
        played = [role for role, named in roles.items() if named == header]
        guessed = understood.proposal.of(played[0]) if played and played[0] is not Role.TEXT else ()
        if alike or guessed:
            renamed[header] = here[alike[0]] if alike else guessed[0].header
            taken.add(name_key(renamed[header]))
    return renamed


def _wave_settings(known: Columns, renamed: dict[str, str]) -> str:
    """What differs in this wave, as `wave.toml` has it."""
    columns = {str(role): renamed.get(getattr(known, role) or "") for role in _NAMED}
    headers = {short: renamed[header] for short, header in known.headers if header in renamed}
    named = {role: header for role, header in columns.items() if header}
    parts = {"columns": named, "headers": headers}
    return tomlkit.dumps({name: values for name, values in parts.items() if values})
