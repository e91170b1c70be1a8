"""Probabilities are written with six digits, which a number of half the size tells apart."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmining.arrays import Array

_DIGITS = 6  # of a coded file; float32 holds seven


def small(numbers: Array) -> NDArray[Any]:
    """The same as float32 where `exact` gives them back to the last bit, else as they are."""
    held = numbers.astype(np.float32)
    return held if np.array_equal(exact(held), numbers, equal_nan=True) else numbers


def exact(numbers: NDArray[Any]) -> Array:
    """The numbers that `small` was given."""
    found: Array = numbers.astype(np.float64)
    return np.round(found, _DIGITS) if numbers.dtype == np.float32 else found
