"""The table of counts: a row per wave, question, group and theme."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.counts import ThemeCount
from textmining.errors import ColumnError, OptionError
from textmining.survey import CodedAnswers
from textmining.tally.fit import Fit, fit
from textmining.tally.suppress import suppressed
from textmining.tally.waves import Column, Wave, waves

__all__ = ["ALL_QUESTIONS", "COUNT_COLUMNS", "MISSING", "CountOptions", "count_columns", "tally"]

ALL_QUESTIONS = "*"
"""The question of a row that pools all questions of a wave."""

MISSING = "(mangler)"
"""The group of answers without a value in a background column."""

COUNT_COLUMNS = (
    *("wave", "question", "theme", "label", "base", "answers", "reviewed", "machine"),
    *("estimate", "low", "high", "share", "share_low", "share_high", "level", "method"),
)
"""The columns of a count file; those of `by` stand after `question`."""

Rows = NDArray[np.bool_]


@dataclass(frozen=True)
class CountOptions:
    """What the user chooses when counting.

    Args:
        by: background columns, crossed.
        margins: whether totals over the groups are added.
        each: whether every column of `by` is broken down on its own, with totals, not crossed.
        level: confidence level, above 0 and below 1.
        strict: whether the machine is ignored.
        weights: background column with a weight for each answer.
        suppress: counts under it are held back; 0 holds back nothing.

    Raises:
        OptionError: a choice makes no sense.
    """

    by: tuple[str, ...] = ()
    margins: bool = False
    each: bool = False
    level: float = 0.95
    strict: bool = False
    weights: str | None = None
    suppress: int = 0

    def __post_init__(self) -> None:
        if not 0 < self.level < 1:
            raise OptionError(f"--level {self.level} is not between 0 and 1. Give 0.95, say.")
        if self.strict and self.weights:
            raise OptionError("--strict counts answers and takes no weights. Leave one out.")
        clash = [name for name in self.by if name in COUNT_COLUMNS]
        if clash:
            raise OptionError(
                f"--by {clash[0]} would be mistaken for a column of the count file. Rename it, "
                "or leave it out: waves and questions are told apart anyway."
            )


@dataclass(frozen=True)
class _Place:
    """Where a row of the table stands, and the answers it is about."""

    question: str
    groups: dict[str, str]
    base: str
    rows: Rows


def tally(
    coded: CodedAnswers, decisions: pd.DataFrame | None, options: CountOptions | None = None
) -> pd.DataFrame:
    """Count every theme and net in every wave, question and group.

    Without a meta file the design is not known for sure, so the strict mode is used.

    Args:
        coded: coded answers.
        decisions: what persons decided: `respondent`, `wave`, `question`, `themes`; or None.
        options: how to count.

    Returns:
        The contract's count columns; numbers are NaN where there are none.

    Raises:
        ColumnError: a column of `by` or `weights` is missing or not fit for it.
    """
    options = options or CountOptions()
    _check_by(coded.frame, options.by)
    strict = options.strict or coded.meta is None
    if strict and options.weights:
        raise OptionError(
            "Without its meta file a coded file is counted in strict mode, which takes no "
            "weights. Put the meta file beside it, or leave --weights out."
        )
    several = len(coded.frame["question"].unique()) > 1
    found = list(waves(coded, decisions, options.weights))
    records = [
        record
        for wave in found
        for record in _records(fit(wave, strict=strict), options, pooled=several)
    ]
    table = pd.DataFrame(records, columns=count_columns(options.by))
    if options.suppress and found:
        return suppressed(table, options.by, found[0].columns, options.suppress)
    return table


def count_columns(by: Sequence[str]) -> list[str]:
    """The columns of a count file with these groups."""
    return [*COUNT_COLUMNS[:2], *by, *COUNT_COLUMNS[2:]]


def _check_by(frame: pd.DataFrame, by: Sequence[str]) -> None:
    missing = [name for name in by if name not in frame]
    if missing:
        raise ColumnError(
            f"There is no column {', '.join(missing)} for --by; found "
            f"{', '.join(map(str, frame.columns))}."
        )


def _records(fitted: Fit, options: CountOptions, *, pooled: bool) -> Iterator[dict[str, Any]]:
    wave = fitted.wave
    for place in _places(wave, options, pooled=pooled):
        for k, column in enumerate(wave.columns):
            if place.question == ALL_QUESTIONS or column.asked(place.question):
                planned = not any(place.groups.values())
                count = fitted.count(k, place.rows, options.level, planned=planned)
                machine = wave.reading.worth[place.rows] @ wave.machine[place.rows, k]
                yield {
                    "wave": wave.name,
                    "question": place.question,
                    **place.groups,
                    **_described(column, place.base),
                    **_numbers(count, float(machine), whole=options.weights is None),
                }


def _places(wave: Wave, options: CountOptions, *, pooled: bool) -> Iterator[_Place]:
    """Questions in the order of the file, then all of them; groups, then totals."""
    questions = [str(name) for name in wave.frame["question"].unique()]
    labels = pd.DataFrame({name: _group_labels(wave.frame[name]) for name in options.by})
    for question in [*questions, *([ALL_QUESTIONS] if pooled else [])]:
        in_question = (wave.frame["question"] == question).to_numpy(dtype=np.bool_)
        rows = in_question | (question == ALL_QUESTIONS)
        for kept in _breakdowns(options):
            base = "group" if kept and (options.each or kept == options.by) else "total"
            for groups, members in _groups(labels[list(kept)], rows):
                named = dict(zip(kept, groups, strict=True))
                yield _Place(question, {n: named.get(n, "") for n in options.by}, base, members)


def _breakdowns(options: CountOptions) -> list[tuple[str, ...]]:
    """Which columns are told apart: all of them, and with margins also fewer, down to none."""
    if options.each:
        return [*((column,) for column in options.by), ()]
    sizes = range(len(options.by), -1, -1) if options.margins else [len(options.by)]
    return [kept for size in sizes for kept in combinations(options.by, size)]


def _groups(labels: pd.DataFrame, rows: Rows) -> Iterator[tuple[tuple[str, ...], Rows]]:
    """Every combination of groups that occurs in `rows`, sorted."""
    if labels.columns.empty:
        yield (), rows
        return
    key = pd.MultiIndex.from_frame(labels)
    codes, found = pd.factorize(key[rows])
    numbers = np.full(len(rows), -1)
    numbers[rows] = codes
    for number, groups in sorted(enumerate(found), key=lambda item: tuple(map(_natural, item[1]))):
        yield tuple(groups), numbers == number


def _natural(group: str) -> tuple[bool, float, str]:
    """Numbers by size, then words by letter."""
    try:
        return False, float(group), group
    except ValueError:
        return True, 0.0, group


def _group_labels(column: pd.Series) -> pd.Series:
    def label(value: Any) -> str:
        if pd.isna(value) or not str(value).strip():
            return MISSING
        whole = isinstance(value, float) and value.is_integer()
        return str(int(value) if whole else value).strip()

    return column.map(label).astype(object)


def _described(column: Column, base: str) -> dict[str, str]:
    base = "net" if column.net else base
    return {"theme": column.theme, "label": column.label, "base": base}


def _numbers(count: ThemeCount, machine: float, *, whole: bool) -> dict[str, Any]:
    """A count in numbers; digits beyond what a survey can tell are rounded away."""
    digits = 1 if whole else 4
    return {
        "answers": count.answers,
        "reviewed": count.reviewed,
        "machine": round(machine, digits),
        "estimate": round(count.estimate, digits),
        "low": round(count.low, digits),
        "high": round(count.high, digits),
        "share": round(count.estimate / count.total, 6),
        "share_low": round(count.low / count.total, 6),
        "share_high": round(count.high / count.total, 6),
        "level": count.level,
        "method": count.method,
    }
