"""What a table of counts publishes, as cells that add up, each with what it is a number of."""

import numpy as np
import pandas as pd

from textmining.answers import QUESTION, WAVE, CountTable, Method
from textmining.arrays import Array
from textmining.codebook import Codebook
from textmining.disclosure.constraints import (
    ANSWERS,
    NET,
    PEOPLE,
    PLACE,
    THEME,
    UNITS,
    WEIGHT,
    Key,
)
from textmining.disclosure.relations import Counts

_NUMBERS = ("value", "count", "people", "size", "size_people", "read", "total")
_KNOWN = ("is_even", "is_whole")
_READ_BY = ["owner", WAVE, QUESTION]


def cells(
    table: CountTable, plain: CountTable, book: Codebook, number: str, *, has_people: bool
) -> pd.DataFrame:
    """A row for every number: of answers, and of people and units where these are fewer.

    Args:
        table: the table of counts, with `BEHIND`.
        plain: the same rows as numbers of answers, respondents and units, without weights.
        book: the codebook, for what nets there are.
        number: `estimate` or `machine`.
        has_people: whether shares of respondents are published.

    Returns:
        `owner`, the columns of the place, `theme` and `kind` (a `Key`); `value`, as published but
        for rounding; `count`, the number it is of, and `people`, the respondents behind it; `size`,
        `size_people`, `read` and `total`, the same of all in its place, how many of them were read,
        and their weight; `is_even`, whether all there weigh the same; `is_whole`, whether a reader
        knows that it is of whole answers: all weigh the same, and none is estimated.
    """
    owners = [ANSWERS, *([PEOPLE] if has_people else []), UNITS]
    parts = [_of_owner(owner, table.frame, plain.frame, number) for owner in owners]
    rest = [WAVE, QUESTION, *table.by, "theme"]
    found = pd.concat(parts, ignore_index=True)
    found["kind"] = np.where(found["theme"].isin(book.nets), NET, THEME)
    answers = found[found["owner"] == ANSWERS].set_index(rest)["size"]
    fewer = found["size"] < answers.reindex(pd.MultiIndex.from_frame(found[rest])).to_numpy()
    found = found[(found["owner"] == ANSWERS) | fewer]
    names = ["owner", *rest, "kind", *_NUMBERS, *_KNOWN]
    return pd.concat([found, _places(found, table.by)], ignore_index=True)[names]


def _of_owner(owner: str, table: pd.DataFrame, plain: pd.DataFrame, number: str) -> pd.DataFrame:
    is_unit = (table["base"] == "unit").to_numpy()
    rows = is_unit if owner == UNITS else ~is_unit
    table, plain = table[rows], plain[rows]
    value, size, total = (
        ("people", "respondents", "people_total")
        if owner == PEOPLE
        else (number, "answers", "total")
    )
    behind = ("people", "respondents") if owner == ANSWERS else (value, size)
    numbers = {
        "value": table[value],
        "count": plain[value],
        "people": plain[behind[0]],
        "size": plain[size],
        "size_people": plain[behind[1]],
        "read": plain["reviewed"] * (owner != PEOPLE),
        "total": table[total].where(table[total].notna(), plain[size]),
    }
    # Unknown ones may be small.
    known = {name: n.astype(float).fillna(0).clip(lower=0).round(4) for name, n in numbers.items()}
    is_exact = (table["method"] == Method.EVERYTHING_READ.value) | (number == "machine")
    is_even = table["is_even"].astype(bool)
    return table.assign(owner=owner, is_even=is_even, is_whole=is_even & is_exact, **known)


def _places(found: pd.DataFrame, by: tuple[str, ...]) -> pd.DataFrame:
    """How many there are in each place, and their weight: these stand in all of its rows."""
    one = found.drop_duplicates(["owner", WAVE, QUESTION, *by])
    numbers = {"value": one["total"], "count": one["size"], "people": one["size_people"]}
    return one.assign(theme="", kind=PLACE, **numbers)


def sizes_of(found: pd.DataFrame, *, are_weighted: bool) -> pd.DataFrame:
    """How many there are in each place, as cells; with weights also what they weigh.

    Every share that is shown tells by its denominator what all in its place weigh.

    Args:
        found: cells.
        are_weighted: whether answers have weights.
    """
    places = found[found["kind"] == PLACE]
    sizes = places.assign(value=places["size"], total=places["size"], is_whole=True)
    weights = places.assign(kind=WEIGHT, is_whole=places["is_even"])
    return pd.concat([sizes, weights], ignore_index=True) if are_weighted else sizes


def counts_of(found: pd.DataFrame, grain: float) -> Counts:
    """The numbers for the attacker's problem.

    Args:
        found: cells.
        grain: what published numbers are rounded to; 0 where they are exact.
    """
    value = found["value"].to_numpy(dtype=np.float64)
    step = (found["total"] / found["size"].clip(lower=1)).to_numpy(dtype=np.float64)
    are_whole = found["is_whole"].to_numpy(dtype=np.bool_)
    is_place = (found["kind"] == PLACE).to_numpy(dtype=np.bool_)
    # A place stands in the table since somebody is in it.
    least = np.where(is_place, np.maximum(step, _known_to_be_read(found)), 0.0)
    are_secret = (found["kind"] != WEIGHT).to_numpy(dtype=np.bool_)
    # Sizes come first, and then as many weights.
    beside = np.roll(np.arange(len(value)), np.count_nonzero(~are_secret))
    if not grain:
        nothing = np.zeros(len(value))
        return Counts(value, step, are_whole, nothing, nothing, least, are_secret, beside)
    published = grain * np.round(value / grain)
    below, above = (value - published) + grain / 2, (published - value) + grain / 2
    below, above = (np.where(is_place, 0, end) for end in (below, above))
    return Counts(value, step, are_whole, below, above, least, are_secret, beside)


def _known_to_be_read(found: pd.DataFrame) -> Array:
    """How many of each place were read, which the numbers read elsewhere may tell.

    Where all of a question was read this is how many there are, and tells nothing more.
    """
    open_ones = (
        (found["size"] - found["read"]).groupby([found[c] for c in _READ_BY]).transform("max")
    )
    return np.where(open_ones > 0, found["read"], 0.0)


def keys_of(found: pd.DataFrame, by: tuple[str, ...]) -> list[Key]:
    """The key of each cell."""
    names = ["owner", WAVE, QUESTION, *by, "theme", "kind"]
    return list(found[names].astype(str).itertuples(index=False, name=None))


def place_of(key: Key) -> Key:
    """The key of the place that a cell is in."""
    return (*key[:-2], "", PLACE)
