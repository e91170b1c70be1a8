"""The figures of one question: themes ranked, waves side by side, groups side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import nan

from textmining.answers import ALL_QUESTIONS
from textmining.report.changes import Finding, difference_text
from textmining.report.material import Material
from textmining.report.outline import Figure, FigureKind, Row
from textmining.report.sentences import most_common, top_finding
from textmining.report.table import Cell, Place
from textmining.report.voice import Voice, capital
from textmining.report.wording import cell_text
from textmining.texts import SUPPRESSED, Texts

_CHARTED = 8
_CHARTED_RANKED = 12
_AT_LEAST = 3
"""Themes that a chart shows even where nobody has them."""
_ROUNDED_UP = 0.005
"""The least share that is not shown as 0 per cent."""
_DESCRIBED = 3


def figures(
    question: str,
    section: int,
    material: Material,
    voice: Voice,
    changes: list[Finding] | None,
    groups: Mapping[str, list[Finding] | None],
) -> tuple[Figure, ...]:
    """Return the figures of a question, numbered within its section.

    Changes are None if nothing can be compared; `groups` has the columns that may be.
    """
    counts = material.counts
    waves = tuple(Place(wave, question) for wave in counts.waves)
    top = most_common(material.themes(question))
    on_top = frozenset(cell.theme for cell in top or ())
    plans = [_Plan("ranking", waves[-1:], ("",), top_finding(top, voice), on_top)]
    if len(waves) > 1 and material.is_asked_alike(question):
        message = _message_of_waves(changes, material.before, material.wave, voice)
        outstanding = frozenset(change.last.theme for change in changes or ())
        plans.append(_Plan("waves", waves, counts.waves, message, outstanding))
    for column, found in groups.items():
        named = {g: Place(material.wave, question, column, g) for g in counts.groups(column)}
        values = [value for value, place in named.items() if counts.cells(place)]
        if len(values) < 2:
            continue  # the question was asked of one group
        places = tuple(named[value] for value in values)
        names = tuple(material.publication.value(column, value) for value in values)
        message = _message_of_groups(column, found, material, voice)
        outstanding = frozenset(finding.first.theme for finding in found or ())
        plans.append(_Plan("groups", places, names, message, outstanding))
    shown = [plan for plan in plans if plan.kind == "ranking" or _compares(plan, material)]
    return tuple(
        _figure(f"{section}.{number}", plan, material, voice)
        for number, plan in enumerate(shown, start=1)
    )


@dataclass(frozen=True)
class _Plan:
    kind: FigureKind
    places: tuple[Place, ...]
    series: tuple[str, ...]
    finding: str = ""
    outstanding: frozenset[str] = frozenset()


def _compares(plan: _Plan, material: Material) -> bool:
    """Whether two waves or groups have numbers at all, if only such as are held back."""
    of_each = [material.counts.cells(place) for place in plan.places]
    said = [any(cell.is_known or cell.is_suppressed for cell in cells) for cells in of_each]
    return sum(said) > 1


def _message_of_waves(changes: list[Finding] | None, old: str, new: str, voice: Voice) -> str:
    if changes is None:
        return ""
    if not changes:
        return voice.texts("figure.waves_none", old=old, new=new)
    key = "figure.waves_up" if changes[0].gap.value > 0 else "figure.waves_down"
    said = voice.phrase(changes[0].last)
    return voice.texts(key, many=voice.noun.many, old=old, said=said)


def _message_of_groups(
    column: str, found: list[Finding] | None, material: Material, voice: Voice
) -> str:
    if found is None:
        return ""
    said = material.publication
    if not found:
        return voice.texts("figure.groups_none", column=said.column(column))
    names = found[0].first_name, found[0].last_name
    is_named = all(said.has_label(column, name) for name in names)
    first, last = (said.value(column, name) for name in names)
    key = "figure.groups_more" if is_named else "figure.groups_more_unnamed"
    return capital(voice.texts(key, first=first, last=last, said=voice.phrase(found[0].first)))


def _figure(number: str, plan: _Plan, material: Material, voice: Voice) -> Figure:
    rows = tuple(_rows(plan, material, voice))
    is_paired = plan.kind == "ranking" and any(row.before for row in rows)
    content = _content(plan, rows, voice.texts)
    if plan.finding:
        content = f"{plan.finding}. {content}"
    return Figure(
        number=number,
        kind=plan.kind,
        title=_title(plan, material, voice.texts),
        description=voice.texts(f"figure.described_{plan.kind}", content=content),
        series=plan.series,
        bases=tuple(_base(material.counts.cells(place)) for place in plan.places),
        rows=rows,
        notes=tuple(_notes(plan, rows, material, voice)),
        finding=plan.finding,
        wave=material.wave,
        before=material.before if is_paired else "",
    )


def _rows(plan: _Plan, material: Material, voice: Voice) -> Iterator[Row]:
    question = plan.places[0].question
    themes, apart = material.themes(question), material.apart(question)
    compared = {new.theme: old for old, new in material.compared(question)}
    most = _CHARTED_RANKED if plan.kind == "ranking" else _CHARTED
    for position, theme in enumerate((*themes, *apart)):
        cells = tuple(material.counts.cell(place, theme.theme) for place in plan.places)
        is_apart = position >= len(themes)
        is_changed = plan.kind == "waves" and theme.theme in material.changed
        yield Row(
            code=theme.theme,
            label=f"{theme.label} †" if is_changed else theme.label,
            cells=cells,
            change=_change(plan, cells, voice.texts),
            is_charted=not theme.is_net
            and position < most
            and not is_apart
            and (position < _AT_LEAST or not _is_nothing(cells)),
            is_apart=is_apart,
            before=compared.get(theme.theme) if plan.kind == "ranking" else None,
            stands_out=theme.theme in plan.outstanding,
        )


def _is_nothing(cells: Sequence[Cell | None]) -> bool:
    """Whether a row would be a line of points at 0 per cent."""
    return all(cell is not None and cell.share < _ROUNDED_UP for cell in cells)


def _change(plan: _Plan, cells: Sequence[Cell | None], texts: Texts) -> str:
    if plan.kind != "waves":
        return ""
    if any(cell is not None and cell.is_suppressed for cell in cells[-2:]):
        return SUPPRESSED
    return difference_text(cells[-2], cells[-1], texts)


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
        column=material.publication.column(place.column),
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


def _notes(plan: _Plan, rows: Sequence[Row], material: Material, voice: Voice) -> Iterator[str]:
    texts = voice.texts
    cells = [cell for row in rows for cell in row.cells if cell is not None]
    bases = [_base(material.counts.cells(place)) for place in plan.places]
    if plan.kind == "ranking":
        if bases[0] >= 0:
            yield texts("figure.base", base=voice.noun.counted(bases[0], texts))
    else:
        named = ", ".join(_named_bases(plan.series, bases, texts))
        yield texts("figure.bases", many=voice.noun.many, bases=named)
    yield from _certainty(cells, material, texts)
    yield texts("figure.several_themes")
    people = next((cell.respondents for cell in cells if cell.has_repeats), None)
    if plan.kind == "ranking" and people is not None:
        yield texts("figure.respondents", n=round(people))
    charted = sum(row.is_charted for row in rows)
    if sum(not row.is_apart for row in rows) > charted:
        yield texts("figure.shortened", n=charted)
    if any(cell.is_suppressed for cell in cells):
        yield texts("figure.suppressed")
    if any(not cell.is_known and not cell.is_suppressed for cell in cells):
        yield texts("figure.no_interval")
    if any(row.label.endswith("†") for row in rows):
        yield texts("figure.changed")
    if plan.kind == "waves" and any(cell.has_invited for cell in cells):
        yield texts("figure.changes_invited")


def _certainty(cells: Sequence[Cell], material: Material, texts: Texts) -> Iterator[str]:
    """What the limits are, or that there are none, and that numbers are weighted."""
    if any(cell.is_known and not cell.is_exact for cell in cells):
        yield texts("figure.whiskers", level=texts.numbers.full(material.counts.level * 100))
    elif any(cell.is_exact for cell in cells) and all(
        cell.is_exact or cell.is_suppressed for cell in cells
    ):
        yield texts("figure.exact")
    if material.counts.is_weighted:
        is_of_invited = any(cell.is_of_invited for cell in cells)
        yield texts("figure.weighted_invited" if is_of_invited else "figure.weighted")


def _named_bases(series: Sequence[str], bases: Sequence[float], texts: Texts) -> Iterator[str]:
    for name, base in zip(series, bases, strict=True):
        text = texts.numbers.whole(base) if base >= 0 else SUPPRESSED
        yield texts("figure.base_of", name=name, base=text)
