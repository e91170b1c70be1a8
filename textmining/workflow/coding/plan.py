"""Plan: how wide the intervals will be, and how many hours it takes, before anybody reads."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import ReviewStatus
from textmining.codebook import Codebook
from textmining.estimation import InMemory, Reading, assisting_model, count_theme
from textmining.sampling import draw_survey

SECONDS_AN_ANSWER = 30
"""How long a person reads one answer."""

_REVIEWS = ("5%", "10%", "20%", "40%", "60%")
_WORLDS = 3
_LEVEL = 0.95


def plan(
    probabilities: NDArray[np.float64],
    populations: NDArray[np.int64],
    answered: NDArray[np.bool_],
    codebook: Codebook,
    *,
    reviews: Sequence[str] = _REVIEWS,
    seed: int = 0,
) -> pd.DataFrame:
    """Expected width of each theme's interval against the answers read.

    The survey is drawn and read a few times in worlds where each probability is right; the
    widths are the means of what `count` would then say over all questions. A machine that is
    worse than it thinks gives wider intervals.

    Args:
        probabilities: the machine's, 0-1, shape `(n, n_themes)`.
        populations: number of each answer's wave and question, shape `(n,)`.
        answered: which rows are answers, shape `(n,)`.
        codebook: whose themes they are.
        reviews: what to try, as `--review` takes it.
        seed: of the worlds and the draws.

    Returns:
        A row per review and theme: `review`, `read` (answers), `hours`, `theme`, `label`,
        `expected` (answers with the theme) and `width` (answers between the limits).
    """
    p, groups = probabilities[answered], populations[answered]
    everyone = np.ones(len(p), dtype=np.bool_)
    worlds = [np.random.default_rng([seed, w]).random(p.shape) < p for w in range(_WORLDS)]
    rows = []
    for review in reviews if len(p) else ():
        widths = np.zeros(p.shape[1])
        for number, truth in enumerate(worlds):
            draw = draw_survey(p, groups, everyone, review, seed + number)
            drawn = draw.review == ReviewStatus.AUDIT
            reading = Reading(draw.stratum, drawn, drawn, population=groups)
            widths += _widths(p, truth, reading) / _WORLDS
        read = int(drawn.sum())
        rows += [
            {
                "review": review,
                "read": read,
                "hours": round(read * SECONDS_AN_ANSWER / 3600, 1),
                "theme": theme.code,
                "label": theme.label,
                "expected": round(float(p[:, k].sum()), 1),
                "width": round(float(widths[k]), 1),
            }
            for k, theme in enumerate(codebook.themes)
        ]
    columns = ["review", "read", "hours", "theme", "label", "expected", "width"]
    return pd.DataFrame(rows, columns=columns)


def _widths(
    p: NDArray[np.float64], truth: NDArray[np.bool_], reading: Reading
) -> NDArray[np.float64]:
    """Width of every theme's interval once the drawn answers are read."""
    model = assisting_model(InMemory(p), truth[reading.audited], reading)
    everyone = np.arange(len(p))
    counts = [
        count_theme(truth[:, k], model.of(k, everyone), reading, _LEVEL, fewest=1)
        for k in range(p.shape[1])
    ]
    return np.array([count.high - count.low for count in counts])
