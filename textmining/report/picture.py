"""A drawing as a PNG picture for the document."""

from io import BytesIO

from PIL import Image, ImageDraw

from textmining.report.fonts import font
from textmining.report.shapes import Dot, Drawing, Shape, Stroke

_DENSE = 2
"""Pixels of the picture to a pixel of the drawing: 200 an inch where the drawing has 100."""

_FINE = 2 * _DENSE
"""The same while it is drawn, twice as dense, so that edges come out smooth."""

_ANCHOR = {"start": "ls", "middle": "ms", "end": "rs"}


def png(drawing: Drawing) -> bytes:
    """Return the drawing as PNG bytes, the same for the same drawing.

    The font is the one that travels with matplotlib, so it looks alike on every machine.
    """
    size = drawing.width * _FINE, drawing.height * _FINE
    image = Image.new("RGB", size, "white")
    canvas = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        _add(canvas, shape)
    small = image.resize((drawing.width * _DENSE, drawing.height * _DENSE), Image.Resampling.BOX)
    buffer = BytesIO()
    small.save(buffer, "PNG", dpi=(100 * _DENSE, 100 * _DENSE), optimize=False)
    return buffer.getvalue()


def _add(canvas: ImageDraw.ImageDraw, shape: Shape) -> None:
    if isinstance(shape, Dot):
        x, y, r = (_FINE * value for value in (shape.x, shape.y, shape.radius))
        fill = "white" if shape.is_hollow else shape.colour
        canvas.ellipse((x - r, y - r, x + r, y + r), fill, shape.colour, round(1.5 * _FINE))
    elif isinstance(shape, Stroke):
        ends = [_FINE * value for value in (shape.x1, shape.y1, shape.x2, shape.y2)]
        canvas.line(ends, shape.colour, max(1, round(shape.width * _FINE)))
    else:
        # Twelve thirteenths, so that it is as wide as the page's own letters.
        letters = font(round(shape.size * _FINE * 12 / 13), is_bold=shape.is_bold)
        place = _FINE * shape.x, _FINE * shape.y
        canvas.text(place, shape.text, shape.colour, letters, _ANCHOR[shape.anchor])
