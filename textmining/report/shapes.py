"""What charts are drawn with: shapes in pixels, scales, and the marks of one number."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from textmining.report.outline import Figure
from textmining.report.table import Cell

WIDTH = 760
INK, QUIET, GRID = "#1a1a1a", "#595959", "#dcdcdc"
DARK, PALE, BEFORE = "#14456b", "#7d8b99", "#a6a6a6"
"""What the message is about, everything else, and the wave before: told apart by lightness too."""


@dataclass(frozen=True)
class Dot:
    """A circle around (x, y); a hollow one is white inside."""

    x: float
    y: float
    radius: float
    colour: str
    is_hollow: bool = False


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
    colour: str = INK
    size: int = 13


Shape = Dot | Stroke | Label


@dataclass(frozen=True)
class Drawing:
    """Shapes in drawing order on a white ground of `width` x `height` pixels."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class Scale:
    """Shares from 0 to `top` along pixels from `start` to `end`."""

    start: float
    end: float
    top: float

    def __call__(self, share: float) -> float:
        """The pixel of a share."""
        return round(self.start + (self.end - self.start) * min(share, self.top) / self.top, 2)

    @property
    def ticks(self) -> list[float]:
        """Shares with a line of the grid."""
        step = 0.2 if self.top > 0.5 else 0.1 if self.top > 0.2 else 0.05
        return [tick * step for tick in range(math.floor(self.top / step + 1e-9) + 1)]


def stacked(
    lines: Sequence[str],
    x: float,
    y: float,
    step: float,
    anchor: Literal["start", "end"] = "start",
    *,
    is_bold: bool = False,
    size: int = 13,
) -> list[Shape]:
    """Lines of text below each other, `step` pixels apart; `y` is the first one's baseline."""
    return [
        Label(x, y + step * i, line, anchor, is_bold=is_bold, size=size)
        for i, line in enumerate(lines)
    ]


def scale_top(figure: Figure) -> float:
    """The end of the axis: a whole tenth above every charted limit, at least two tenths."""
    rows = [row for row in figure.rows if row.is_charted]
    cells = [cell for row in rows for cell in (*row.cells, row.before) if cell]
    ends = [end for cell in cells for end in (cell.share, cell.share_high) if not math.isnan(end)]
    return min(1.0, max(0.2, math.ceil(max(ends, default=0.0) * 10 - 1e-9) / 10))


def point(cell: Cell | None, y: float, scale: Scale, colour: str) -> list[Shape]:
    """The point of a share at height `y`, its interval as a line; nothing where there is no share.

    A point without interval is hollow unless everything was read.
    """
    if cell is None or cell.is_suppressed or math.isnan(cell.share):
        return []
    dot = Dot(scale(cell.share), y, 5.0, colour, is_hollow=not cell.is_known)
    if not cell.is_known or cell.is_exact:
        return [dot]
    low, high = scale(cell.share_low), scale(cell.share_high)
    return [Stroke(low, y, high, y, colour, 2.0), dot]


def moved(shapes: Sequence[Shape], down: float) -> list[Shape]:
    """The same shapes further down."""
    return [
        replace(shape, y1=shape.y1 + down, y2=shape.y2 + down)
        if isinstance(shape, Stroke)
        else replace(shape, y=shape.y + down)
        for shape in shapes
    ]
