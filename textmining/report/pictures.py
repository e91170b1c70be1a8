"""A drawing as a picture: SVG in the page, named for screen readers, or as a file; PNG to paste."""

from html import escape
from io import BytesIO

from PIL import Image, ImageDraw

from textmining.report.fonts import font
from textmining.report.shapes import Dot, Drawing, Shape, Stroke

_DENSE = 2
"""Pixels of the picture to a pixel of the drawing: 200 an inch where the drawing has 100."""

_FINE = 2 * _DENSE
"""The same while it is drawn, twice as dense, so that edges come out smooth."""

_ANCHOR = {"start": "ls", "middle": "ms", "end": "rs"}


def svg(drawing: Drawing, key: str, title: str, description: str) -> str:
    """Return the drawing as an `svg` element named by the element `<key>-name`, its caption.

    The text in it is hidden from screen readers: they are given the caption, the description and
    the table that follows.
    """
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" class="chart" '
        f'viewBox="0 0 {drawing.width} {drawing.height}" '
        f'aria-labelledby="{key}-name" aria-describedby="{key}-text">',
        f"<title>{escape(title)}</title>",
        f'<desc id="{key}-text">{escape(description)}</desc>',
        '<g aria-hidden="true">',
        *(_element(shape) for shape in drawing.shapes),
        "</g>",
        "</svg>",
    ]
    return "\n".join(parts)


def svg_file(drawing: Drawing, title: str, description: str) -> str:
    """Return the drawing as a file of its own, on white ground."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawing.width}" '
        f'height="{drawing.height}" viewBox="0 0 {drawing.width} {drawing.height}" '
        'font-family="Calibri, Carlito, Arial, sans-serif" role="img">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(description)}</desc>",
        f'<rect width="{drawing.width}" height="{drawing.height}" fill="#ffffff"/>',
        *(_element(shape) for shape in drawing.shapes),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _element(shape: Shape) -> str:
    if isinstance(shape, Dot):
        fill = "#ffffff" if shape.is_hollow else shape.colour
        return (
            f'<circle cx="{shape.x:g}" cy="{shape.y:g}" r="{shape.radius:g}" fill="{fill}" '
            f'stroke="{shape.colour}" stroke-width="1.5"/>'
        )
    if isinstance(shape, Stroke):
        return (
            f'<line x1="{shape.x1:g}" y1="{shape.y1:g}" x2="{shape.x2:g}" y2="{shape.y2:g}" '
            f'stroke="{shape.colour}" stroke-width="{shape.width:g}"/>'
        )
    weight = ' font-weight="bold"' if shape.is_bold else ""
    return (
        f'<text x="{shape.x:g}" y="{shape.y:g}" text-anchor="{shape.anchor}" '
        f'font-size="{shape.size}" fill="{shape.colour}"{weight}>{escape(shape.text)}</text>'
    )


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
