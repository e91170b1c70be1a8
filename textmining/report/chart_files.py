"""Every chart as files of its own: SVG to print, PNG to paste."""

from collections.abc import Iterator

from textmining.report.drawing import draw_with_message
from textmining.report.outline import Report
from textmining.report.pictures import png, svg_file
from textmining.texts import Texts


def chart_names(report: Report) -> list[str]:
    """The names of the files, in the order of the figures."""
    return [
        f"figure-{figure.number.replace('.', '-')}.{ending}"
        for section in report.questions
        for figure in section.figures
        for ending in ("svg", "png")
    ]


def charts_of(report: Report, texts: Texts) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file, in the same order."""
    names = iter(chart_names(report))
    for section in report.questions:
        for figure in section.figures:
            drawing = draw_with_message(figure, texts, report.note)
            drawn = svg_file(drawing, figure.message, figure.description)
            yield next(names), drawn.encode()
            yield next(names), png(drawing)
