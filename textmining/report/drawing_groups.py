"""Groups as small multiples: the same themes in the same order, a panel for each group."""

from math import isnan

from textmining.report.fonts import wrapped
from textmining.report.outline import Figure, Row
from textmining.report.shapes import (
    DARK,
    GRID,
    PALE,
    QUIET,
    WIDTH,
    Label,
    Scale,
    Shape,
    Stroke,
    point,
    scale_top,
    stacked,
)
from textmining.texts import SUPPRESSED, Texts

_LEFT, _PANELS, _GAP, _NUMBER = 232, 3, 18, 40
_ROW = 34


def draw_groups(figure: Figure, texts: Texts) -> tuple[list[Shape], float]:
    """Draw the charted rows; return the shapes and their height."""
    rows = [row for row in figure.rows if row.is_charted]
    shapes: list[Shape] = []
    y = 8.0
    columns = min(_PANELS, len(figure.series)) or 1
    width = (WIDTH - _LEFT - 8 - _GAP * (columns - 1)) / columns
    for start in range(0, len(figure.series), columns):
        shapes += _labels(rows, y + 40)
        for k in range(start, min(start + columns, len(figure.series))):
            left = _LEFT + (width + _GAP) * (k - start)
            scale = Scale(left, left + width - _NUMBER, scale_top(figure))
            shapes += _head(figure, k, left, y, width, texts)
            shapes += _panel(rows, k, y + 40, scale, left + width, texts)
        y += 40 + _ROW * len(rows) + 16
    return shapes, y


def _labels(rows: list[Row], y: float) -> list[Shape]:
    shapes: list[Shape] = []
    for place, row in enumerate(rows):
        lines = wrapped(row.label, _LEFT - 14, 12, is_bold=row.stands_out)
        top = y + _ROW * place + _ROW / 2 + 4 - 7 * (len(lines) - 1)
        shapes += stacked(lines, _LEFT - 12, top, 14, "end", is_bold=row.stands_out, size=12)
    return shapes


def _head(figure: Figure, k: int, left: float, y: float, width: float, texts: Texts) -> list[Shape]:
    """The group's name, and how many stand behind it."""
    base = figure.bases[k]
    number = SUPPRESSED if isnan(base) else texts.numbers.whole(base)
    lines = wrapped(f"{figure.series[k]} ({number})", width, 12, is_bold=True)
    return stacked(lines, left, y + 14, 15, is_bold=True, size=12)


def _panel(
    rows: list[Row], k: int, y: float, scale: Scale, right: float, texts: Texts
) -> list[Shape]:
    bottom = y + _ROW * len(rows)
    shapes: list[Shape] = [
        Stroke(scale(tick), y, scale(tick), bottom, GRID) for tick in (0, scale.top / 2, scale.top)
    ]
    for place, row in enumerate(rows):
        middle = y + _ROW * place + _ROW / 2
        cell, colour = row.cells[k], DARK if row.stands_out else PALE
        shapes += point(cell, middle, scale, colour)
        number = (
            SUPPRESSED
            if cell and cell.is_suppressed
            else texts.numbers.percent(cell.share if cell else None)
        )
        shapes.append(Label(right, middle + 4, number, "end", row.stands_out, size=12))
    end = texts.numbers.percent(scale.top)
    shapes.append(Label(scale(0), bottom + 11, "0", "middle", colour=QUIET, size=10))
    shapes.append(Label(scale(scale.top), bottom + 11, end, "middle", colour=QUIET, size=10))
    return shapes
