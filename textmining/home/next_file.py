"""The next file of a survey: which of its columns is which of the survey's, and what is new."""

from starlette.responses import Response

from textmining.answers import THEMES
from textmining.errors import TextminingError
from textmining.home.commands import wave_command
from textmining.home.first_file import passed_over, samples
from textmining.home.incoming import Incoming, remove, sentence
from textmining.home.visits import HomeVisit
from textmining.survey import Survey
from textmining.workflow.survey_folder.init import Understood, first_answers
from textmining.workflow.survey_folder.wave_add import (
    Added,
    WavePlan,
    add_wave,
    plan_wave,
    planned_answers,
)


def handle(visit: HomeVisit, survey: Survey, found: Incoming, understood: Understood) -> Response:
    """Show how the file goes with the survey, with what a person said so far, or take it in."""
    plan = _plan(visit, survey, understood)
    answers, notes, problem = None, understood.table.notes, ""
    try:
        if visit.field("do") in {"take", "code"}:
            added = add_wave(survey, found.path, plan=plan)
            remove(found)
            if visit.field("do") == "code":
                _code(visit, added)
            return visit.go("/home?said=saved")
        answers, found_notes = planned_answers(survey, plan)
        notes = tuple(found_notes)
    except TextminingError as error:
        problem = sentence(error, found, visit.language)
    table = understood.table
    first = plan_wave(survey, understood)
    return visit.render(
        "next_file.html",
        "survey",
        status=409 if problem else 200,
        file=found,
        plan=plan,
        wave=_wave(visit, survey, plan),
        texts={question.id: question.text for question in survey.settings.questions},
        columns=table.columns,
        samples={name: samples(table.frame[name]) for name in table.columns},
        differs=[match.is_reworded or not match.found for match in first.matches],
        passed_over=passed_over(notes, visit.language),
        first=first_answers(answers) if answers is not None else None,
        line=wave_command(plan, first, codes=_codes(visit)) if answers is not None else "",
        codes=_codes(visit),
        problem=problem,
    )


def _codes(visit: HomeVisit) -> bool:
    """Whether a model is there to code the wave with, and nothing else is at work."""
    job = visit.job
    return bool(visit.survey.models) and not (job and job.is_running)


def _code(visit: HomeVisit, added: Added) -> None:
    """Code a wave that was taken in, unless it came with codes."""
    if _codes(visit) and added.answers[THEMES].isna().all():
        visit.home.jobs.start("code", "--wave", added.wave)


def _wave(visit: HomeVisit, survey: Survey, plan: WavePlan) -> str:
    """What the page proposes to call the wave; nothing if there is one of that name."""
    is_there = any(wave.name == plan.wave for wave in survey.waves)
    return "" if is_there and not visit.field("wave") else plan.wave


def _plan(visit: HomeVisit, survey: Survey, understood: Understood) -> WavePlan:
    """The plan with what a person said; nothing before the first answer."""
    plan = plan_wave(survey, understood, visit.field("wave").strip() or None)
    columns = ["", *understood.table.columns]
    said = {
        match.header: visit.field(f"found-{place}")
        for place, match in enumerate(plan.matches)
        if f"found-{place}" in visit.form
    }
    known = {header: column for header, column in said.items() if column in columns}
    return plan.corrected(known, taken=visit.fields("taken"))
