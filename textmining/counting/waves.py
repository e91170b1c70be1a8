"""Coded answers and decisions as arrays, wave by wave: what the counts are made from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import Coded, Decisions, DoubleCoded
from textmining.arrays import Array, Bools
from textmining.codebook import Codebook
from textmining.counting.in_turn import read_in_turn
from textmining.errors import ColumnError
from textmining.estimation import Reading, blocks
from textmining.files import nearest_names


@dataclass(frozen=True)
class Category:
    """What is counted: a theme, or a net (any of several themes).

    Args:
        theme: the theme's code or the net's name.
        label: what readers see.
        themes: positions of its themes in the codebook.
        questions: the questions it is for; empty means all.
        net: whether it is a net.
    """

    theme: str
    label: str
    themes: tuple[int, ...]
    questions: frozenset[str]
    net: bool

    @property
    def names(self) -> dict[str, str]:
        """The cells of the table that name it."""
        return {"theme": self.theme, "label": self.label}

    def asked(self, question: str) -> bool:
        """Whether a question can have it."""
        return not self.questions or question in self.questions


@dataclass(frozen=True)
class Wave:
    """The answers of one wave that are answers at all.

    Args:
        name: the wave.
        coded: they, numbered from 0.
        categories: what is counted, shape `(n_categories,)`.
        probabilities: the machine's, shape `(n_answers, n_categories)`.
        chances: the machine's of each theme, shape `(n_answers, n_themes)`.
        machine: the machine's codes, same shape.
        codes: a person's codes, same shape; False where nobody read.
        known: whether the answer was coded with a codebook that has each theme of the newest one,
            shape `(n_answers, n_themes)`.
        reading: what was read, and the weights.
        respondent: number of each answer's respondent, from 0, shape `(n_answers,)`.
        unit: number of the unit that each answer is for, likewise; the respondents where no unit
            is named.
        by_hand: whether no machine has coded it.
        double: what two persons coded, of whatever wave; None if nothing was.
    """

    name: str
    coded: Coded
    categories: tuple[Category, ...]
    probabilities: Array
    chances: Array
    machine: Bools
    codes: Bools
    known: Bools
    reading: Reading
    respondent: NDArray[np.intp]
    unit: NDArray[np.intp]
    by_hand: bool = False
    double: DoubleCoded | None = None

    @cached_property
    def twice(self) -> Bools:
        """Which answers two persons coded, shape `(n_answers,)`."""
        return self.coded.among(self.double.answers if self.double else frozenset())

    @property
    def others(self) -> Array:
        """Probability of any theme beside the category's, shape `(n_answers, n_categories)`."""
        return chance_of_others(self.categories, self.chances)

    def knows(self, category: Category, rows: Bools) -> bool:
        """Whether some answers were coded with all the themes that a category is about.

        Nobody looked for the others, so that nothing is known of how many answers have them.
        """
        return bool(self.known[:, category.themes][rows].all())


def waves(
    coded: Coded, decisions: Decisions | None, weights: str | None = None, unit: str | None = None
) -> Iterator[Wave]:
    """Give the waves in the order of the coded files, those of one file as they come in it.

    Args:
        coded: coded answers.
        decisions: what persons decided; None if nobody has read.
        weights: background column with a weight for each answer.
        unit: background column with the unit of each answer.

    Raises:
        ColumnError: the weights are missing or not above 0, or an answer has no unit.
    """
    book, given = coded.codebook, coded.given
    decided = decisions.themes if decisions else {}
    seen = given.among(decided)
    themes = np.zeros((len(given), len(book.codes)), dtype=np.bool_)
    themes[seen] = book.indicator(decided[answer] for answer in given.ids_of(seen))
    reading = _reading(given, seen, read_in_turn(given, decisions), _weights(given, weights))
    categories = _categories(book)
    arrays = [
        any_of(categories, book.indicator(given.themes)),
        any_of(categories, themes),
    ]
    chances, known = given.chances, given.known
    units = pd.factorize(units_of(given, unit))[0] if unit else given.respondent_numbers
    for name in given.wave_names:
        in_wave = given.of_wave(name)
        rows = slice(None) if in_wave.all() else in_wave  # all of them need no copy
        probabilities = _chance_of_any(categories, chances[rows])
        yield Wave(
            name=name,
            coded=given.part(in_wave),
            categories=categories,
            probabilities=probabilities,
            chances=probabilities[:, : len(book.codes)],  # themes come before nets
            machine=arrays[0][rows],
            codes=arrays[1][rows],
            known=known[rows],
            reading=reading.part(in_wave),
            respondent=pd.factorize(given.respondent_numbers[rows])[0],
            unit=pd.factorize(units[rows])[0],
            by_hand=bool(given.by_hand[rows].all()),
            double=decisions.double if decisions else None,
        )


def _reading(coded: Coded, seen: Bools, audited: Bools, weights: Array | None) -> Reading:
    """What was read; what the machine has learnt of that is a population of its own, read whole."""
    learnt = coded.learnt & seen
    population = coded.population_numbers
    reached = np.isin(population, population[audited & ~learnt]) | learnt
    if not learnt.any():
        return Reading(coded.strata, audited, seen, weights, reached, population)
    return Reading(
        stratum=np.where(learnt, 0, coded.strata),
        audited=audited | learnt,
        seen=seen,
        weights=weights,
        reached=reached,
        population=np.where(learnt, population.max() + 1, population),
        learnt=learnt,
    )


def units_of(coded: Coded, column: str) -> pd.Series:
    """The unit of every answer, as text.

    Raises:
        ColumnError: there is no such column, or an answer has no unit.
    """
    if column not in coded.frame:
        found = nearest_names(column, map(str, coded.frame))
        raise ColumnError(
            "there is no column {column} with the units; {found} Name one of the coded file in the "
            "settings, under [unit].",
            column=column,
            found=found,
        )
    units = coded.owners(column).fillna("").astype(object)
    empty = np.flatnonzero(units == "")
    if len(empty):
        raise ColumnError(
            "The column {column} is empty for {n} answers, first for respondent {respondent}. Give "
            "every answer its unit, or leave [unit] out of the settings.",
            column=column,
            n=len(empty),
            respondent=coded.respondents[empty[0]],
        )
    return units


def _categories(book: Codebook) -> tuple[Category, ...]:
    themes = [
        Category(theme.code, theme.label, (k,), frozenset(theme.questions), net=False)
        for k, theme in enumerate(book.themes)
    ]
    nets = []
    for name, members in book.nets.items():
        asked = [themes[k].questions for k in members]
        questions = frozenset().union(*asked) if all(asked) else frozenset[str]()
        nets.append(Category(name, name, members, questions, net=True))
    return (*themes, *nets)


def any_of(categories: Sequence[Category], indicator: Bools) -> Bools:
    """Which answers have each category: any of its themes, `(n_answers, n_categories)`."""
    return np.column_stack([indicator[:, category.themes].any(axis=1) for category in categories])


def _chance_of_any(categories: Sequence[Category], probabilities: Array) -> Array:
    """Of a net as of any of its themes, taken as independent: 1 - Π(1 - p)."""
    found = np.empty((len(probabilities), len(categories)))
    for k, category in enumerate(categories):
        found[:, k] = 1 - (1 - probabilities[:, category.themes]).prod(axis=1)
    return found


def chance_of_others(categories: Sequence[Category], probabilities: Array) -> Array:
    """Probability of any theme beside each category's, from those of the themes."""
    themes = np.arange(probabilities.shape[1])
    others = [~np.isin(themes, category.themes) for category in categories]
    found = np.empty((len(probabilities), len(categories)))
    for some in blocks(len(found)):
        absent = 1 - probabilities[some]
        for k, beside in enumerate(others):
            found[some, k] = 1 - absent[:, beside].prod(axis=1)
    return found


def _weights(coded: Coded, name: str | None) -> Array | None:
    if name is None:
        return None
    if name not in coded.frame:
        raise ColumnError(
            "there is no column {name} for --weights; {found}",
            name=name,
            found=nearest_names(name, map(str, coded.frame)),
        )
    values = pd.to_numeric(coded.frame[name], errors="coerce").to_numpy(dtype=np.float64)
    bad = np.flatnonzero(~(np.isfinite(values) & (values > 0)))
    if len(bad):
        raise ColumnError(
            "The column {name} is not a weight above 0 for {n} answers, first for respondent "
            "{respondent}. Give every answer a weight.",
            name=name,
            n=len(bad),
            respondent=coded.respondents[bad[0]],
        )
    return values
