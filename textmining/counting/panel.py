"""Panels: respondents who are drawn alike in several waves, and what that does to a change."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import Coded
from textmining.counting.domains import Domain, DomainKey
from textmining.counting.fit import Fit
from textmining.counting.waves import Wave
from textmining.estimation import AssistingModel, ReadErrors, correlation, read_errors, strata

CORRELATION = "correlation"
"""The column of a table of counts that says how the error of a share goes with that of the same
share in the wave before; only where waves were drawn alike."""


def is_panel(coded: Coded) -> bool:
    """Whether any wave was drawn so that respondents are drawn alike in others."""
    return bool(_seeds(coded))


def _seeds(coded: Coded) -> dict[tuple[str, str], int]:
    """The seed of the waves and questions that were drawn alike."""
    return coded.meta.drawn_alike if coded.meta else {}


class Panel:
    """The correlations of each wave's estimates with those of the wave before.

    Take the waves in order: `of` for every domain of a wave, then `next`.
    """

    def __init__(self, coded: Coded) -> None:
        self._seeds = _seeds(coded)
        self._older: dict[DomainKey, _Found] = {}
        self._newer: dict[DomainKey, _Found] = {}

    def of(self, fitted: Fit, domain: Domain) -> NDArray[np.float64]:
        """Correlation of each category's share with that of the wave before, `(n_categories,)`."""
        nothing = np.zeros(len(fitted.wave.categories))
        if fitted.machine is None or not self._seeds:
            return nothing
        found = _found(fitted.wave, fitted.machine, domain, self._seeds)
        if found is None:
            return nothing
        place = (domain.question, *domain.groups.values())
        self._newer[place] = found
        older = self._older.get(place)
        if older is None or older.seeds != found.seeds or None in found.seeds.values():
            return nothing
        where = older.who.get_indexer(found.who)
        second = np.flatnonzero(where >= 0)
        return correlation(older.errors, found.errors, where[second], second)

    def next(self) -> None:
        """Go on to the next wave."""
        self._older, self._newer = self._newer, {}


class _Found:
    """What was found in one place of one wave."""

    def __init__(self, who: pd.Index, errors: ReadErrors, seeds: dict[str, int | None]) -> None:
        self.who, self.errors, self.seeds = who, errors, seeds


def _found(
    wave: Wave, machine: AssistingModel, domain: Domain, seeds: dict[tuple[str, str], int]
) -> _Found | None:
    """What was found there; None if nothing was read."""
    reading, answers = wave.reading.part(domain.rows), wave.coded.part(domain.rows)
    rows = np.flatnonzero(domain.rows)
    if not reading.audited.any():
        return None
    split = strata(reading.strata, reading.audited)
    expected = machine.expected[rows]
    errors = read_errors(wave.codes.each(wave.categories, rows), expected, reading.weight, split)
    who = pd.MultiIndex.from_arrays([answers.questions, answers.respondents])
    alike = {name: seeds.get((wave.name, name)) for name in sorted(set(answers.questions))}
    return _Found(who, errors, alike)
