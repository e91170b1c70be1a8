"""Decisions from wherever they lie: review stores, and files of coded answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from textmining.answers import IDENTITY, THEMES, Answers, Decisions, read_decisions
from textmining.codebook import Codebook
from textmining.errors import DecisionError, Joined, Message
from textmining.estimation import Agreement, agreement
from textmining.review import Codes, Store, double_coded, is_store, store_name

_SEED = 0  # of the bootstrap that gives agreement its limits
_MADE_WITH = ("codebook_version", "decided_together")
_NAMED = 3
"""How many answers a message names."""


@dataclass(frozen=True)
class Decided:
    """What persons decided, and how.

    Args:
        decisions: the codes that count, of all sources together.
        reviews: the stores' decisions with their history.
    """

    decisions: Decisions
    reviews: Sequence[Codes] = ()

    def agreement(self, codebook: Codebook) -> dict[str, Agreement]:
        """By code, how far coders agree; empty if nothing was coded twice.

        It is known of each store by itself: what two stores decide differently is refused, so
        between stores only agreement would be seen.
        """
        double = double_coded(self.reviews, codebook)
        if not len(double):
            return {}
        coded = np.ones(double.codes.shape[:2], dtype=np.bool_)
        found = agreement(double.codes, coded, double.respondents, np.random.default_rng(_SEED))
        return dict(zip(codebook.codes, found, strict=True))


def decided_in(sources: Sequence[str], codebook: Codebook) -> Decided:
    """Read what persons decided, of all sources together.

    Args:
        sources: a database URL or a file ending in .sqlite or .db is a store; else an answer file.
        codebook: what codes there are.

    Raises:
        TextminingError: a source cannot be read, has codes that the codebook lacks, or gives an
            answer other codes than another source does.
    """
    tables, reviews, coders = [], [], set()
    for source in sources:
        if is_store(source):
            with Store(source, create=False) as store:
                store.require_erased()
                current = store.current(codebook)
                reviews.append(store.codes())
            coders |= {*current["coder"]}
            tables.append(current[[*IDENTITY, THEMES, "shown", *_MADE_WITH]])
        else:
            tables.append(read_decisions(Path(source), codebook=codebook).assign(shown=None))
    known = len(coders) if len(reviews) == len(sources) else 0
    double = double_coded(reviews, codebook)
    decided = joined([*map(store_name, sources)], tables)
    return Decided(Decisions(decided, known, double if len(double) else None), reviews)


def joined(sources: Sequence[str], tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the decisions of several sources as one table; what two say alike stands once.

    Tables have `respondent`, `wave`, `question`, `themes` (a tuple), perhaps more; sources are
    named in the error.

    Raises:
        DecisionError: two sources give an answer different codes.
    """
    decided = pd.concat(tables, ignore_index=True)
    origin = [
        source for source, table in zip(sources, tables, strict=True) for _ in range(len(table))
    ]
    first: dict[tuple[str, ...], int] = {}
    apart: dict[tuple[str, str], list[str]] = {}
    themes = decided[THEMES].tolist()
    for row, identity in enumerate(decided[IDENTITY].itertuples(index=False, name=None)):
        before = first.setdefault(identity, row)
        if themes[before] != themes[row]:
            apart.setdefault((origin[before], origin[row]), []).append(" / ".join(identity))
    if apart:
        raise _contradiction(apart)
    return decided.iloc[list(first.values())].reset_index(drop=True)


def _contradiction(apart: dict[tuple[str, str], list[str]]) -> DecisionError:
    said = "{one} and {other} give {n} answers different codes ({answers})."
    told = [
        Message(said, one=one, other=other, n=len(answers), answers=_first(answers))
        for (one, other), answers in apart.items()
    ]
    joined = Joined(told, " ")
    return DecisionError("{told} Settle them in one, or leave the other out.", told=joined)


def _first(answers: Sequence[str]) -> str:
    return "; ".join([*answers[:_NAMED], *["…"][: len(answers) - _NAMED]])


def with_decisions(answers: Answers, sources: Sequence[str], codebook: Codebook) -> Answers:
    """Return the answers with the decided codes in place of those they came with.

    Raises:
        TextminingError: as for `decided_in`, or no decision is about these answers.
    """
    decided = decided_in(sources, codebook).decisions.themes
    if decided.keys().isdisjoint(answers.ids):
        raise DecisionError(
            "no decision (of {n}) is about an answer of these files. Name the files they were made "
            "on; respondent, wave and question must be the same.",
            n=len(decided),
        )
    own = zip(answers.ids, answers.themes, strict=True)
    return answers.with_themes([decided.get(answer, themes) for answer, themes in own])
