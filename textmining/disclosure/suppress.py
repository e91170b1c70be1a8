"""Small counts are held back, and as many others as it takes that nobody can work them out.

Places with few answers or respondents are held back whole. Then counts of few, and whatever would
tell them (`constraints`, `secondary`). What is small is told by numbers of answers, respondents and
units; what is protected is what is published: with weights, their rounded sums.
"""

import itertools
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from textmining.answers import RESPONDENT_COLUMNS, CountTable, Method
from textmining.arrays import Array, Bools
from textmining.codebook import Codebook
from textmining.disclosure.cells import cells, counts_of, keys_of, place_of, sizes_of
from textmining.disclosure.constraints import (
    ANSWERS,
    NET,
    PEOPLE,
    PLACE,
    THEME,
    UNITS,
    Key,
    relations,
)
from textmining.disclosure.relations import Counts
from textmining.disclosure.secondary import protected

_NUMBERS = (
    *("answers", "reviewed", "machine", "estimate", "low", "high"),
    *("share", "share_low", "share_high"),
)

Keys = set[Key]


@dataclass(frozen=True)
class Rule:
    """How small counts are held back.

    Args:
        limit: counts under it are held back; 0 and 1 hold back nothing and zeros.
        grain: what published numbers are rounded to; 0 where they are exact.
        seed: of what is held back beside them, known to nobody outside: who could tell which of
            several counts would be taken could tell from that which one was small.
    """

    limit: int
    grain: float
    seed: int

    def costs(self, counts: Array) -> Array:
        """What holding back each of these counts costs: its size and a random number.

        The random numbers have half the limit as their mean and no upper end, so that no count is
        so large beside the others that it could not have been taken.
        """
        noise = np.random.default_rng(self.seed).exponential(self.limit / 2, len(counts))
        return np.asarray(counts + noise)


def suppressed(table: CountTable, plain: CountTable, book: Codebook, rule: Rule) -> CountTable:
    """Hold back counts under the limit and those that would give them away.

    Args:
        table: the table of counts, with `BEHIND`.
        plain: the same rows as numbers of answers, respondents and units, without weights.
        book: the codebook, for what nets consist of and which themes stand alone.
        rule: what is small, and how it is held back.

    Returns:
        The same rows; those held back have no numbers and the method `suppressed`. The machine's
        counts and those of respondents have sums of their own, so more of them may be held back
        than whole rows.
    """
    has_people = any(name in table.frame for name in RESPONDENT_COLUMNS[1:])
    estimates = cells(table, plain, book, "estimate", has_people=has_people)
    machine = cells(table, plain, book, "machine", has_people=False)
    hiding = _Hiding(table.by, book, rule)
    few = hiding.places(estimates)
    hidden = hiding.numbers(estimates, few, set())
    return _blanked(table, book, hidden, hiding.numbers(machine, few, hidden))


@dataclass(frozen=True)
class _Hiding:
    """Primary suppression (few answers or people), then secondary (`secondary`)."""

    by: tuple[str, ...]
    book: Codebook
    rule: Rule

    def places(self, found: pd.DataFrame) -> Keys:
        """Places of few answers or people, and those that would tell how many these have."""
        grain = self.rule.grain
        found = sizes_of(found, are_weighted=grain > 0)
        keys = keys_of(found, self.by)
        few = set(itertools.compress(keys, self._under(found)))
        kept = np.zeros(len(keys), dtype=np.bool_)
        while True:
            few = self._protected(keys, counts_of(found, grain), found, few, kept)
            # The rows of answers say how many respondents these have.
            also = {(ANSWERS, *key[1:]) for key in few if key[0] == PEOPLE} - few
            if not also:
                return few
            few |= also

    def numbers(self, found: pd.DataFrame, few: Keys, hidden: Keys) -> Keys:
        """Counts of few, and those that would tell them.

        Args:
            found: cells.
            few: places whose counts are held back.
            hidden: counts that are held back anyway.
        """
        keys = keys_of(found, self.by)
        is_place = (found["kind"] == PLACE).to_numpy()
        must = set(itertools.compress(keys, self._under(found) & ~is_place))
        must |= {key for key in keys if key[-1] != PLACE and place_of(key) in few}
        must |= hidden & set(keys)
        counts = counts_of(found, self.rule.grain)
        return self._protected(keys, counts, found, must, is_place)

    def _under(self, found: pd.DataFrame) -> Bools:
        return (found[["count", "people"]] < self.rule.limit - 1e-9).any(axis=1).to_numpy(np.bool_)

    def _protected(
        self, keys: list[Key], counts: Counts, found: pd.DataFrame, must: Keys, kept: Bools
    ) -> Keys:
        """The keys of what is hidden in the end: of people and units wherever answers are."""
        sizes = dict(zip(keys, found["size"], strict=True))
        even = set(itertools.compress(keys, found["is_even"]))
        ties = relations(keys, self.by, self.book, sizes, even)
        cost = self.rule.costs(found["count"].to_numpy(dtype=np.float64))
        while True:
            hidden = np.array([key in must for key in keys], dtype=np.bool_)
            hidden = protected(counts, hidden, ties, kept, cost)
            must = {key for key, is_hidden in zip(keys, hidden, strict=True) if is_hidden}
            also = {key for key in keys if (ANSWERS, *key[1:]) in must} - must
            if not also:
                return must
            must |= also


def _blanked(table: CountTable, book: Codebook, hidden: Keys, machine: Keys) -> CountTable:
    """The rows without the numbers that are held back."""
    frame = table.frame.reset_index(drop=True)
    numbers = [name for name in (*_NUMBERS, *RESPONDENT_COLUMNS) if name in frame]
    of_respondents = [name for name in RESPONDENT_COLUMNS[1:] if name in frame]
    frame = frame.astype(dict.fromkeys(numbers, float))
    is_unit = (frame["base"] == "unit").to_numpy()
    owner = pd.Series(np.where(is_unit, UNITS, ANSWERS), frame.index)
    people = pd.Series(PEOPLE, frame.index)
    frame.loc[_is_in(frame, people, table.by, book, hidden) & ~is_unit, of_respondents] = np.nan
    frame.loc[_is_in(frame, owner, table.by, book, machine), "machine"] = np.nan
    gone = _is_in(frame, owner, table.by, book, hidden)
    frame.loc[gone, numbers] = np.nan
    frame.loc[gone, "method"] = Method.SUPPRESSED.value
    return replace(table, frame=frame)


def _is_in(
    frame: pd.DataFrame, owner: pd.Series, by: tuple[str, ...], book: Codebook, hidden: Keys
) -> Bools:
    """Which rows are hidden; people and units are where they are as many as the answers."""
    kind = np.where(frame["theme"].isin(book.nets), NET, THEME)
    keys = keys_of(frame.assign(owner=owner, kind=kind), by)
    return np.array([key in hidden or (ANSWERS, *key[1:]) in hidden for key in keys])
