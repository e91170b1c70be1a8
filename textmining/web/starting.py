"""Long steps that are started from the review page, where the survey's home page is beside it."""

from contextlib import suppress
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from textmining.errors import OptionError
from textmining.web.site import ReviewVisit

_STEPS: Final = ("train", "report")
"""The long steps that come after reading."""


def start(visit: ReviewVisit) -> Response:
    """Start a long step, and go where it is shown."""
    home, step = visit.site.home, visit.field("step")
    if home is None or step not in _STEPS:
        raise HTTPException(400)
    with suppress(OptionError):  # another one is at work, which is what is shown
        home.start(step)
    return visit.go(home.address if step == "train" else f"{home.address}/report")
