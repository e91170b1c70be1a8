"""Small counts are held back, and as many others as it takes that nobody can work them out.

Places with few answers or respondents are held back whole. Then counts of few, and whatever would
tell them (`constraints`, `secondary`). The machine's counts and those of respondents have sums of
their own, so more of them may be held back than whole rows.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import RESPONDENT_COLUMNS, CountTable, Method
from textmining.codebook import Codebook
from textmining.disclosure.constraints import ANSWERS, NET, THEME, Key, system

__all__ = ["suppressed"]

_NUMBERS = (
    *("answers", "reviewed", "machine", "estimate", "low", "high"),
    *("share", "share_low", "share_high"),
)

Bools = NDArray[np.bool_]


def suppressed(table: CountTable, plain: CountTable, book: Codebook, limit: int) -> CountTable:
    """Hold back counts under `limit` and those that would give them away.

    Args:
        table: the table of counts.
        plain: the same rows as numbers of answers, without weights, and of respondents.
        book: the codebook, for what nets consist of and which themes stand alone.
        limit: counts under it are held back; 0 and 1 hold back nothing and zeros.

    Returns:
        The same rows; those held back have no numbers and the method `suppressed`.
    """
    place = ["wave", "question", *table.by]
    has_people = any(name in table.frame for name in RESPONDENT_COLUMNS[1:])
    # Rows, and after them how many answers each place has.
    rows, places = _rows(plain.frame, place), _places(plain.frame, place)
    counts = pd.concat([rows, places], ignore_index=True)
    held = _held_back(counts, table.by, book, limit - 1e-9, has_people=has_people)
    return replace(table, frame=_blanked(table.frame, *(one[: len(rows)] for one in held)))


def _held_back(
    counts: pd.DataFrame, by: Sequence[str], book: Codebook, small: float, *, has_people: bool
) -> tuple[Bools, Bools, Bools]:
    """Primary suppression (few answers or respondents), then secondary (`secondary`).

    Returns:
        Which counts of answers, of respondents and of the machine are held back. The last two have
        sums of their own, so more of them may be.
    """
    place = ["wave", "question", *by]
    is_place = (counts["kind"] == ANSWERS).to_numpy()
    few_places = _few_places(counts[is_place], place, book, small, with_people=has_people)
    few = _in(counts, few_places, place) | _under(counts[["estimate", "people"]], small)
    ties = system(_keys(counts, place), by, book)
    people = counts["people"].to_numpy() if has_people else None
    answers, respondents = ties.protected(
        counts["estimate"].to_numpy(), people, few, is_place, small
    )
    machine = counts["machine"].to_numpy()
    of_machine, _ = ties.protected(machine, None, answers | (machine < small), is_place, small)
    return answers, respondents, of_machine


def _blanked(
    frame: pd.DataFrame, answers: Bools, respondents: Bools, machine: Bools
) -> pd.DataFrame:
    """The rows without the numbers that are held back."""
    numbers = [name for name in (*_NUMBERS, *RESPONDENT_COLUMNS) if name in frame]
    of_respondents = [name for name in RESPONDENT_COLUMNS[1:] if name in frame]
    result = frame.reset_index(drop=True).astype(dict.fromkeys(numbers, float))
    result.loc[respondents, of_respondents] = np.nan
    result.loc[machine, "machine"] = np.nan
    result.loc[answers, numbers] = np.nan
    result.loc[answers, "method"] = Method.SUPPRESSED.value
    return result


def _rows(plain: pd.DataFrame, place: list[str]) -> pd.DataFrame:
    """The counts of each row; unknown ones may be small."""
    counts = {
        "estimate": plain["estimate"],
        "machine": plain["machine"],
        "people": plain["respondent_share"] * plain["respondents"],
    }
    # Shares are rounded, so what is made of them is too.
    known = {n: c.astype(float).fillna(0.0).clip(lower=0).round(1) for n, c in counts.items()}
    kind = np.where(plain["base"] == "net", NET, THEME)
    return plain[[*place, "theme"]].assign(kind=kind, **known)


def _places(plain: pd.DataFrame, place: list[str]) -> pd.DataFrame:
    """How many answers and respondents each place has: these stand in all of its rows."""
    found = plain.drop_duplicates(place)
    answers, people = found["answers"].astype(float), found["respondents"].astype(float)
    return found[place].assign(
        theme="", kind=ANSWERS, estimate=answers, machine=answers, people=people
    )


def _few_places(
    places: pd.DataFrame, place: list[str], book: Codebook, small: float, *, with_people: bool
) -> pd.DataFrame:
    """Places of few answers or respondents, and those that would tell how many these have."""
    counts, people = places["estimate"].to_numpy(), places["people"].to_numpy()
    ties = system(_keys(places, place), place[2:], book)
    hidden = _under(places[["estimate", "people"]], small)
    none = np.zeros(len(places), dtype=np.bool_)
    while True:
        found = ties.protected(counts, people if with_people else None, hidden, none, small)
        if (hidden == (found[0] | found[1])).all():
            return places[hidden]
        hidden = found[0] | found[1]


def _in(counts: pd.DataFrame, places: pd.DataFrame, place: list[str]) -> Bools:
    """Which counts are of these places: held back in all of its rows or none."""
    few = set(places[place].itertuples(index=False, name=None))
    rows = counts[place].itertuples(index=False, name=None)
    return np.array([row in few for row in rows], dtype=np.bool_)


def _under(counts: pd.DataFrame, small: float) -> Bools:
    return np.asarray((counts < small).any(axis=1))


def _keys(counts: pd.DataFrame, place: list[str]) -> list[Key]:
    return list(counts[[*place, "theme", "kind"]].itertuples(index=False, name=None))
