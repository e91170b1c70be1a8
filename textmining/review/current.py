"""The codes that count, as the table that counting and training read."""

from collections.abc import Container, Iterable, Sequence
from typing import Final

import pandas as pd

from textmining.answers import AnswerId
from textmining.codebook import Codebook
from textmining.errors import DecisionError
from textmining.review.decisions import IMPORTED, Codes, Decision

_COLUMNS: Final = (
    *AnswerId._fields, "themes", "coder", "at", "unsure", "note", "adjudicated", "shown",
    "codebook_version", "decided_together",
)  # fmt: skip


def current_codes(
    codes: Codes, codebook: Codebook, among: Container[AnswerId] | None = None
) -> pd.DataFrame:
    """Return the codes that count, one row an answer, sorted by answer.

    Answers that coders still disagree about are left out: they are unread. Columns:
    `respondent, wave, question`, `themes` (a tuple in the codebook's order), `coder`, `at`,
    `unsure`, `note`, `adjudicated` (coders had disagreed), `shown` (the coder saw the proposal
    before deciding), `codebook_version` and `decided_together` (answers decided in one stroke
    share it; "" for those of a workbook, which are decided one by one). Only answers `among` those
    named, if any are.

    Raises:
        DecisionError: a decision has a code that the codebook lacks.
    """
    standings = (s for s in codes.standings() if among is None or s.answer in among)
    found = [(standing, standing.counts) for standing in standings]
    settled = [standing.settled is not None for standing, counts in found if counts is not None]
    decided = [counts for _, counts in found if counts is not None]
    _refuse_unknown_codes(decided, codebook)
    themes = codebook.sets(codebook.indicator(d.themes for d in decided))
    rows = [
        (
            *d.answer,
            ordered,
            d.coder,
            d.at,
            d.unsure,
            d.note,
            adjudicated,
            _shown(d, codes.history(d.answer)),
            d.codebook_version,
            _stroke(codes.history(d.answer)),
        )
        for d, ordered, adjudicated in zip(decided, themes, settled, strict=True)
    ]
    return pd.DataFrame(rows, columns=pd.Index(_COLUMNS))


def _shown(counting: Decision, history: Sequence[Decision]) -> bool:
    """Whether whoever first chose these codes had seen the proposal.

    A choice that is kept after the comparison was not led by it.
    """
    return all(decision.shown for decision in history if decision.themes == counting.themes)


def _stroke(history: Sequence[Decision]) -> str:
    """The stroke in which the answer was first decided."""
    first = history[0].batch
    return "" if first.startswith(IMPORTED) else first


def _refuse_unknown_codes(decisions: Iterable[Decision], codebook: Codebook) -> None:
    unknown = {code for d in decisions for code in d.themes} - set(codebook.codes)
    if unknown:
        raise DecisionError(
            "the store has codes that codebook {name} {version} lacks: {unknown}. Use the codebook "
            "that the answers were decided with.",
            name=codebook.name,
            version=codebook.version,
            unknown=", ".join(sorted(unknown)),
        )
