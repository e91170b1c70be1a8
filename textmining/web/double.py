"""Blind double coding: where coders disagree, and how well they agree."""

from typing import TYPE_CHECKING

import numpy as np
from starlette.responses import Response

from textmining.answers import DoubleCoded
from textmining.review import double_coded
from textmining.web.site import ReviewVisit

if TYPE_CHECKING:
    from textmining.estimation import Agreement

_SEED = 0


def show(visit: ReviewVisit) -> Response:
    """List the disagreements that nobody has settled, for those who may see them."""
    desk, come = visit.desk, visit.desk.come
    firsts = come.queue.firsts[come.decided].tolist()
    disagreed = [
        (position, desk.answers[position], standing)
        for position in firsts
        if (standing := desk.standing(position)) is not None
        and standing.disagreed
        and desk.sight(position, visit.coder).others
    ]
    twice = double_coded([desk.codes], desk.codebook)
    return visit.render(
        "disagreements.html",
        disagreed=disagreed,
        agreement=list(zip(desk.codebook.themes, _agreement(twice), strict=False)),
        twice=len(twice),
    )


def _agreement(twice: DoubleCoded) -> "tuple[Agreement, ...]":
    if not len(twice):
        return ()
    from textmining.estimation import agreement  # a second that no answer waits for

    everywhere = np.ones(twice.codes.shape[:2], dtype=np.bool_)
    return agreement(twice.codes, everywhere, twice.respondents, np.random.default_rng(_SEED))
