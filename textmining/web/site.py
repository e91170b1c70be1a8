"""What all pages share, and one visit to a page."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from jinja2 import Environment
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from textmining.answers import AnswerId
from textmining.errors import DecisionError, StoreError, StoreMovedError, TextminingError
from textmining.review import Desk, Reasons, Store
from textmining.texts import Texts
from textmining.web.live import LiveCounts
from textmining.web.sessions import Access, Session
from textmining.web.visits import Visit, plain

NOBODY = Session("", "")
"""A visitor who has not said who they are."""


_COUNTED_AT_ONCE: Final = 50_000
"""Answers that are counted in some two seconds, after each decision."""


@dataclass(frozen=True)
class HomeLink:
    """The survey's home page."""

    address: str
    start: Callable[[str], None]


@dataclass(frozen=True)
class Site:
    """What all pages share.

    Args:
        desk: the review.
        reasons: why the machine proposed what it did, for some or all answers.
        access: who may use the page.
        texts: the page's texts in one language.
        templates: the page's templates.
        counts: the live counts.
        erase: what else is to be done when a respondent is erased (files); may be None.
        elsewhere: names the files that may hold a respondent's answers still.
        by_hand_still: names those that a person has to take a respondent's rows out of.
        home: the survey's home page, if it is served beside this one.
    """

    desk: Desk
    reasons: Mapping[AnswerId, Reasons]
    access: Access
    texts: Texts
    templates: Environment
    counts: LiveCounts
    erase: Callable[[str, str], None] | None = None
    elsewhere: Callable[[], Sequence[str]] = tuple
    by_hand_still: Callable[[], Sequence[str]] = tuple
    home: HomeLink | None = None

    @property
    def counts_beside(self) -> bool:
        """Whether the counts stand beside each answer, not on a page of their own only."""
        return len(self.desk.answers) <= _COUNTED_AT_ONCE

    @property
    def store(self) -> Store:
        """The review's store."""
        return self.desk.store


@dataclass(frozen=True)
class ReviewVisit(Visit):
    """One request of one coder to the site."""

    site: Site

    @cached_property
    def coder(self) -> str:
        """Who visits."""
        return self.session.coder

    @property
    def desk(self) -> Desk:
        """The review."""
        return self.site.desk

    def render(self, template: str, *, status: int = 200, **context: Any) -> Response:
        """Return a page made from a template."""
        return HTMLResponse(
            self.site.templates.get_template(template).render(
                t=self.site.texts,
                number=self.site.texts.numbers,
                coder=self.coder,
                csrf=self.site.access.csrf(self.session),
                codebook=self.desk.codebook,
                path=self.request.url.path,
                address=self.address,
                said=self.query("said"),
                network=self.site.access.network,
                home=self.site.home,
                **context,
            ),
            status_code=status,
        )

    def refuse(self, error: str, *, status: int = 409) -> Response:
        """Return a page that says what cannot be done; `error` is a key below "error"."""
        return self.render("message.html", status=status, error=error, kept=())

    def keep(self, error: str) -> Response:
        """Return such a page that keeps what was sent, so that it can be sent again."""
        kept = [(name, plain(value)) for name, value in self.form.multi_items()]
        return self.render("message.html", status=409, error=error, kept=kept)

    @property
    def address(self) -> str:
        """The page's own address on this machine."""
        query = self.request.url.query
        return self.request.url.path + (f"?{query}" if query else "")


Handler = Callable[[ReviewVisit], Response]


def page(handler: Handler, *, named: bool = True) -> Callable[[Request], Awaitable[Response]]:
    """Turn a plain function of a visit into an endpoint.

    A form without the session's token is refused.

    Where a visitor must be `named`, who has not said who they are is sent to say it.
    """

    async def endpoint(request: Request) -> Response:
        site: Site = request.app.state.site
        session = site.access.from_cookie(request.cookies.get(site.access.cookie))
        fresh = None if session else site.access.default_session()
        visit = ReviewVisit(request, session or fresh or NOBODY, site)
        if request.method == "POST":
            visit = replace(visit, form=await request.form())
            if not site.access.is_csrf(visit.session, visit.field("csrf")):
                return visit.refuse("token", status=403)
        if named and visit.session == NOBODY:
            return visit.refuse("link", status=403) if site.access.network else visit.go("/coder")
        response = await run_in_threadpool(_handled, handler, visit)
        if fresh is not None:
            remember(response, site.access, fresh)
        return response

    return endpoint


def remember(response: Response, access: Access, session: Session) -> None:
    """Let the browser remember the session until it is closed."""
    response.set_cookie(access.cookie, access.to_cookie(session), httponly=True, samesite="lax")


def _handled(handler: Handler, visit: ReviewVisit) -> Response:
    try:
        visit.desk.refresh()
        return handler(visit)
    except DecisionError:
        return visit.refuse("decision")
    except StoreMovedError:
        return visit.keep("moved")
    except StoreError:
        return visit.keep("store")
    except TextminingError:  # the only other thing that pages touch is files, to erase from them
        return visit.refuse("files")
