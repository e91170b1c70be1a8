import numpy as np
import pytest
from numpy.typing import NDArray

from textmining.estimation import Limits, ReadErrors, change, correlation, read_errors, strata
from textmining.sampling import draw

N = 120
EVERYONE = np.arange(N)


def survey(seed: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    rng = np.random.default_rng(seed)
    p = rng.beta(0.4, 1.2, (N, 2))
    return p, rng.random((N, 2)) < p


def found(
    p: NDArray[np.float64], y: NDArray[np.bool_], numbers: NDArray[np.float64]
) -> tuple[ReadErrors, NDArray[np.float64]]:
    """The errors found in a draw of 40 %, and the error of the estimate that they make."""
    drawn = draw(p, 48, numbers)
    split = strata(drawn.stratum, drawn.drawn)
    errors = read_errors(y, p, np.ones(N), split)
    estimate = np.zeros(2)
    for members, read in zip(split.members, split.read, strict=True):
        estimate += len(members) * (y[read] - p[read]).mean(axis=0) - (y - p)[members].sum(axis=0)
    return errors, estimate


@pytest.mark.parametrize("stay", [0.0, 0.8])
def test_the_covariance_is_that_of_the_draws(stay: float) -> None:
    older, other = survey(1), survey(2)
    keep = np.random.default_rng(3).random((N, 1)) < stay
    newer = np.where(keep, older[0], other[0]), np.where(keep, older[1], other[1])
    rng = np.random.default_rng(4)
    told, made = [], []
    for _ in range(1500):
        numbers = rng.random(N)
        before, miss = found(*older, numbers)
        after, miss_after = found(*newer, numbers)
        deviation = np.sqrt(before.variance * after.variance)
        told.append(correlation(before, after, EVERYONE, EVERYONE) * deviation)
        made.append(miss * miss_after)
    # Variances are 15 to 18; with ten read in a stratum the covariance is told a little small.
    assert np.mean(told, axis=0) == pytest.approx(np.mean(made, axis=0), abs=2.5)
    assert (np.abs(np.mean(told, axis=0)) <= np.abs(np.mean(made, axis=0)) + 1).all()


def test_a_wave_beside_itself_goes_together_as_far_as_may_be() -> None:
    p, y = survey(1)
    errors, _ = found(p, y, np.random.default_rng(0).random(N))
    assert correlation(errors, errors, EVERYONE, EVERYONE) == pytest.approx([0.9, 0.9])


def test_nobody_in_both_waves_and_nobody_read_in_both_tell_nothing() -> None:
    p, y = survey(1)
    errors, _ = found(p, y, np.random.default_rng(0).random(N))
    nobody = np.empty(0, dtype=np.intp)
    assert not correlation(errors, errors, nobody, nobody).any()
    unread = np.flatnonzero(~errors.read)
    assert not correlation(errors, errors, unread, unread).any()


def test_errors_that_go_together_narrow_a_change() -> None:
    # Zou (2007): by hand, √(0.1² + 0.2² - 2·0.5·0.1·0.2) = 0.1732 on both sides.
    older, newer = Limits(0.4, 0.3, 0.5), Limits(0.5, 0.3, 0.7)
    told = change(older, newer, 0.5)
    assert (told.low, told.high) == pytest.approx((0.1 - 0.173205, 0.1 + 0.173205), abs=1e-6)
    assert change(older, newer).high > told.high
