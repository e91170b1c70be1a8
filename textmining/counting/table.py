"""The table of counts: a row per wave, question, group and theme."""

from collections.abc import Iterator, Sequence
from math import nan
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import (
    ALL_QUESTIONS,
    CORRECTED_COLUMNS,
    RESPONDENT_COLUMNS,
    Coded,
    CountTable,
    Decisions,
    Method,
    check_by,
    count_columns,
)
from textmining.counting.changes import with_changes
from textmining.counting.corrected import Correction, is_corrected
from textmining.counting.domains import Domain, domains, missing_label
from textmining.counting.fit import FitOf, fit
from textmining.counting.options import CountOptions
from textmining.counting.panel import CORRELATION, Panel, is_panel
from textmining.counting.waves import Wave, waves
from textmining.errors import ColumnError, OptionError
from textmining.estimation import ThemeCount, level_of_each_look

BEHIND = ("total", "is_even", "people", "people_total")
"""What stands behind a row and is not published: the weight of all in its place and whether all
weigh the same, how many respondents (weight) have the theme, and the weight of all of them."""


def count_themes(
    coded: Coded, decisions: Decisions | None, options: CountOptions | None = None
) -> CountTable:
    """Count every theme and net in every wave, question and group.

    A theme that a wave's codebook did not have has no rows there, nor has a net with it.
    Without a meta file the design is not known for sure, so the strict mode is used. Small counts
    stand in it too: what is published is made by `disclosure`.

    Args:
        coded: coded answers.
        decisions: what persons decided; None if nobody has read.
        options: how to count.

    Returns:
        The contract's count columns, and after them what was asked for.

    Raises:
        ColumnError: a column of `by` or `weights` is missing or not fit for it.
    """
    options = options or CountOptions()
    found = waves_to_count(coded, decisions, options)
    strict, panel = is_strict(coded, options), options.changes and is_panel(coded)
    table = rows_in_a_table(coded, found, options, strict=strict, with_correlation=panel)
    return with_changes(table) if options.changes else table


def is_strict(coded: Coded, options: CountOptions) -> bool:
    """Whether the machine is ignored: without a meta file the design is not known for sure."""
    return options.strict or coded.meta is None


def rows_in_a_table(
    coded: Coded,
    found: Sequence[Wave],
    options: CountOptions,
    *,
    strict: bool,
    with_behind: bool = False,
    with_correlation: bool = False,
) -> CountTable:
    """The counts of these waves, without changes; with `BEHIND`, `CORRELATION` if asked for."""
    extra = [*(RESPONDENT_COLUMNS if options.respondents else ())]
    extra += CORRECTED_COLUMNS if is_corrected(found, options) else ()
    told = (CORRELATION,) if with_correlation else ()
    columns = [*count_columns(options.by), *extra, *told, *(BEHIND if with_behind else ())]
    rows = rows_of(coded, found, options, strict=strict)
    return CountTable(pd.DataFrame(rows, columns=columns), options.by)


def waves_to_count(coded: Coded, decisions: Decisions | None, options: CountOptions) -> list[Wave]:
    """The waves, or an error where they cannot be counted as wished."""
    check_by(coded.frame, options.by)
    if options.weights and coded.meta is None:
        raise OptionError(
            "Without its meta file a coded file is counted in strict mode, which takes no "
            "weights. Put the meta file beside it, or leave --weights out."
        )
    found = list(waves(coded, decisions, options.weights, options.unit))
    if options.weights:
        for wave in found:
            if wave.by_hand and not wave.reading.seen.all():
                raise OptionError(
                    "Wave {name} is coded by hand in part and counted strictly, which takes no "
                    "weights. Code the rest, or leave the weights out.",
                    name=wave.name,
                )
            if options.respondents:
                _check_weights(wave.reading.weight, wave.respondent, options.weights, "respondent")
            if options.unit:
                _check_weights(wave.reading.weight, wave.unit, options.weights, "unit")
    return found


def rows_of(
    coded: Coded, found: Sequence[Wave], options: CountOptions, *, strict: bool
) -> Iterator[dict[str, Any]]:
    """The rows of the table, wave by wave."""
    pooled = len(coded.question_names) > 1
    missing, panel, correction = missing_label(coded), Panel(coded), Correction(found, options)
    for wave in found:
        fitted = fit(wave, strict=strict or wave.by_hand)
        for domain in domains(wave, options, missing, pooled=pooled):
            known = wave.known(domain.rows)
            counted = [
                k
                for k, category in enumerate(wave.categories)
                if domain.question == ALL_QUESTIONS or category.asked(domain.question)
                if known[k]
            ]
            here = fitted.of(domain.rows, planned=domain.is_planned)
            level = level_of_each_look(options.level, options.looks)
            counts = {k: here.count(k, level) for k in counted}
            together = panel.of(fitted, domain)
            for k, count in counts.items():
                row = _row(here, domain, k, count, options)
                row |= correction.of(wave, domain, k, count)
                yield row | {"level": options.level, CORRELATION: round(together[k], 6)}
            if options.unit:
                yield from (
                    _unit_row(here, domain, k, count, options) | {"level": options.level}
                    for k, count in counts.items()
                )
        panel.next()


def _row(
    here: FitOf, domain: Domain, k: int, count: ThemeCount, options: CountOptions
) -> dict[str, Any]:
    """One theme or net at one domain."""
    wave, weight = here.fit.wave, here.reading.weight
    category = wave.categories[k]
    said = here.reading.weight_of(wave.machine.having(category, here.rows))
    machine = nan if wave.by_hand else said
    row = {
        **_names(wave, domain, k),
        "base": "net" if category.net else domain.base,
        **_numbers(count, machine, whole=options.weights is None),
        **_behind(count.total, weight),
    }
    if options.respondents:
        row |= _respondents(here.count_respondents(count, k))
    return row


def _unit_row(
    here: FitOf, domain: Domain, k: int, answers: ThemeCount, options: CountOptions
) -> dict[str, Any]:
    """How many of the units in a domain have one theme or net."""
    wave = here.fit.wave
    count = here.count_units(answers, k)
    unit = wave.unit[here.rows]
    units, first = np.unique(unit, return_index=True)
    has = np.isin(units, unit[wave.machine.having(wave.categories[k], here.rows)])
    weight = here.reading.weight[first]
    numbers = (
        {"answers": len(first), "level": answers.level, "method": Method.NO_UNITS.value}
        if count is None
        else _numbers(count, float(weight @ has), whole=options.weights is None)
    )
    behind = _behind(float(weight.sum()), weight)
    return {**_names(wave, domain, k), "base": "unit", **numbers, **behind}


def _names(wave: Wave, domain: Domain, k: int) -> dict[str, str]:
    return {
        "wave": wave.name,
        "question": domain.question,
        **domain.groups,
        **wave.categories[k].names,
    }


def _check_weights(
    weights: NDArray[np.float64], owner: NDArray[np.intp], name: str, what: str
) -> None:
    """A respondent or unit counts once, so the weight must be its own."""
    of_owner = pd.Series(weights).groupby(owner)
    if (of_owner.transform("min") != of_owner.transform("max")).any():
        raise ColumnError(
            "The column {name} differs between answers of one {what}, which is counted once. Give "
            "each one weight, or leave that count out.",
            name=name,
            what=what,
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
        "method": Method(count.method).value,
    }


def _respondents(count: ThemeCount | None) -> dict[str, float]:
    if count is None:
        return {}
    shares = (count.estimate, count.low, count.high)
    rounded = [round(value / count.total, 6) for value in shares]
    numbers = dict(zip(RESPONDENT_COLUMNS, (count.answers, *rounded), strict=True))
    return numbers | {"people": count.estimate, "people_total": count.total}


def _behind(total: float, weights: NDArray[np.float64]) -> dict[str, Any]:
    return {"total": total, "is_even": bool(np.ptp(weights) == 0)}
