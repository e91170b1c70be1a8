"""Quotes: a person approves each one before it can be published."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from textmining.web.site import Visit

__all__ = ["judge", "show"]


def show(visit: Visit) -> Response:
    """Show the proposed quotes, those that nobody has judged first."""
    rank = {"proposed": 0, "approved": 1, "rejected": 2}
    quotes = sorted(visit.site.store.quotes(), key=lambda quote: rank[quote.state])
    return visit.render(
        "quotes.html",
        quotes=quotes,
        position_of=visit.desk.position,
    )


def judge(visit: Visit) -> Response:
    """Approve or reject a quote."""
    verdict = visit.field("verdict")
    if verdict not in {"approved", "rejected"}:
        raise HTTPException(400)
    visit.site.store.judge_quote(
        visit.request.path_params["number"],
        approved=verdict == "approved",
        text=visit.field("text"),
        coder=visit.coder,
    )
    return visit.go("/quotes")
