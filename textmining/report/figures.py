"""The figures of one question: themes ranked, waves side by side, groups side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import nan

from textmining.answers import ALL_QUESTIONS
from textmining.report.changes import difference, difference_text
from textmining.report.material import Material
from textmining.report.outline import Figure, Kind, Row
from textmining.report.table import Cell, Place
from textmining.report.wording import cell_text
from textmining.texts import SUPPRESSED, Texts

__all__ = ["figures"]

_CHARTED = 8
_DESCRIBED = 3


def figures(question: str, section: int, material: Material, texts: Texts) -> tuple[Figure, ...]:
    """Return the figures of a question, numbered within its section."""
    counts = material.counts
    waves = tuple(Place(wave, question) for wave in counts.waves)
    plans = [_Plan("ranking", waves[-1:], ("",))]
    if len(waves) > 1:
        plans.append(_Plan("waves", waves, counts.waves))
    for column in counts.by:
        groups = counts.groups(column)
        places = tuple(Place(material.wave, question, column, group) for group in groups)
        plans.append(_Plan("groups", places, groups))
    return tuple(
        _figure(f"{section}.{number}", plan, material, texts)
        for number, plan in enumerate(plans, start=1)
    )


@dataclass(frozen=True)
class _Plan:
    kind: Kind
    places: tuple[Place, ...]
    series: tuple[str, ...]


def _figure(number: str, plan: _Plan, material: Material, texts: Texts) -> Figure:
    rows = tuple(_rows(plan, material, texts))
    return Figure(
        number=number,
        kind=plan.kind,
        title=_title(plan, material, texts),
        description=texts("figure.described", content=_content(plan, rows, texts)),
        series=plan.series,
        bases=tuple(_base(material.counts.cells(place)) for place in plan.places),
        rows=rows,
        notes=tuple(_notes(plan, rows, material, texts)),
    )


def _rows(plan: _Plan, material: Material, texts: Texts) -> Iterator[Row]:
    question = plan.places[0].question
    themes, apart = material.themes(question), material.apart(question)
    for position, theme in enumerate((*themes, *apart)):
        cells = tuple(material.counts.cell(place, theme.theme) for place in plan.places)
        is_apart = position >= len(themes)
        is_changed = plan.kind == "waves" and theme.theme in material.changed
        yield Row(
            code=theme.theme,
            label=f"{theme.label} †" if is_changed else theme.label,
            cells=cells,
            change=_change(plan, cells, texts),
            is_charted=not theme.is_net
            and (plan.kind == "ranking" or (position < _CHARTED and not is_apart)),
            is_apart=is_apart,
        )


def _change(plan: _Plan, cells: Sequence[Cell | None], texts: Texts) -> str:
    if plan.kind != "waves":
        return ""
    if any(cell is not None and cell.is_suppressed for cell in cells[-2:]):
        return SUPPRESSED
    return difference_text(difference(*cells[-2:]), texts)


def _base(cells: Sequence[Cell]) -> float:
    """The answers behind a series; NaN if every row of it is held back."""
    return next((cell.answers for cell in cells if cell.answers >= 0), nan)


def _title(plan: _Plan, material: Material, texts: Texts) -> str:
    place = plan.places[0]
    name = f"figure.{plan.kind}" + ("_all" if place.question == ALL_QUESTIONS else "")
    return texts(
        name,
        question=material.question(place.question),
        wave=material.wave,
        waves=", ".join(material.counts.waves),
        column=place.column,
    )


def _content(plan: _Plan, rows: Sequence[Row], texts: Texts) -> str:
    """The first rows in words, for those who cannot see the chart."""
    parts = []
    for row in [row for row in rows if row.is_charted][:_DESCRIBED]:
        shares = [
            texts("figure.described_series", name=name, text=cell_text(cell, texts)).strip()
            for name, cell in zip(plan.series, row.cells, strict=True)
        ]
        parts.append(texts("figure.described_theme", label=row.label, text=", ".join(shares)))
    return "; ".join(parts) or texts("figure.empty")


def _notes(plan: _Plan, rows: Sequence[Row], material: Material, texts: Texts) -> Iterator[str]:
    cells = [cell for row in rows for cell in row.cells if cell is not None]
    bases = [_base(material.counts.cells(place)) for place in plan.places]
    if plan.kind == "ranking":
        if bases[0] >= 0:
            yield texts("figure.base", n=round(bases[0]))
    else:
        yield texts("figure.bases", bases=", ".join(_named_bases(plan.series, bases, texts)))
    yield from _certainty(cells, material, texts)
    yield texts("figure.several_themes")
    people = next((cell.respondents for cell in cells if cell.has_repeats), None)
    if plan.kind == "ranking" and people is not None:
        yield texts("figure.respondents", n=round(people))
    if plan.kind != "ranking" and sum(not row.is_apart for row in rows) > _CHARTED:
        yield texts("figure.shortened", n=_CHARTED)
    if any(cell.is_suppressed for cell in cells):
        yield texts("figure.suppressed")
    if any(not cell.is_known and not cell.is_suppressed for cell in cells):
        yield texts("figure.no_interval")
    if any(row.label.endswith("†") for row in rows):
        yield texts("figure.changed")


def _certainty(cells: Sequence[Cell], material: Material, texts: Texts) -> Iterator[str]:
    """What the limits are, or that there are none, and that numbers are weighted."""
    if any(cell.is_known and not cell.is_exact for cell in cells):
        yield texts("figure.whiskers", level=texts.numbers.full(material.counts.level * 100))
    elif any(cell.is_exact for cell in cells) and all(
        cell.is_exact or cell.is_suppressed for cell in cells
    ):
        yield texts("figure.exact")
    if material.counts.is_weighted:
        yield texts("figure.weighted")


def _named_bases(series: Sequence[str], bases: Sequence[float], texts: Texts) -> Iterator[str]:
    for name, base in zip(series, bases, strict=True):
        text = texts.numbers.whole(base) if base >= 0 else SUPPRESSED
        yield texts("figure.base_of", name=name, base=text)
