"""Answers that two coders coded apart, as the arrays that agreement is worked out from."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from textmining.answers import AnswerId
from textmining.codebook import Codebook
from textmining.review.decisions import IMPORTED, Codes, Decision


@dataclass(frozen=True)
class DoubleCoded:
    """What two coders gave the same answers before they saw each other's codes.

    Args:
        codes: shape `(2, n_answers, n_themes)`; the first coder of each answer first.
        respondents: a number for each answer's respondent, shape `(n_answers,)`.
    """

    codes: NDArray[np.bool_]
    respondents: NDArray[np.int64]

    def __len__(self) -> int:
        return int(self.codes.shape[1])


def double_coded(reviews: Iterable[Codes], codebook: Codebook) -> DoubleCoded:
    """Return every answer of these reviews that two coders coded without the machine's proposal.

    Each coder's first decision is taken: a later one may have been made after talking about it.
    Identical answers that were coded in the same two strokes are one. Those coded with an earlier
    codebook, with codes that this one lacks, are left out.
    """
    pairs: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[AnswerId, list[Decision]]] = {}
    known = {*codebook.codes}
    for codes in reviews:
        for standing in codes.standings():
            firsts = _blind_firsts(codes, standing.answer)
            if len(firsts) == 2 and all(known.issuperset(first.themes) for first in firsts):
                pairs.setdefault(
                    (_stroke(firsts[0]), _stroke(firsts[1])), (standing.answer, firsts)
                )
    people = {(answer.respondent, answer.wave): 0 for answer, _ in pairs.values()}
    people = {person: number for number, person in enumerate(people)}
    sides = [[decisions[side].themes for _, decisions in pairs.values()] for side in (0, 1)]
    return DoubleCoded(
        np.stack([codebook.indicator(side) for side in sides]),
        np.array(
            [people[answer.respondent, answer.wave] for answer, _ in pairs.values()], np.int64
        ),
    )


def _stroke(decision: Decision) -> tuple[str, ...]:
    """What identical answers that were decided on together share."""
    is_imported = decision.batch.startswith(IMPORTED)
    return (decision.batch, *decision.answer) if is_imported else (decision.batch,)


def _blind_firsts(codes: Codes, answer: AnswerId) -> list[Decision]:
    """The first decisions of the first two coders who had not seen the proposal."""
    firsts: dict[str, Decision] = {}
    for decision in codes.history(answer):
        if decision.role == "coding":
            firsts.setdefault(decision.coder, decision)
    return list(islice((d for d in firsts.values() if not d.shown), 2))
