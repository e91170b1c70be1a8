import numpy as np
import pytest

from textmining.classifier import SelectiveCoding
from textmining.classifier.selective import ERROR, SHARES


def _draw(rng: np.random.Generator, n: int) -> SelectiveCoding:
    confidence = rng.beta(3, 1, n)
    return SelectiveCoding(confidence, rng.random(n) < confidence)


def test_the_promise_is_kept_in_all_but_few_trainings() -> None:
    rng = np.random.default_rng(0)
    broken = 0
    for _ in range(300):
        point = _draw(rng, 400).unread(0.9)
        if point.confidence is not None:
            # Among answers above c, the share of right ones is the mean of a beta's upper part.
            above = rng.beta(3, 1, 20_000)
            broken += int(above[above >= point.confidence].mean() < 0.9)
    assert broken <= 300 * ERROR


def test_a_higher_target_leaves_fewer_unread() -> None:
    curve = _draw(np.random.default_rng(1), 1000).curve()
    unread = [point.unread for point in curve]
    assert [point.target for point in curve] == list(SHARES)
    assert unread == sorted(unread, reverse=True)
    assert all(point.unread <= point.observed for point in curve)
    assert all(point.right is None or point.right >= point.target for point in curve)


def test_all_right_may_all_go_unread() -> None:
    point = SelectiveCoding(np.linspace(0.5, 1, 500), np.ones(500, dtype=np.bool_)).unread(0.95)
    assert (point.unread, point.confidence) == (1, 0.5)


@pytest.mark.parametrize("n", [0, 1, 10])
def test_nothing_is_promised_on_few_answers(n: int) -> None:
    point = SelectiveCoding(np.linspace(0, 1, n), np.ones(n, dtype=np.bool_)).unread(0.95)
    assert point.confidence is None
    assert point.unread == 0


def test_nothing_is_promised_when_nothing_is_right() -> None:
    point = SelectiveCoding(np.ones(500), np.zeros(500, dtype=np.bool_)).unread(0.8)
    assert (point.confidence, point.unread, point.observed) == (None, 0, 0)


def test_the_surer_the_answers_the_more_are_right() -> None:
    shares = _draw(np.random.default_rng(3), 4000).shares()
    right = [point["right"] for point in shares]
    assert [shares[0]["unread"], shares[-1]["unread"]] == [0.05, 1.0]
    assert right[0] > right[9] > right[-1] == pytest.approx(0.75, abs=0.02)
    assert SelectiveCoding(np.zeros(0), np.zeros(0, dtype=np.bool_)).shares() == []
