import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import brier_score_loss, cohen_kappa_score, f1_score

from tests.classifier_survey import CODEBOOK
from textmining.classifier import score

flags = arrays(np.bool_, (30, 5))


@settings(max_examples=20)
@given(truth=flags, predicted=flags, seed=st.integers(0, 9))
@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::UserWarning")
def test_scores_agree_with_scikit_learn(
    truth: np.ndarray, predicted: np.ndarray, seed: int
) -> None:
    chances = np.random.default_rng(seed).random((30, 5))
    scores = score(truth, predicted, chances, CODEBOOK)
    either = (truth | predicted).any(axis=0)
    if either.any():
        assert scores.micro_f1 == pytest.approx(f1_score(truth, predicted, average="micro"))
        per_theme = [f1_score(truth[:, k], predicted[:, k]) for k in np.flatnonzero(either)]
        assert scores.macro_f1 == pytest.approx(np.mean(per_theme))
    assert scores.exact == pytest.approx((truth == predicted).all(axis=1).mean())
    assert scores.brier == pytest.approx(
        brier_score_loss(truth.ravel(), chances.ravel(), pos_label=True)
    )
    for k, code in enumerate(CODEBOOK.codes):
        kappa = scores.themes[code].kappa
        if kappa is not None:
            assert kappa == pytest.approx(cohen_kappa_score(truth[:, k], predicted[:, k]))


def test_a_theme_proposed_but_unknown_to_humans_counts_as_wrong() -> None:
    truth = CODEBOOK.indicator([["path"], ["path"]])
    predicted = CODEBOOK.indicator([["path"], ["path", "tree"]])
    scores = score(truth, predicted, predicted.astype(float), CODEBOOK)
    assert scores.macro_f1 == pytest.approx(0.5)
    assert scores.count_error == pytest.approx(0.5)
    assert scores.themes["tree"].precision == 0
    assert scores.themes["dog"].f1 is None


def test_certain_and_right_is_perfectly_calibrated() -> None:
    truth = CODEBOOK.indicator([["path"], ["tree", "dog"], ["good"]] * 10)
    scores = score(truth, truth, truth.astype(float), CODEBOOK)
    assert (scores.ece, scores.brier, scores.exact) == (0, 0, 1)


def test_the_calibration_error_is_the_mean_gap_over_bins_of_equal_count() -> None:
    rng = np.random.default_rng(0)
    chances = rng.random((30, 5))
    truth = rng.random((30, 5)) < chances**2
    order = np.argsort(chances.ravel())
    bins = [cells.ravel()[order].reshape(15, 10).mean(axis=1) for cells in (truth, chances)]
    ece = score(truth, truth, chances, CODEBOOK).ece
    assert ece == pytest.approx(np.abs(bins[0] - bins[1]).mean())
    assert ece is not None
    assert ece > 0.05


def test_kappa_is_the_mean_over_themes_that_five_answers_have() -> None:
    truth = CODEBOOK.indicator([["path"]] * 5 + [["tree"]] * 4 + [["dog"]] * 6)
    predicted = CODEBOOK.indicator([["path"]] * 5 + [["good"]] * 4 + [["dog"]] * 3 + [["good"]] * 3)
    scores = score(truth, predicted, predicted.astype(float), CODEBOOK)
    assert scores.themes["tree"].kappa == pytest.approx(0, abs=1e-9)
    dog = cohen_kappa_score(truth[:, 2], predicted[:, 2])
    assert scores.kappa == pytest.approx((1 + dog) / 2)


def test_no_answers_have_no_scores() -> None:
    none = np.zeros((0, 5), dtype=np.bool_)
    scores = score(none, none, none.astype(float), CODEBOOK)
    assert scores.n == 0
    assert scores.micro_f1 is None
    assert scores.record()["ece"] is None
