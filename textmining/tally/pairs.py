"""Themes that occur together: pairs of themes, counted like themes of their own."""

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.errors import OptionError
from textmining.survey import CodedAnswers
from textmining.tally.options import PAIR_COLUMNS, CountOptions
from textmining.tally.table import rows_of, waves_to_count
from textmining.tally.waves import Column, Wave, chance_of_others, codebook_of

__all__ = ["tally_pairs"]


@dataclass(frozen=True)
class _Pair(Column):
    """Two themes in the same answer."""

    with_theme: str
    with_label: str

    @property
    def names(self) -> dict[str, str]:
        return {**super().names, "with_theme": self.with_theme, "with_label": self.with_label}

    @classmethod
    def of(cls, first: Column, second: Column) -> "_Pair | None":
        """The pair of two themes; None if no question has both."""
        if first.questions and second.questions:
            questions = first.questions & second.questions
            if not questions:
                return None
        else:
            questions = first.questions | second.questions
        return cls(
            theme=first.theme,
            label=first.label,
            themes=(*first.themes, *second.themes),
            questions=questions,
            net=False,
            with_theme=second.theme,
            with_label=second.label,
        )


def tally_pairs(
    coded: CodedAnswers, decisions: pd.DataFrame | None, options: CountOptions | None = None
) -> pd.DataFrame:
    """Count the answers that have two themes together, in every wave and question.

    Residual themes stand alone and are left out.

    Args:
        coded: coded answers.
        decisions: as in `tally`.
        options: how to count; groups are not told apart.

    Returns:
        `PAIR_COLUMNS`.

    Raises:
        OptionError: small counts are to be held back.
    """
    options = replace(options or CountOptions(), by=(), respondents=False)
    if options.suppress:
        raise OptionError(
            "Pairs of themes are not published with --suppress: with nets and totals they would "
            "tell what is held back. Leave one of the two out."
        )
    residual = codebook_of(coded).residual
    found = [_paired(wave, residual) for wave in waves_to_count(coded, decisions, options)]
    return pd.DataFrame(rows_of(coded, found, options), columns=list(PAIR_COLUMNS))


def _paired(wave: Wave, residual: NDArray[np.bool_]) -> Wave:
    """The wave with pairs of themes in the place of themes and nets.

    The machine's probability of a pair is the product, as if themes were independent; the read
    answers say how far that is right, as they do for a theme.
    """
    themes = [column for column in wave.columns if not column.net]
    content = [column for column, alone in zip(themes, residual, strict=True) if not alone]
    columns = tuple(pair for a, b in combinations(content, 2) if (pair := _Pair.of(a, b)))
    first, second = np.array([pair.themes for pair in columns], dtype=np.intp).reshape(-1, 2).T
    p = wave.probabilities
    return replace(
        wave,
        columns=columns,
        probabilities=p[:, first] * p[:, second],
        others=chance_of_others(columns, p[:, : len(themes)]),
        machine=wave.machine[:, first] & wave.machine[:, second],
        codes=wave.codes[:, first] & wave.codes[:, second],
    )
