"""What coders miss and add: rates from answers coded twice, and counts corrected by them."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from textmining.estimation import CoderError, Limits, ThemeCount, coder_errors, corrected

Bools = NDArray[np.bool_]

SURE = CoderError(Limits(0.05, 0.05, 0.05), Limits(0.01, 0.01, 0.01))
SAID = ThemeCount(1000, 200, 1000.0, 100.0, 80.0, 130.0, 0.95, "everything read")


def coded_twice(truth: Bools, missed: float, added: float, seed: int) -> Bools:
    chance = np.random.default_rng([99, seed]).random((2, *truth.shape))
    return np.asarray(np.where(truth, chance >= missed, chance < added))


def errors_of(truth: Bools, missed: float, added: float, seed: int = 0) -> tuple[CoderError, ...]:
    said = coded_twice(truth, missed, added, seed)
    settled = np.where(said[0] == said[1], said[0], truth)
    everyone = np.ones(len(truth), dtype=np.bool_)
    return coder_errors(said, settled, everyone, np.ones(truth.shape[1], dtype=np.bool_), 0.95)


def test_rates_are_found_and_held_by_their_limits() -> None:
    truth = np.random.default_rng(1).random((400, 20)) < 0.2
    found = errors_of(truth, 0.1, 0.02)
    assert np.mean([error.missed.value for error in found]) == pytest.approx(0.1, abs=0.015)
    assert np.mean([error.added.value for error in found]) == pytest.approx(0.02, abs=0.003)
    assert np.mean([e.missed.low <= 0.1 <= e.missed.high for e in found]) >= 0.9
    assert np.mean([e.added.low <= 0.02 <= e.added.high for e in found]) >= 0.9


def test_a_theme_that_is_hard_to_see_has_a_rate_of_its_own() -> None:
    truth = np.random.default_rng(2).random((1000, 10)) < 0.3
    said = coded_twice(truth, 0.02, 0.0, 3)
    said[:, :, 0] = coded_twice(truth[:, :1], 0.3, 0.0, 4)[:, :, 0]
    settled, everyone = said[0] | said[1], np.ones(1000, dtype=np.bool_)
    hard, *easy = coder_errors(said, settled, everyone, np.ones(10, dtype=np.bool_), 0.95)
    assert hard.missed.low > 0.2
    assert max(error.missed.high for error in easy) < 0.1


def test_which_coder_comes_first_does_not_matter() -> None:
    truth = np.random.default_rng(5).random((60, 6)) < 0.2
    said = coded_twice(truth, 0.1, 0.05, 6)
    everyone, informs = np.ones(60, dtype=np.bool_), np.ones(6, dtype=np.bool_)
    assert coder_errors(said, truth, everyone, informs, 0.9) == coder_errors(
        said[::-1], truth, everyone, informs, 0.9
    )


def test_a_difference_that_nobody_settled_may_be_either_error() -> None:
    truth = np.random.default_rng(7).random((300, 5)) < 0.3
    said = coded_twice(truth, 0.1, 0.0, 8)
    informs = np.ones(5, dtype=np.bool_)
    as_one = [np.full((300, 5), value) for value in (True, False)]
    open_, *closed = (
        coder_errors(said, settled, np.full(300, known), informs, 0.95)
        for settled, known in ((as_one[0], False), (as_one[0], True), (as_one[1], True))
    )
    for error, missed, added in zip(open_, *closed, strict=True):
        assert error.missed.high == pytest.approx(missed.missed.high)
        assert error.added.high == pytest.approx(added.added.high)
        assert error.missed.low <= added.missed.low + 1e-9
        assert error.added.low <= missed.added.low + 1e-9


def test_the_corrected_number_is_that_of_rogan_and_gladen() -> None:
    found = corrected(SAID, SURE, 0.0, 0.95, spread=1.0)
    assert found.value == pytest.approx((100 - 1000 * 0.01) / (1 - 0.05 - 0.01))
    assert found.low < (80 - 10) / 0.94
    assert found.high > (130 - 10) / 0.94


def test_where_two_code_all_only_what_both_err_in_is_left() -> None:
    found = corrected(SAID, SURE, 1.0, 0.95, spread=1.0)
    assert found.value == pytest.approx((100 - 1000 * 0.0001) / (1 - 0.0025 - 0.0001))


def test_heavier_weights_change_the_scale_only() -> None:
    twice = replace(SAID, total=2000.0, estimate=200.0, low=160.0, high=260.0)
    light, heavy = (corrected(c, SURE, 0.2, 0.95, s) for c, s in ((SAID, 1.0), (twice, 2.0)))
    ends = ((light.value, heavy.value), (light.low, heavy.low), (light.high, heavy.high))
    for one, two in ends:
        assert two == pytest.approx(2 * one)


def test_limits_of_answers_are_whole_and_within_them() -> None:
    none, everybody = (
        replace(SAID, estimate=n, low=n, high=n) for n in (0.0, 1000.0)
    )  # everything was read
    low, high = (corrected(count, SURE, 0.0, 0.95) for count in (none, everybody))
    assert low.low == 0.0
    assert high.high == 1000.0
    assert all(float(limit).is_integer() for limit in (low.high, high.low))


def test_the_truth_is_held_where_coders_miss_one_in_twenty() -> None:
    """All 400 answers are read, a fifth of them twice; 40 surveys of ten themes."""
    held = []
    for seed in range(40):
        rng = np.random.default_rng([9, seed])
        truth = rng.random((400, 10)) < np.linspace(0.05, 0.4, 10)
        said = coded_twice(truth, 0.05, 0.0, seed)
        both = np.arange(400) < 80
        errors = coder_errors(
            said[:, both], truth[both], np.ones(80, dtype=np.bool_), np.ones(10, np.bool_), 0.95
        )
        counted = np.where(both[:, None], truth, said[0]).sum(axis=0).tolist()
        for k, error in enumerate(errors):
            count = ThemeCount(
                400, 400, 400.0, counted[k], counted[k], counted[k], 0.95, "everything read"
            )
            found = corrected(count, error, 0.2, 0.95)
            held.append(found.low <= truth[:, k].sum() <= found.high)
    assert 0.93 <= np.mean(held) <= 0.995
