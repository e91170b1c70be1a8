"""Likely coding errors, as a list to look through."""

from starlette.responses import Response

from textmining.review.suspects import against_the_machine, coded_differently
from textmining.web.site import ReviewVisit

_LONGEST = 200


def show(visit: ReviewVisit) -> Response:
    """List codes that the machine finds improbable, and same texts with different codes."""
    desk = visit.desk
    decided = list(desk.decided())
    suspects = [
        suspect
        for suspect in against_the_machine(decided, desk.codes, desk.codebook)
        if desk.sight(suspect.position, visit.coder).others
    ]
    groups = [
        group
        for group in coded_differently(decided, desk.codes)
        if all(desk.sight(position, visit.coder).others for position in group)
    ]
    return visit.render(
        "suspects.html",
        suspects=suspects[:_LONGEST],
        groups=groups[:_LONGEST],
        answers=desk.answers,
        standing=desk.standing,
    )
