"""The first page: the steps of the work, each with its state, and what comes next."""

from starlette.responses import Response

from textmining.home.visits import Page, Visit

__all__ = ["PAGES", "show"]


def show(visit: Visit) -> Response:
    """Show the steps; where there is no survey yet, the first one."""
    if visit.survey is None:
        return visit.go("/home/files")
    return visit.render("overview.html", "home")


PAGES = (Page("/home", show),)
