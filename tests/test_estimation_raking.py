"""Raking gives what R's survey package gives, to the last digits it prints."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmining.estimation import design_effect, rake

# The example of survey::rake: 183 schools of apiclus1, by type and whether they met the school-wide
# growth target, raked to all 6,194 schools; R 4.2, survey 4.1, epsilon 1e-12.
SCHOOLS = {
    ("E", "No"): 12, ("E", "Yes"): 132, ("H", "No"): 3, ("H", "Yes"): 11, ("M", "No"): 8,
    ("M", "Yes"): 17,
}  # fmt: skip
BY_R = [
    *(478.070834965557, 3942.929165034378, 201.376587723584),
    *(553.623412276432, 392.552577310859, 625.447422689189),
]


def test_it_gives_the_weights_of_rs_survey_package() -> None:
    rows = [kind for kind, size in SCHOOLS.items() for _ in range(size)]
    kind = np.array(["EHM".index(a) for a, _ in rows])
    target = np.array([["No", "Yes"].index(b) for _, b in rows])
    start = np.full(len(rows), 6194 / 183)
    weights = rake([kind, target], [np.array([4421.0, 755, 1018]), np.array([1072.0, 5122])], start)
    assert weights is not None
    found = [weights[(kind == k) & (target == t)].sum() for k in range(3) for t in range(2)]
    np.testing.assert_allclose(found, BY_R, rtol=1e-9)
    assert design_effect(weights) == pytest.approx(1.05165669560383, abs=1e-6)
    assert weights.sum() ** 2 / (weights**2).sum() == pytest.approx(174.011158551058, abs=1e-6)


@given(st.integers(0, 1000))
def test_the_margins_are_met(seed: int) -> None:
    rng = np.random.default_rng(seed)
    groups = [rng.permutation(np.arange(40) % size) for size in (2, 3)]
    margins = [100 * rng.dirichlet(np.full(size, 5.0)) for size in (2, 3)]
    weights = rake(groups, margins)
    if weights is not None:
        for group, margin in zip(groups, margins, strict=True):
            np.testing.assert_allclose(np.bincount(group, weights), margin, rtol=1e-6)


def test_a_group_in_which_nobody_answered_cannot_be_weighted_for() -> None:
    assert rake([np.array([0, 0, 1])], [np.array([10.0, 10.0, 5.0])]) is None
