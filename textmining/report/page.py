"""The report as one page that loads nothing from outside."""

from functools import partial
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from textmining.report.drawing import draw
from textmining.report.outline import Figure, Report
from textmining.report.svg import svg
from textmining.report.tables import table_of
from textmining.texts import Texts

__all__ = ["page"]


def page(report: Report, texts: Texts) -> str:
    """Return the page as HTML; every text in it is escaped."""
    room = files("textmining.report")
    css = room.joinpath("page.css").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    template = environment.from_string(room.joinpath("page.html.j2").read_text(encoding="utf-8"))
    return template.render(
        report=report,
        texts=texts,
        css=Markup(css),  # noqa: S704 - a file of ours, no user's text in it
        chart=partial(_chart, texts=texts, note=report.note),
        table_of=partial(table_of, texts=texts),
    )


def _chart(figure: Figure, key: str, texts: Texts, note: str) -> Markup:
    chart = svg(draw(figure, texts, note), key, figure.title, figure.description)
    return Markup(chart)  # noqa: S704 - svg() escapes its own texts
