"""Beyond the answers: what the counts say about all who were invited."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import ALL_QUESTIONS, CHANGE_COLUMNS, WAVE, Coded, CountTable
from textmining.answers.cells import as_id
from textmining.counting.changes import with_changes
from textmining.counting.domains import Domain, DomainKey, domains, group_labels, missing_label
from textmining.counting.options import CountOptions
from textmining.counting.panel import CORRELATION
from textmining.counting.waves import Wave, waves
from textmining.errors import ColumnError, Joined, Message
from textmining.estimation import Limits, limits_among_invited, widened

INVITED_COLUMNS = ("invited", "response_rate", "invited_low", "invited_high")
"""Added after the contract's columns: units invited, the share of them that answered, and limits
of the share of all invited units, as if those who answered were drawn from them at random."""

INVITED_CHANGE_COLUMNS = ("invited_change_low", "invited_change_high")
"""Added where changes are: limits of the change among all invited units. Two waves whose answers
were all read have no other."""


def with_invited(
    table: CountTable,
    coded: Coded,
    invited: pd.DataFrame,
    options: CountOptions,
    *,
    is_partial: bool = False,
) -> CountTable:
    """Add the response rate and a second interval, for all invited units.

    A row over all questions has no such interval: a respondent may stand behind several answers.
    Where the survey's units are counted, only rows of base `unit` are about those invited, and a
    unit that stands several times among the invited is one.
    Weighted answers say as much as (Σw)²/Σw² answers that weigh the same (Kish 1965).

    Args:
        table: the table of counts.
        coded: the answers that it is about.
        invited: a row per invited unit, with the columns of `by`, and `wave` if there are several.
        options: how was counted.
        is_partial: whether rows of waves and groups that the invited do not tell go without,
            which is an error otherwise.

    Raises:
        ColumnError: the invited units lack a column, a wave or a group, or are fewer than answers.
    """
    missing = [name for name in options.by if name not in invited]
    if missing and not is_partial:
        raise ColumnError(
            "The file of --population has no column {names}; it needs those of --by.",
            names=", ".join(missing),
        )
    if not is_partial:
        invited_by_wave(invited, table.waves)
    invited = _once(invited, options.unit)
    told = [name for name in options.by if name not in missing]
    labels = {name: group_labels(invited[name], missing_label(coded)) for name in told}
    in_wave = waves_of(invited)
    if in_wave is not None:
        labels[WAVE] = in_wave
    units = pd.DataFrame(labels, index=invited.index)
    known_waves = set(table.waves if in_wave is None else in_wave)
    effective = _effective(coded, options) if options.weights else {}
    # How much weights vary in all would tell how many there are in groups that are held back.
    held_back = {domain[0] for domain in table.held_back} if options.weights else set()
    columns = ["base", "answers", "share", "share_low", "share_high", "level"]
    numbers = table.frame[columns].itertuples(index=False, name=None)
    rows: list[tuple[float, ...]] = []
    for domain, (base, answers, *share, level) in zip(table.domains, numbers, strict=True):
        groups = dict(zip(table.by, domain[2:], strict=True))
        is_told = domain[0] in known_waves and not any(groups[name] for name in missing)
        if (options.unit and base != "unit") or not is_told:
            rows.append((np.nan,) * len(INVITED_COLUMNS))
            continue
        is_pool = domain[1] == ALL_QUESTIONS and base != "unit"
        invitees = _invited_in(domain, units, groups, np.nan if is_pool else answers)
        size = answers if answers == invitees else effective.get(domain, answers)
        limits = Limits(share[0], np.nan, np.nan) if domain[0] in held_back else Limits(*share)
        rows.append(_limits(invitees, np.nan if is_pool else answers, limits, size, level))
    table = table.with_columns(pd.DataFrame(rows, columns=list(INVITED_COLUMNS)))
    return _with_invited_changes(table) if options.changes else table


def waves_of(invited: pd.DataFrame) -> pd.Series | None:
    """The wave that each unit was invited in, as text; None if the list does not tell."""
    return invited[WAVE].map(as_id) if WAVE in invited else None


def _once(invited: pd.DataFrame, unit: str | None) -> pd.DataFrame:
    """A row per unit and wave."""
    if unit is None or unit not in invited:
        return invited
    key = pd.concat([invited[unit].map(as_id), waves_of(invited)], axis=1)
    return invited[~key.duplicated()].reset_index(drop=True)


def _with_invited_changes(table: CountTable) -> CountTable:
    of_invited = {"invited_low": "share_low", "invited_high": "share_high"}
    others = table.frame.drop(columns=[*of_invited.values()]).rename(columns=of_invited)
    told = (*CHANGE_COLUMNS, CORRELATION)  # that of reading; who answered is another matter
    kept = others.drop(columns=[name for name in told if name in others])
    changed = with_changes(replace(table, frame=kept)).frame
    added = changed[["change_low", "change_high"]].to_numpy()
    return table.with_columns(pd.DataFrame(added, columns=list(INVITED_CHANGE_COLUMNS)))


def invited_by_wave(
    invited: pd.DataFrame, waves: Sequence[str], unit: str | None = None
) -> dict[str, int]:
    """How many units were invited in each wave; one that stands several times is one.

    Raises:
        ColumnError: there are several waves and no column `wave`, or none was invited in one.
    """
    invited = _once(invited, unit)
    in_wave = waves_of(invited)
    if in_wave is not None:
        sizes = in_wave.value_counts()
        counts = {wave: int(sizes.get(wave, 0)) for wave in waves}
    elif len(waves) > 1:
        raise ColumnError(
            "The file of --population has no column wave, and the answers are from waves {waves}. "
            "Give every invited unit its wave.",
            waves=", ".join(waves),
        )
    else:
        counts = dict.fromkeys(waves, len(invited))
    for wave, size in counts.items():
        if not size:
            raise _nobody(Message("wave {wave}", wave=wave))
    return counts


def _nobody(where: str) -> ColumnError:
    return ColumnError(
        "The file of --population has nobody in {where}, where there are answers. Write waves and "
        "groups as they stand in the coded file, and leave nobody out.",
        where=where,
    )


def _effective(coded: Coded, options: CountOptions) -> dict[DomainKey, float]:
    """How many answers of the same weight say as much as those of each place."""
    return {
        (wave.name, domain.question, *domain.groups.values()): _kish(
            _weights(wave, domain, options)
        )
        for wave in waves(coded, None, options.weights, options.unit)
        for domain in domains(wave, options, missing_label(coded), pooled=options.unit is not None)
    }


def _weights(wave: Wave, domain: Domain, options: CountOptions) -> NDArray[np.float64]:
    """The weights of the answers in a domain, or of the units behind them."""
    weights = wave.reading.weight[domain.rows]
    if options.unit is None:
        return weights
    return weights[np.unique(wave.unit[domain.rows], return_index=True)[1]]


def _kish(weights: NDArray[np.float64]) -> float:
    return float(weights.sum() ** 2 / (weights**2).sum())


def _invited_in(
    domain: DomainKey, invited: pd.DataFrame, by: Mapping[str, str], answers: float
) -> int:
    """How many units were invited in a wave and group, at least as many as answered."""
    wave, question = domain[:2]
    groups = {name: value for name, value in by.items() if value}
    chosen = np.ones(len(invited), dtype=np.bool_)
    for name, value in {WAVE: wave, **groups}.items():
        if name in invited:
            chosen &= (invited[name] == value).to_numpy()
    units = int(chosen.sum())
    named = (f"{name} {value}" for name, value in groups.items())
    where = Joined([Message("wave {wave}", wave=wave), *named])
    if not units:
        raise _nobody(where)
    if answers > units:
        raise ColumnError(
            "The file of --population has {units} units in {where}, and {n} answers to "
            "{question} are from there. Give a row for everybody who was invited.",
            units=units,
            where=where,
            n=f"{answers:.0f}",
            question=question,
        )
    return units


def _limits(
    units: int, answers: float, share: Limits, size: float, level: float
) -> tuple[float, ...]:
    """One row of `INVITED_COLUMNS`; `size` answers of equal weight say as much as these do."""
    if np.isnan(answers):
        return (units, np.nan, np.nan, np.nan)
    rate = round(answers / units, 6)
    if np.isnan(share.low):
        return (units, rate, np.nan, np.nan)
    both = widened(share, limits_among_invited(share.value, int(size), units, level))
    return (units, rate, round(both.low, 6), round(both.high, 6))
