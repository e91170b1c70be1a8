"""Intervals that hold at several looks together."""

import numpy as np
import pytest
from scipy.stats import norm

from textmining.estimation import level_of_each_look


def test_one_look_is_the_plain_interval() -> None:
    assert level_of_each_look(0.95, 1) == 0.95


@pytest.mark.slow
@pytest.mark.parametrize("looks", [2, 4, 24])
def test_the_level_lies_between_the_plain_one_and_bonferronis(looks: int) -> None:
    assert 0.95 < level_of_each_look(0.95, looks) < 1 - 0.05 / looks


def test_two_looks_are_as_pocock_has_them() -> None:
    # Equal steps of information give 2.178 (Pocock 1977); unequal ones, as here, a little more.
    assert norm.isf((1 - level_of_each_look(0.95, 2)) / 2) == pytest.approx(2.20, abs=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.1, 0.5])
def test_means_of_a_growing_sample_are_right_at_every_look(share: float) -> None:
    looks, answers = 8, 400
    drawn = round(share * answers)
    rng = np.random.default_rng(3)
    critical = norm.isf((1 - level_of_each_look(0.95, looks)) / 2)
    right = []
    for _ in range(3000):
        values = rng.normal(size=answers)
        wrong = False
        for look in range(1, looks + 1):
            n = round(drawn * look / looks)
            deviation = values.std() * np.sqrt((1 - n / answers) / n)
            wrong |= abs(values[:n].mean() - values.mean()) > critical * deviation
        right.append(not wrong)
    assert 0.94 <= np.mean(right) <= 0.975
