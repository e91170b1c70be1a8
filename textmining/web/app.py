"""The review page: one factory."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from textmining.answers import AnswerId
from textmining.review import Desk, Reasons, ReviewedFiles
from textmining.texts import Language, catalogue
from textmining.web import (
    book,
    coders,
    coding,
    counting,
    double,
    grid,
    quotes,
    setup,
    starting,
    suspicious,
)  # fmt: skip
from textmining.web.frame import guarded, templates
from textmining.web.guard import Guard
from textmining.web.live import Count, LiveCounts
from textmining.web.sessions import Access
from textmining.web.site import Handler, HomeLink, Site, page

WebApp: TypeAlias = Starlette
"""A page that can be served."""

_HERE: Final = Path(__file__).parent
STATIC: Final = _HERE / "static"
"""What browsers load as it is."""

_PAGES: Final[Sequence[tuple[str, Handler]]] = (
    ("/", coding.start),
    ("/answer/{position:whole}", coding.show),
    ("/counts", counting.show),
    ("/grid", grid.show),
    ("/disagreements", double.show),
    ("/suspects", suspicious.show),
    ("/codebook", book.show),
    ("/quotes", quotes.show),
    ("/setup", setup.show),
)
_FORMS: Final[Sequence[tuple[str, Handler]]] = (
    ("/answer/{position:whole}", coding.decide),
    ("/undo", coding.undo),
    ("/grid", grid.code_selection),
    ("/codebook", book.propose),
    ("/quotes/{number:whole}", quotes.judge),
    ("/setup/blind", setup.change_blind),
    ("/setup/double", setup.change_double),
    ("/setup/wave", setup.change_wave),
    ("/setup/erase", setup.erase),
    ("/start", starting.start),
)


def create_app(
    desk: Desk,
    access: Access,
    *,
    reasons: Mapping[AnswerId, Reasons] | None = None,
    count: Count | None = None,
    files: ReviewedFiles | None = None,
    language: Language = "nb",
    home: HomeLink | None = None,
) -> Starlette:
    """Make the review page.

    Reasons may be known of some answers only. `count` makes the live panel's table from the codes
    that count; respondents are erased from `files` too; `home` is the survey's home page, if it is
    served beside this one.
    """
    site = Site(
        desk=desk,
        reasons=reasons or {},
        access=access,
        texts=catalogue("review", language),
        templates=templates(_HERE / "templates"),
        counts=LiveCounts(desk, count),
        erase=files.erase if files else None,
        elsewhere=files.elsewhere if files else tuple,
        by_hand_still=files.by_hand_still if files else tuple,
        home=home,
    )
    routes = [
        *(Route(path, page(handler), methods=["GET"]) for path, handler in _PAGES),
        *(Route(path, page(handler), methods=["POST"]) for path, handler in _FORMS),
        Route("/coder", page(coders.choose, named=False), methods=["GET"]),
        Route("/coder", page(coders.name, named=False), methods=["POST"]),
        Route("/enter/{token}", page(coders.enter, named=False), methods=["GET"]),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    app = guarded(routes, Middleware(Guard, hosts=access.hosts))
    app.state.site = site
    return app
