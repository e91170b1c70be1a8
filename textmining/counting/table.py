"""The table of counts: a row per wave, question, group and theme."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from textmining.answers import Coded
from textmining.counting.changes import with_changes
from textmining.counting.domains import Domain, domains, missing_label
from textmining.counting.fit import Fit, fit
from textmining.counting.options import (
    ALL_QUESTIONS,
    RESPONDENT_COLUMNS,
    CountOptions,
    count_columns,
)
from textmining.counting.waves import Wave, waves
from textmining.errors import ColumnError, OptionError
from textmining.estimation import ThemeCount

__all__ = ["is_strict", "rows_in_a_table", "rows_of", "tally", "waves_to_count"]


def tally(
    coded: Coded, decisions: pd.DataFrame | None, options: CountOptions | None = None
) -> pd.DataFrame:
    """Count every theme and net in every wave, question and group.

    A theme that a wave's codebook did not have has no rows there, nor has a net with it.
    Without a meta file the design is not known for sure, so the strict mode is used. Small counts
    stand in it too: what is published is made by `disclosure`.

    Args:
        coded: coded answers.
        decisions: what persons decided: `respondent`, `wave`, `question`, `themes`; or None.
        options: how to count.

    Returns:
        The contract's count columns, and after them what was asked for; numbers are NaN where
        there are none.

    Raises:
        ColumnError: a column of `by` or `weights` is missing or not fit for it.
    """
    options = options or CountOptions()
    found = waves_to_count(coded, decisions, options)
    table = rows_in_a_table(coded, found, options, strict=is_strict(coded, options))
    return with_changes(table, options.by) if options.changes else table


def is_strict(coded: Coded, options: CountOptions) -> bool:
    """Whether the machine is ignored: without a meta file the design is not known for sure."""
    return options.strict or coded.meta is None


def rows_in_a_table(
    coded: Coded, found: Sequence[Wave], options: CountOptions, *, strict: bool
) -> pd.DataFrame:
    """The counts of these waves, without changes."""
    extra = RESPONDENT_COLUMNS if options.respondents else ()
    columns = [*count_columns(options.by), *extra]
    return pd.DataFrame(rows_of(coded, found, options, strict=strict), columns=columns)


def waves_to_count(
    coded: Coded, decisions: pd.DataFrame | None, options: CountOptions
) -> list[Wave]:
    """The waves, or an error where they cannot be counted as wished."""
    _check_by(coded.frame, options.by)
    if options.weights and coded.meta is None:
        raise OptionError(
            "Without its meta file a coded file is counted in strict mode, which takes no "
            "weights. Put the meta file beside it, or leave --weights out."
        )
    found = list(waves(coded, decisions, options.weights))
    if options.respondents and options.weights:
        for wave in found:
            _check_weights(wave, options.weights)
    return found


def rows_of(
    coded: Coded, found: Sequence[Wave], options: CountOptions, *, strict: bool
) -> Iterator[dict[str, Any]]:
    """The rows of the table, wave by wave."""
    pooled = len(coded.frame["question"].unique()) > 1
    missing = missing_label(coded)
    for wave in found:
        fitted = fit(wave, strict=strict)
        for domain in domains(wave, options, missing, pooled=pooled):
            for k, column in enumerate(wave.columns):
                asked = domain.question == ALL_QUESTIONS or column.asked(domain.question)
                if asked and wave.knows(column, domain.rows):
                    yield _row(fitted, domain, k, options)


def _row(fitted: Fit, domain: Domain, k: int, options: CountOptions) -> dict[str, Any]:
    """One theme or net at one domain."""
    wave, column = fitted.wave, fitted.wave.columns[k]
    planned = not any(domain.groups.values())
    count = fitted.count(k, domain.rows, options.level, planned=planned)
    machine = float(wave.reading.weight[domain.rows] @ wave.machine[domain.rows, k])
    row = {
        "wave": wave.name,
        "question": domain.question,
        **domain.groups,
        **column.names,
        "base": "net" if column.net else domain.base,
        **_numbers(count, machine, whole=options.weights is None),
    }
    if options.respondents:
        row |= _respondents(fitted.count_respondents(count, k, domain.rows, planned=planned))
    return row


def _check_weights(wave: Wave, name: str) -> None:
    """A respondent counts once, so the weight must be the respondent's."""
    weights = pd.Series(wave.reading.weight).groupby(wave.respondent)
    if (weights.transform("min") != weights.transform("max")).any():
        raise ColumnError(
            f"The column {name} differs between answers of one respondent, who is counted once. "
            "Leave --respondents out, or give each respondent one weight."
        )


def _check_by(frame: pd.DataFrame, by: Sequence[str]) -> None:
    missing = [name for name in by if name not in frame]
    if missing:
        raise ColumnError(
            f"There is no column {', '.join(missing)} for --by; found "
            f"{', '.join(map(str, frame.columns))}."
        )


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


def _respondents(count: ThemeCount | None) -> dict[str, float]:
    if count is None:
        return {}
    shares = (count.estimate, count.low, count.high)
    rounded = [round(value / count.total, 6) for value in shares]
    return dict(zip(RESPONDENT_COLUMNS, (count.answers, *rounded), strict=True))
