"""The codebook, and themes that coders miss in it."""

from starlette.responses import Response

from textmining.answers import AnswerId
from textmining.review import ThemeProposal
from textmining.web.numbers import whole_number
from textmining.web.site import ReviewVisit

_LONGEST_LABEL = 200
_LONGEST_DEFINITION = 2_000


def show(visit: ReviewVisit) -> Response:
    """Show the codebook and the proposed themes."""
    return visit.render(
        "codebook.html",
        proposals=visit.site.store.theme_proposals(),
        position_of=visit.desk.position,
        answer=visit.query("answer"),
    )


def propose(visit: ReviewVisit) -> Response:
    """Keep a proposed theme with the answer that showed it."""
    label = visit.field("label").strip()[:_LONGEST_LABEL]
    position = visit.field("answer")
    known = whole_number(position) in range(len(visit.desk.answers))
    answer = visit.desk.answers[int(position)].id if known else AnswerId("", "", "")
    if label:
        definition = visit.field("definition").strip()[:_LONGEST_DEFINITION]
        visit.site.store.propose_theme(ThemeProposal(answer, visit.coder, label, definition))
    return visit.go(f"/answer/{position}?said=proposed" if known else "/codebook?said=proposed")
