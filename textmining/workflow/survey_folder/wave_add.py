"""Add a wave: the next file of a survey in, its folder out."""

import difflib
import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import tomlkit

from textmining.answers import (
    QUESTION,
    RESPONDENT,
    SETTINGS_NAME,
    TEXT,
    Columns,
    answers_of_table,
    columns_from,
)
from textmining.errors import ColumnError, FileError
from textmining.files import Note, alone, atomic_files, name_key, sha256_of_file, tell
from textmining.survey import Role, Survey, question_ids, unit_of
from textmining.texts import catalogue
from textmining.workflow.survey_folder.init import (
    Understood,
    check_wave,
    init,
    is_unmapped,
    kept_file,
    understand,
)

_ALIKE = 0.85
"""From which likeness (difflib's ratio) a header counts as a reworded one; it is always told."""
_AROUND = re.compile(r"^\(?(?:q|sp|spm|spørsmål)?\s?\d+[a-z]?\s?[.):-]+\s*|[\s*:.]+$")
_NUMBERED = re.compile(r"^(.+) \(\d+\)$")
_NAMED = (Role.RESPONDENT, Role.WAVE, Role.QUESTION, Role.TEXT, Role.THEMES)
"""The roles of single columns."""


@dataclass(frozen=True)
class Match:
    """A column of the survey, and the one of a new file that is the same.

    Args:
        header: what the survey calls it.
        role: what it is.
        short: its short name; "" for the column of a role.
        found: the file's own header for it; "" if the file lacks it.
    """

    header: str
    role: Role
    short: str
    found: str

    @property
    def is_reworded(self) -> bool:
        """Whether the file calls it something else."""
        return bool(self.found) and name_key(self.found) != name_key(self.header)


@dataclass(frozen=True)
class WavePlan:
    """How the columns of a file go with those of a survey.

    Args:
        understood: the file.
        wave: which wave it is.
        matches: the survey's columns, in the order of its settings.
        new: headers of the file that look like open questions and are none of the survey's.
        taken: those of them that become questions of the survey.
    """

    understood: Understood
    wave: str
    matches: tuple[Match, ...]
    new: tuple[str, ...]
    taken: tuple[str, ...] = ()

    @property
    def renamed(self) -> dict[str, str]:
        """The survey's headers that the file words otherwise, with the file's own."""
        return {match.header: match.found for match in self.matches if match.is_reworded}

    def corrected(self, found: Mapping[str, str], taken: Collection[str] = ()) -> "WavePlan":
        """Return the plan with what a person said.

        Args:
            found: the file's header for headers of the survey, "" for none.
            taken: new questions that the survey is to have.
        """
        matches = tuple(replace(m, found=found.get(m.header, m.found)) for m in self.matches)
        read = {name_key(match.found) for match in matches}
        texts = () if self.understood.is_long else self.understood.proposal.of(Role.TEXT)
        new = tuple(guess.header for guess in texts if name_key(guess.header) not in read)
        kept = tuple(header for header in new if header in taken)
        return replace(self, matches=matches, new=new, taken=kept)


@dataclass(frozen=True)
class Added:
    """A wave that was added.

    Args:
        wave: its name.
        answers: its answers as they are read.
        renamed: headers of the survey with those that this wave has instead.
        not_asked: short names of the survey's questions that it lacks.
        not_told: short names of the survey's background columns that it lacks.
        new: headers of its own that look like open questions and are not read.
    """

    wave: str
    answers: pd.DataFrame
    renamed: Mapping[str, str]
    not_asked: Sequence[str]
    not_told: Sequence[str]
    new: Sequence[str]

    @property
    def respondents(self) -> int:
        """How many took part in it."""
        return int(self.answers[RESPONDENT].nunique())

    @property
    def answered(self) -> int:
        """How many of its answers have a text."""
        return int((self.answers[TEXT].str.strip() != "").sum())


def plan_wave(survey: Survey, understood: Understood, wave: str | None = None) -> WavePlan:
    """Say how a file's columns go with the survey's.

    A header that is worded a little otherwise than in the survey's settings is taken for the same
    column, and so is another column of ids.
    """
    known = survey.settings.columns
    roles = {role: getattr(known, role) for role in _NAMED}
    asked = {question.id for question in survey.settings.questions}
    wanted = [(header, role, "") for role, header in roles.items() if header] + [
        (header, _role_of(short, asked), short) for short, header in known.headers
    ]
    texts = {question.id: question.text for question in survey.settings.questions}
    asks = {header: texts[short] for header, _, short in wanted if short in texts}
    same = _same(understood, [(header, role) for header, role, _ in wanted], asks)
    plan = WavePlan(
        understood,
        wave or understood.wave,
        tuple(Match(header, role, short, same[header]) for header, role, short in wanted),
        new=(),
    )
    return plan.corrected({})


def _role_of(short: str, asked: Collection[str]) -> Role:
    if short.startswith("theme"):
        return Role.THEMES
    return Role.TEXT if short in asked else Role.BACKGROUND


def planned_answers(survey: Survey, plan: WavePlan) -> tuple[pd.DataFrame, Sequence[Note]]:
    """Return a wave's answers as they are read if the plan is followed, and what is passed over.

    Raises:
        ColumnError: the file lacks a column.
        RowsError: it has rows that cannot be read.
    """
    texts = catalogue("survey", survey.settings.language)
    asked = [match for match in plan.matches if match.role is Role.TEXT]
    is_found = plan.understood.is_long or any(match.found for match in asked)
    if asked and not (is_found or plan.taken):
        raise ColumnError(texts("wave.no_questions"))
    times = Counter(match.found for match in plan.matches if match.found)
    if twice := [column for column, n in times.items() if n > 1]:
        raise ColumnError(texts("wave.twice", column=twice[0]))
    settings = tomllib.loads(_wave_settings(survey.settings.columns, plan.renamed))
    added = {"questions": {short: {"column": h} for h, short in _new_ids(survey, plan).items()}}
    known = columns_from(added, survey.folder / SETTINGS_NAME)
    own = columns_from(settings, survey.folder / "wave.toml").over(survey.settings.columns)
    own = replace(known.over(own), text_columns=(*own.text_columns, *known.text_columns))
    return answers_of_table(plan.understood.table, Columns(wave_value=plan.wave).over(own))


def add_wave(
    survey: Survey, file: Path, wave: str | None = None, plan: WavePlan | None = None
) -> Added:
    """Take a file in as a wave; the file itself is kept untouched.

    What differs from the survey's settings is written down in `wave.toml`.

    Which wave it is, is taken from the file or its name if not given; a plan says how its columns
    go with the survey's, if a person has looked at it.

    Raises:
        FileError: the wave or the very file is there already, or something cannot be read or
            written.
        OptionError: the wave's name cannot be a folder's.
        TextminingError: the file lacks a column, or has rows that cannot be read.
    """
    understood = plan.understood if plan else understand(file)
    if is_unmapped(survey):
        return _first(survey, understood, wave or understood.wave)
    plan = plan or plan_wave(survey, understood, wave)
    _check_new(survey, plan.wave)
    answers, notes = planned_answers(survey, plan)
    with alone(survey.folder / SETTINGS_NAME):
        _check_new(survey, plan.wave)  # somebody else may have added it while the file was read
        _check_other(survey, file)
        _write(survey, plan, file)
    tell(notes)
    asked = {*answers[QUESTION]}
    return Added(
        wave=plan.wave,
        answers=answers,
        renamed=plan.renamed,
        not_asked=[q.id for q in survey.settings.questions if q.id not in asked],
        not_told=[m.short for m in plan.matches if m.role is Role.BACKGROUND and not m.found],
        new=[header for header in plan.new if header not in plan.taken],
    )


def _check_new(survey: Survey, wave: str) -> None:
    check_wave(wave, survey.settings.language)
    folder = survey.folder / "waves" / wave
    if any(present.name == wave for present in survey.waves):
        texts = catalogue("survey", survey.settings.language)
        fix = texts("wave.there_fix", folder=folder)
        raise FileError(folder, texts("wave.there", wave=wave), fix)


def _check_other(survey: Survey, file: Path) -> None:
    """Raise FileError if a wave has the very same file: nobody answers twice to the letter."""
    own = sha256_of_file(file)
    kept = ((wave.name, path) for wave in survey.waves for path in wave.folder.glob("answers.*"))
    same = next((name for name, path in kept if sha256_of_file(path) == own), None)
    if same is not None:
        texts = catalogue("survey", survey.settings.language)
        raise FileError(file, texts("wave.same", wave=same), texts("wave.same_fix"))


def _first(survey: Survey, understood: Understood, wave: str) -> Added:
    """Settings that map nothing yet get the columns of the first wave."""
    said = survey.settings
    unit = unit_of(understood.proposal, said.language)
    start = understood.start(said.name, said.language, unit)
    _, answers = init(survey.folder, start, understood, wave, language=said.language)
    assert answers is not None  # noqa: S101 # there is a file
    return Added(wave, answers, renamed={}, not_asked=[], not_told=[], new=[])


def _write(survey: Survey, plan: WavePlan, file: Path) -> None:
    """All files of a wave, or none."""
    target = kept_file(survey.folder, plan.wave, file)
    texts = {}
    if plan.renamed:
        own = _wave_settings(survey.settings.columns, plan.renamed)
        texts[target.with_name("wave.toml")] = own
    if plan.taken:
        texts[survey.folder / SETTINGS_NAME] = _with_questions(survey, plan)
    with atomic_files([target, *texts], private=[target]) as (kept, *written):
        shutil.copyfile(file, kept)
        for path, text in zip(written, texts.values(), strict=True):
            path.write_text(text, encoding="utf-8", newline="\n")


def _with_questions(survey: Survey, plan: WavePlan) -> str:
    """The survey's settings with the new questions."""
    path = survey.folder / SETTINGS_NAME
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    asked = document.setdefault("questions", tomlkit.table(is_super_table=True))
    texts = {guess.header: guess.text for guess in plan.understood.proposal.guesses}
    for header, short in _new_ids(survey, plan).items():
        asked[short] = {"column": header, "text": texts[header]}
    return tomlkit.dumps(document)


def _new_ids(survey: Survey, plan: WavePlan) -> dict[str, str]:
    """The short names of the new questions, by header."""
    taken = [question.id for question in survey.settings.questions]
    taken += [*survey.settings.columns.background, *_NAMED]
    return question_ids(plan.taken, taken=taken)


def _same(
    understood: Understood, wanted: Sequence[tuple[str, Role]], asks: Mapping[str, str]
) -> dict[str, str]:
    """For each of the survey's headers the file's own; "" where it lacks it.

    Survey programs write a question's text as the header, or beside a short name: `asks` has the
    texts of the survey's headers.
    """
    here = {name_key(name): name for name in understood.table.columns}
    said = {name_key(label): name for name, label in understood.table.labels.items()}
    taken = {name_key(header) for header, _ in wanted}
    unclear = _unclear(here, taken)
    same = {}
    for header, role in wanted:
        key = name_key(header)
        if key in unclear:
            same[header] = ""
            continue
        if key in here:
            same[header] = here[key]
            continue
        free = [name for name in here if name not in taken]
        keys = [key, name_key(asks.get(header, ""))]
        told = [of[k] for k in keys for of in (said, here) if name_key(of.get(k, "")) in free]
        alike = [name for name in free if _bare(name) == _bare(key)]
        alike = alike or difflib.get_close_matches(key, free, n=1, cutoff=_ALIKE)
        is_single = role in _NAMED and role not in (Role.TEXT, Role.THEMES)
        guesses = understood.proposal.of(role) if is_single else ()
        guessed = [guess.header for guess in guesses if name_key(guess.header) in free]
        same[header] = next(iter([*told, *(here[name] for name in alike[:1]), *guessed]), "")
        taken.add(name_key(same[header]))
    return same


def _unclear(here: Collection[str], wanted: Collection[str]) -> set[str]:
    """The survey's «Kommentar» and «Kommentar (2)», if the file has fewer columns of that name."""
    fewer = {name for key in wanted if key not in here for name in _NUMBERED.findall(key)}
    return {key for key in wanted for name in fewer if key in (name, *_copies(name, wanted))}


def _copies(name: str, keys: Collection[str]) -> list[str]:
    return [key for key in keys if name in _NUMBERED.findall(key)]


def _bare(key: str) -> str:
    """A header's key without the number, the star and the colon that programs put around it."""
    return _AROUND.sub("", key) or key


def _wave_settings(known: Columns, renamed: Mapping[str, str]) -> str:
    """What differs in this wave, as `wave.toml` has it."""
    columns = {str(role): renamed.get(getattr(known, role) or "") for role in _NAMED}
    headers = {short: renamed[header] for short, header in known.headers if header in renamed}
    named = {role: header for role, header in columns.items() if header}
    parts = {"columns": named, "headers": headers}
    return tomlkit.dumps({name: values for name, values in parts.items() if values})
