"""Charts as plain shapes in pixels, so that page (SVG) and document (PNG) show the same drawing.

One kind of chart is enough: horizontal bars with their interval as a whisker, each named and with
its number written beside it. Nothing is told by colour alone: bars carry their own label, shades
differ in lightness, so the chart can be read in black-and-white print and without colour vision.
"""

import math
import textwrap
from dataclasses import dataclass
from typing import Literal

from textmining.report.outline import Figure, Row
from textmining.report.table import Cell
from textmining.report.wording import cell_text
from textmining.texts import Texts

__all__ = ["Box", "Drawing", "Label", "Shape", "Stroke", "draw", "scale_top"]

WIDTH = 760
_PLOT_LEFT, _PLOT_RIGHT = 288, 628
_INK, _QUIET, _GRID = "#1a1a1a", "#595959", "#d0d0d0"
_APART = "#d9d9d9"
_SHADES = ("#dfe8f2", "#b3cbe3", "#7ba3cc", "#4f7fb0")
_ONLY = "#9dbbdb"


@dataclass(frozen=True)
class Box:
    """A filled rectangle; a dashed one stands for a number without interval."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    is_dashed: bool = False


@dataclass(frozen=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    width: float = 1.0


@dataclass(frozen=True)
class Label:
    """A line of text; `y` is its baseline."""

    x: float
    y: float
    text: str
    anchor: Literal["start", "middle", "end"] = "start"
    is_bold: bool = False
    colour: str = _INK
    size: int = 13


Shape = Box | Stroke | Label


@dataclass(frozen=True)
class Drawing:
    """Shapes in drawing order on a white ground of `width` x `height` pixels."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


def draw(figure: Figure, texts: Texts, note: str = "") -> Drawing:
    """Draw the charted rows of a figure; a note stands below them, wherever the picture goes."""
    rows = [row for row in figure.rows if row.is_charted]
    top = scale_top(figure)
    shapes: list[Shape] = [_tick_label(tick, top, texts) for tick in _ticks(top)]
    y = 24
    for row in rows:
        drawn, height = (
            _single(row, y, top, texts)
            if len(figure.series) == 1
            else _block(row, figure, y, top, texts)
        )
        shapes += drawn
        y += height
    if note:
        y += 18
        shapes.append(Label(_PLOT_LEFT, y - 2, note, colour=_QUIET, size=11))
    return Drawing(WIDTH, y + 6, tuple(shapes))


def scale_top(figure: Figure) -> float:
    """The end of the axis: a whole tenth above every charted limit, at least two tenths."""
    cells = [cell for row in figure.rows if row.is_charted for cell in row.cells if cell]
    ends = [end for cell in cells for end in (cell.share, cell.share_high) if not math.isnan(end)]
    return min(1.0, max(0.2, math.ceil(max(ends, default=0.0) * 10 - 1e-9) / 10))


def _x(share: float, top: float) -> float:
    return round(_PLOT_LEFT + (_PLOT_RIGHT - _PLOT_LEFT) * share / top, 2)


def _ticks(top: float) -> list[float]:
    step = 0.2 if top > 0.5 else 0.1 if top > 0.2 else 0.05
    return [tick * step for tick in range(math.floor(top / step + 1e-9) + 1)]


def _tick_label(tick: float, top: float, texts: Texts) -> Label:
    text = texts.numbers.percent(tick)
    return Label(_x(tick, top), 14, text, anchor="middle", colour=_QUIET, size=11)


def _grid(top: float, first: float, last: float) -> list[Shape]:
    return [Stroke(_x(tick, top), first, _x(tick, top), last, _GRID) for tick in _ticks(top)]


def _single(row: Row, y: int, top: float, texts: Texts) -> tuple[list[Shape], int]:
    """A theme on its own line; the shapes and their height."""
    lines = textwrap.wrap(row.label, 36, max_lines=2, placeholder=" …")
    height = len(lines) * 16 + 10
    names: list[Shape] = [
        Label(_PLOT_LEFT - 10, y + 17 + 16 * i, line, anchor="end") for i, line in enumerate(lines)
    ]
    fill = _APART if row.is_apart else _ONLY
    bar = _bar(row.cells[0], y + height / 2, top, fill, texts)
    return [*_grid(top, y, y + height), *names, *bar], height


def _block(row: Row, figure: Figure, y: int, top: float, texts: Texts) -> tuple[list[Shape], int]:
    """A theme as a heading, then a bar for each wave or group; the shapes and their height."""
    series = figure.series
    first, last = y + 20, y + 20 + 18 * len(series)
    shapes: list[Shape] = [Label(_PLOT_LEFT, y + 14, row.label, is_bold=True)]
    shapes += _grid(top, first, last)
    is_shaded = figure.kind == "waves" and len(series) <= len(_SHADES)
    shades = _SHADES[-len(series) :] if is_shaded else (_ONLY,) * len(series)
    for i, (name, cell) in enumerate(zip(series, row.cells, strict=True)):
        middle = first + 18 * i + 9
        short = textwrap.shorten(name, 40, placeholder=" …")
        shapes.append(Label(_PLOT_LEFT - 10, middle + 4, short, anchor="end", size=12))
        shapes += _bar(cell, middle, top, shades[i], texts)
    return shapes, last - y + 10


def _bar(cell: Cell | None, middle: float, top: float, fill: str, texts: Texts) -> list[Shape]:
    """The bar, its whisker and its number; only the number where there is no share."""
    text = Label(WIDTH - 8, middle + 4, cell_text(cell, texts), anchor="end", size=12)
    if cell is None or cell.is_suppressed or math.isnan(cell.share):
        return [text]
    width = _x(cell.share, top) - _PLOT_LEFT
    bar = Box(_PLOT_LEFT, middle - 6.5, width, 13, fill, is_dashed=not cell.is_known)
    if not cell.is_known or cell.is_exact:
        return [bar, text]
    low, high = _x(cell.share_low, top), _x(cell.share_high, top)
    return [
        bar,
        Stroke(low, middle, high, middle, _INK, 1.5),
        Stroke(low, middle - 4, low, middle + 4, _INK, 1.5),
        Stroke(high, middle - 4, high, middle + 4, _INK, 1.5),
        text,
    ]
