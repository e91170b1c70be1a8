"""The codebook: sent as a file, or edited theme by theme into its next version."""

from starlette.responses import Response

from textmining.home.visits import Page, Visit

__all__ = ["PAGES", "show"]


def show(visit: Visit) -> Response:
    """Show the codebook."""
    return visit.render("codebook.html", "home")


PAGES = (Page("/home/codebook", show),)
