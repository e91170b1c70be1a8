"""All themes' machines together are the machines that LIBLINEAR fits one by one."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.svm import LinearSVC

from textmining.arrays import Bools
from textmining.classifier import coordinate_descent
from textmining.classifier.coordinate_descent import fit_machines


def _made(n_rows: int = 60, n_features: int = 300) -> tuple[sparse.csr_array, Bools]:
    rng = np.random.default_rng(3)
    dense = rng.random((n_rows, n_features)) * (rng.random((n_rows, n_features)) < 0.1)
    dense[7] = 0  # a row without n-grams
    given = dense @ rng.standard_normal((n_features, 4)) > 0.5
    return sparse.csr_array(dense.astype(np.float32)), given


@pytest.mark.parametrize("penalty", [0.1, 0.3, 3.0])
def test_machines_are_those_of_liblinear(penalty: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coordinate_descent, "_TOLERANCE", 1e-5)
    features, given = _made()
    rows = np.arange(50)
    weights, level = fit_machines(features, given, rows, penalty)
    found = features @ weights + level
    for theme in range(given.shape[1]):
        one = LinearSVC(C=penalty, tol=1e-7, random_state=0)
        one.fit(sparse.csr_matrix(features[rows]), given[rows, theme])
        expected = features @ one.coef_[0] + one.intercept_[0]
        assert found[:, theme] == pytest.approx(expected, abs=1e-4)


def test_rows_that_are_left_out_tell_nothing() -> None:
    features, given = _made()
    rows = np.arange(0, 60, 2)
    changed = given.copy()
    changed[1::2] = ~changed[1::2]
    weights, level = fit_machines(features, given, rows, 0.3)
    others, other_level = fit_machines(features, changed, rows, 0.3)
    assert (weights == others).all()
    assert (level == other_level).all()


def test_themes_that_all_rows_or_none_have_are_not_told_apart() -> None:
    features, given = _made()
    given[:, 0], given[:, 2] = True, False
    weights, level = fit_machines(features, given, np.arange(60), 0.3)
    assert not weights[:, [0, 2]].any()
    assert weights[:, [1, 3]].any(axis=0).all()
    assert level[[0, 2]].tolist() == [1, -1]


def test_of_no_rows_nothing_is_learnt() -> None:
    features, given = _made()
    weights, level = fit_machines(features, given, np.array([], dtype=np.int64), 0.3)
    assert not weights.any()
    assert np.abs(level).tolist() == [1] * 4
