import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from textmining.estimation import agreement

RNG = np.random.default_rng(6)
FIRST = RNG.random((120, 2)) < 0.3
SECOND = FIRST ^ (RNG.random((120, 2)) < 0.1)
PEOPLE = np.arange(120) // 2
ALL = np.ones((2, 120), dtype=np.bool_)


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_kappa_agrees_with_scikit_learn() -> None:
    found = agreement(np.stack([FIRST, SECOND]), ALL, PEOPLE, rng())
    for k in range(2):
        assert found[k].kappa == pytest.approx(cohen_kappa_score(FIRST[:, k], SECOND[:, k]))
        assert found[k].kappa_low < found[k].kappa < found[k].kappa_high
        assert found[k].alpha_low < found[k].alpha < found[k].alpha_high


def test_alpha_of_krippendorffs_binary_example() -> None:
    # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), A: two observers, ten units.
    a = np.array([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], dtype=np.bool_)
    b = np.array([1, 1, 1, 0, 0, 1, 0, 0, 0, 0], dtype=np.bool_)
    codes = np.stack([a, b])[:, :, None]
    found = agreement(codes, np.ones((2, 10), dtype=np.bool_), np.arange(10), rng())
    assert found[0].alpha == pytest.approx(0.095, abs=5e-4)


def test_answers_coded_once_do_not_count() -> None:
    third = np.zeros((1, 120, 2), dtype=np.bool_)
    codes = np.concatenate([np.stack([FIRST, SECOND]), third])
    coded = np.concatenate([ALL, np.zeros((1, 120), dtype=np.bool_)])
    coded[1, 60:] = False
    codes[1, 60:] = True
    half = agreement(np.stack([FIRST[:60], SECOND[:60]]), ALL[:, :60], PEOPLE[:60], rng())
    found = agreement(codes, coded, PEOPLE, rng())
    assert [f.answers for f in found] == [60, 60]
    assert [f.alpha for f in found] == pytest.approx([h.alpha for h in half])
    assert [f.kappa for f in found] == pytest.approx([h.kappa for h in half])


def test_full_agreement_is_one_and_a_theme_nobody_has_says_nothing() -> None:
    codes = np.stack([FIRST, FIRST])
    codes[:, :, 1] = False
    yes, nobody = agreement(codes, ALL, PEOPLE, rng())
    assert (yes.kappa, yes.alpha, yes.kappa_high) == (1, 1, 1)
    assert 0.9 < yes.kappa_low < 1, "other answers might show a difference"
    assert np.isnan([nobody.kappa, nobody.alpha, nobody.alpha_low]).all()


def test_without_answers_nothing_is_said() -> None:
    nobody = np.zeros((2, 0, 2), dtype=np.bool_)
    for found in agreement(nobody, nobody[:, :, 0], PEOPLE[:0], rng()):
        assert found.answers == 0
        assert np.isnan([found.kappa, found.kappa_low, found.alpha, found.alpha_high]).all()


def test_the_bootstrap_takes_respondents_whole() -> None:
    twice = np.concatenate([np.stack([FIRST, SECOND])] * 2, axis=1)
    coded = np.ones((2, 240), dtype=np.bool_)
    together = agreement(twice, coded, np.tile(PEOPLE, 2), rng())
    apart = agreement(twice, coded, np.arange(240), rng())
    for k in range(2):
        width = together[k].kappa_high - together[k].kappa_low
        assert width > 1.2 * (apart[k].kappa_high - apart[k].kappa_low)


@pytest.mark.slow
def test_limits_hold_with_few_answers() -> None:
    chance = np.array([0.081, 0.011, 0.011, 0.897])  # both, first, second, neither
    agreed, alone = chance[0] + chance[3], chance[0] + chance[1]
    expected = alone**2 + (1 - alone) ** 2
    true = (agreed - expected) / (1 - expected)
    draws = np.random.default_rng(1)
    held = []
    for _ in range(300):
        kind = draws.choice(4, 60, p=chance)
        codes = np.stack([kind < 2, (kind == 0) | (kind == 2)])[:, :, None]
        found = agreement(codes, ALL[:, :60], np.arange(60), draws, draws=400)[0]
        held.append(found.kappa_low <= true <= found.kappa_high)
    assert 0.94 <= np.mean(held) <= 0.99
