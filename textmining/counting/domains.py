"""Where the rows of the table stand: questions and groups, and the answers they are about."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import isnan, nan
from typing import Any

import numpy as np
import pandas as pd

from textmining.answers import ALL_QUESTIONS, Coded
from textmining.arrays import Bools
from textmining.counting.options import CountOptions
from textmining.counting.waves import Wave
from textmining.texts import catalogue

DomainKey = tuple[str, ...]


@dataclass(frozen=True)
class Domain:
    """Where a row of the table stands, and the answers it is about."""

    question: str
    groups: dict[str, str]
    base: str
    rows: Bools

    @property
    def is_planned(self) -> bool:
        """Whether it is of whole populations of the draw; a group is not."""
        return not any(self.groups.values())


def domains(wave: Wave, options: CountOptions, missing: str, *, pooled: bool) -> Iterator[Domain]:
    """Questions in the order of the file, then all of them; groups, then totals.

    Args:
        wave: the answers.
        options: what groups are told apart.
        missing: the group of answers without a value.
        pooled: whether all questions together are a domain.
    """
    questions = wave.coded.question_names
    labels = pd.DataFrame(
        {name: group_labels(wave.coded.frame[name], missing) for name in options.by}
    )
    for question in [*questions, *([ALL_QUESTIONS] if pooled else [])]:
        in_question = wave.coded.of_question(question)
        rows = in_question | (question == ALL_QUESTIONS)
        for kept in _breakdowns(options):
            base = "group" if kept and (options.each or kept == options.by) else "total"
            for groups, members in _groups(labels[list(kept)], rows):
                named = dict(zip(kept, groups, strict=True))
                yield Domain(question, {n: named.get(n, "") for n in options.by}, base, members)


def _breakdowns(options: CountOptions) -> list[tuple[str, ...]]:
    """Which columns are told apart: all of them, and with margins also fewer, down to none."""
    if options.each:
        return [*((column,) for column in options.by), ()]
    sizes = range(len(options.by), -1, -1) if options.margins else [len(options.by)]
    return [kept for size in sizes for kept in combinations(options.by, size)]


def _groups(labels: pd.DataFrame, rows: Bools) -> Iterator[tuple[tuple[str, ...], Bools]]:
    """Every combination of groups that occurs in `rows`, sorted."""
    if labels.columns.empty:
        yield (), rows
        return
    of_rows = labels[rows]
    found = of_rows.drop_duplicates().itertuples(index=False, name=None)
    numbers = np.full(len(rows), -1)
    numbers[rows] = of_rows.groupby(list(labels.columns), sort=False).ngroup()
    for number, groups in sorted(enumerate(found), key=lambda item: tuple(map(_natural, item[1]))):
        yield groups, numbers == number


def _natural(group: str) -> tuple[bool, float, str]:
    """Numbers by size, then words by letter; "nan" is a word."""
    try:
        number = float(group)
    except ValueError:
        number = nan
    return (True, 0.0, group) if isnan(number) else (False, number, group)


def missing_label(coded: Coded) -> str:
    """What the group of those without a value is called, in the codebook's language."""
    return catalogue("report", coded.language)("unit.missing")


def group_labels(column: pd.Series, missing: str) -> pd.Series:
    """The group of every value: 7, 7.0 and " 7 " are the same, empty ones are `missing`."""

    def label(value: Any) -> str:
        if pd.isna(value) or not str(value).strip():
            return missing
        whole = isinstance(value, float) and value.is_integer()
        return str(int(value) if whole else value).strip()

    if column.dtype == object:  # 1 and True are one value there
        return column.map(label).astype(object)
    place, values = pd.factorize(column, use_na_sentinel=False)
    of_value = np.array([label(value) for value in values.tolist()], dtype=object)
    return pd.Series(of_value[place], index=column.index, name=column.name, dtype=object)
