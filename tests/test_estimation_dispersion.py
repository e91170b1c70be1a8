"""How much errors vary: what good machines, blind ones and wrong ones make of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.special import expit, logit

from textmining.estimation import (
    Expected,
    InMemory,
    Reading,
    Strata,
    assisting_model,
    dispersion,
    floored,
    recalibrate_pooled,
    silent_share,
    strata,
)
from textmining.estimation.dispersion import skill

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
N, K = 2000, 12


def machine(seed: int, silent: float = 0.0) -> tuple[Array, Bools]:
    """Calibrated probabilities but for a share of the themes' answers that have no sign."""
    rng = np.random.default_rng(seed)
    p = rng.beta(0.05, 0.5, (N, K))
    y = rng.random((N, K)) < p
    moved = y & (rng.random((N, K)) < silent)
    return np.where(moved, rng.permuted(p * ~y, axis=0), p), y


def every_fifth() -> Strata:
    return strata(np.repeat([1, 2], N // 2), np.arange(N) % 5 == 0)


READ = np.arange(N) % 5 == 0


def factors_of(y: Bools, p: Array, split: Strata) -> Array:
    read = np.sort(np.concatenate([split.certain, *split.read]))
    expected = Expected(p[read], p.mean(axis=0), (p**2).mean(axis=0))
    return dispersion(y[read], expected, split, skill(y[read], expected))


def test_a_calibrated_machine_is_taken_at_its_word() -> None:
    p, y = machine(1)
    assert factors_of(y, p, every_fifth()).mean() == pytest.approx(1, abs=0.15)


def test_a_machine_better_than_its_word_gives_less_variance() -> None:
    p, y = machine(1)
    timid = expit(0.5 * logit(p.clip(1e-6, 1 - 1e-6)))
    factors = factors_of(y, timid, every_fifth())
    assert factors.max() < 0.8


def test_a_theme_without_prediction_borrows_no_trust_from_the_others() -> None:
    p, y = machine(1)
    rng = np.random.default_rng(2)
    timid = expit(0.5 * logit(p.clip(1e-6, 1 - 1e-6)))
    timid[:, 0] = 0.02
    y[:, 0] = rng.random(N) < 0.02
    timid[:, 1] = np.where(rng.random(N) < 0.15, 0.9, 0.01)
    y[:, 1] = rng.random(N) < 0.05
    factors = factors_of(y, timid, every_fifth())
    assert factors[0] == pytest.approx(1, abs=0.15)
    assert factors[1] >= 0.95
    assert factors[2:].max() < 0.8


def test_a_silent_theme_pays_for_the_least_read_fifth() -> None:
    y = np.random.default_rng(3).random((N, 1)) < 0.03
    stratum = np.repeat([1, 2], N // 2)
    read = np.where(stratum == 1, np.arange(N) % 10 == 0, np.arange(N) % 2 == 0)
    found = factors_of(y, np.full((N, 1), 0.03), strata(stratum, read))
    assert found[0] == pytest.approx(9 / 5, rel=0.1)  # 1/π - 1: 9 against 9 and 1


@pytest.mark.parametrize("silent", [0.0, 0.05, 0.2])
def test_the_silent_share_is_found(silent: float) -> None:
    found = []
    for seed in range(4):
        p, y = machine(seed, silent)
        found.append(silent_share(logit(p.clip(1e-6, 1 - 1e-6)), p.mean(axis=0), y))
    assert np.mean(found) == pytest.approx(silent, abs=0.05)


def test_nothing_read_leaves_the_silent_share_at_its_prior() -> None:
    p, y = machine(1)
    assert silent_share(logit(p[:0]), p.mean(axis=0), y[:0]) == pytest.approx(0.05, abs=0.002)


def test_one_wrong_theme_is_not_held_to_what_the_others_say() -> None:
    p, y = machine(1)
    rng = np.random.default_rng(2)
    p[:, 0] = np.where(rng.random(N) < 0.15, 0.9, 0.01)
    y[:, 0] = rng.random(N) < 0.05
    others = rng.random((N, K))
    found = floored(
        recalibrate_pooled(InMemory(p, others), y[READ], np.flatnonzero(READ)).logits.T
    ).T
    claimed, unclaimed = found[p[:, 0] == 0.9, 0].mean(), found[p[:, 0] < 0.9, 0].mean()
    assert claimed < 0.1
    assert unclaimed > 0.03


@pytest.mark.slow
@given(
    arrays(np.float64, (9, 2), elements=st.sampled_from([0.0, 1e-9, 0.5, 1.0])),
    arrays(np.bool_, (9, 2)),
    arrays(np.bool_, 9),
    st.integers(1, 9),
)
def test_any_machine_and_any_reading_give_a_model(
    p: Array, y: Bools, read: Bools, cut: int
) -> None:
    read[0] = True
    stratum = np.where(np.arange(9) < cut, 1, 2)
    model = assisting_model(InMemory(p), y[read], Reading(stratum, read, read))
    assert np.isfinite(model.dispersion).all()
    assert (model.dispersion > 0).all()
    assert 0 < model.silent < 0.5
    assert ((model.expected > 0) & (model.expected < 1)).all()
