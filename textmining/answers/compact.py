"""Columns of coded answers in less memory, as counting many of them needs it.

Probabilities are written with six digits, which a number of half the size tells apart; a wave's
name is said once, and not in each row.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.arrays import Array

_DIGITS = 6  # of a coded file; float32 holds seven


def small(numbers: NDArray[Any]) -> NDArray[Any]:
    """The same as float32 where `exact` gives them back to the last bit, else as they are."""
    if numbers.dtype == np.float32:
        return numbers
    held = numbers.astype(np.float32)
    differs = exact(held) != numbers  # NaN differs from itself
    return held if np.isnan(numbers[differs]).all() else numbers


def exact(numbers: NDArray[Any]) -> Array:
    """The numbers that `small` was given."""
    found: Array = numbers.astype(np.float64)
    return np.round(found, _DIGITS) if numbers.dtype == np.float32 else found


def of_one_kind(frames: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """The same, each column held small in all of them or in none."""
    found = [frame.copy(deep=False) for frame in frames]
    for name in dict.fromkeys(chain.from_iterable(frame.columns for frame in frames)):
        having = [frame for frame in found if name in frame]
        if len({frame.dtypes[name] for frame in having}) > 1:
            for frame, column in zip(having, _alike([f[name] for f in having]), strict=True):
                frame[name] = column
    return found


def _alike(columns: Sequence[pd.Series]) -> list[pd.Series]:
    """A column of several files: as categories or float32 if that is what all of them have."""
    kinds = [column.dtype for column in columns]
    categories = [kind.categories for kind in kinds if isinstance(kind, pd.CategoricalDtype)]
    if len(categories) == len(kinds):
        number = {
            value: i for i, value in enumerate(dict.fromkeys(chain.from_iterable(categories)))
        }
        return [_among(column, number) for column in columns]
    if categories:
        return [column.astype("object" if object in kinds else "str") for column in columns]
    if np.dtype(np.float32) in kinds:
        return [pd.Series(exact(column.to_numpy()), column.index) for column in columns]
    return [*columns]


def categories(place: NDArray[Any], values: Sequence[Any]) -> pd.Series:
    """A column with a number in each row, and what the numbers stand for; tuples are values too."""
    every = pd.Index([*values], tupleize_cols=False)
    return pd.Series(pd.Categorical.from_codes(place, categories=every))


def _among(column: pd.Series, number: Mapping[Any, int]) -> pd.Series:
    """A column of categories with more of them, numbered so."""
    place = np.array([number[value] for value in column.cat.categories], dtype=np.int32)
    found = categories(place[column.cat.codes], [*number])
    return found.set_axis(column.index)
