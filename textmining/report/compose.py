"""Putting a report together from the table of counts: sections, figures and sentences."""

from collections.abc import Iterator

from textmining.answers import ALL_QUESTIONS
from textmining.report.figures import figures
from textmining.report.material import Material
from textmining.report.outline import Report, Section
from textmining.report.plain_text import plain
from textmining.report.sentences import (
    about_change,
    about_groups,
    about_share,
    about_together,
    about_top,
)
from textmining.report.table import Cell, Place
from textmining.report.wording import enumeration
from textmining.texts import Texts

__all__ = ["compose"]

_NAMED = 5
_NAMED_IN_LEAD = 3


def compose(material: Material, texts: Texts) -> Report:
    """Put the report together; every text in it is one that all documents can hold."""
    counts = material.counts
    survey, waves = material.codebook.name, ", ".join(counts.waves)
    report = Report(
        title=texts("title.report"),
        subtitle=texts("title.subtitle", n=len(counts.waves), survey=survey, waves=waves),
        note=material.codebook.note,
        lead=tuple(_lead(material, texts)),
        sections=tuple(
            _section(number, question, material, texts)
            for number, question in enumerate(counts.questions, start=1)
        ),
        method=tuple(material.method),
        codebook=material.codebook,
        codebook_changes=material.codebook_changes,
        counts=counts,
        pairs=material.pairs,
    )
    return plain(report)


def _lead(material: Material, texts: Texts) -> Iterator[str]:
    """The main findings over all questions: what is most common, and what changed."""
    question = material.counts.questions[0]
    themes = material.themes(question)
    yield from about_top(themes, texts)
    for cell in _mentioned(themes)[:_NAMED_IN_LEAD]:
        yield about_share(cell, None, texts)
    yield from _changes(question, material, texts, _NAMED_IN_LEAD)
    novel = material.novel.get(material.wave, 0.0)
    if novel > 0:
        yield texts("change.novel", share=texts.numbers.percent(novel), wave=material.wave)


def _section(number: int, question: str, material: Material, texts: Texts) -> Section:
    return Section(
        number=number,
        heading=texts("heading.all_questions")
        if question == ALL_QUESTIONS
        else material.question(question),
        base=_base(question, material, texts),
        sentences=tuple(_sentences(question, material, texts)),
        figures=figures(question, number, material, texts),
        quotes=tuple(material.quotes.get(question, ())),
    )


def _base(question: str, material: Material, texts: Texts) -> str:
    """How many answers the section is about and how many of them a person read."""
    cells = material.counts.cells(Place(material.wave, question))
    cell = next((cell for cell in cells if cell.answers >= 0), None)
    if cell is None:
        return texts("base.suppressed", wave=material.wave)
    # Those that were not drawn may have been read as well.
    key = "all" if cell.is_exact else "some" if cell.reviewed > 0 else "none"
    return texts(
        f"base.read_{key}",
        answers=texts("unit.answers", n=round(cell.answers)),
        reviewed=texts.numbers.whole(cell.reviewed),
        wave=material.wave,
    )


def _sentences(question: str, material: Material, texts: Texts) -> Iterator[str]:
    themes = material.themes(question)
    yield from about_top(themes, texts)
    for cell in _mentioned(themes)[:_NAMED]:
        yield about_share(cell, None, texts)
    for cell in _mentioned(material.apart(question)):
        yield about_share(cell, material.residual(cell.theme), texts)
    yield from about_together(material.together(question), texts)
    yield from _changes(question, material, texts)
    for column in material.counts.by:
        place = Place(material.wave, question, column)
        by_theme = [material.counts.by_group(place, theme.theme) for theme in themes]
        yield from about_groups(by_theme, column, texts)


def _mentioned(cells: list[Cell]) -> list[Cell]:
    return [cell for cell in cells if cell.is_known and cell.share > 0]


def _changes(question: str, material: Material, texts: Texts, most: int = _NAMED) -> Iterator[str]:
    """What changed from the wave before, and where the codebook forbids to compare."""
    counts = material.counts
    if len(counts.waves) < 2:
        return
    old, new = counts.waves[-2:]
    themes = material.themes(question)
    comparable = [cell for cell in themes if cell.theme not in material.changed]
    pairs = [
        (before, cell)
        for cell in comparable
        if (before := counts.cell(Place(old, question), cell.theme)) is not None
    ]
    yield from about_change(pairs, old, new, texts, most)
    labels = [cell.label for cell in themes if cell.theme in material.changed]
    if labels:
        yield texts("change.codebook", n=len(labels), labels=enumeration(labels, texts))
