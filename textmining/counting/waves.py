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
from textmining.estimation import Reading
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
        others: probability of any theme beside the category's, same shape.
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
    others: Array
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
        known = self.double.answers if self.double else frozenset()
        return np.array([answer in known for answer in self.coded.ids], dtype=np.bool_)

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
    book, given = coded.codebook, coded.part(coded.answered)
    decided = decisions.themes if decisions else {}
    themes = [decided.get(answer) for answer in given.ids]
    seen = np.array([codes is not None for codes in themes], dtype=np.bool_)
    reading = _reading(given, seen, read_in_turn(given, decisions), _weights(given, weights))
    categories = _categories(book)
    arrays = [
        any_of(categories, book.indicator(given.themes)),
        any_of(categories, book.indicator(codes or () for codes in themes)),
    ]
    probabilities, known = _probabilities(given), given.known
    units = np.asarray(units_of(given, unit) if unit else given.respondents)
    for name in given.wave_names:
        rows = given.of_wave(name)
        yield Wave(
            name=name,
            coded=given.part(rows),
            categories=categories,
            probabilities=_chance_of_any(categories, probabilities[rows]),
            others=chance_of_others(categories, probabilities[rows]),
            machine=arrays[0][rows],
            codes=arrays[1][rows],
            known=known[rows],
            reading=reading.part(rows),
            respondent=pd.factorize(np.asarray(given.respondents)[rows])[0],
            unit=pd.factorize(units[rows])[0],
            by_hand=bool(given.by_hand[rows].all()),
            double=decisions.double if decisions else None,
        )


def _reading(coded: Coded, seen: Bools, audited: Bools, weights: Array | None) -> Reading:
    """What was read; what the machine has learnt of that is a population of its own, read whole."""
    learnt = coded.learnt & seen
    population = pd.factorize(coded.populations)[0].astype(np.int64)
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
    absent = 1 - probabilities
    return np.column_stack([1 - absent[:, category.themes].prod(axis=1) for category in categories])


def chance_of_others(categories: Sequence[Category], probabilities: Array) -> Array:
    """Probability of any theme beside each category's, from those of the themes."""
    themes = np.arange(probabilities.shape[1])
    absent = 1 - probabilities
    return np.column_stack([
        1 - absent[:, ~np.isin(themes, category.themes)].prod(axis=1) for category in categories
    ])  # fmt: skip


def _probabilities(coded: Coded) -> Array:
    """The machine's probabilities; 0 for a code that a file's codebook lacks."""
    return coded.probabilities.to_numpy(dtype=np.float64, na_value=0.0).clip(0, 1)


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
