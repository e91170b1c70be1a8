"""The draw of a whole survey: every wave and question is a population of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

import numpy as np
from numpy.typing import NDArray

from textmining.sampling.budget import budgets
from textmining.sampling.doubt import doubt
from textmining.sampling.stratified import Draw, draw

Design = Literal["stratified", "simple", "all"]


class StratumRecord(TypedDict):
    """One stratum as the file beside the coded answers keeps it."""

    stratum: str
    size: int
    drawn: int
    certainty: bool


class PopulationRecord(TypedDict):
    """One population as the file beside the coded answers keeps it (wave and question added)."""

    answers: int
    budget: int
    strata: list[StratumRecord]


@dataclass(frozen=True)
class SurveyDraw:
    """Which answers of a survey are read, one value an answer, shape `(n,)`.

    Args:
        stratum: the design's stratum within the population; -1 where nothing was answered.
        inclusion: chance of being drawn, in (0, 1]; NaN where nothing was answered or the
            population's budget is 0.
        order: place in the reading order from 1, drawn answers first, then doubt; 0 where
            nothing was answered.
        review: `audit` for drawn answers, `doubt` for the others, empty where nothing was
            answered.
        labels: the populations' numbers, rising.
        draws: the draw of each population.
    """

    stratum: NDArray[np.int64]
    inclusion: NDArray[np.float64]
    order: NDArray[np.int64]
    review: NDArray[np.str_]
    labels: tuple[int, ...]
    draws: tuple[Draw, ...]

    @property
    def design(self) -> Design:
        """`all` if everything is read, `simple` if no population has several strata."""
        if all(s.certainty for draw in self.draws for s in draw.strata):
            return "all"
        single = all(len(draw.strata) == 1 for draw in self.draws)
        return "simple" if single else "stratified"

    @property
    def records(self) -> list[PopulationRecord]:
        """The populations in the order of `labels`, ready for JSON."""
        return [_record(draw) for draw in self.draws]


def draw_survey(
    probabilities: NDArray[np.float64],
    populations: NDArray[np.int64],
    answered: NDArray[np.bool_],
    review: str,
    seed: int,
    priority: Sequence[int] = (),
    numbers: NDArray[np.float64] | None = None,
) -> SurveyDraw:
    """Draw the answers to read, each population by itself, and put all answers in reading order.

    Args:
        probabilities: 0-1, shape `(n, n_themes)`; no themes at all gives simple random draws.
        populations: number of each answer's wave and question, shape `(n,)`.
        answered: which rows are answers at all, shape `(n,)`; the others are never drawn.
        review: `20%`, `120` or `all`; see `budgets`. `0` draws nothing.
        seed: same seed, same answers, same draw.
        priority: positions of themes that together have as much say as all the others.
        numbers: each answer's own random number, shape `(n,)` (see `random_numbers`; the seed says
            nothing then); None makes numbers by row.

    Raises:
        OptionError: `review` makes no sense.
    """
    say = np.ones(probabilities.shape[1])
    say[list(priority)] = max((len(say) - len(priority)) / max(len(priority), 1), 1)
    labels, members = _populations(populations, answered)
    shared = budgets(review, [len(rows) for rows in members])
    if numbers is None:
        numbers = _numbers_by_row(members, len(probabilities), seed)
    draws = tuple(
        draw(probabilities[rows], n, numbers[rows], say)
        for rows, n in zip(members, shared, strict=True)
    )
    return _survey(probabilities, labels, members, draws, numbers)


def _numbers_by_row(
    members: tuple[NDArray[np.intp], ...], n: int, seed: int
) -> NDArray[np.float64]:
    numbers = np.zeros(n)
    for rows, stream in zip(members, np.random.SeedSequence(seed).spawn(len(members)), strict=True):
        numbers[rows] = np.random.default_rng(stream).random(len(rows))
    return numbers


def _populations(
    populations: NDArray[np.int64], answered: NDArray[np.bool_]
) -> tuple[tuple[int, ...], tuple[NDArray[np.intp], ...]]:
    labels = tuple(np.unique(populations[answered]).tolist())
    return labels, tuple(np.flatnonzero(answered & (populations == label)) for label in labels)


def _survey(
    probabilities: NDArray[np.float64],
    labels: tuple[int, ...],
    members: tuple[NDArray[np.intp], ...],
    draws: tuple[Draw, ...],
    numbers: NDArray[np.float64],
) -> SurveyDraw:
    n = len(probabilities)
    stratum = np.full(n, -1, dtype=np.int64)
    inclusion = np.full(n, np.nan)
    turn = np.full(n, np.inf)
    review = np.full(n, "", dtype="<U5")
    for rows, drawn in zip(members, draws, strict=True):
        stratum[rows] = drawn.stratum
        inclusion[rows] = drawn.inclusion
        turn[rows] = np.where(drawn.drawn, drawn.turn, np.inf)
        review[rows] = np.where(drawn.drawn, "audit", "doubt")
    order = _reading_order(probabilities, turn, review, numbers)
    return SurveyDraw(stratum, inclusion, order, review, labels, draws)


def _reading_order(
    probabilities: NDArray[np.float64],
    turn: NDArray[np.float64],
    review: NDArray[np.str_],
    numbers: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Drawn answers by their turn, then the others by doubt; what is equal by its number."""
    by_number = np.argsort(numbers, kind="stable")
    drawn = by_number[review[by_number] == "audit"]
    others = by_number[review[by_number] == "doubt"]
    queue = np.concatenate(
        [drawn[np.argsort(turn[drawn], kind="stable")], others[doubt(probabilities[others])]]
    )
    order = np.zeros(len(turn), dtype=np.int64)
    order[queue] = np.arange(1, len(queue) + 1)
    return order


def _record(draw: Draw) -> PopulationRecord:
    strata: list[StratumRecord] = [
        {"stratum": str(s.stratum), "size": s.size, "drawn": s.drawn, "certainty": s.certainty}
        for s in draw.strata
    ]
    return {"answers": len(draw.stratum), "budget": draw.budget, "strata": strata}
