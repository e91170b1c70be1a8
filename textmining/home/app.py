"""The home page: one factory. Each page's module lists its addresses as `PAGES`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from textmining.home import (
    codebook,
    coding,
    counts,
    files,
    overview,
    population,
    report,
    reviewing,
    working,
)
from textmining.home.reviews import Reviews
from textmining.home.visits import Home, endpoint
from textmining.texts import Language
from textmining.web import STATIC, Access, Guard, guarded, templates
from textmining.workflow.survey_folder.jobs import Jobs

_HERE: Final = Path(__file__).parent
PAGES: Final = tuple(
    page
    for module in (
        *(overview, working, files, codebook, coding, reviewing, counts, population, report),
    )
    for page in module.PAGES
)
_LARGEST_FILE: Final = 500_000_000
"""Bytes; a workbook of a million answers has about a fifth of it."""


def create_home(folder: Path, access: Access, language: Language | None = None) -> Starlette:
    """Make the home page of a survey.

    The folder may not be a survey yet; without a language, the page has the survey's.
    """
    jobs = Jobs(folder)
    reviews = Reviews(folder, jobs, access.hosts)
    routes = [
        *(Route(p.path, endpoint(p.handler), methods=[p.method]) for p in PAGES),
        Mount("/home/static", StaticFiles(directory=_HERE / "static")),
        Mount("/home/shared", StaticFiles(directory=STATIC)),
        Mount("/", reviews),
    ]

    @asynccontextmanager
    async def open_stores(_app: Starlette) -> AsyncIterator[None]:
        yield
        reviews.close()

    guard = Middleware(Guard, hosts=access.hosts, largest_body=_LARGEST_FILE)
    app = guarded(routes, guard, open_stores)
    app.state.home = Home(folder, access, templates(_HERE / "templates"), jobs, reviews, language)
    return app
