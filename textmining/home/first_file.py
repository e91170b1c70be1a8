"""The first file of a survey: what each of its columns is, and what the survey is called."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from starlette.responses import Response

from textmining.answers.cells import as_id
from textmining.errors import OptionError, TextminingError
from textmining.files import Note, NoteKind
from textmining.home.commands import init_command
from textmining.home.incoming import Incoming, remove, sentence
from textmining.home.visits import HomeVisit
from textmining.survey import Guess, Role, Start, Unit, plurals, unit_of
from textmining.texts import LANGUAGES, Language, catalogue, in_language
from textmining.workflow.survey_folder.init import Understood, first_answers, init

_SAMPLES, _CUT = 3, 60
_NAMED = {NoteKind.SHEETS, NoteKind.MERGED, NoteKind.TITLE, NoteKind.HEADER, NoteKind.NAMELESS}
"""Notes that the catalogue of the page words for itself."""


@dataclass(frozen=True)
class FileColumn:
    """A column as the page shows it.

    Args:
        place: its place in the file, from 0.
        letter: its letter in spreadsheet programs.
        guess: what it is taken for.
        unsure: whether the program was unsure of it before a person said anything.
        samples: some of its values.
    """

    place: int
    letter: str
    guess: Guess
    unsure: bool
    samples: tuple[str, ...]


def handle(visit: HomeVisit, found: Incoming, understood: Understood) -> Response:
    """Show the file with what a person said of it so far, or make the survey of it."""
    told = understood.corrected(_roles(visit, understood))
    answers, notes, problem = None, told.table.notes, ""
    try:
        if visit.field("do") == "take":
            init(
                visit.home.folder,
                _start(visit, told),
                told,
                _wave(visit, told),
                language=visit.language,
            )
            remove(found)
            return visit.go("/home?said=saved")
        answers, found_notes = told.answers(_wave(visit, told), visit.language)
        notes = tuple(found_notes)
    except TextminingError as error:
        problem = sentence(error, found, visit.language)
    passed = passed_over(notes, visit.language)
    return _shown(visit, found, understood, told, answers, passed, problem)


def _shown(
    visit: HomeVisit,
    found: Incoming,
    understood: Understood,
    told: Understood,
    answers: pd.DataFrame | None,
    passed: Sequence[str],
    problem: str,
) -> Response:
    columns = [
        FileColumn(place, letter, guess, proposed.unsure, samples(told.table.frame[guess.header]))
        for place, (letter, guess, proposed) in enumerate(
            zip(told.table.letters, told.proposal.guesses, understood.proposal.guesses, strict=True)
        )
    ]
    language = _language(visit)
    return visit.render(
        "first_file.html",
        "survey",
        status=409 if problem else 200,
        file=found,
        columns=sorted(columns, key=lambda column: not column.unsure),
        n_unsure=sum(column.unsure for column in columns),
        roles=list(Role),
        passed_over=passed,
        name=_name(visit),
        wave=_wave(visit, told),
        languages=LANGUAGES,
        chosen=language,
        background=told.proposal.of(Role.BACKGROUND),
        unit=_unit(visit, told, language),
        first=first_answers(answers) if answers is not None else None,
        line=_command(visit, understood, told) if answers is not None else "",
        problem=problem,
    )


def samples(cells: pd.Series) -> tuple[str, ...]:
    """Return some values of a column, for people to see what stands in it."""
    texts = dict.fromkeys(text for text in map(as_id, cells.head(200)) if text)
    return tuple(
        text if len(text) <= _CUT else f"{text[: _CUT - 1]}…" for text in [*texts][:_SAMPLES]
    )


def passed_over(notes: Iterable[Note], language: Language) -> list[str]:
    """Return what of a file is passed over, or read otherwise than it stands there, in words.

    Which column has the ids is a question of the page.
    """
    return [_said(note, language) for note in notes if note.kind is not NoteKind.NUMBERED]


def _said(note: Note, language: Language) -> str:
    if note.kind in _NAMED:
        what = ", ".join(map(str, note.rows or note.columns))
        return catalogue("survey", language)(f"passed.{note.kind}", what=what)
    said = in_language(note.text, language)
    return said[:1].upper() + said[1:]


def _command(visit: HomeVisit, understood: Understood, told: Understood) -> str:
    try:
        start = _start(visit, told)
    except TextminingError:
        return ""
    return init_command(visit.home.folder, start, understood, _wave(visit, told))


def _roles(visit: HomeVisit, understood: Understood) -> Mapping[str, Role]:
    """What a person said of the columns; nothing before the first answer."""
    said = {
        guess.header: visit.field(f"role-{place}")
        for place, guess in enumerate(understood.proposal.guesses)
    }
    return {header: Role(role) for header, role in said.items() if role in [*Role]}


def _start(visit: HomeVisit, told: Understood) -> Start:
    language = _language(visit)
    unit = _unit(visit, told, language)
    if unit and not (unit.one and unit.many):
        raise OptionError(catalogue("survey", visit.language)("files.unit_words"))
    return told.start(_name(visit), language, unit)


def _unit(visit: HomeVisit, told: Understood, language: Language) -> Unit | None:
    """What the survey speaks of: what the program thinks, until a person says something."""
    if "unit" not in visit.form:
        return unit_of(told.proposal, language)
    column = visit.field("unit")
    if column not in {guess.short for guess in told.proposal.of(Role.BACKGROUND)}:
        return None
    one = visit.field("one").strip() or column.split("_")[0]
    return Unit(column, one, visit.field("many").strip() or plurals(language).get(one, ""))


def _language(visit: HomeVisit) -> Language:
    said = visit.field("language")
    return next((known for known in LANGUAGES if known == said), visit.language)


def _name(visit: HomeVisit) -> str:
    survey = visit.survey_so_far
    default = survey.settings.name if survey else visit.home.folder.resolve().name
    return visit.field("name").strip() or default


def _wave(visit: HomeVisit, told: Understood) -> str:
    return visit.field("wave").strip() or told.wave
