"""The count of one theme: an estimate, its limits and how they were made."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from textmining.arrays import Array
from textmining.estimation.difference_estimator import difference_estimate
from textmining.estimation.ends import open_ends
from textmining.estimation.hypergeometric import strict_limits
from textmining.estimation.recalibration import ThemeModel
from textmining.estimation.score_interval import score_limits
from textmining.estimation.strata import Strata, strata

CountMethod = Literal[
    "everything read",
    "difference estimator, score interval",
    "strict: hypergeometric interval",
    "no interval: nothing read",
    "no interval: too few read",
]

_MOST_STRATA = 1000  # of one population

TOO_FEW = 10
"""A group of which fewer answers were read has no interval of its own."""


@dataclass(frozen=True)
class ThemeCount:
    """How many answers have a theme.

    Args:
        answers: answers that the count is about.
        reviewed: drawn ones that a person read.
        total: weight of the answers (their number, if unweighted); the base of shares.
        estimate: answers (weight) with the theme; NaN if nothing is known.
        low: lower limit; NaN if there is no interval.
        high: upper limit; NaN if there is no interval.
        level: confidence level of the interval.
        method: how it was made, or why there is no interval.
    """

    answers: int
    reviewed: int
    total: float
    estimate: float
    low: float
    high: float
    level: float
    method: CountMethod


@dataclass(frozen=True)
class Reading:
    """What persons have read of the answers that a count is about, each of shape `(n_answers,)`.

    Args:
        stratum: the draw's stratum within the answer's population, below 1,000.
        audited: drawn and read.
        seen: read at all, drawn or not.
        weights: weight of each answer; None counts them.
        reached: whether anything was drawn and read of the answer's population; None if so of all.
        population: number of the wave and question that the draw was made from by itself, from 0;
            None if all are of one.
        learnt: answers that are read and whose codes the machine has learnt: they count as they
            were coded, and tell nothing of its errors elsewhere; None if there are none.
    """

    stratum: NDArray[np.integer[Any]]
    audited: NDArray[np.bool_]
    seen: NDArray[np.bool_]
    weights: Array | None = None
    reached: NDArray[np.bool_] | None = None
    population: NDArray[np.integer[Any]] | None = None
    learnt: NDArray[np.bool_] | None = None

    def part(self, rows: NDArray[np.bool_]) -> "Reading":
        """The same for some of the answers."""
        if rows.all():
            return self
        return Reading(
            stratum=self.stratum[rows],
            audited=self.audited[rows],
            seen=self.seen[rows],
            weights=None if self.weights is None else self.weights[rows],
            reached=None if self.reached is None else self.reached[rows],
            population=None if self.population is None else self.population[rows],
            learnt=None if self.learnt is None else self.learnt[rows],
        )

    @property
    def strata(self) -> NDArray[np.integer[Any]]:
        """Strata numbered across populations; those of one population lie closest together."""
        if self.population is None:
            return self.stratum
        return np.asarray(_MOST_STRATA * self.population.astype(np.int64) + self.stratum)

    @property
    def is_everywhere(self) -> bool:
        """Whether something was drawn and read, and of every population.

        One question's answers say nothing of another's; a group that happens not to have been
        drawn in one of the questions borrows from its neighbours.
        """
        return bool(self.telling.any() and (self.reached is None or self.reached.all()))

    @property
    def telling(self) -> NDArray[np.bool_]:
        """Drawn and read answers that tell of the machine's errors."""
        return self.audited if self.learnt is None else self.audited & ~self.learnt

    @cached_property
    def split(self) -> Strata:
        """The answers by stratum."""
        return strata(self.strata, self.audited)

    @cached_property
    def weight(self) -> Array:
        """Weights, 1 each if none are given; not to be written to."""
        ones = np.broadcast_to(np.float64(1), len(self.stratum))  # in no memory
        return ones if self.weights is None else self.weights

    def weight_of(self, rows: NDArray[np.bool_]) -> float:
        """The weight of some of the answers, or their number."""
        return float(rows.sum() if self.weights is None else self.weights[rows].sum())

    def weighted(self, values: NDArray[Any]) -> NDArray[Any]:
        """Each answer's value times its weight."""
        return values if self.weights is None else self.weights * values


def count_theme(
    codes: NDArray[np.bool_],
    machine: ThemeModel,
    reading: Reading,
    level: float,
    fewest: int = TOO_FEW,
) -> ThemeCount:
    """Count a theme by the difference estimator with its score interval.

    The limits never leave [positives seen, all minus negatives seen], and reach an end of it that
    the draw does not contradict (`open_ends`); whole answers are counted, so limits of an
    unweighted count are whole numbers.

    Args:
        codes: a person's codes, shape `(n_answers,)`; only seen answers are looked at.
        machine: what is known of the machine.
        reading: what was read.
        level: confidence level, as 0.95.
        fewest: answers that must be read for an interval.
    """
    if reading.seen.all():
        return _all_read(codes, reading, level)
    expected = reading.weighted(machine.expected)
    if not reading.is_everywhere:
        total = float(expected.sum())
        return _without_interval(codes, reading, total, level, "no interval: nothing read")
    split = reading.split
    weight, weighted = reading.weight, reading.weighted(codes)
    estimate = difference_estimate(weighted, expected, split)
    if reading.telling.sum() < fewest:
        return _without_interval(codes, reading, estimate, level, "no interval: too few read")
    certain = float(weighted[split.certain].sum())
    limits = score_limits(estimate, certain, machine, weight, split, level)
    limits = open_ends(limits, codes, expected, weight, split, level)
    return bounded(
        codes, reading, (estimate, *limits), level, "difference estimator, score interval"
    )


def count_theme_strictly(
    codes: NDArray[np.bool_], reading: Reading, level: float, fewest: int = TOO_FEW
) -> ThemeCount:
    """Count a theme from the draw alone, without any trust in the machine.

    Args as in `count_theme`; weights are not used.
    """
    if reading.seen.all():
        return _all_read(codes, reading, level)
    if not reading.is_everywhere:
        return _without_interval(codes, reading, np.nan, level, "no interval: nothing read")
    split = reading.split
    estimate = difference_estimate(codes.astype(float), np.zeros(len(codes)), split)
    if reading.audited.sum() < fewest:
        return _without_interval(codes, reading, estimate, level, "no interval: too few read")
    certain = int(codes[split.certain].sum())
    drawn = [
        (len(members), len(read), int(codes[read].sum()))
        for members, read in zip(split.members, split.read, strict=True)
    ]
    low, high = strict_limits(drawn, level)
    limits = (estimate, certain + low, certain + high)
    return bounded(codes, reading, limits, level, "strict: hypergeometric interval")


def bounded(
    codes: NDArray[np.bool_],
    reading: Reading,
    limits: tuple[float, float, float],
    level: float,
    method: CountMethod,
) -> ThemeCount:
    """Hold estimate and limits to what is known for sure."""
    sure = reading.weight_of(reading.seen & codes)
    possible = reading.weight_of(~reading.seen | codes)
    estimate, low, high = (float(np.clip(value, sure, possible)) for value in limits)
    if reading.weights is None:
        low, high = whole_limits(low, high)
    estimate = min(max(estimate, low), high)
    return _record(reading, (estimate, low, high), level, method)


def whole_limits(low: float, high: float) -> tuple[float, float]:
    """The whole numbers between the limits; those around them if there are none."""
    inner = np.ceil(low - 1e-9), np.floor(high + 1e-9)
    outer = np.floor(low), np.ceil(high)
    low, high = inner if inner[0] <= inner[1] else outer
    return float(low) + 0.0, float(high) + 0.0  # no negative zero


def _all_read(codes: NDArray[np.bool_], reading: Reading, level: float) -> ThemeCount:
    total = reading.weight_of(codes)
    return _record(reading, (total, total, total), level, "everything read")


def _without_interval(
    codes: NDArray[np.bool_], reading: Reading, estimate: float, level: float, method: CountMethod
) -> ThemeCount:
    """An estimate held to what is known for sure, without limits."""
    held = bounded(codes, reading, (estimate, -np.inf, np.inf), level, method)
    return replace(held, low=np.nan, high=np.nan)


def _record(
    reading: Reading, limits: tuple[float, float, float], level: float, method: CountMethod
) -> ThemeCount:
    estimate, low, high = limits
    return ThemeCount(
        answers=len(reading.stratum),
        reviewed=int(reading.audited.sum()),
        total=float(reading.weight.sum()),
        estimate=estimate,
        low=low,
        high=high,
        level=level,
        method=method,
    )
