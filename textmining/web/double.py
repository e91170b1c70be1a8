"""Blind double coding: where coders disagree, and how well they agree."""

from starlette.responses import Response

from textmining.web.site import Visit

__all__ = ["show"]


def show(visit: Visit) -> Response:
    """List the disagreements that nobody has settled, for those who may see them."""
    desk = visit.desk
    firsts = [item.answers[0] for item in desk.queue]
    disagreed = [
        (position, desk.answers[position], standing)
        for position in firsts
        if (standing := desk.standing(position)) is not None
        and standing.disagreed
        and desk.sight(position, visit.coder).others
    ]
    return visit.render(
        "disagreements.html",
        disagreed=disagreed,
        labels=desk.codebook.labels,
        agreement=[],
        twice=0,
    )
