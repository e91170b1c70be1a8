"""Quotes for a report: new ones are proposed to the store, approved ones taken from it."""

from collections.abc import Mapping

from textmining.answers import CodedAnswers, coded_columns
from textmining.counting import answered, codebook_of
from textmining.errors import LanguageError
from textmining.language import load_pipeline
from textmining.report import Counts, Place, Release, masked_excerpts, proposals, released
from textmining.report.excerpts import Excerpts
from textmining.review import AnswerId, Desk, Store, answers_of, is_store

__all__ = ["quotes_for"]


def quotes_for(
    coded: CodedAnswers, themes: Mapping[AnswerId, tuple[str, ...]], counts: Counts, source: str
) -> tuple[Release, tuple[str, ...]]:
    """Return the quotes that may be published, and sentences on what the user should know.

    The most typical excerpts of the newest wave are proposed to the store, where a person
    approves or rejects them on the review page. A drawn answer that nobody has read gives none:
    whoever judged its quote would have met the answer and the machine's theme before coding it.

    Args:
        coded: coded answers.
        themes: the codes that count.
        counts: the table of counts; a quote never stands for a suppressed number.
        source: where the decisions are from; without a store there are no quotes.
    """
    nothing = Release({}, 0)
    if not is_store(source) or "text" not in coded.frame:
        return nothing, ()
    codebook = codebook_of(coded)
    frame = coded.frame[answered(coded.frame)]
    newest = frame[frame["wave"] == counts.waves[-1]]
    try:
        excerpts = masked_excerpts(newest, _background(coded), load_pipeline())
    except LanguageError as error:
        return nothing, (f"There are no quotes, since names cannot be masked. {error}",)

    def may_show(answer: AnswerId, theme: str) -> bool:
        cell = counts.cell(Place(answer.wave, answer.question), theme)
        return cell is not None and not cell.is_suppressed

    with Store(source, create=False) as store:
        desk = Desk(store, answers_of(newest, codebook), codebook)
        store.propose_quotes(proposals(_without_blind(excerpts, desk), themes, codebook))
        stored = store.quotes()
    release = released(stored, excerpts, themes, codebook, may_show)
    waiting = sum(quote.state == "proposed" for quote in stored)
    findings = []
    if waiting:
        findings.append(f"{waiting} quotes wait for approval on the review page.")
    if release.held_back:
        findings.append(
            f"{release.held_back} approved quotes are held back: the answer, its codes, the "
            "masking or the suppression has changed. Judge them again on the review page."
        )
    return release, tuple(findings)


def _without_blind(excerpts: Excerpts, desk: Desk) -> Excerpts:
    """The excerpts of answers that are not still to be coded blind."""
    return {
        answer: parts
        for answer, parts in excerpts.items()
        if not desk.is_blind(desk.position[answer])
    }


def _background(coded: CodedAnswers) -> list[str]:
    ours = {*coded_columns(coded.codes, ()), "themes_in"}
    return [str(name) for name in coded.frame.columns if str(name) not in ours]
