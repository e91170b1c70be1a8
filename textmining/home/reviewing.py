"""Reading answers: a wave is opened in the review page, which answers beside the home page."""

from starlette.responses import Response

from textmining.home.visits import HomeVisit, Page


def show(visit: HomeVisit) -> Response:
    """Open a wave for reading and go there."""
    if visit.survey_so_far is None:
        return visit.go("/home/files")
    visit.home.reviews.open(visit.query("wave") or None)
    return visit.go("/")


PAGES = (Page("/home/review", show),)
