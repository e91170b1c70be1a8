"""The report as one page that loads nothing from outside; its one script is its own."""

from base64 import b64encode
from functools import partial
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from textmining.report.drawing import draw
from textmining.report.outline import Figure, Report
from textmining.report.pictures import svg
from textmining.report.tables import table_of
from textmining.texts import Texts


def page(report: Report, texts: Texts) -> str:
    """Return the page as HTML; every text in it is escaped.

    Only the script whose hash stands in the page's policy may run.
    """
    css, script, template = (_file(n) for n in ("page.css", "explore.js", "page.html.j2"))
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.from_string(template).render(
        report=report,
        texts=texts,
        css=Markup(css),  # noqa: S704 - a file of ours, no user's text in it
        script=Markup(script),  # noqa: S704 - a file of ours, no user's text in it
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
        explorable=Markup(report.explorable),  # noqa: S704 - explorable() escapes its own texts
        chart=partial(_chart, texts=texts, note=report.note),
        table_of=partial(table_of, texts=texts),
    )


def _file(name: str) -> str:
    return files("textmining.report").joinpath(name).read_text(encoding="utf-8")


def _chart(figure: Figure, key: str, texts: Texts, note: str) -> Markup:
    chart = svg(draw(figure, texts, note), key, figure.message, figure.description)
    return Markup(chart)  # noqa: S704 - svg() escapes its own texts
