"""A drawing as a PNG picture for the document."""

from io import BytesIO

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from textmining.report.drawing import Box, Drawing, Shape, Stroke

__all__ = ["png"]

_DPI = 200
_POINT = 72 / 100
"""Points to a pixel: the drawing is set at 100 pixels an inch."""

_ALIGN = {"start": "left", "middle": "center", "end": "right"}


def png(drawing: Drawing) -> bytes:
    """Return the drawing as PNG bytes, the same for the same drawing.

    The font is the one that travels with matplotlib, so it looks alike on every machine.
    """
    canvas = Canvas(figsize=(drawing.width / 100, drawing.height / 100), facecolor="white")
    FigureCanvasAgg(canvas)
    for order, shape in enumerate(drawing.shapes):
        _add(canvas, shape, drawing, order)
    buffer = BytesIO()
    canvas.savefig(buffer, format="png", dpi=_DPI, metadata={"Software": None})
    return buffer.getvalue()


def _add(canvas: Canvas, shape: Shape, drawing: Drawing, order: int) -> None:
    wide, high = drawing.width, drawing.height
    if isinstance(shape, Box):
        canvas.add_artist(
            Rectangle(
                (shape.x / wide, 1 - (shape.y + shape.height) / high),
                shape.width / wide,
                shape.height / high,
                facecolor="white" if shape.is_dashed else shape.fill,
                edgecolor="#4a4a4a",
                linewidth=0.75 * _POINT,
                linestyle="--" if shape.is_dashed else "-",
                transform=canvas.transFigure,
                zorder=order,
            )
        )
    elif isinstance(shape, Stroke):
        canvas.add_artist(
            Line2D(
                [shape.x1 / wide, shape.x2 / wide],
                [1 - shape.y1 / high, 1 - shape.y2 / high],
                color=shape.colour,
                linewidth=shape.width * _POINT,
                transform=canvas.transFigure,
                zorder=order,
            )
        )
    else:
        canvas.text(
            shape.x / wide,
            1 - shape.y / high,
            shape.text,
            ha=_ALIGN[shape.anchor],
            va="baseline",
            fontsize=shape.size * _POINT,
            fontweight="bold" if shape.is_bold else "normal",
            color=shape.colour,
            family="DejaVu Sans",
            parse_math=False,
            zorder=order,
        )
