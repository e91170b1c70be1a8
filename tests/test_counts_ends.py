"""Few answers with a theme, and a machine that has nothing to say: coverage by exact sums."""

import math

import numpy as np
import pytest
from scipy.stats import hypergeom

from textmining.counts import Reading, count_theme, open_ends, recalibrate, strata


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("share", [0.05, 0.1, 0.2, 0.4])
@pytest.mark.parametrize("true", [0, 1, 2, 3, 5])
def test_a_machine_that_says_nothing_is_covered(true: int, share: float, mirrored: bool) -> None:
    answers, drawn = 200, round(200 * share)
    total = answers - true if mirrored else true
    read = np.arange(answers) < drawn
    held = 0.0
    for found in range(true + 1):
        codes = (np.arange(answers) < found) ^ mirrored
        logits = recalibrate(np.zeros((answers, 1)), codes[:, None], read)[:, 0]
        reading = Reading(np.zeros(answers, dtype=np.int64), read, read)
        count = count_theme(codes, logits, reading, 0.95)
        if count.low <= total <= count.high:
            held += float(hypergeom.pmf(found, answers, true, drawn))
    assert held >= (1 - 1e-9 if true == 0 else 0.93)


def test_an_end_is_open_where_the_draw_is_likely_enough_to_hold_it_all() -> None:
    stratum = np.repeat([1, 2], [20, 30])
    read = np.isin(np.arange(50), [*range(5), *range(20, 26)])
    split = strata(stratum, read)
    codes = np.zeros(50, dtype=np.bool_)
    codes[[0, 20]] = True
    chance = 5 / 20 * 6 / 30
    assert open_ends((4.0, 9.0), codes, split, 1 - 2 * chance + 1e-9) == (-math.inf, 9)
    assert open_ends((4.0, 9.0), codes, split, 1 - 2 * chance - 1e-9) == (4, 9)
    assert open_ends((4.0, 9.0), ~codes, split, 1 - 2 * chance + 1e-9) == (4, math.inf)
    nobody = np.zeros(50, dtype=np.bool_)
    assert open_ends((4.0, 9.0), nobody, split, 0.5) == (-math.inf, 9)
