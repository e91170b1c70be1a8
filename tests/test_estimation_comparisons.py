"""Many comparisons: as few false ones as promised."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from textmining.estimation import Limits, holm, tail_probability


@given(st.lists(st.floats(0, 1), max_size=8))
def test_what_is_rejected_is_more_certain_than_what_is_not(chances: list[float]) -> None:
    rejected = holm(chances, 0.05)
    kept = [p for p, is_out in zip(chances, rejected, strict=True) if not is_out]
    out = [p for p, is_out in zip(chances, rejected, strict=True) if is_out]
    assert not out or not kept or max(out) <= min(kept)
    assert all(p <= 0.05 for p in out)


def test_one_report_in_twenty_errs_where_nothing_changed() -> None:
    chances = np.random.default_rng(0).random((2000, 22))
    erring = np.mean([holm(row, 0.05).any() for row in chances])
    assert 0.035 <= erring <= 0.06


@given(st.floats(-0.5, 0.5), st.floats(0.01, 0.3), st.floats(0.01, 0.3))
def test_limits_that_exclude_zero_are_a_small_probability(
    value: float, down: float, up: float
) -> None:
    found = Limits(value, value - down, value + up)
    excludes = found.low > 0 or found.high < 0
    assert (tail_probability(found, 0.95) < 0.05) == excludes
