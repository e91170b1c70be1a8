"""Charts as plain shapes in pixels, so that page (SVG) and document (PNG) show the same drawing.

Three kinds: themes ranked as points with their interval, the wave before as a paler point; waves as
lines from point to point; groups as small multiples. Everything is named beside its mark. Nothing
is told by colour alone: what the message is about is darker and bold, points of the wave before are
hollow, so the chart can be read in black-and-white print and without colour vision.
"""

from textmining.report.drawing_groups import draw_groups
from textmining.report.drawing_waves import draw_waves
from textmining.report.fonts import wrapped
from textmining.report.outline import Figure, Row
from textmining.report.shapes import (
    BEFORE,
    DARK,
    GRID,
    PALE,
    QUIET,
    WIDTH,
    Dot,
    Drawing,
    Label,
    Scale,
    Shape,
    Stroke,
    moved,
    point,
    scale_top,
    stacked,
)
from textmining.report.wording import cell_text
from textmining.texts import Texts

_LEFT, _RIGHT = 268, 636
_KINDS = {"waves": draw_waves, "groups": draw_groups}


def draw(figure: Figure, texts: Texts, note: str = "") -> Drawing:
    """Draw the charted rows of a figure; a note stands below them, wherever the picture goes."""
    shapes, height = _KINDS.get(figure.kind, _draw_ranking)(figure, texts)
    if note:
        height += 18
        shapes.append(Label(8, height - 2, note, colour=QUIET, size=11))
    return Drawing(WIDTH, int(height) + 6, tuple(shapes))


def draw_with_message(figure: Figure, texts: Texts, note: str = "") -> Drawing:
    """The same with its message above it, for a picture that stands alone."""
    drawing = draw(figure, texts, note)
    lines = wrapped(figure.message, WIDTH - 16, 16, is_bold=True, most=3)
    heads = stacked(lines, 8, 22, 20, is_bold=True, size=16)
    down = 20 * len(lines) + 16
    shapes = (*heads, *moved(drawing.shapes, down))
    return Drawing(drawing.width, drawing.height + down, shapes)


def _draw_ranking(figure: Figure, texts: Texts) -> tuple[list[Shape], float]:
    """Themes ranked, a point with its interval each; the wave before paler and hollow."""
    scale = Scale(_LEFT, _RIGHT, scale_top(figure))
    shapes: list[Shape] = [
        Label(scale(tick), 14, texts.numbers.percent(tick), "middle", colour=QUIET, size=11)
        for tick in scale.ticks
    ]
    y = 22.0
    for place, row in enumerate(row for row in figure.rows if row.is_charted):
        room = 16 if place == 0 and figure.before else 0
        drawn, height = _ranked(row, y + room, scale, texts)
        if room:
            shapes += _named_waves(row, figure, y + 11, scale)
        shapes += [Stroke(scale(t), y, scale(t), y + height + room, GRID) for t in scale.ticks]
        shapes += drawn
        y += height + room
    return shapes, y


def _ranked(row: Row, y: float, scale: Scale, texts: Texts) -> tuple[list[Shape], float]:
    """A theme on its own line; the shapes and their height."""
    lines = wrapped(row.label, _LEFT - 16, 13, is_bold=row.stands_out, most=3)
    height = len(lines) * 16 + 11
    middle = y + height / 2
    colour = DARK if row.stands_out else PALE
    top = middle + 5 - 8 * (len(lines) - 1)
    names = stacked(lines, _LEFT - 14, top, 16, "end", is_bold=row.stands_out)
    number = Label(
        WIDTH - 8, middle + 5, cell_text(row.cells[0], texts), "end", row.stands_out, size=12
    )
    return [
        *names,
        *_paler(row, middle, scale),
        *point(row.cells[0], middle, scale, colour),
        number,
    ], height


def _paler(row: Row, middle: float, scale: Scale) -> list[Shape]:
    if row.before is None or not row.before.share >= 0:
        return []
    return [Dot(scale(row.before.share), middle, 4.0, BEFORE, is_hollow=True)]


def _named_waves(row: Row, figure: Figure, y: float, scale: Scale) -> list[Shape]:
    """The names of both waves above the first theme's points."""
    cell, before = row.cells[0], row.before
    if cell is None or before is None or not (cell.share >= 0 and before.share >= 0):
        return []
    new, old = scale(cell.share), scale(before.share)
    is_right = new >= old
    return [
        Label(new, y, figure.wave, "start" if is_right else "end", is_bold=True, size=11),
        Label(old - 2, y, figure.before, "end" if is_right else "start", colour=QUIET, size=11),
    ]
