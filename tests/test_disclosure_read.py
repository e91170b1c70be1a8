"""How many were read of each place is published: with it nobody works out a small place either."""

from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tests.survey_to_count import BOOK
from textmining.disclosure.constraints import ANSWERS, PLACE
from textmining.disclosure.suppress import Rule, _Hiding

SIZES = np.array([[1, 4, 60], [5, 2, 60], [60, 60, 60]])
READ = np.array([[0, 0, 30], [5, 2, 30], [30, 30, 30]])
"""Of three roles in three parts of the country: the small groups of one role were read."""


def places() -> pd.DataFrame:
    rows = []
    for i, j in product(range(4), repeat=2):
        here = (slice(None) if i == 3 else i, slice(None) if j == 3 else j)
        size, read = int(SIZES[here].sum()), int(READ[here].sum())
        rows.append(("abc "[i].strip(), "xyz "[j].strip(), size, read))
    frame = pd.DataFrame(rows, columns=["role", "landsdel", "size", "read"])
    frame = frame.assign(owner=ANSWERS, wave="2021", question="q1", theme="", kind=PLACE)
    numbers = dict.fromkeys(("value", "count", "people", "size_people", "total"), frame["size"])
    return frame.assign(**numbers, is_even=True, is_whole=True)


def other_sizes(hidden: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """Sizes that agree with all sums, and with how many were read, where only a block is hidden."""
    step = np.zeros((3, 3), dtype=np.int64)
    step[:2, :2] = [[1, -1], [-1, 1]]
    others = [SIZES + k * step for k in range(-5, 6) if k]
    assert not (hidden & (step == 0)).any()
    return [sizes for sizes in others if (sizes >= np.maximum(READ, 1)).all()]


def test_the_numbers_that_were_read_do_not_tell_how_many_are_in_a_hidden_group() -> None:
    """Were only the four small groups hidden, those read of all would tell those read of each."""
    block = np.zeros((3, 3), dtype=np.bool_)
    block[:2, :2] = True
    assert not other_sizes(block)
    found = places()
    for seed in range(20):
        hiding = _Hiding(("role", "landsdel"), BOOK, Rule(3, 0.0, seed))
        few = {key[3:5] for key in hiding.places(found)}
        assert {("a", "x"), ("b", "y")} <= few
        assert few != {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}
