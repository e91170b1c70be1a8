"""What a command works on in a survey folder when no paths are given: the next sensible thing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textmining.answers import Columns
from textmining.errors import OptionError
from textmining.review import store_exists
from textmining.survey import CodingSettings, Survey, WaveFolder
from textmining.texts import catalogue
from textmining.workflow.inputs.frame import FrameFile, frames_of
from textmining.workflow.survey_folder.status import WaveStatus, status


@dataclass(frozen=True)
class NextStep:
    """What a command works on.

    Args:
        said: what it is going to do, in the survey's language.
        files: the files it reads, oldest wave first.
        columns: what the columns of each are called.
        out: where its result goes.
        codebook: the codebook; None where the files have their own.
        model: the model's folder.
        decisions: the store, if anybody has decided anything.
        by: background columns to break down by.
        population: who was invited in the waves that have a list of it.
        rake: columns of those lists that the answers are weighted by.
        unit: the background column that the survey counts; None for its answers.
        coding: how a wave is coded, where the command line says nothing else.
    """

    said: str
    files: Sequence[Path]
    columns: Sequence[Columns]
    out: Path
    codebook: Path | None = None
    model: Path | None = None
    decisions: tuple[str, ...] = ()
    by: tuple[str, ...] = field(default=())
    population: tuple[FrameFile, ...] = ()
    rake: tuple[str, ...] = ()
    unit: str | None = None
    coding: CodingSettings = field(default_factory=CodingSettings)


def step_train(survey: Survey, wave: str | None = None) -> NextStep:
    """Train on all waves that persons have coded, up to `wave` if it is given.

    While nobody has coded anything, the codebook alone is learnt from.

    Raises:
        TextminingError: there is no wave, or no codebook.
    """
    waves = _up_to(survey, wave)
    coded_by = _statuses(survey, waves)
    usable = [
        found
        for found in waves
        if coded_by[found.name].read or coded_by[found.name].coded == "hand"
    ]
    if not waves:
        raise _nothing(survey, "no_waves")
    codebook = survey.codebook_path
    if not usable:
        said = _said(survey, "train_codebook", codebook=codebook.name)
        return NextStep(said, (), (), out=survey.model_for(waves[-1].name), codebook=codebook)
    out = survey.model_for(usable[-1].name)
    named = ", ".join(found.name for found in usable)
    return NextStep(
        _said(survey, "train", waves=named, codebook=codebook.name),
        *_answers(usable),
        out=out,
        codebook=codebook,
        decisions=_decisions(survey),
    )


def step_code(survey: Survey, wave: str | None = None) -> NextStep:
    """Code the newest wave that no machine has coded, or `wave`, with the newest model.

    Raises:
        TextminingError: there is no model, or every wave is coded.
    """
    if not survey.models:
        raise _nothing(survey, "no_model")
    found_waves = status(survey).waves
    uncoded = {found.wave for found in found_waves if not found.coded}
    uncoded |= {found.wave for found in found_waves[-1:] if found.uncoded}  # persons coded a part
    to_code = [found for found in survey.waves if found.name in uncoded]
    if wave is None and not to_code:
        raise _nothing(survey, "nothing_to_code")
    chosen = survey.wave(wave) if wave else to_code[-1]
    model = survey.models[-1]
    said = _said(survey, "code", wave=chosen.name, model=model.name)
    coding = survey.settings.coding
    return NextStep(said, *_answers([chosen]), out=chosen.to_code, model=model, coding=coding)


def step_review(survey: Survey, wave: str | None = None) -> NextStep:
    """Read the newest wave, or `wave`: coded by the machine, or else by hand.

    Raises:
        TextminingError: there is no wave, or no codebook to code by hand with.
    """
    chosen = _up_to(survey, wave)[-1]
    said = _said(survey, "review", wave=chosen.name)
    out = survey.folder / "decisions.sqlite"
    if chosen.coded:
        return NextStep(said, [chosen.coded], [chosen.columns], out)
    return NextStep(said, *_answers([chosen]), out=out, codebook=survey.codebook_path)


def step_count(survey: Survey, key: str, wave: str | None = None) -> NextStep:
    """Count all waves up to the newest, or `wave`; coded by hand or by the machine.

    The words for `count` or `report` are said, whichever the key is; `wave` is the last to take in.

    Raises:
        TextminingError: there is no wave to count.
    """
    waves = _up_to(survey, wave)
    coded_by = _statuses(survey, waves)
    counted = [found for found in waves if coded_by[found.name].coded]
    if not counted:
        raise _nothing(survey, "no_codes")
    by_hand = [found for found in counted if found.coded is None]
    unit = survey.settings.unit.column if survey.settings.unit else None
    codes = survey.codebook.codes if by_hand else ()
    shown = (name for name in survey.settings.columns.background if name not in codes)
    background = [name for name in shown if name != unit]
    return NextStep(
        _said(survey, key, waves=", ".join(found.name for found in counted)),
        files=[found.coded or found.answers for found in counted],
        columns=[found.columns for found in counted],
        out=survey.report_for(counted[-1].name),
        codebook=survey.codebook_path if by_hand else None,
        decisions=_decisions(survey),
        by=tuple(background[:2]),
        population=frames_of(counted),
        rake=survey.settings.population.rake,
        unit=unit,
    )


def _statuses(survey: Survey, waves: Sequence[WaveFolder]) -> dict[str, WaveStatus]:
    """What some waves have come to, by name; none may be left out because it cannot be read."""
    found = {one.wave: one for one in status(survey).waves}
    for wave in waves:
        if problem := found[wave.name].problem:
            raise problem
    return found


def _up_to(survey: Survey, wave: str | None) -> Sequence[WaveFolder]:
    waves = survey.waves
    if not waves:
        raise _nothing(survey, "no_waves")
    if wave is None:
        return waves
    names = [found.name for found in waves]
    return waves[: names.index(survey.wave(wave).name) + 1]


def _answers(waves: Sequence[WaveFolder]) -> tuple[list[Path], list[Columns]]:
    return [wave.answers for wave in waves], [wave.columns for wave in waves]


def _decisions(survey: Survey) -> tuple[str, ...]:
    return (survey.store,) if store_exists(survey.store) else ()


def _said(survey: Survey, key: str, **values: object) -> str:
    texts = catalogue("survey", survey.settings.language)
    return texts(
        "next.working", name=survey.settings.name, what=texts(f"next.{key}", n=None, **values)
    )


def _nothing(survey: Survey, key: str) -> OptionError:
    texts = catalogue("survey", survey.settings.language)
    return OptionError(" ".join(texts(f"next.{part}") for part in (key, f"{key}_mend")))
