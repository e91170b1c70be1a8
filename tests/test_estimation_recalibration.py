import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.optimize import minimize

from textmining.estimation import (
    InMemory,
    clipped_logit,
    floored,
    recalibrate,
    recalibrate_pooled,
)

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
RNG = np.random.default_rng(4)
P = RNG.beta(0.3, 1, (80, 3))
Y = RNG.random((80, 3)) < P**2
READ = RNG.random(80) < 0.4


def alone(p: Array, y: Bools, read: Bools) -> Array:
    return recalibrate(InMemory(p), y[read], np.flatnonzero(read)).logits


def pooled(p: Array, y: Bools, read: Bools) -> Array:
    """With the themes' probabilities turned round in the place of the others'."""
    machine = InMemory(p, p[:, ::-1])
    return recalibrate_pooled(machine, y[read], np.flatnonzero(read)).logits


def test_nothing_read_leaves_the_machine_alone() -> None:
    nobody = np.zeros(80, dtype=np.bool_)
    assert alone(P, Y, nobody) == pytest.approx(clipped_logit(P))
    assert pooled(P, Y, nobody) == pytest.approx(clipped_logit(P))


def test_the_mode_is_where_an_optimiser_finds_it() -> None:
    logits = clipped_logit(P)
    found = alone(P, Y, READ)
    for k in range(3):
        x, y = logits[READ, k], Y[READ, k]

        def loss(theta: Array, x: Array = x, y: NDArray[np.bool_] = y) -> float:
            eta = theta[0] + theta[1] * x
            prior = (theta[0] / 1.5) ** 2 / 2 + ((theta[1] - 1) / 0.35) ** 2 / 2
            return float(np.logaddexp(0, eta).sum() - (y * eta).sum() + prior)

        theta = minimize(loss, [0.0, 1.0], tol=1e-10).x
        assert found[:, k] == pytest.approx(theta[0] + theta[1] * logits[:, k], abs=1e-4)


def test_codes_of_unread_answers_do_not_matter() -> None:
    changed = Y ^ ~READ[:, None]
    assert (alone(P, Y, READ) == alone(P, changed, READ)).all()
    assert (pooled(P, Y, READ) == pooled(P, changed, READ)).all()


@pytest.mark.slow
@given(
    arrays(np.float64, (6, 2), elements=st.sampled_from([0.0, 1e-9, 0.5, 1.0])),
    arrays(np.bool_, (6, 2)),
    arrays(np.bool_, 6),
)
def test_certain_machines_give_finite_odds(p: Array, y: Bools, read: Bools) -> None:
    assert np.isfinite(alone(p, y, read)).all()
    assert np.isfinite(pooled(p, y, read)).all()


def test_the_floor_keeps_the_sum() -> None:
    logits = clipped_logit(P).T
    assert floored(logits).sum() == pytest.approx((1 / (1 + np.exp(-logits))).sum())
    assert floored(logits).min() > 0.01
