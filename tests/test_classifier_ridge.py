import numpy as np
import pytest

from textmining.classifier.ridge import fit_ridge

RNG = np.random.default_rng(0)
ROWS = RNG.normal(size=(40, 8))
GRAM = ROWS @ ROWS.T
TARGETS = (RNG.random((40, 3)) < 0.3).astype(np.float64)
LEVEL = np.array([0.1, 0.3, 0.2])


@pytest.mark.parametrize("group", [[0], [3, 17, 39], list(range(20))])
def test_leaving_out_is_fitting_without(group: list[int]) -> None:
    rest = np.setdiff1d(np.arange(40), group)
    refit = fit_ridge(GRAM[np.ix_(rest, rest)], TARGETS[rest], LEVEL)
    left = fit_ridge(GRAM, TARGETS, LEVEL).without(np.array(group))
    np.testing.assert_allclose(left[rest], refit.dual, atol=1e-8)
    assert not left[group].any()


def test_the_held_out_error_is_that_of_models_fitted_without_each_block() -> None:
    block = np.arange(30) % 4  # the last ten rows are only learnt from
    errors = []
    for one in range(4):
        group = np.flatnonzero(block == one)
        rest = np.setdiff1d(np.arange(40), group)
        refit = fit_ridge(GRAM[np.ix_(rest, rest)], TARGETS[rest], LEVEL)
        errors.append(LEVEL + GRAM[np.ix_(group, rest)] @ refit.dual - TARGETS[group])
    expected = np.mean(np.concatenate(errors) ** 2)
    assert fit_ridge(GRAM, TARGETS, LEVEL).held_out_error(block) == pytest.approx(expected)
