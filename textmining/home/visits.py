"""What all pages of the home page share, and one visit to one of them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from textmining.answers import SETTINGS_NAME
from textmining.errors import TextminingError
from textmining.home.reviews import Reviews
from textmining.survey import Survey
from textmining.texts import (
    Language,
    Texts,
    catalogue,
    in_language,
    joined_in_language,
    known_language,
)
from textmining.web import Access, Visit, remember
from textmining.workflow.survey_folder.jobs import Job, Jobs

_FIELDS = 30_000
"""Fields of one form: a codebook of as many themes as one can have."""


@dataclass(frozen=True)
class Home:
    """What all pages share.

    Args:
        folder: the survey's folder; it may not be a survey yet.
        access: who may use the page.
        templates: the pages' templates.
        jobs: the survey's long steps.
        reviews: the review page that is served beside.
        language: of the page; None takes the survey's, or the browser's before there is one.
    """

    folder: Path
    access: Access
    templates: Environment
    jobs: Jobs
    reviews: Reviews
    language: Language | None = None


@dataclass(frozen=True)
class HomeVisit(Visit):
    """One request to the home page."""

    home: Home

    @property
    def survey(self) -> Survey:
        """The survey as its files are now.

        Raises:
            NoSurveyError: the folder is not one yet, so the page that begins one comes first.
        """
        if self.survey_so_far is None:
            raise NoSurveyError
        return self.survey_so_far

    @cached_property
    def survey_so_far(self) -> Survey | None:
        """The same; None if the folder is not one yet.

        Raises:
            FileError, OptionError: its settings cannot be read.
        """
        survey = Survey(self.home.folder)
        is_there = (survey.folder / SETTINGS_NAME).is_file()
        return survey if is_there and survey.settings.name else None

    @cached_property
    def language(self) -> Language:
        """The language of the page."""
        if self.home.language:
            return self.home.language
        survey = self._readable_survey()
        return survey.settings.language if survey else self._browsers_language()

    def _browsers_language(self) -> Language:
        wanted = self.request.headers.get("accept-language", "").split(",")
        known = (known_language(said.strip()[:2].lower()) for said in wanted)
        return next((language for language in known if language), "nb")

    def texts(self, room: str) -> Texts:
        """Return a catalogue in the page's language."""
        return catalogue(room, self.language)

    def uploaded(self) -> UploadFile | None:
        """Return the file that was sent; None if none was chosen."""
        given = self.form.get("file")
        return given if isinstance(given, UploadFile) and given.filename else None

    def render(self, template: str, room: str, *, status: int = 200, **context: Any) -> Response:
        """Return a page made from a template, in which `t` is the catalogue of `room`."""
        texts = self.texts(room)
        return HTMLResponse(
            self.home.templates.get_template(template).render(
                t=texts,
                shell=self.texts("home"),
                number=texts.numbers,
                csrf=self.home.access.csrf(self.session),
                path=self.request.url.path,
                survey=self._readable_survey(),
                folder=self.home.folder,
                said=self.query("said"),
                **context,
            ),
            status_code=status,
        )

    def back(self, otherwise: str) -> str:
        """Return the address of the page that a press came from, where others have such forms."""
        asked = self.field("back")
        return asked if asked in {"/home/counts", "/home/report"} else otherwise

    def refuse(self, sentence: str, *, status: int = 409) -> Response:
        """Return a page that says, in one sentence, what cannot be done."""
        return self.render("message.html", "home", status=status, sentence=sentence)

    @property
    def job(self) -> Job | None:
        """The step that was started last, what it is doing told in the page's language."""
        job = self.home.jobs.current()
        return replace(job, doing=in_language(job.doing, self.language)) if job else None

    def told(self, error: TextminingError) -> str:
        """Return an error's message in the page's language."""
        return joined_in_language(error.parts, self.language)

    def _readable_survey(self) -> Survey | None:
        try:
            return self.survey_so_far
        except TextminingError:  # told by the page that is asked for
            return None


class NoSurveyError(Exception):
    """A page of a survey was asked for where there is none yet."""


Handler = Callable[[HomeVisit], Response]


@dataclass(frozen=True)
class Page:
    """An address and what answers there.

    Args:
        path: the address; all of them begin with `/home`.
        handler: answers a visit.
        method: GET shows, POST changes.
    """

    path: str
    handler: Handler
    method: str = "GET"


def endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Turn a plain function of a visit into an endpoint.

    A form without the session's token is refused; an error that the user can mend is shown.
    """

    async def answer(request: Request) -> Response:
        home: Home = request.app.state.home
        known = home.access.from_cookie(request.cookies.get(home.access.cookie))
        visit = HomeVisit(request, known or home.access.new_session(""), home)
        if request.method == "POST":
            visit = replace(visit, form=await request.form(max_fields=_FIELDS))
            if not home.access.is_csrf(visit.session, visit.field("csrf")):
                return visit.refuse(visit.texts("home")("error.token"), status=403)
        response = await run_in_threadpool(_handled, handler, visit)
        await visit.form.close()
        if known is None:
            remember(response, home.access, visit.session)
        return response

    return answer


def _handled(handler: Handler, visit: HomeVisit) -> Response:
    try:
        return handler(visit)
    except NoSurveyError:
        return visit.go("/home/files")
    except TextminingError as error:
        return visit.refuse(visit.told(error))
