"""The codebook: sent as a file, or edited theme by theme into its next version."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

from starlette.responses import Response

from textmining.codebook import Change, Residual, changes, read_codebook, starters
from textmining.errors import TextminingError
from textmining.home.draft import Draft, DraftTheme, draft_from, draft_of
from textmining.home.incoming import receive, remove, sentence
from textmining.home.visits import HomeVisit, Page
from textmining.survey import Survey
from textmining.texts import LANGUAGES, Texts, catalogue
from textmining.workflow.survey_folder.codebook_new import save_codebook


def show(visit: HomeVisit) -> Response:
    """Show the newest codebook to edit; a survey without one begins with what all surveys need."""
    survey = visit.survey
    texts = catalogue("codebook", visit.language)
    if not survey.codebooks:
        return _render(visit, survey, _starters(survey, texts))
    older, newest = [None, *map(read_codebook, survey.codebooks[-2:])][-2:]
    assert newest is not None  # noqa: S101 # there is one, see above
    last = changes(older, newest) if older else ()
    return _render(visit, survey, draft_of(newest, _newest(survey)), last=last)


def edit(visit: HomeVisit) -> Response:
    """Save what was edited, or show it again with a theme moved, removed or added."""
    survey = visit.survey
    draft = draft_from(visit.field, visit.fields)
    do, _, key = visit.field("do").partition(" ")
    if do == "save":
        return _saved(visit, survey, draft)
    if do in ("up", "down"):
        draft = draft.moved(key, -1 if do == "up" else 1)
    elif do == "remove":
        draft = draft.without(key)
    elif do == "add":
        draft = draft.with_one_more()
        key = draft.themes[-1].key
    return _render(visit, survey, draft, at=key)


def upload(visit: HomeVisit) -> Response:
    """Show a codebook that was sent as a file, to look at and save."""
    survey, given = visit.survey, visit.uploaded()
    if given is None:
        return visit.go("/home/codebook")
    found = receive(visit.home.folder, given.filename or "", given.file)
    try:
        draft = draft_of(read_codebook(found.path), _newest(survey))
    except TextminingError as error:
        return visit.refuse(sentence(error, found, visit.language))
    finally:
        remove(found)
    return _render(visit, survey, draft, source=Path(given.filename or "").name)


def _saved(visit: HomeVisit, survey: Survey, draft: Draft) -> Response:
    before = _newest(survey)
    try:
        path = save_codebook(survey, draft.codebook(), draft.base)
    except TextminingError as error:
        now = _newest(survey)
        theirs = _changes_since(survey, draft.base) if draft.base != now else ()
        draft = replace(draft, base=now)  # who has read what others changed may save after all
        return _render(visit, survey, draft, problem=visit.told(error), last=theirs)
    return visit.go(f"/home/codebook?said={'same' if path.name == before else 'saved'}")


def _newest(survey: Survey) -> str:
    return survey.codebooks[-1].name if survey.codebooks else ""


def _changes_since(survey: Survey, base: str) -> Sequence[Change]:
    """What somebody else changed since the version that an edit began with."""
    before = next((path for path in survey.codebooks if path.name == base), None)
    return changes(read_codebook(before), survey.codebook) if before else ()


def _starters(survey: Survey, texts: Texts) -> Draft:
    """An empty theme, and those that every survey turns out to need."""
    alone = [
        DraftTheme(f"t{n}", {"label": theme.label, "residual": theme.cell("residual")})
        for n, theme in enumerate(starters(texts), start=1)
    ]
    said = survey.settings
    return Draft("", said.name, said.language, themes=(DraftTheme("t0", {}), *alone))


def _render(
    visit: HomeVisit,
    survey: Survey,
    draft: Draft,
    *,
    at: str = "",
    problem: str = "",
    source: str = "",
    last: Sequence[Change] = (),
) -> Response:
    texts = catalogue("codebook", visit.language)
    kept = survey.codebook.codes if survey.codebooks else ()
    return visit.render(
        "codebook.html",
        "codebook",
        status=409 if problem else 200,
        draft=draft,
        kept={*kept},
        at=at,
        do=visit.field("do").partition(" ")[0],
        is_dirty=visit.request.method == "POST",
        problem=problem,
        source=source,
        last=[_said(change, texts, survey) for change in last],
        versions=[path.name for path in survey.codebooks],
        languages=LANGUAGES,
        reasons=get_args(Residual),
        asked=survey.settings.questions,
    )


def _said(change: Change, texts: Texts, survey: Survey) -> str:
    """A change in words, by the theme's label where the newest version has it."""
    labels = survey.codebook.labels if survey.codebooks else {}
    names = texts.group("heading") | texts.group("field")
    return texts(
        f"change.{change.kind}",
        theme=labels.get(change.code, change.code),
        what=", ".join(names[name].lower() for name in change.fields),
    )


PAGES = (
    Page("/home/codebook", show),
    Page("/home/codebook", edit, method="POST"),
    Page("/home/codebook/file", upload, method="POST"),
)
