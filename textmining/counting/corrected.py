"""Shares with what coders miss and add taken out, where some answers were coded twice."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from textmining.answers import CORRECTED_COLUMNS, DoubleCoded
from textmining.counting.categories import Category, columns_of
from textmining.counting.domains import Domain
from textmining.counting.options import CountOptions
from textmining.counting.waves import Wave
from textmining.estimation import (
    TOO_FEW,
    CoderError,
    ThemeCount,
    coder_errors,
    corrected,
    level_of_each_look,
)


def is_corrected(waves: Sequence[Wave], options: CountOptions) -> bool:
    """Whether shares are corrected: enough was coded twice, and no small count is held back."""
    double = waves[0].double if waves else None
    return double is not None and len(double) >= TOO_FEW and not options.suppress


class Correction:
    """What coders miss and add, of each category in some waves."""

    def __init__(self, waves: Sequence[Wave], options: CountOptions) -> None:
        is_known = is_corrected(waves, options)
        self._double = waves[0].double if is_known else None
        self._categories: Sequence[Category] = waves[0].categories if is_known else ()
        self._level = level_of_each_look(options.level, options.looks)

    def of(self, wave: Wave, domain: Domain, k: int, count: ThemeCount) -> dict[str, float]:
        """The corrected share of a category in a domain; nothing where it is not known."""
        if self._double is None or np.isnan(count.low):
            return {}
        reading = wave.reading.part(domain.rows)
        read = reading.seen if reading.seen.all() else reading.audited
        twice, weight = float(wave.twice[domain.rows][read].mean()), reading.weight
        spread = None if reading.weights is None else float((weight**2).sum() / weight.sum())
        found = corrected(count, self._errors[k], twice, self._level, spread)
        shares = (found.value, found.low, found.high)
        return {
            name: round(value / count.total, 6)
            for name, value in zip(CORRECTED_COLUMNS, shares, strict=True)
        }

    @cached_property
    def _errors(self) -> tuple[CoderError, ...]:
        double: DoubleCoded | None = self._double
        if double is None:
            return ()
        codes = np.stack([columns_of(self._categories, side) for side in double.codes])
        informs = np.array([not category.net for category in self._categories], dtype=np.bool_)
        settled = columns_of(self._categories, double.settled)
        return coder_errors(codes, settled, double.is_settled, informs, self._level)
