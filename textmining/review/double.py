"""Answers that two coders coded apart, as the arrays that agreement is worked out from."""

from collections.abc import Iterable
from itertools import islice

import numpy as np

from textmining.answers import AnswerId, DoubleCoded
from textmining.codebook import Codebook
from textmining.review.decisions import IMPORTED, Codes, Decision, Standing


def double_coded(reviews: Iterable[Codes], codebook: Codebook) -> DoubleCoded:
    """Return every answer of these reviews that two coders coded without the machine's proposal.

    Each coder's first decision is taken: a later one may have been made after talking about it.
    Identical answers that were coded in the same two strokes are one. Those coded with an earlier
    codebook, with codes that this one lacks, are left out.
    """
    pairs: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[Standing, list[Decision]]] = {}
    answers: set[AnswerId] = set()
    known = {*codebook.codes}
    for codes in reviews:
        for standing in codes.standings():
            firsts = _blind_firsts(codes, standing.answer)
            if len(firsts) == 2 and all(known.issuperset(first.themes) for first in firsts):
                strokes = _stroke(firsts[0]), _stroke(firsts[1])
                pairs.setdefault(strokes, (standing, firsts))
                answers.add(standing.answer)
    whose = [standing.answer for standing, _ in pairs.values()]
    people = {(answer.respondent, answer.wave): 0 for answer in whose}
    people = {person: number for number, person in enumerate(people)}
    sides = [[decisions[side].themes for _, decisions in pairs.values()] for side in (0, 1)]
    settled = [_settled(standing, known) for standing, _ in pairs.values()]
    return DoubleCoded(
        codes=np.stack([codebook.indicator(side) for side in sides]),
        respondents=np.array([people[a.respondent, a.wave] for a in whose], np.int64),
        settled=codebook.indicator(themes or () for themes in settled),
        is_settled=np.array([themes is not None for themes in settled], np.bool_),
        answers=frozenset(answers),
    )


def _settled(standing: Standing, known: set[str]) -> tuple[str, ...] | None:
    """The codes that count; None while coders disagree, or where this codebook lacks one."""
    counts = standing.counts
    return counts.themes if counts is not None and known.issuperset(counts.themes) else None


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
