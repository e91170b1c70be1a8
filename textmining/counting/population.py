"""Beyond the answers: what the counts say about all who were invited."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import Coded
from textmining.answers.cells import as_id
from textmining.counting.domains import domains, group_labels, missing_label
from textmining.counting.options import ALL_QUESTIONS, CountOptions
from textmining.counting.waves import waves
from textmining.errors import ColumnError
from textmining.estimation import Limits, widened, wilson

__all__ = ["INVITED_COLUMNS", "invited_by_wave", "with_invited"]

INVITED_COLUMNS = ("invited", "response_rate", "invited_low", "invited_high")
"""Added after the contract's columns: units invited, the share of them that answered, and limits
of the share of all invited units, as if those who answered were drawn from them at random."""

Row = Mapping[Hashable, Any]
DomainKey = tuple[str, ...]


def with_invited(
    table: pd.DataFrame, coded: Coded, invited: pd.DataFrame, options: CountOptions
) -> pd.DataFrame:
    """Add the response rate and a second interval, for all invited units.

    A row over all questions has no such interval: a respondent may stand behind several answers.
    Weighted answers say as much as (Σw)²/Σw² answers that weigh the same (Kish 1965).

    Args:
        table: the table of counts.
        coded: the answers that it is about.
        invited: a row per invited unit, with the columns of `by`, and `wave` if there are several.
        options: how was counted.

    Raises:
        ColumnError: the invited units lack a column, a wave or a group, or are fewer than answers.
    """
    missing = [name for name in options.by if name not in invited]
    if missing:
        raise ColumnError(
            f"The file of --population has no column {', '.join(missing)}; it needs those of --by."
        )
    found = list(table["wave"].unique())
    invited_by_wave(invited, found)
    labels = {name: group_labels(invited[name], missing_label(coded)) for name in options.by}
    if "wave" in invited:
        labels["wave"] = invited["wave"].map(as_id)
    units = pd.DataFrame(labels, index=invited.index)
    effective = _effective(coded, options) if options.weights else {}
    rows = [_row(row, units, options.by, effective) for row in table.to_dict("records")]
    return pd.concat([table, pd.DataFrame(rows, columns=list(INVITED_COLUMNS))], axis=1)


def invited_by_wave(invited: pd.DataFrame, waves: Sequence[str]) -> dict[str, int]:
    """How many units were invited in each wave.

    Raises:
        ColumnError: there are several waves and no column `wave`, or none was invited in one.
    """
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
            wave.reading.weight[domain.rows]
        )
        for wave in waves(coded, None, options.weights)
        for domain in domains(wave, options, missing_label(coded), pooled=False)
    }


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
    if row["question"] == ALL_QUESTIONS or np.isnan(answers):
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
