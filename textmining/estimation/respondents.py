"""From answers to respondents: whoever has a theme in several answers is counted once.

Respondents with the theme are the answers that have it less the repeats: answers whose respondent
already has it in an earlier answer. A repeat is counted like a theme of its own, known where the
answer and all earlier ones of its respondent were read; the two counts are joined by MOVER.
"""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmining.arrays import Array, Bools
from textmining.estimation.change import Limits, difference
from textmining.estimation.recalibration import ThemeModel, clipped_logit, floored
from textmining.estimation.theme import Reading, ThemeCount, bounded, count_theme


def count_respondents(
    answers: ThemeCount,
    codes: Bools,
    machine: ThemeModel,
    reading: Reading,
    respondent: NDArray[np.intp],
    fewest: int = 1,
) -> ThemeCount:
    """Count the respondents who have a theme in any of their answers.

    Answers and repeats are correlated upwards (both grow with the theme), so their difference
    varies less than MOVER takes it to: the interval is rather too wide.

    Args:
        answers: the same theme counted over the same answers.
        codes: a person's codes, shape `(n_answers,)`; only seen answers are looked at.
        machine: what is known of the machine.
        reading: what was read; the weights of a respondent's answers are the same.
        respondent: number of each answer's respondent, from 0, shape `(n_answers,)`.
        fewest: repeats that must be known for an interval.
    """
    people = _people(codes, reading, respondent)
    if len(people[0]) == len(codes):
        return answers
    repeats = _repeats(codes, machine, reading, respondent, answers.level, fewest)
    joined = difference(
        Limits(repeats.estimate, repeats.low, repeats.high),
        Limits(answers.estimate, answers.low, answers.high),
    )
    limits = joined.value, joined.low, min(joined.high, answers.high - repeats.low)
    return bounded(*people, limits, answers.level, answers.method)


def earlier(values: NDArray[Any], respondent: NDArray[np.intp]) -> Array:
    """Product of `values` over the respondent's answers that stand before each one; 1 if none.

    Args:
        values: shape `(n_answers,)`.
        respondent: number of each answer's respondent, from 0, shape `(n_answers,)`.
    """
    state = np.ones(int(respondent.max(initial=-1)) + 1)
    product = np.empty(len(values))
    rank = _rank(respondent)
    for r in range(int(rank.max(initial=-1)) + 1):
        rows = rank == r
        product[rows] = state[respondent[rows]]
        state[respondent[rows]] *= values[rows]
    return product


def _rank(respondent: NDArray[np.intp]) -> NDArray[np.intp]:
    """How many answers of the same respondent stand before each one."""
    by_respondent = np.argsort(respondent, kind="stable")
    ordered = respondent[by_respondent]
    rank = np.empty(len(respondent), dtype=np.intp)
    rank[by_respondent] = np.arange(len(respondent)) - np.searchsorted(ordered, ordered)
    return rank


def _repeats(
    codes: Bools,
    machine: ThemeModel,
    reading: Reading,
    respondent: NDArray[np.intp],
    level: float,
    fewest: int,
) -> ThemeCount:
    """Count the answers that repeat a theme, among those that are not their respondent's first.

    Whoever has a theme in several answers is counted by the first; the others are repeats. Whether
    an answer is one is known where it and an earlier one of the respondent are read, by a chance
    that is the product of theirs. Of a respondent with the theme in the first and third of three
    answers, the third is a repeat.
    """
    q = machine.expected
    later = _rank(respondent) > 0
    repeated = codes & (earlier(~codes, respondent) == 0)
    expected = clipped_logit(q * (1 - earlier(1 - q, respondent)))[later]
    audited = reading.audited & (earlier(reading.audited, respondent) > 0)
    seen = reading.seen & (earlier(reading.seen, respondent) > 0)
    chance = _share_read(reading)
    # Equal chances make a stratum; an empty one joins that with the nearest chance.
    stratum = np.unique((chance * earlier(chance, respondent)).round(9), return_inverse=True)[1]
    known = Reading(stratum.astype(np.int64), audited, seen, reading.weights).part(later)
    joint = replace(machine, expected=floored(expected, machine.silent))
    return count_theme(repeated[later], joint, known, level, fewest)


def _share_read(reading: Reading) -> Array:
    """The share of each answer's stratum that was drawn and read, shape `(n_answers,)`."""
    stratum = np.unique(reading.strata, return_inverse=True)[1]
    share = np.bincount(stratum, weights=reading.audited) / np.bincount(stratum)
    return np.asarray(share[stratum])


def _people(codes: Bools, reading: Reading, respondent: NDArray[np.intp]) -> tuple[Bools, Reading]:
    """The same, a row a respondent: read if all is, known to have the theme if any answer has."""
    first = np.unique(respondent, return_index=True)[1]
    people = np.unique(respondent, return_inverse=True)[1]
    size = len(first)

    def every(of_answers: Bools) -> Bools:
        return np.asarray(np.bincount(people, weights=~of_answers, minlength=size) == 0)

    has = ~every(~(codes & reading.seen))
    audited, seen = every(reading.audited), every(reading.seen) | has
    weights = None if reading.weights is None else reading.weights[first]
    return has, Reading(np.zeros(size, dtype=np.int64), audited, seen, weights)
