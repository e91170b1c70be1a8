from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmining.estimation import Limits, before_rounding, change, widened

shares = st.lists(st.floats(0, 1), min_size=3, max_size=3).map(sorted)


def limits(values: list[float]) -> Limits:
    return Limits(values[1], values[0], values[2])


@given(shares, shares)
def test_a_change_turns_round_with_its_waves(a: list[float], b: list[float]) -> None:
    there, back = change(limits(a), limits(b)), change(limits(b), limits(a))
    assert there.low <= there.value <= there.high
    assert there.value == -back.value
    assert there.low == pytest.approx(-back.high)


@given(shares)
def test_a_known_older_wave_adds_nothing(newer: list[float]) -> None:
    found = change(Limits(0, 0, 0), limits(newer))
    assert (found.low, found.high) == pytest.approx((newer[0], newer[2]))


def test_newcombes_own_example() -> None:
    # Newcombe (1998), table II (a): 56/70 - 48/80, method 10 gives 0.0524 to 0.3339.
    z2 = NormalDist().inv_cdf(0.975) ** 2

    def score(x: int, n: int) -> Limits:
        p = x / n
        half = np.sqrt(z2 * p * (1 - p) / n + z2**2 / (4 * n**2)) / (1 + z2 / n)
        middle = (p + z2 / (2 * n)) / (1 + z2 / n)
        return Limits(p, middle - half, middle + half)

    found = change(score(48, 80), score(56, 70))
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=1e-4)


def test_a_count_is_widened_by_sampling() -> None:
    counted, sampled = Limits(0.4, 0.37, 0.44), Limits(0.4, 0.36, 0.43)
    found = widened(counted, sampled)
    assert (found.low, found.high) == pytest.approx((0.35, 0.45))


@given(st.integers(1, 100_000), st.data())
def test_limits_of_whole_answers_go_half_an_answer_out(answers: int, data: st.DataObject) -> None:
    low, high = sorted(data.draw(st.tuples(*[st.integers(0, answers)] * 2)))
    share = Limits(low / answers, round(low / answers, 6), round(high / answers, 6))
    found = before_rounding(share, answers)
    if low == high:
        assert found == share
    else:
        assert found.low == pytest.approx(max(share.low - 0.5 / answers, 0))
        assert found.high == pytest.approx(min(share.high + 0.5 / answers, 1))


def test_limits_of_weighted_answers_stay() -> None:
    share = Limits(0.4, 0.3517, 0.4499)
    assert before_rounding(share, 200) == share
