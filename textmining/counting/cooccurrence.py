"""Themes that occur together: pairs of themes, counted like themes of their own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import PAIR_COLUMNS, Coded, Decisions
from textmining.arrays import Array, Bools
from textmining.counting.categories import Category
from textmining.counting.options import CountOptions
from textmining.counting.table import is_strict, rows_of, waves_to_count
from textmining.counting.waves import Wave
from textmining.errors import OptionError


@dataclass(frozen=True)
class _Pair(Category):
    """Two themes in the same answer."""

    with_theme: str
    with_label: str

    @property
    def names(self) -> dict[str, str]:
        return {**super().names, "with_theme": self.with_theme, "with_label": self.with_label}

    def among(self, codes: Bools) -> Bools:
        """Which rows of codes have both themes."""
        return np.asarray(codes[:, self.themes].all(axis=1))

    def chance(self, of_themes: Sequence[Array]) -> Array:
        """The product, as if themes were independent.

        The read answers say how far that is right, as they do for a theme.
        """
        return np.asarray(reduce(np.multiply, of_themes))


def count_pairs(
    coded: Coded, decisions: Decisions | None, options: CountOptions | None = None
) -> pd.DataFrame:
    """Count the answers that have two themes together, in every wave and question.

    Residual themes stand alone and are left out.

    Args:
        coded: coded answers.
        decisions: as in `count_themes`.
        options: how to count; groups are not told apart.

    Returns:
        `PAIR_COLUMNS`.

    Raises:
        OptionError: small counts are to be held back.
    """
    options = replace(options or CountOptions(), by=(), respondents=False, unit=None)
    if options.suppress:
        raise OptionError(
            "Pairs of themes are not published with --suppress: with nets and totals they would "
            "tell what is held back. Leave one of the two out."
        )
    found = waves_to_count(coded, decisions, options)
    pairs = _pairs(found[0].categories, coded.codebook.residual) if found else ()
    waves = [_paired(wave, pairs) for wave in found if pairs]
    return pd.DataFrame(
        rows_of(coded, waves, options, strict=is_strict(coded, options)), columns=list(PAIR_COLUMNS)
    )


def _pairs(categories: Sequence[Category], residual: NDArray[np.bool_]) -> tuple[_Pair, ...]:
    """Every two themes that are not residual and that some question can have together."""
    themes = [category for category in categories if not category.net]
    content = [theme for theme, alone in zip(themes, residual, strict=True) if not alone]
    return tuple(
        _Pair(
            theme=first.theme,
            label=first.label,
            themes=(*first.themes, *second.themes),
            questions=first.questions & second.questions or first.questions | second.questions,
            net=False,
            with_theme=second.theme,
            with_label=second.label,
        )
        for first, second in combinations(content, 2)
        if not (
            first.questions and second.questions and first.questions.isdisjoint(second.questions)
        )
    )


def _paired(wave: Wave, pairs: tuple[_Pair, ...]) -> Wave:
    """The wave with pairs of themes in the place of themes and nets."""
    return replace(wave, categories=pairs, double=None)
