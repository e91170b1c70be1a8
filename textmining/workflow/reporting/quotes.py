"""Quotes for a report: new ones are proposed to the store, approved ones taken from it."""

from collections.abc import Callable, Mapping, Sequence

from textmining.answers import QUESTION, RESPONDENT, AnswerId, Coded
from textmining.counting.domains import group_labels
from textmining.errors import LanguageError, Message, OptionError
from textmining.language import load_pipeline
from textmining.report import (
    Excerpts,
    Place,
    Publication,
    Release,
    ReportCounts,
    proposals,
    released,
)
from textmining.report.excerpts import masked_excerpts
from textmining.report.rare import FEWEST
from textmining.review import (
    Desk,
    Store,
    StoredQuote,
    answers_of,
    is_store,
)


def quotes_for(
    coded: Coded,
    themes: Mapping[AnswerId, tuple[str, ...]],
    counts: ReportCounts,
    sources: Sequence[str],
    publication: Publication,
) -> tuple[Release, tuple[str, ...]]:
    """Return the quotes that may be published, and sentences on what the user should know.

    The most typical excerpts of the newest wave are proposed to the store, where a person
    approves or rejects them on the review page. A drawn answer that nobody has read gives none:
    whoever judged its quote would have met the answer and the machine's theme before coding it.

    New ones are proposed to the first store among the sources, and approved ones taken from all.
    None stands for a suppressed number.

    Raises:
        OptionError: the settings name a column for that which the answers lack.
    """
    nothing = Release({}, 0)
    stores = [source for source in sources if is_store(source)]
    codebook = coded.codebook
    newest = coded.part(coded.answered & coded.of_wave(counts.waves[-1]))
    try:
        excerpts = masked_excerpts(newest, load_pipeline())
    except LanguageError as error:
        said = "There are no quotes, since names cannot be masked. {error}"
        return nothing, (Message(said, error=error.args[0]),)

    def may_show(answer: AnswerId, theme: str) -> bool:
        cell = counts.cell(Place(answer.wave, answer.question), theme)
        return cell is not None and not cell.is_suppressed

    with Store(stores[0], create=False) as store:
        desk = Desk(store, answers_of(newest.frame, codebook), codebook)
        if not store.is_read_only:
            store.propose_quotes(proposals(_without_blind(excerpts, desk), themes, codebook))
        is_read_only = store.is_read_only
    stored = _quotes_of(stores)
    said_by = attribution(newest, counts, publication)
    texts = dict(zip(coded.ids, coded.texts, strict=True))
    release = released(stored, excerpts, themes, codebook, may_show, said_by, texts)
    waiting = sum(quote.state == "proposed" for quote in stored)
    findings = []
    if is_read_only:
        findings.append(
            Message("{store} cannot be written, so no new quotes are proposed.", store=stores[0])
        )
    if waiting:
        findings.append(Message("{n} quotes wait for approval on the review page.", n=waiting))
    if release.held_back:
        said = (
            "{n} approved quotes are held back: the answer, its codes, the masking or the "
            "suppression has changed. Judge them again on the review page."
        )
        findings.append(Message(said, n=release.held_back))
    return release, tuple(findings)


def attribution(
    newest: Coded, counts: ReportCounts, publication: Publication
) -> Callable[[AnswerId, str], str]:
    """Whom a quote is from: a group that few are in, or whose number is hidden, is not named."""
    column = publication.quotes_by
    if not column:
        return lambda *_: ""
    if column not in newest.frame:
        raise OptionError(
            "[report] quotes_by: there is no column {column}. Name a background column, or leave "
            "it out.",
            column=column,
        )
    group = group_labels(newest.frame[column], "")
    respondents = newest.frame.groupby([QUESTION, group])[RESPONDENT]
    people = respondents.nunique()
    of_answer = dict(zip(newest.ids, group, strict=True))

    def said_by(answer: AnswerId, theme: str) -> str:
        value = str(of_answer[answer])
        is_known = value and people[answer.question, value] >= FEWEST
        if not is_known or not _is_told(answer, theme, column, value, counts):
            return ""
        return publication.named(column, value)

    return said_by


def _is_told(answer: AnswerId, theme: str, column: str, value: str, counts: ReportCounts) -> bool:
    """Whether that the group has the theme at all gives no hidden number away."""
    if not counts.hides:
        return True
    if column not in counts.by:
        return False
    cell = counts.cell(Place(answer.wave, answer.question, column, value), theme)
    return cell is not None and not cell.is_suppressed


def _quotes_of(stores: Sequence[str]) -> list[StoredQuote]:
    """The quotes of all stores, each once: who has rejected it in one of them has rejected it."""
    rank = {"rejected": 0, "approved": 1, "proposed": 2}
    found: dict[tuple[AnswerId, str, str], StoredQuote] = {}
    for name in stores:
        with Store(name, create=False) as store:
            for quote in store.quotes():
                key = (quote.answer, quote.theme, quote.proposed)
                kept = found.setdefault(key, quote)
                found[key] = min(kept, quote, key=lambda one: rank[one.state])
    return list(found.values())


def _without_blind(excerpts: Excerpts, desk: Desk) -> Excerpts:
    """The excerpts of answers that are not still to be coded blind."""
    return {
        answer: parts
        for answer, parts in excerpts.items()
        if not desk.is_blind(desk.position[answer])
    }
