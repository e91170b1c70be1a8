"""Coded answers and decisions as arrays, wave by wave: what the counts are made from."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from textmining.answers import Coded, Decisions, DoubleCoded
from textmining.arrays import Array, Bools, Ints
from textmining.counting.categories import Category, categories_of
from textmining.counting.in_turn import read_in_turn
from textmining.counting.said import Chances, CodeSets
from textmining.errors import ColumnError
from textmining.estimation import Reading
from textmining.files import nearest_names


@dataclass(frozen=True)
class Wave:
    """The answers of one wave that are answers at all.

    Args:
        name: the wave.
        coded: they, numbered from 0.
        categories: what is counted, shape `(n_categories,)`.
        machine: the machine's codes.
        codes: a person's codes; none where nobody read.
        reading: what was read, and the weights.
        units: number of the unit that each answer is for, from 0, shape `(n_answers,)`; None
            where no unit is named.
        by_hand: whether no machine has coded it.
        double: what two persons coded, of whatever wave; None if nothing was.
    """

    name: str
    coded: Coded
    categories: tuple[Category, ...]
    machine: CodeSets
    codes: CodeSets
    reading: Reading
    units: Ints | None = None
    by_hand: bool = False
    double: DoubleCoded | None = None

    @cached_property
    def twice(self) -> Bools:
        """Which answers two persons coded, shape `(n_answers,)`."""
        return self.coded.among(self.double.answers if self.double else frozenset())

    @cached_property
    def chances(self) -> Chances:
        """The machine's probabilities."""
        return Chances(self.coded, self.categories)

    @property
    def respondent(self) -> Ints:
        """Number of each answer's respondent, from 0, shape `(n_answers,)`."""
        return self.coded.respondent_numbers

    @property
    def unit(self) -> Ints:
        """Number of each answer's unit, likewise; the respondents where no unit is named."""
        return self.respondent if self.units is None else self.units

    def known(self, rows: Bools) -> tuple[bool, ...]:
        """Whether some answers were coded with all the themes that each category is about.

        Nobody looked for the others, so that nothing is known of how many answers have them.
        """
        known = self.coded.known_in(rows)
        return tuple(bool(known[[*category.themes]].all()) for category in self.categories)


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
    themes = [decided[answer] for answer in given.ids_of(seen)]
    reading = _reading(given, seen, read_in_turn(given, decisions), _weights(given, weights))
    categories = categories_of(book)
    place, sets = given.sets
    machine = CodeSets(place, book.indicator(sets))
    codes = CodeSets.of_some(themes, book, seen)
    units = units_of(given, unit) if unit else None
    for name in given.wave_names:
        in_wave = given.of_wave(name)
        yield Wave(
            name=name,
            coded=given if in_wave.all() else given.part(in_wave),
            categories=categories,
            machine=machine.part(in_wave),
            codes=codes.part(in_wave),
            reading=reading.part(in_wave),
            units=None if units is None else pd.factorize(units[in_wave])[0],
            by_hand=bool(given.by_hand[in_wave].all()),
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
        population=np.where(learnt, int(population.max()) + 1, population.astype(np.int64)),
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
