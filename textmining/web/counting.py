"""The live panel: every theme's count with its interval, narrowing as one reads."""

import math
from dataclasses import dataclass

import pandas as pd
from starlette.responses import Response

from textmining.answers import QUESTION, WAVE
from textmining.web.site import ReviewVisit

_WIDTH = 200.0
"""Units of the drawing's width; the page stretches it."""


@dataclass(frozen=True)
class Bar:
    """A theme's count, drawn on a scale from 0 to the largest limit.

    Args:
        label: the theme.
        estimate: how many answers have it; None if nothing is known.
        low: lower limit; None without an interval.
        high: upper limit.
        x: where the interval begins in the drawing.
        width: how wide it is.
        dot: where the estimate is.
    """

    label: str
    estimate: float | None
    low: float | None
    high: float | None
    x: float
    width: float
    dot: float


def show(visit: ReviewVisit) -> Response:
    """Show the counts of one wave and question (the whole if not asked)."""
    from textmining.estimation import TOO_FEW  # a second that no answer waits for

    table = visit.site.counts.table()
    by_hand = visit.desk.is_by_hand
    if table is None or table.empty:
        return visit.render("counts.html", bars=[], chosen=None, enough=TOO_FEW, by_hand=by_hand)
    populations = list(dict.fromkeys(zip(table[WAVE], table[QUESTION], strict=True)))
    asked = (visit.query("wave"), visit.query("question"))
    chosen = asked if asked in populations else populations[0]
    rows = table[(table[WAVE] == chosen[0]) & (table[QUESTION] == chosen[1])]
    first = rows.iloc[0]
    drawn = _drawn(visit, *chosen)
    enough = min(TOO_FEW, drawn)
    bars = _bars(rows) if first["reviewed"] >= enough else []
    return visit.render(
        "counts.html",
        bars=bars,
        chosen=chosen,
        enough=enough,
        by_hand=by_hand,
        reviewed=int(first["reviewed"]),
        drawn=drawn,
        answers=int(first["answers"]),
    )


def _drawn(visit: ReviewVisit, wave: str, question: str) -> int:
    """How many answers were drawn there, of those who are not erased."""
    answers = visit.desk.answers
    drawn = answers.drawn & answers.labels(WAVE).are(wave)
    drawn &= answers.labels(QUESTION).are(question)
    return int((drawn if answers.erased is None else drawn & ~answers.erased).sum())


def _bars(rows: pd.DataFrame) -> list[Bar]:
    rows = rows[rows["base"] != "net"]
    limits = rows["high"].where(rows["high"].fillna(0) != 0, rows["estimate"]).fillna(0)
    scale = _WIDTH / max(*limits, 1)
    shown = rows[["label", "estimate", "low", "high"]].itertuples(index=False, name=None)
    bars = [_bar(scale, label, *map(_number, numbers)) for label, *numbers in shown]
    return sorted(bars, key=lambda bar: -(bar.estimate or 0))


def _bar(
    scale: float, label: str, estimate: float | None, low: float | None, high: float | None
) -> Bar:
    x = (low or 0) * scale
    return Bar(
        label,
        estimate,
        low,
        high,
        x=round(x, 1),
        width=round(max(((high or 0) - (low or 0)) * scale, 0), 1),
        dot=round((estimate or 0) * scale, 1),
    )


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
