"""Small counts are held back, and as many others as it takes that nobody can work them out.

Places with few answers are held back whole. Then counts under the limit, and whatever would tell
them (`deduction`). The machine's counts and those of respondents have sums of their own, so more
of them may be held back than whole rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.tally.deduction import Relation, Relations, protected
from textmining.tally.options import ALL_QUESTIONS, RESPONDENT_COLUMNS
from textmining.tally.waves import Column

__all__ = ["SUPPRESSED", "suppressed"]

SUPPRESSED = "suppressed"
"""The method of a row whose numbers are held back."""

_NUMBERS = (
    *("answers", "reviewed", "machine", "estimate", "low", "high"),
    *("share", "share_low", "share_high"),
)

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
Key = tuple[str, ...]


def suppressed(
    table: pd.DataFrame, by: Sequence[str], columns: Sequence[Column], limit: int
) -> pd.DataFrame:
    """Hold back counts under `limit` and those that would give them away.

    Args:
        table: the table of counts.
        by: its background columns.
        columns: themes and nets, for what nets consist of.
        limit: counts under it are held back; 0 and 1 hold back nothing and zeros.

    Returns:
        The same rows; those held back have no numbers and the method `suppressed`.
    """
    small = limit - 1e-9
    numbers = [name for name in (*_NUMBERS, *RESPONDENT_COLUMNS) if name in table]
    result = table.reset_index(drop=True).astype(dict.fromkeys(numbers, float))
    respondents = result.get("respondents")
    if respondents is not None and respondents.isna().any():  # strict mode knows none to protect
        respondents = None
    # In answers, also where counts are weighted; shares are rounded, so these are too.
    answers = result["share"] * result["answers"]
    machine = result["machine"] * answers / result["estimate"]
    hidden = _small_places(result, respondents, by, small) | _under(answers, small)
    people = None if respondents is None else result["respondent_share"] * respondents
    hidden, of_people = _protected(result, "estimate", people, hidden, by, columns, small)
    of_machine, _ = _protected(
        result, "machine", None, hidden | _under(machine, small), by, columns, small
    )
    result.loc[of_people, [name for name in RESPONDENT_COLUMNS[1:] if name in result]] = np.nan
    result.loc[of_machine, "machine"] = np.nan
    result.loc[hidden, numbers] = np.nan
    result.loc[hidden, "method"] = SUPPRESSED
    return result


def _under(counts: pd.Series, small: float) -> Bools:
    """Which counts are too small; an unknown one is."""
    return np.asarray(counts.fillna(0.0).round(1) < small)


def _small_places(
    table: pd.DataFrame, respondents: pd.Series | None, by: Sequence[str], small: float
) -> Bools:
    """Rows of places with so few answers or respondents that nothing is told of them.

    How many answers a place has stands in each of its rows, so it is held back in all or none.
    """
    names = ["wave", "question", *by]
    places = table.drop_duplicates(names)
    keys = _keys(places[names])
    counts = places["answers"].to_numpy(dtype=np.float64)
    people = None if respondents is None else respondents[places.index].to_numpy(dtype=np.float64)
    hidden = counts < small
    while True:
        told, of_people = _system(keys, by, ()).protected(counts, people, hidden, small)
        if (hidden == (told | of_people)).all():
            break
        hidden = told | of_people
    few = {key for key, is_hidden in zip(keys, hidden, strict=True) if is_hidden}
    return np.array([key in few for key in _keys(table[names])], dtype=np.bool_)


def _protected(
    table: pd.DataFrame,
    name: str,
    people: pd.Series | None,
    hidden: Bools,
    by: Sequence[str],
    columns: Sequence[Column],
    small: float,
) -> tuple[Bools, Bools]:
    """Hide what tells hidden numbers of a column, themes that nets tie together at a time."""
    counts = table[name].fillna(0.0).clip(lower=0).to_numpy(dtype=np.float64)
    hidden, of_people = hidden.copy(), hidden.copy()
    keys = _keys(table[["wave", "question", *by, "theme", "base"]])
    for rows in _blocks(table, columns):
        system = _system([keys[i] for i in rows.tolist()], by, columns)
        own = None if people is None else people[rows].to_numpy(dtype=np.float64).round(1)
        hidden[rows], of_people[rows] = system.protected(counts[rows], own, hidden[rows], small)
    return hidden, of_people


@dataclass(frozen=True)
class _System:
    """Counts of answers, and those of the respondents behind them, with what ties them together.

    Within one question a respondent answers once, so only rows over all questions have counts of
    respondents of their own: at least the answers to each question, at most their sum.

    Args:
        pooled: the rows over all questions.
        relations: of the answers' counts alone.
        people: of both, those of respondents standing after the answers' in the order of `pooled`.
    """

    pooled: NDArray[np.intp]
    relations: Relations
    people: Relations

    def protected(
        self, counts: Array, people: Array | None, hidden: Bools, small: float
    ) -> tuple[Bools, Bools]:
        """Which counts of answers, and which of respondents, are hidden in the end."""
        if people is None:
            hidden = protected(counts, hidden, self.relations)
            return hidden, hidden
        both = np.concatenate([counts, people[self.pooled]])
        of_people = hidden[self.pooled] | (people[self.pooled] < small)
        while True:
            found = protected(both, np.concatenate([hidden, of_people]), self.people)
            hidden, of_people = found[: len(counts)], found[len(counts) :]
            if not (hidden[self.pooled] & ~of_people).any():
                break
            of_people = of_people | hidden[self.pooled]
        everywhere = hidden.copy()
        everywhere[self.pooled] = of_people
        return hidden, everywhere


def _system(keys: Sequence[Key], by: Sequence[str], columns: Sequence[Column]) -> _System:
    pooled = [i for i, key in enumerate(keys) if key[1] == ALL_QUESTIONS]
    own = [keys[i] for i in pooled]
    of_people = {i: len(keys) + j for j, i in enumerate(pooled)}
    groups = {2 + position: "" for position in range(len(by))}
    over_questions = _sums(keys, {1: ALL_QUESTIONS})
    answers = Relations((*over_questions, *_sums(keys, groups)), _bounds(keys, columns))
    several = tuple((parts, of_people[whole]) for parts, whole in over_questions)
    people = Relations(
        (*answers.sums, *_moved(_sums(own, groups), len(keys))),
        (*answers.bounds, *several, *_moved(_bounds(own, columns), len(keys))),
    )
    return _System(np.array(pooled, dtype=np.intp), answers, people)


def _moved(relations: Sequence[Relation], by: int) -> Iterator[Relation]:
    return ((tuple(part + by for part in parts), whole + by) for parts, whole in relations)


def _keys(names: pd.DataFrame) -> list[Key]:
    """A key for every row; of `base` only whether it is a net."""
    if "base" in names:
        names = names.assign(base=names["base"].where(names["base"] == "net", ""))
    return list(names.itertuples(index=False, name=None))


def _sums(keys: Sequence[Key], totals: Mapping[int, str]) -> tuple[Relation, ...]:
    """Every total among the keys with its parts.

    Args:
        keys: what is counted.
        totals: for each position of a key that is added up, what stands there in a total.
    """
    at = {key: i for i, key in enumerate(keys)}
    parts: dict[tuple[int, Key], list[int]] = {}
    for key, i in at.items():
        for position, total in totals.items():
            whole = (*key[:position], total, *key[position + 1 :])
            if key[position] != total and whole in at:
                parts.setdefault((position, whole), []).append(i)
    return tuple((tuple(cells), at[whole]) for (_, whole), cells in parts.items())


def _bounds(keys: Sequence[Key], columns: Sequence[Column]) -> tuple[Relation, ...]:
    """Every net among the keys with its themes."""
    at = {key: i for i, key in enumerate(keys)}
    members = {
        column.theme: [columns[k].theme for k in column.themes] for column in columns if column.net
    }
    found = []
    for (*place, theme, base), i in at.items():
        if base == "net":
            themes = [(*place, member, "") for member in members[theme]]
            found.append((tuple(at[key] for key in themes if key in at), i))
    return tuple(found)


def _blocks(table: pd.DataFrame, columns: Sequence[Column]) -> Iterator[NDArray[np.intp]]:
    """Rows of one wave whose themes are tied together by nets, or of one theme."""
    tied = list(range(len(columns)))
    for net in (column for column in columns if column.net):
        members = {tied[k] for k in net.themes} | {tied[columns.index(net)]}
        tied = [min(members) if block in members else block for block in tied]
    block_of = {
        (column.theme, column.net): block for column, block in zip(columns, tied, strict=True)
    }
    themes = zip(table["wave"], table["theme"], table["base"], strict=True)
    keys = pd.Series([(wave, block_of[theme, base == "net"]) for wave, theme, base in themes])
    for rows in keys.groupby(keys, sort=False).indices.values():
        yield np.asarray(rows)
