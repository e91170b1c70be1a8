"""The answers a review is about, as a person meets them."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from textmining.answers import (
    EARLIER_THEMES,
    AnswerId,
    ReviewStatus,
    answer_ids,
    coded_columns,
    probability_column,
)
from textmining.answers.cells import as_text
from textmining.codebook import Codebook


@dataclass(frozen=True)
class Answer:
    """One answer with the machine's proposal.

    Args:
        id: what tells it from all others.
        text: what the respondent wrote; never empty.
        background: the respondent's background as text, by column; empty cells are left out.
        proposed: the machine's codes in the codebook's order; None if no machine has coded it.
        probabilities: the machine's probability of every code, 0-1; empty without a machine.
        review: why a person reads it.
        order: its place in the reading order.
        model: the model that coded it; "" without one.
        novel: whether it is unlike those the model learnt from.
    """

    id: AnswerId
    text: str
    background: Mapping[str, str]
    proposed: tuple[str, ...] | None
    probabilities: Mapping[str, float]
    review: ReviewStatus
    order: int
    model: str = ""
    novel: bool = False

    @property
    def facts(self) -> Mapping[str, str]:
        """What is known about it beside its text: wave, question and background, by column."""
        return {"wave": self.id.wave, "question": self.id.question, **self.background}


def answers_of(frame: pd.DataFrame, codebook: Codebook) -> list[Answer]:
    """Return the answered rows of coded answers, or of answers that no machine has coded.

    In a coded file they are those with a place in the reading order; a text of nothing but
    invisible signs has none. Without a machine everything is to be read: every answer is `AUDIT`,
    in an order by chance that depends on who answered what alone, so that whoever stops early has
    read a random part.
    """
    columns = [str(name) for name in frame.columns]
    # Whoever codes answers anew must not see the codes that they came with.
    ours = {*coded_columns(codebook.codes), EARLIER_THEMES}
    background = [name for name in columns if name not in ours]
    found = {probability_column(code): code for code in codebook.codes}
    probabilities = {name: code for name, code in found.items() if name in columns}
    rows = (dict(zip(columns, row, strict=True)) for row in frame.itertuples(index=False))
    order = _by_chance(frame)
    return [
        _answer(row, number, background, probabilities if "model" in columns else None)
        for number, row in zip(order, rows, strict=True)
        if str(row.get("text") or "").strip() and _is_there(row.get("order", number))
    ]


def _by_chance(frame: pd.DataFrame) -> list[int]:
    """Every answer's place in an order by chance: that of the hash of its identity."""
    keys = ["\0".join(answer).encode("utf-8", "surrogatepass") for answer in answer_ids(frame)]
    hashes = [hashlib.sha256(key).digest() for key in keys]
    places = {
        row: place for place, row in enumerate(sorted(range(len(keys)), key=hashes.__getitem__))
    }
    return [places[row] for row in range(len(keys))]


def _answer(
    row: Mapping[str, Any],
    number: int,
    background: Sequence[str],
    probabilities: Mapping[str, str] | None,
) -> Answer:
    shared = {
        "id": AnswerId(row["respondent"], row["wave"], row["question"]),
        "text": row["text"],
        "background": {name: as_text(row[name]) for name in background if _is_there(row[name])},
    }
    if probabilities is None:
        return Answer(
            **shared, proposed=None, probabilities={}, review=ReviewStatus.AUDIT, order=number
        )
    return Answer(
        **shared,
        proposed=tuple(row["themes"]),
        probabilities={
            code: row[name] for name, code in probabilities.items() if _is_there(row[name])
        },
        review=ReviewStatus(row.get("review") or ""),
        order=int(row.get("order", number)),
        model=str(row["model"]),
        novel=row.get("novel") == 1,
    )


def _is_there(cell: Any) -> bool:
    is_nan = isinstance(cell, float) and math.isnan(cell)
    return not (cell is None or cell is pd.NA or cell is pd.NaT or is_nan or cell == "")
