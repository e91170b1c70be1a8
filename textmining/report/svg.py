"""A drawing as SVG: inside the page, named for screen readers, or as a file."""

from html import escape

from textmining.report.shapes import Dot, Drawing, Shape, Stroke


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
