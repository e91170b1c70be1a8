"""Beyond the answers: what the counts say about all who were invited."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import Coded
from textmining.answers.cells import as_id
from textmining.counting.changes import with_changes
from textmining.counting.domains import Domain, domains, group_labels, missing_label
from textmining.counting.options import ALL_QUESTIONS, CountOptions
from textmining.counting.waves import Wave, waves
from textmining.errors import ColumnError
from textmining.estimation import Limits, widened, wilson

__all__ = ["INVITED_CHANGE_COLUMNS", "INVITED_COLUMNS", "invited_by_wave", "with_invited"]

INVITED_COLUMNS = ("invited", "response_rate", "invited_low", "invited_high")
"""Added after the contract's columns: units invited, the share of them that answered, and limits
of the share of all invited units, as if those who answered were drawn from them at random."""

INVITED_CHANGE_COLUMNS = ("invited_change_low", "invited_change_high")
"""Added where changes are: limits of the change among all invited units. Two waves whose answers
were all read have no other."""

Row = Mapping[Hashable, Any]
DomainKey = tuple[str, ...]


def with_invited(
    table: pd.DataFrame,
    coded: Coded,
    invited: pd.DataFrame,
    options: CountOptions,
    *,
    is_partial: bool = False,
) -> pd.DataFrame:
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
        is_partial: whether rows of groups that the invited do not tell apart go without, which is
            an error otherwise.

    Raises:
        ColumnError: the invited units lack a column, a wave or a group, or are fewer than answers.
    """
    missing = [name for name in options.by if name not in invited]
    if missing and not is_partial:
        raise ColumnError(
            f"The file of --population has no column {', '.join(missing)}; it needs those of --by."
        )
    found = list(table["wave"].unique())
    invited_by_wave(invited, found)
    invited = _once(invited, options.unit)
    told = [name for name in options.by if name not in missing]
    labels = {name: group_labels(invited[name], missing_label(coded)) for name in told}
    if "wave" in invited:
        labels["wave"] = invited["wave"].map(as_id)
    units = pd.DataFrame(labels, index=invited.index)
    effective = _effective(coded, options) if options.weights else {}
    without = (np.nan,) * len(INVITED_COLUMNS)
    rows = [
        _row(row, units, options.by, effective)
        if (row["base"] == "unit" or not options.unit) and not any(row[n] for n in missing)
        else without
        for row in table.to_dict("records")
    ]
    table = pd.concat([table, pd.DataFrame(rows, columns=list(INVITED_COLUMNS))], axis=1)
    return _with_invited_changes(table, options.by) if options.changes else table


def _once(invited: pd.DataFrame, unit: str | None) -> pd.DataFrame:
    """A row per unit and wave."""
    if unit is None or unit not in invited:
        return invited
    waves = [invited["wave"].map(as_id)] if "wave" in invited else []
    key = pd.concat([invited[unit].map(as_id), *waves], axis=1)
    return invited[~key.duplicated()].reset_index(drop=True)


def _with_invited_changes(table: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    of_invited = {"invited_low": "share_low", "invited_high": "share_high"}
    limits = table[["wave", "question", *by, "theme", "base", "share", *of_invited]]
    changed = with_changes(limits.rename(columns=of_invited), by)
    added = changed[["change_low", "change_high"]].to_numpy()
    return table.assign(**dict(zip(INVITED_CHANGE_COLUMNS, added.T, strict=True)))


def invited_by_wave(
    invited: pd.DataFrame, waves: Sequence[str], unit: str | None = None
) -> dict[str, int]:
    """How many units were invited in each wave; one that stands several times is one.

    Raises:
        ColumnError: there are several waves and no column `wave`, or none was invited in one.
    """
    invited = _once(invited, unit)
    if "wave" in invited:
        sizes = invited["wave"].map(as_id).value_counts()
        counts = {wave: int(sizes.get(wave, 0)) for wave in waves}
    elif len(waves) > 1:
        raise ColumnError(
            "The file of --population has no column wave, and the answers are from waves "
            f"{', '.join(waves)}. Give every invited unit its wave."
        )
    else:
        counts = dict.fromkeys(waves, len(invited))
    for wave, size in counts.items():
        if not size:
            raise _nobody(f"wave {wave}")
    return counts


def _nobody(where: str) -> ColumnError:
    return ColumnError(
        f"The file of --population has nobody in {where}, where there are answers. Write waves and "
        "groups as they stand in the coded file, and leave nobody out."
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


def _row(
    row: Row, invited: pd.DataFrame, by: Sequence[str], effective: Mapping[DomainKey, float]
) -> tuple[float, ...]:
    chosen = np.ones(len(invited), dtype=np.bool_)
    groups = {name: str(row[name]) for name in by if row[name] != ""}
    for name, value in {"wave": str(row["wave"]), **groups}.items():
        if name in invited:
            chosen &= (invited[name] == value).to_numpy()
    units, answers = int(chosen.sum()), row["answers"]
    where = ", ".join([f"wave {row['wave']}", *(f"{n} {value}" for n, value in groups.items())])
    if not units:
        raise _nobody(where)
    is_pool = row["question"] == ALL_QUESTIONS and row["base"] != "unit"
    if is_pool or np.isnan(answers):
        return (units, np.nan, np.nan, np.nan)
    if answers > units:
        raise ColumnError(
            f"The file of --population has {units} units in {where}, and {answers:.0f} answers to "
            f"{row['question']} are from there. Give a row for everybody who was invited."
        )
    rate = round(answers / units, 6)
    if np.isnan(row["share_low"]):
        return (units, rate, np.nan, np.nan)
    share = Limits(row["share"], row["share_low"], row["share_high"])
    domain = (row["wave"], row["question"], *(row[name] for name in by))
    enough = answers if answers == units else effective.get(domain, answers)
    both = widened(share, wilson(row["share"], int(enough), units, row["level"]))
    return (units, rate, round(both.low, 6), round(both.high, 6))
