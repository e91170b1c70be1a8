"""The survey's files: a file is dropped; what its columns are is shown and corrected."""

from starlette.responses import Response

from textmining.home.visits import Page, Visit

__all__ = ["PAGES", "show"]


def show(visit: Visit) -> Response:
    """Show where to drop a file."""
    return visit.render("files.html", "home")


PAGES = (Page("/home/files", show),)
