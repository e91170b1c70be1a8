"""Status: what each wave of a survey has come to, read from its files each time."""

import json
import shlex
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from textmining.answers import Answers, Coded, answers_in, meta_path, read_drawn
from textmining.codebook import Codebook
from textmining.errors import FileError, RowsError, StoreError, TextminingError
from textmining.review import Codes, Store, store_exists
from textmining.survey import Survey, WaveFolder
from textmining.texts import Language, catalogue, joined_in_language

TRAINING_PAYS = 50
"""Answers that persons have coded from which on training is worth while (docs/review.md)."""


_OLD_REPORT: Final = frozenset({"decisions_newer", "coded_newer"})
"""What makes a report out of date."""


@dataclass(frozen=True)
class WaveStatus:
    """One wave.

    Args:
        wave: its name.
        answers: how many answers it has that are answers at all.
        coded: `machine` (a model has coded it), `hand` (persons have, or it came with codes), "".
        drawn: how many answers were drawn for reading.
        read: how many answers a person has read.
        read_of_drawn: how many of the drawn ones.
        disagreed: how many wait for a disagreement to be settled.
        reported: whether there is a report on it.
        uncoded: how many of a wave that persons are coding wait for them; 0 where its codes came
            with the file.
        invited: the file that lists those who were invited, or "".
        stale: keys of what is out of date, below `status` in the catalogue `survey`.
        problem: why a file of it cannot be read, and nothing is known of its answers; else None.
    """

    wave: str
    answers: int
    coded: str
    drawn: int
    read: int
    read_of_drawn: int
    disagreed: int
    reported: bool
    stale: tuple[str, ...] = ()
    uncoded: int = 0
    invited: str = ""
    problem: TextminingError | None = None

    def told(self, language: Language) -> str:
        """Return, in words, why the wave cannot be read; "" if it can."""
        return joined_in_language(self.problem.parts, language) if self.problem else ""


@dataclass(frozen=True)
class Status:
    """A survey's waves, and the command that comes next.

    Args:
        name: the survey's name.
        codebook: the newest codebook's file name, or "".
        model: the newest model's wave, or "".
        waves: its waves, oldest first.
        next: the next command, or "" if everything is done.
        rake: columns of the invited that the answers are weighted by.
    """

    name: str
    codebook: str
    model: str
    waves: tuple[WaveStatus, ...]
    next: str
    rake: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the status for other programs."""
        waves = [
            {**asdict(replace(wave, problem=None)), "problem": wave.told("en")}
            for wave in self.waves
        ]
        return {**asdict(replace(self, waves=())), "waves": waves}

    def population(self, language: Language) -> str:
        """Return, in words, for which waves it is known who was invited, and the weights."""
        listed = [wave.wave for wave in self.waves if wave.invited]
        if not listed:
            return ""
        texts = catalogue("survey", language)
        told = texts("status.invited", waves=", ".join(listed))
        weighted = texts("status.raked", columns=", ".join(self.rake)) if self.rake else ""
        return f"{told} {weighted}".strip()

    def warnings(self, language: Language) -> list[str]:
        """Return what is out of date, in words."""
        texts = catalogue("survey", language)
        return [
            texts(f"status.{key}", wave=wave.wave, model=self.model)
            for wave in self.waves
            for key in wave.stale
        ]

    def problems(self, language: Language) -> list[str]:
        """Return, in words, which waves cannot be read; what is the same of all only once."""
        told = [(wave.wave, wave.told(language)) for wave in self.waves]
        if told and all(problem and problem == told[0][1] for _, problem in told):
            return [told[0][1]]
        return [f"{wave}: {problem}" for wave, problem in told if problem]


def status(survey: Survey) -> Status:
    """Read what each wave has come to, of those that can be read.

    Raises:
        TextminingError: the settings cannot be read.
    """
    codes, book = _codes(survey), _codebook(survey)
    waves = tuple(_wave_or_problem(survey, wave, codes, book) for wave in survey.waves)
    models = survey.models
    return Status(
        name=survey.settings.name,
        codebook=survey.codebooks[-1].name if survey.codebooks else "",
        model=models[-1].name if models else "",
        waves=waves,
        next=_next(survey, waves),
        rake=survey.settings.population.rake,
    )


def _codes(survey: Survey) -> Codes | TextminingError:
    """The codes that persons gave; why they cannot be read if the store is damaged or away."""
    try:
        if not store_exists(survey.store):
            return Codes()
        with Store(survey.store, create=False) as store:
            return store.codes()
    except TextminingError as error:
        return error


def _codebook(survey: Survey) -> Codebook | None:
    """The codebook, without which columns of 0 and 1 are not known as codes."""
    try:
        return survey.codebook if survey.codebooks else None
    except TextminingError:  # told by whatever needs it
        return None


def _wave_or_problem(
    survey: Survey, wave: WaveFolder, codes: Codes | TextminingError, book: Codebook | None
) -> WaveStatus:
    try:
        if isinstance(codes, TextminingError):
            raise codes
        return _wave(survey, wave, codes, book)
    except TextminingError as error:
        coded = "machine" if wave.coded else ""
        reported = _has_report(survey, wave)
        return WaveStatus(wave.name, 0, coded, 0, 0, 0, 0, reported, problem=error)


def _has_report(survey: Survey, wave: WaveFolder) -> bool:
    return (survey.report_for(wave.name) / "report.html").exists()


def _wave(survey: Survey, wave: WaveFolder, codes: Codes, book: Codebook | None) -> WaveStatus:
    answers = _answers(wave, book)
    standings = [codes.standing(answer) for answer in answers.ids]
    read = [found is not None and found.counts is not None for found in standings]
    drawn = answers.drawn.tolist() if isinstance(answers, Coded) else [False] * len(read)
    came_with_codes = any(themes is not None for themes in answers.themes)
    by_hand = any(read) or came_with_codes
    return WaveStatus(
        wave=wave.name,
        answers=len(answers),
        coded="machine" if wave.coded else "hand" if by_hand else "",
        drawn=sum(drawn),
        read=sum(read),
        read_of_drawn=sum(r and d for r, d in zip(read, drawn, strict=True)),
        disagreed=sum(found is not None and found.disagreed for found in standings),
        reported=_has_report(survey, wave),
        stale=tuple(_stale(survey, wave)),
        uncoded=0 if wave.coded or came_with_codes else len(answers) - sum(read),
        invited=wave.frame.name if wave.frame else "",
    )


def _answers(wave: WaveFolder, book: Codebook | None) -> Answers | Coded:
    """The answers that are answers at all, coded by a machine or not."""
    if wave.coded:
        return read_drawn(wave.coded)
    try:
        answers = answers_in([wave.answers], wave.columns, book)
    except RowsError:  # codes that the codebook lacks are told by whoever counts them
        answers = answers_in([wave.answers], wave.columns)
    return answers.part(answers.answered)


def _stale(survey: Survey, wave: WaveFolder) -> Sequence[str]:
    """What was made before that which it is made from."""
    found = []
    coded, report = wave.coded, survey.report_for(wave.name) / "report.html"
    if coded and not _has_its_model(survey, coded):
        found.append("model_newer")
    if coded and survey.codebooks and is_newer(survey.codebook_path, coded):
        found.append("codebook_newer")
    if report.exists() and is_newer(Path(survey.store), report):
        found.append("decisions_newer")
    if coded and report.exists() and is_newer(coded, report):
        found.append("coded_newer")
    return found


def _has_its_model(survey: Survey, coded: Path) -> bool:
    """Whether the model that coded a file is still there; else a newer one took its place.

    What another program coded has none to be newer than.
    """
    found = (_record(model / "card.json") for model in survey.models)
    present = [card for card in found if card is not None]
    meta = _record(meta_path(coded))
    model = meta.get("model") if meta is not None else None
    if not isinstance(model, dict):
        problem, fix = "is not a whole meta file", "Code the answers again, or remove it."
        raise FileError(meta_path(coded), problem, fix)
    own = model.get("sha256")
    return own is None or not present or any(card.get("sha256") == own for card in present)


def _has_learnt(model: Path) -> bool:
    """Whether a model has learnt from coded answers, not from a codebook alone."""
    data = (_record(model / "card.json") or {}).get("data")
    return not isinstance(data, dict) or data.get("answers") != 0


def _record(path: Path) -> dict[str, Any] | None:
    """What a file of JSON says; None if it is not there or not whole."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def is_newer(file: Path, than: Path) -> bool:
    """Whether a file is there, and was written after another."""
    return file.exists() and file.stat().st_mtime > than.stat().st_mtime


def _next(survey: Survey, waves: Sequence[WaveStatus]) -> str:
    """The command that brings the newest wave on."""
    if not waves:
        return "textmining wave add FILE"
    newest = waves[-1]
    if isinstance(newest.problem, StoreError):
        return ""
    if newest.problem:  # what the machine coded can be coded again
        again = newest.coded and survey.models
        return f"textmining code --wave {shlex.quote(newest.wave)}" if again else ""
    has_codes = any(wave.coded for wave in waves)
    to_code = newest.coded != "machine" and (not newest.coded or newest.uncoded > 0)
    few = all(wave.coded != "hand" or 0 < wave.read < TRAINING_PAYS for wave in waves)
    has_model = bool(survey.models) and (few or not has_codes or _has_learnt(survey.models[-1]))
    to_read = newest.disagreed or newest.read_of_drawn < newest.drawn
    to_report = not newest.reported or not _OLD_REPORT.isdisjoint(newest.stale)
    steps = (
        (not survey.codebooks, "codebook new"),
        (not has_model and (not has_codes or (to_code and few)), "review"),
        (not has_model and to_code, "train"),
        (to_code, "code"),
        (to_read, "review"),
        (to_report, "report"),
    )
    return next((f"textmining {step}" for holds, step in steps if holds), "")
