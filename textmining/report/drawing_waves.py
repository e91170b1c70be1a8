"""Waves as lines from point to point, each named at its end."""

from itertools import pairwise
from math import isnan

from textmining.report.fonts import wrapped
from textmining.report.outline import Figure, Row
from textmining.report.shapes import (
    DARK,
    GRID,
    INK,
    PALE,
    QUIET,
    WIDTH,
    Dot,
    Label,
    Scale,
    Shape,
    Stroke,
    scale_top,
)
from textmining.report.wording import cell_text
from textmining.texts import Texts

_LEFT, _RIGHT, _TOP, _HEIGHT = 64, 400, 40, 300
_NAMES = _RIGHT + 22
_APART, _LINE = 17, 14
"""Pixels between the names of two themes, and between two lines of one."""


def draw_waves(figure: Figure, texts: Texts) -> tuple[list[Shape], float]:
    """Draw the charted rows; return the shapes and their height."""
    rows = [row for row in figure.rows if row.is_charted]
    scale = Scale(_TOP + _HEIGHT, _TOP, scale_top(figure))
    step = (_RIGHT - _LEFT) / max(1, len(figure.series) - 1)
    xs = [_LEFT + step * k for k in range(len(figure.series))]
    shapes: list[Shape] = []
    for tick in scale.ticks:
        label = texts.numbers.percent(tick)
        shapes.append(Stroke(_LEFT - 14, scale(tick), _RIGHT + 8, scale(tick), GRID))
        shapes.append(Label(_LEFT - 20, scale(tick) + 4, label, "end", colour=QUIET, size=11))
    for x, name in zip(xs, figure.series, strict=True):
        shapes.append(Label(x, 18, name, "middle", is_bold=True))
    for row in sorted(rows, key=lambda row: row.stands_out):
        shapes += _line(row, xs, scale)
    names, bottom = _names(rows, scale, texts)
    return [*shapes, *names], max(_TOP + _HEIGHT + 14, bottom + 10)


def _line(row: Row, xs: list[float], scale: Scale) -> list[Shape]:
    """One theme's points, hollow without interval, and the lines between those that follow."""
    colour, width = (DARK, 2.5) if row.stands_out else (PALE, 1.25)
    places = [
        None if cell is None or isnan(cell.share) else (x, scale(cell.share))
        for x, cell in zip(xs, row.cells, strict=True)
    ]
    shapes: list[Shape] = []
    for one, other in pairwise(places):
        if one and other:
            shapes.append(Stroke(*one, *other, colour, width))
    if row.stands_out:
        shapes += _intervals(row, xs, scale)
    radius = 4.5 if row.stands_out else 3.0
    shapes += [
        Dot(*place, radius, colour, is_hollow=not cell.is_known)
        for place, cell in zip(places, row.cells, strict=True)
        if place and cell
    ]
    return shapes


def _intervals(row: Row, xs: list[float], scale: Scale) -> list[Shape]:
    return [
        Stroke(x, scale(cell.share_low), x, scale(cell.share_high), DARK, 1.5)
        for x, cell in zip(xs, row.cells, strict=True)
        if cell is not None and cell.is_known and not cell.is_exact
    ]


def _names(rows: list[Row], scale: Scale, texts: Texts) -> tuple[list[Shape], float]:
    """The name and the newest number of every line beside its end, moved apart; and their end."""
    ends = [
        (scale(cell.share), row)
        for row in rows
        if (cell := row.cells[-1]) is not None and not isnan(cell.share)
    ]
    ends.sort(key=lambda end: end[0])
    shapes: list[Shape] = []
    y = _TOP - _APART / 2
    for end, row in ends:
        y = max(end, y + _APART)
        named = f"{cell_text(row.cells[-1], texts)}  {row.label}"
        lines = wrapped(named, WIDTH - _NAMES, 12, is_bold=row.stands_out)
        shapes.append(Stroke(_RIGHT + 6, end, _RIGHT + 18, y, GRID))
        colour = INK if row.stands_out else QUIET
        for line in lines:
            shapes.append(
                Label(_NAMES, y + 4, line, is_bold=row.stands_out, colour=colour, size=12)
            )
            y += _LINE
        y -= _LINE
    return shapes, y
