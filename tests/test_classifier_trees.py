"""What scikit-learn has grown and what is read from plain arrays say the same, to the last bit."""

from typing import TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from textmining.classifier.stacking import TREES
from textmining.classifier.trees import Forest, Trees

Boosting: TypeAlias = HistGradientBoostingClassifier
FEATURES = 5


def _grown(seed: int, n: int = 900, **changed: int) -> Boosting:
    rng = np.random.default_rng(seed)
    pairs = rng.normal(size=(n, FEATURES)).round(seed % 3 + 1)  # equal values, many or few
    right = pairs[:, 0] * pairs[:, 1] + rng.normal(size=n) > 0.3
    with threadpool_limits(1):
        return Boosting(**{**TREES, **changed}, random_state=seed).fit(pairs, right)


def _pairs(boostings: list[Boosting], n: int = 700) -> NDArray[np.float64]:
    """Pairs whose values often are the thresholds themselves, or lie beyond them all."""
    rng = np.random.default_rng(0)
    trees = [Trees.of(one) for one in boostings]
    columns = []
    for feature in range(FEATURES):
        edges = np.concatenate([one.threshold[one.feature == feature] for one in trees])
        beside = np.concatenate([np.nextafter(edges, np.inf), np.nextafter(edges, -np.inf)])
        columns.append(rng.choice([*edges, *beside, -9.0, 9.0, np.inf, -np.inf, 0.0], n))
    return np.column_stack(columns)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_several_boostings_say_what_each_says_alone(seed: int) -> None:
    boostings = [_grown(seed), _grown(seed + 10), _grown(seed + 20)]
    pairs = _pairs(boostings)
    found = expit(Forest([Trees.of(one) for one in boostings]).log_odds(pairs))
    for mine, boosting in zip(found, boostings, strict=True):
        np.testing.assert_array_equal(mine, boosting.predict_proba(pairs)[:, 1])


def test_a_boosting_without_a_split_says_its_baseline() -> None:
    boosting = _grown(1, n=60, min_samples_leaf=60)
    trees = Trees.of(boosting)
    assert not len(trees.tree)
    pairs = np.zeros((3, FEATURES))
    np.testing.assert_array_equal(
        expit(Forest([trees]).log_odds(pairs))[0], boosting.predict_proba(pairs)[:, 1]
    )


def test_no_pair_depends_on_its_company() -> None:
    boosting = _grown(2)
    pairs, forest = _pairs([boosting]), Forest([Trees.of(boosting)])
    alone = np.concatenate([forest.log_odds(pairs[row : row + 1]) for row in range(40)], axis=1)
    np.testing.assert_array_equal(alone, forest.log_odds(pairs)[:, :40])
