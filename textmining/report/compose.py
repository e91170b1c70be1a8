"""Putting a report together from the table of counts: sections, figures and sentences."""

from collections.abc import Iterator, Mapping

from textmining.answers import ALL_QUESTIONS
from textmining.report.changes import Finding, told_changes
from textmining.report.explore import explorable
from textmining.report.figures import figures
from textmining.report.material import Material, Reach
from textmining.report.outline import Item, Report, Section
from textmining.report.plain_text import plain
from textmining.report.response import about_response, response_table
from textmining.report.sentences import (
    GROUPS_NAMED,
    about_changes,
    about_groups,
    about_residuals,
    about_shares,
    about_together,
    about_unknown,
    groups_apart,
    standing_out,
)
from textmining.report.table import Cell, Place
from textmining.report.voice import Voice, voice_of
from textmining.texts import Texts


def compose(material: Material, texts: Texts) -> Report:
    """Put the report together; every text in it is one that all documents can hold."""
    counts, said = material.counts, material.publication
    voice = voice_of(material.codebook, said, texts)
    survey, waves = said.survey or material.codebook.name, ", ".join(counts.waves)
    sections = tuple(
        _section(number, question, material, voice)
        for number, question in enumerate(material.questions, start=1)
    )
    subtitle = texts("title.subtitle", n=len(counts.waves), survey=survey, waves=waves)
    response = material.response
    report = Report(
        title=said.title or texts("title.report"),
        subtitle=said.subtitle or subtitle,
        imprint=" · ".join(part for part in (said.publisher, said.date) if part),
        note=material.codebook.note,
        lead=tuple(_lead(material, voice)),
        highlights=tuple(Item(s.heading, s.highlight) for s in sections if not s.is_pool),
        sections=sections,
        speaks_for=tuple(about_response(response, voice.people, said, texts)) if response else (),
        response=response_table(response, said, texts) if response else None,
        quality=tuple(material.quality),
        method=tuple(material.method),
        codebook=material.codebook,
        codebook_changes=material.codebook_changes,
        counts=counts,
        pairs=material.pairs,
        explorable=explorable(material, voice),
        is_full=material.is_full,
    )
    return plain(report)


def _lead(material: Material, voice: Voice) -> Iterator[str]:
    """Who took part, and what the numbers rest on."""
    texts, reach = voice.texts, material.reach.get(ALL_QUESTIONS)
    if material.response:
        yield texts(
            "reach.response",
            answered=texts.numbers.whole(material.response.answered),
            invited=texts.numbers.whole(material.response.invited),
            many=voice.people.many,
            wave=material.wave,
            share=texts.numbers.whole(100 * material.response.rate),
        )
    elif reach:
        took_part = voice.people.counted(reach.took_part, texts)
        yield texts("reach.took_part", took_part=took_part, wave=material.wave)
    if reach:
        some = "by_hand" if reach.is_by_hand else "some"
        key = "all" if reach.read == reach.answers else some if reach.read else "none"
        read, answers = (texts.numbers.whole(n) for n in (reach.read, reach.answers))
        yield texts(f"reach.read_{key}", read=read, answers=answers)
        if material.weighted_by:
            columns = voice.texts_joined([*map(material.publication.column, material.weighted_by)])
            yield texts("reach.weighted", columns=columns, many=voice.people.many)
        if reach.disputed:
            yield texts("reach.disputed", n=reach.disputed)
        if reach.read and reach.unread > reach.disputed:
            yield texts("reach.unread", n=reach.unread - reach.disputed)
    if material.before and not material.response:
        yield texts("change.among")
    novel = material.novel.get(material.wave, 0.0)
    if novel > 0:
        yield texts("change.novel", share=texts.numbers.percent(novel), wave=material.wave)


def _section(number: int, question: str, material: Material, voice: Voice) -> Section:
    is_pool = question == ALL_QUESTIONS
    texts = voice.texts
    heading = texts("heading.all_questions") if is_pool else material.question(question)
    changes = told_changes(material.compared(question), material.counts.level, texts)
    groups = {
        column: groups_apart(_by_group(question, column, material))
        for column in material.counts.by
        if material.is_asked_alike(question, column)
    }
    paragraphs = _paragraphs(question, material, voice, changes, groups)
    return Section(
        number=number,
        heading=heading,
        reach=_reach(question, material, voice),
        highlight=""
        if is_pool
        else _highlight(material.themes(question), changes, groups, material, voice),
        paragraphs=tuple(" ".join(said) for part in paragraphs if (said := list(part))),
        figures=figures(question, number, material, voice, changes, groups),
        quotes=tuple(material.quotes.get(question, ())),
        is_pool=is_pool,
    )


def _highlight(
    themes: list[Cell],
    changes: list[Finding] | None,
    groups: Mapping[str, list[Finding] | None],
    material: Material,
    voice: Voice,
) -> str:
    """What most say, how that changed, and who differs most if they have a name."""
    said = list(about_shares(themes, changes or (), material.before, voice))
    told = standing_out(themes)
    is_changed = told[:1] == [c.last for c in changes or ()][:1]
    if not said:
        return " ".join(about_unknown(themes, voice))
    first = said[: 2 if is_changed and changes else 1]
    about = told[0].theme if len(told) == len(first) == 1 else ""
    return " ".join([*first, *_difference(material, voice, groups, about)])


def _difference(
    material: Material, voice: Voice, groups: Mapping[str, list[Finding] | None], about: str
) -> Iterator[str]:
    """The largest difference between groups that have names."""
    for column, found in groups.items():
        labels = _labels(column, material)
        for finding in (found or ())[:1]:
            if {finding.first_name, finding.last_name} <= {*labels}:
                yield from about_groups([finding], labels, voice, about=about)
                return


def _by_group(question: str, column: str, material: Material) -> list[Mapping[str, Cell]]:
    place = Place(material.wave, question, column)
    return [material.counts.by_group(place, c.theme) for c in material.themes(question)]


def _reach(question: str, material: Material, voice: Voice) -> str:
    """Who answered the question."""
    cells = material.counts.cells(Place(material.wave, question))
    cell = next((cell for cell in cells if cell.answers >= 0), None)
    if cell is None:
        return voice.texts("reach.hidden")
    reach = material.reach.get(question)
    if question == ALL_QUESTIONS:
        return voice.texts("reach.answers_all", n=round(cell.answers))
    if voice.noun.one == voice.texts("noun.answer_one"):
        return _asked(voice.texts("reach.answers", n=round(cell.answers)), reach, voice)
    answered = voice.noun.counted(reach.answered if reach else cell.answers, voice.texts)
    if reach is None or reach.took_part <= reach.answered:
        return _asked(voice.texts("reach.answered", answered=answered), reach, voice)
    took_part = voice.texts.numbers.whole(reach.took_part)
    key = "reach.of_asked" if reach.asked else "reach.of_participants"
    return _asked(voice.texts(key, answered=answered, took_part=took_part), reach, voice)


def _asked(said: str, reach: Reach | None, voice: Voice) -> str:
    """The same, and whom the question was put to if that is not everybody."""
    if reach is None or not reach.asked:
        return said
    return f"{said} {voice.texts('reach.asked', groups=voice.texts_joined(reach.asked))}"


def _paragraphs(
    question: str,
    material: Material,
    voice: Voice,
    changes: list[Finding] | None,
    groups: Mapping[str, list[Finding] | None],
) -> Iterator[Iterator[str]]:
    themes = material.themes(question)
    if question == ALL_QUESTIONS:
        yield about_together(material.together(question), voice)
        return
    yield about_shares(themes, changes or (), material.before, voice)
    yield _changes(question, material, voice, changes)
    yield _groups(material, voice, groups)
    yield _left(themes, material.apart(question), voice)


def _left(themes: list[Cell], apart: list[Cell], voice: Voice) -> Iterator[str]:
    yield from about_residuals(apart, voice)
    yield from about_unknown(themes, voice)


def _changes(
    question: str, material: Material, voice: Voice, changes: list[Finding] | None
) -> Iterator[str]:
    """What changed from the wave before, and where the codebook forbids to compare."""
    themes = material.themes(question)
    told = standing_out(themes)[:1]
    yield from about_changes(changes, told[0] if told else None, material.before, voice)
    labels = [cell.label for cell in themes if cell.theme in material.changed_last]
    if labels and material.before and any(cell.is_known for cell in themes):
        named = voice.texts_joined([voice.texts("list.quoted", label=label) for label in labels])
        yield voice.texts("change.codebook", n=len(labels), labels=named, old=material.before)


def _groups(
    material: Material, voice: Voice, groups: Mapping[str, list[Finding] | None]
) -> Iterator[str]:
    """Who differs; what cannot be told is said once for all columns."""
    said = material.publication
    compared = {column: found for column, found in groups.items() if found is not None}
    for column, found in compared.items():
        yield from about_groups(found, _labels(column, material), voice)
    more = [column for column, found in compared.items() if len(found) > GROUPS_NAMED]
    rest = [column for column in compared if column not in more]
    keys = {"groups.more": more, "groups.rest" if any(compared.values()) else "groups.none": rest}
    for key, columns in keys.items():
        if columns:
            yield voice.texts(key, columns=voice.texts_joined([*map(said.column, columns)]))


def _labels(column: str, material: Material) -> dict[str, str]:
    """What the groups of a column are called that have a name."""
    said = material.publication
    return {
        value: said.value(column, value)
        for value in material.counts.groups(column)
        if said.has_label(column, value)
    }
