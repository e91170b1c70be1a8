"""Quotes: proposed by how typical they are of a theme, published only when a person approved them.

The rule of release is checked anew each time a report is written. A quote is published if

- its state in the store is "approved" and a coder's name stands with it,
- what was proposed is, to the letter, what masking makes of that answer today,
- the published text is the proposed one with nothing changed but more taken out, or with words put
  back that a person saw were masked wrongly (never numbers or addresses),
- the answer still has the theme, and the theme's number in the table is not suppressed.

Whatever fails one of these is left out and counted, so that somebody looks at it again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmining.answers import AnswerId
from textmining.codebook import Codebook
from textmining.report.outline import Quote
from textmining.review import StoredQuote, is_quote_of

_PER_THEME = 2

Excerpts = Mapping[AnswerId, tuple[str, ...]]
"""The masked excerpts of every answer that has any."""

ThemesByAnswer = Mapping[AnswerId, tuple[str, ...]]
"""The codes that count, of every answer."""


@dataclass(frozen=True)
class Release:
    """What may be published.

    Args:
        quotes: by question, in the order of the codebook.
        held_back: approved quotes that no longer pass the rule.
    """

    quotes: Mapping[str, tuple[Quote, ...]]
    held_back: int


def proposals(excerpts: Excerpts, themes: ThemesByAnswer, codebook: Codebook) -> list[StoredQuote]:
    """Return the most typical excerpts of every theme and question, for a person to judge.

    An excerpt is typical if its words are those by which the theme's answers differ from the
    others (cosine of TF-IDF vectors); answers about several themes are less so. Themes without
    content of their own get none.
    """
    rows = [(answer, text) for answer, parts in excerpts.items() for text in parts]
    if not rows:
        return []
    scores = _typicality(
        [text for _, text in rows],
        codebook.indicator(themes.get(answer, ()) for answer, _ in rows),
    )
    questions = dict.fromkeys(answer.question for answer, _ in rows)
    return [
        StoredQuote(answer, theme.code, text)
        for question in questions
        for k, theme in enumerate(codebook.themes)
        if theme.residual is None
        for answer, text in _best(rows, scores[:, k], question)
    ]


def _typicality(texts: list[str], coded: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How typical each text is of each theme, shape `(n_texts, n_themes)`; 0 without the theme."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(sublinear_tf=True).fit_transform(texts)
    with_theme = coded / np.maximum(coded.sum(axis=0), 1)
    without = ~coded / np.maximum((~coded).sum(axis=0), 1)
    direction = np.asarray(vectors.T @ (with_theme - without))
    direction /= np.maximum(np.linalg.norm(direction, axis=0), 1e-12)
    themes_each = np.maximum(coded.sum(axis=1, keepdims=True), 1)
    return np.asarray((vectors @ direction) * coded / np.sqrt(themes_each))


def _best(
    rows: list[tuple[AnswerId, str]], scores: NDArray[np.float64], question: str
) -> Iterator[tuple[AnswerId, str]]:
    """The rows with the highest scores, one of a respondent, none with the same text."""
    used: set[str] = set()
    for i in np.argsort(-scores, kind="stable"):
        answer, text = rows[i]
        if scores[i] <= 0 or len(used) == 2 * _PER_THEME:
            return
        if answer.question == question and not used & {answer.respondent, text}:
            used |= {answer.respondent, text}
            yield answer, text


def released(
    stored: Iterable[StoredQuote],
    excerpts: Excerpts,
    themes: ThemesByAnswer,
    codebook: Codebook,
    may_show: Callable[[AnswerId, str], bool],
    said_by: Callable[[AnswerId, str], str] = lambda *_: "",
    texts: Mapping[AnswerId, str] | None = None,
) -> Release:
    """Return the quotes that may be published.

    `may_show` tells whether the table shows the number of an answer's question and a theme,
    `said_by` whom a quote is from, as it is written. Without `texts`, the answers, nothing that was
    masked may stand in a quote.
    """
    originals = texts or {}
    approved = [quote for quote in stored if quote.state == "approved"]
    fine = [
        quote
        for quote in approved
        if quote.coder
        and quote.proposed in excerpts.get(quote.answer, ())
        and is_quote_of(quote.text, quote.proposed, originals.get(quote.answer, ""))
        and quote.theme in themes.get(quote.answer, ())
        and may_show(quote.answer, quote.theme)
    ]
    order = {code: k for k, code in enumerate(codebook.codes)}
    fine.sort(key=lambda quote: (order[quote.theme], quote.number))
    by_question: dict[str, tuple[Quote, ...]] = {}
    for quote in fine:
        label, source = codebook.labels[quote.theme], said_by(quote.answer, quote.theme)
        shown = Quote(quote.theme, label, quote.text, source)
        question = quote.answer.question
        by_question[question] = (*by_question.get(question, ()), shown)
    return Release(by_question, len(approved) - len(fine))
