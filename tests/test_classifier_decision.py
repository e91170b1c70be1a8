"""Proposed sets keep the codebook's rules, and thresholds do what they are for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from textmining.classifier.decision import Aim, decide, find_thresholds
from textmining.classifier.threshold_curves import threshold_curves

_RESIDUAL = np.array([False, False, False, True])


@given(
    arrays(np.float64, (6, 4), elements=st.floats(0, 1)),
    arrays(np.float64, 4, elements=st.floats(0.02, 0.95)),
)
def test_a_set_is_never_empty_and_a_residual_theme_stands_alone(
    probabilities: np.ndarray, thresholds: np.ndarray
) -> None:
    chosen = decide(probabilities, _RESIDUAL, thresholds)
    possible = probabilities > 0
    assert (chosen.any(axis=1) == (chosen | possible).any(axis=1)).all()
    assert not (chosen & ~possible).any()
    assert (chosen[chosen[:, 3]].sum(axis=1) == 1).all()


def _noisy(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Calibrated probabilities of few, common and faint themes, and codes drawn from them."""
    rng = np.random.default_rng(seed)
    level, spread = np.array([-3.0, -1.0, 0.0, -2.0]), np.array([1.0, 0.6, 0.6, 1.5])
    probabilities = 1 / (1 + np.exp(-(level + spread * rng.normal(size=(n, 4)))))
    return probabilities, rng.random((n, 4)) < probabilities


def _count_error(chosen: np.ndarray, truth: np.ndarray) -> float:
    return float(np.abs(chosen.sum(axis=0) - truth.sum(axis=0)).sum() / truth.sum())


@pytest.mark.parametrize("seed", range(5))
def test_counts_of_noisy_codes_stay_near_and_are_nearest_when_asked_for(seed: int) -> None:
    none = np.zeros(4, dtype=np.bool_)
    probabilities, truth = _noisy(3000, seed)
    fresh, fresh_truth = _noisy(3000, seed + 100)
    errors = {
        aim: _count_error(
            decide(fresh, none, find_thresholds(probabilities, truth, none, aim)), fresh_truth
        )
        for aim in Aim
    }
    one_for_all = _count_error(decide(fresh, none, np.full(4, 0.3)), fresh_truth)
    assert errors[Aim.F1] <= 0.25 < one_for_all
    assert errors[Aim.COUNTS] <= min(errors[Aim.F1] + 0.05, 0.15)


@pytest.mark.parametrize(("n", "most"), [(120, 0.175), (3000, 0.2)])
def test_few_answers_leave_room_for_what_chance_does_to_counts(n: int, most: float) -> None:
    none = np.zeros(4, dtype=np.bool_)
    for seed in range(20):
        probabilities, truth = _noisy(n, seed)
        thresholds = find_thresholds(probabilities, truth, none, Aim.F1)
        assert _count_error(decide(probabilities, none, thresholds), truth) <= most


@pytest.mark.parametrize("seed", range(5))
def test_a_theme_that_is_nearly_as_probable_everywhere_gets_its_count(seed: int) -> None:
    """A threshold a little lower gives it to all answers, a little higher to none."""
    none = np.zeros(4, dtype=np.bool_)
    probabilities, _ = _noisy(900, seed)
    rng = np.random.default_rng(seed)
    probabilities[:, 0] = 0.066 + 0.004 * rng.normal(size=900)
    truth = rng.random((900, 4)) < probabilities
    thresholds = find_thresholds(probabilities, truth, none, Aim.COUNTS)
    assert _count_error(decide(probabilities, none, thresholds), truth) < 0.05


def test_whole_sets_are_right_oftenest_when_asked_for() -> None:
    none = np.zeros(4, dtype=np.bool_)
    probabilities, truth = _noisy(3000, 0)
    right = {
        aim: (
            decide(probabilities, none, find_thresholds(probabilities, truth, none, aim)) == truth
        )
        .all(axis=1)
        .mean()
        for aim in Aim
    }
    assert right[Aim.SETS] > right[Aim.COUNTS]
    assert right[Aim.SETS] >= right[Aim.F1]


def test_few_answers_choose_nothing() -> None:
    probabilities, truth = _noisy(50, 0)
    assert len(set(find_thresholds(probabilities, truth, _RESIDUAL, Aim.F1).tolist())) == 1


def test_a_higher_threshold_of_one_theme_proposes_it_less_often() -> None:
    probabilities, truth = _noisy(3000, 1)
    own = np.full(4, 0.37)
    curves = threshold_curves(probabilities, truth, _RESIDUAL, own, ["a", "b", "c", "d"])
    for k, points in enumerate(curves.values()):
        proposed = [point["proposed"] for point in points]
        assert proposed == sorted(proposed, reverse=True)
        mine = next(point for point in points if point["threshold"] == 0.37)
        chosen = decide(probabilities, _RESIDUAL, own)[:, k]
        assert mine["proposed"] == chosen.sum()
        assert mine["precision"] == pytest.approx(truth[chosen, k].mean(), abs=1e-4)
        assert mine["recall"] == pytest.approx(chosen[truth[:, k]].mean(), abs=1e-4)
