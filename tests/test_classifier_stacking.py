"""What the automation promise rests on: held-out probabilities come from members that had not
seen the respondent, and the confidence made of them tells right sets from wrong ones."""

import numpy as np
import pytest
from numpy.typing import NDArray

from textmining.classifier.confidence import fit_confidence
from textmining.classifier.stacking import MEMBERS, TOP, Stacking, fit_stacking

pytestmark = pytest.mark.slow

N, THEMES, PEOPLE = 200, 8, 60
Data = tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.int64]]


def _pairs(seed: int = 0) -> Data:
    """Features of which the first two say something of the themes; and who answered."""
    rng = np.random.default_rng(seed)
    themes = rng.random((N, THEMES)) < 0.2
    features = rng.normal(size=(N, THEMES, 4))
    features[:, :, 0] += 2 * themes - 1
    features[:, :, 1] += themes
    return features, themes, rng.permutation(np.arange(N) % PEOPLE)


@pytest.fixture(scope="module")
def data() -> Data:
    return _pairs()


@pytest.fixture(scope="module")
def fitted(data: Data) -> tuple[Stacking, NDArray[np.float64]]:
    judged = fit_stacking(*data, seed=0, jobs=1)
    assert judged is not None
    return judged


def test_what_is_held_out_does_not_know_its_respondents_codes(
    data: Data, fitted: tuple[Stacking, NDArray[np.float64]]
) -> None:
    """A person's own codes change what is held out for others, never what is for that person."""
    features, themes, respondents = data
    own = respondents == 7
    changed = themes ^ own[:, None]
    again = fit_stacking(features, changed, respondents, seed=0, jobs=1)
    assert again is not None
    np.testing.assert_array_equal(again[1][own], fitted[1][own])
    assert (again[1] != fitted[1]).any()
    assert (again[0].probabilities(features)[own] != fitted[0].probabilities(features)[own]).any()


def test_everybody_is_held_out_by_one_member(
    data: Data, fitted: tuple[Stacking, NDArray[np.float64]]
) -> None:
    features, _, respondents = data
    second, held_out = fitted
    by = np.stack([Stacking([member]).probabilities(features) for member in second.members])
    assert len(by) == MEMBERS
    for person in range(PEOPLE):
        own = respondents == person
        assert any(np.array_equal(one[own], held_out[own]) for one in by)
    np.testing.assert_allclose(second.probabilities(features), by.mean(axis=0), atol=1e-12)


def test_a_theme_that_is_not_judged_keeps_what_the_first_level_says(
    fitted: tuple[Stacking, NDArray[np.float64]],
) -> None:
    """Rare themes are seldom among the twelve: with 0, their counts would come out too low."""
    rng = np.random.default_rng(2)
    features = rng.normal(size=(50, TOP + 10, 4))
    found = fitted[0].probabilities(features)
    left_out = np.argsort(-features[:, :, 0], axis=1)[:, TOP:]
    first = np.take_along_axis(features[:, :, 0], left_out, axis=1)
    kept = np.take_along_axis(found, left_out, axis=1)
    np.testing.assert_allclose(kept, 1 / (1 + np.exp(-first)))


def test_confidence_tells_more_than_the_share_of_right_sets(
    fitted: tuple[Stacking, NDArray[np.float64]], data: Data
) -> None:
    learnt = fitted[1]
    confidence = fit_confidence(learnt, learnt >= 0.4, data[1])
    features, truth, _ = _pairs(seed=1)
    fresh = fitted[0].probabilities(features)
    right = ((fresh >= 0.4) == truth).all(axis=1)
    sure = confidence.of(fresh, fresh >= 0.4)
    assert 0.1 < right.mean() < 0.9
    assert np.mean((sure - right) ** 2) < 0.95 * np.mean((right.mean() - right) ** 2)
    assert sure.mean() == pytest.approx(right.mean(), abs=0.1)
