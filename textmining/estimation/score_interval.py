"""The interval: every total that the difference estimate does not contradict.

A score-type test is inverted along a path of null hypotheses: at δ each answer has the theme with
probability P_i(δ) = (1-λ)·expit(logit q_i + δ) + λ·mean, so that the whole total moves with δ.
A total is rejected if the estimate lies in a tail of its distribution under that null, a shifted
gamma (Pearson III) with the exact variance and third cumulant of stratified sampling without
replacement. Unlike a Wald interval it holds for themes with a handful of answers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import gammainc, ndtr

from textmining.arrays import Array, Ints
from textmining.estimation.machine import blocks
from textmining.estimation.recalibration import ThemeModel
from textmining.estimation.strata import Strata

# Fine near δ = 0, where the limits of big samples lie.
_GRID = 14 * np.sinh(np.linspace(-3, 3, 81)) / np.sinh(3)
_FINER = 20
_FINE = 14 * np.sinh(np.linspace(-3, 3, 80 * _FINER + 1)) / np.sinh(3)

_BLOCK = 2**16
_STEP = 0.125  # of a jump; a continuity correction justified by simulation only


@dataclass(frozen=True)
class _Path:
    """Total under each null, and the estimate's variance and third cumulant, shape `(n_nulls,)`.

    `upward` is the third cumulant of the strata where it is positive.
    """

    total: Array
    variance: Array
    third: Array
    upward: Array

    def plus(self, expected: Array, size: int, n: int) -> "_Path":
        """The path with one more stratum, of which `n` of `size` answers are drawn and read.

        Its estimate is N/n·Σe over a draw without replacement of n from N: variance
        N²·(1-f)/n·(m₂ - m₁²) and third cumulant (N/n)³·n·(1-f)·(1-2f)·κ₃, where f = n/N, m_k is
        the mean of the errors' k-th powers and κ₃ = m₃ - 3·m₁·m₂ + 2·m₁³.

        Args:
            expected: under each null the sums of the errors' powers 1-3, then the total, shape
                `(n_nulls, 4)`.
            size: N.
            n: n.
        """
        fraction = n / size
        m1, m2, m3 = expected[:, :3].T / size
        variance = size**2 * (1 - fraction) / n * np.maximum(m2 - m1**2, 0)
        cumulant = (size / n) ** 3 * n * (1 - fraction) * (1 - 2 * fraction)
        cumulant = cumulant * (m3 - 3 * m1 * m2 + 2 * m1**3)
        return _Path(
            self.total + expected[:, 3],
            self.variance + variance,
            self.third + cumulant,
            self.upward + np.maximum(cumulant, 0),
        )


def score_limits(
    estimate: float,
    certain: float,
    machine: ThemeModel,
    weights: Array,
    split: Strata,
    level: float,
) -> tuple[float, float]:
    """Lower and upper limit for the total; infinite where no total on that side is rejected.

    Args:
        estimate: the difference estimate of the total.
        certain: the total of the answers in strata that were read whole.
        machine: what is known of the machine.
        weights: 1 for a plain count, shape `(n_answers,)`.
        split: how the answers were read; at least one stratum is not read whole.
        level: confidence level, as 0.95.
    """
    path = _refined(_null_path(certain, machine, weights, split))
    tail = (1 - level) / 2
    safe = np.where(path.variance > 0, path.variance, 1.0)
    skewness = np.where(path.variance > 0, path.third / safe**1.5, 0.0)
    deviation = np.sqrt(machine.dispersion * path.variance)
    jump = np.where(path.variance > 0, path.upward / safe, 0.0)
    step = _STEP * (1 - machine.skill) * jump

    def above(i: Ints) -> Array:
        return pearson3_cdf(estimate, path.total[i], deviation[i], skewness[i]) - (1 - tail)

    def below(i: Ints) -> Array:
        return tail - pearson3_cdf(estimate + step[i], path.total[i], deviation[i], skewness[i])

    upward = np.arange(len(path.total))
    low = _first_accepted(path.total, above, upward)
    high = _first_accepted(path.total, below, upward[::-1])
    return (-np.inf if low is None else low), (np.inf if high is None else high)


def pearson3_cdf(x: float | Array, mean: Array, deviation: Array, skewness: Array) -> Array:
    """Distribution function of the shifted gamma with these moments.

    Normal where the skewness is about 0, reflected where it is negative, a point where the
    deviation is 0.
    """
    point = deviation <= 0
    z = (x - mean) / np.where(point, 1.0, deviation)
    skewed = np.abs(skewness) > 1e-4
    shape = 4 / np.where(skewed, skewness, 1.0) ** 2
    gamma = gammainc(shape, np.maximum(shape + np.sign(skewness) * z * np.sqrt(shape), 0))
    smooth = np.where(skewed, np.where(skewness > 0, gamma, 1 - gamma), ndtr(z))
    return np.asarray(np.where(point, x >= mean, smooth))


def _null_path(certain: float, machine: ThemeModel, weights: Array, split: Strata) -> _Path:
    """Moments of the estimate along the grid of nulls.

    A code is 0 or 1, so the moments of its error y - q are linear in P:
    E(y - q)^k = P·(1-q)^k + (1-P)·(-q)^k, and one matrix product a stratum gives all three.
    """
    q = machine.expected
    strata = [_Sums.of(q, weights, members) for members in split.members]
    everyone = sum(s.moved[:, -1] for s in strata) + _moved(q, split.certain)
    spread = machine.silent * everyone[:, None] / len(q)
    path = _Path(np.full(len(_GRID), certain), *np.zeros((3, len(_GRID))))
    for s, members, read in zip(strata, split.members, split.read, strict=True):
        expected = (1 - machine.silent) * s.moved[:, :-1] + spread * s.gain + s.base
        path = path.plus(expected, len(members), len(read))
    return path


@dataclass(frozen=True)
class _Sums:
    """What a stratum's answers come to.

    Args:
        moved: sums of expit(logit q + δ) times each row of the gain and, last, by itself, shape
            `(n_nulls, 5)`.
        gain: sums of what a code adds to the powers of the error, shape `(4,)`.
        base: sums of the powers without a code, likewise.
    """

    moved: Array
    gain: Array
    base: Array

    @classmethod
    def of(cls, q: Array, weights: Array, members: Ints) -> "_Sums":
        """Sum a few answers at a time."""
        moved, added, without = np.zeros((len(_GRID), 5)), np.zeros(4), np.zeros(4)
        for _, some in blocks(members):
            gain, base = _error_powers(q[some], weights[some])
            moved += _expit_sums(q[some], np.vstack([gain, np.ones(len(some))]))
            added += gain.sum(axis=1)
            without += base.sum(axis=1)
        return cls(moved, added, without)


def _moved(q: Array, members: Ints) -> Array:
    """Σ expit(logit q + δ) over some answers, shape `(n_nulls,)`."""
    total = np.zeros(len(_GRID))
    for _, some in blocks(members):
        total += _expit_sums(q[some], np.ones((1, len(some))))[:, 0]
    return total


def _error_powers(q: Array, w: Array) -> tuple[Array, Array]:
    """Powers 1-3 of the weighted error, then the weight itself: what a code adds, and the base.

    Both of shape `(4, n_answers)`.
    """
    absent, present = -w * q, w * (1 - q)
    base = np.stack([absent, absent**2, absent * absent**2, np.zeros_like(w)])
    there = np.stack([present, present**2, present * present**2, w])
    return there - base, base


def _expit_sums(q: Array, values: Array) -> Array:
    """Σ expit(logit q + δ) times each row of `values`, a few δ at a time to stay in cache."""
    odds = q / (1 - q)
    factors = np.exp(_GRID)[:, None]
    step = max(1, _BLOCK // max(1, len(odds)))
    blocks = []
    for start in range(0, len(_GRID), step):
        moved = odds * factors[start : start + step]
        blocks.append(np.divide(moved, 1 + moved, out=moved) @ values.T)
    return np.concatenate(blocks)


@cache
def _to_fine() -> Array:
    """A cubic spline is linear in its values: this times values is the spline on the fine grid."""
    from scipy.interpolate import CubicSpline  # a third of a second, where there is an interval

    return np.asarray(CubicSpline(_GRID, np.eye(len(_GRID)))(_FINE))


def _refined(path: _Path) -> _Path:
    """The same path on a fine grid: the moments are smooth in δ."""
    moments = np.column_stack([path.total, path.variance, path.third, path.upward])
    total, variance, third, upward = (_to_fine() @ moments).T
    return _Path(total, np.maximum(variance, 0), third, np.maximum(upward, 0))


def _first_accepted(totals: Array, rejection: Callable[[Ints], Array], order: Ints) -> float | None:
    """Where `rejection` first falls to 0 along `totals` in an order; None if it never was above.

    If it stays above throughout, the last total is the one contradicted least. A total that is
    accepted has only accepted ones behind it, so the nulls of the coarse grid tell where to look.
    """
    coarse = order[::_FINER]
    accepted = np.flatnonzero(rejection(coarse) <= 0)
    if not len(accepted):
        return float(totals[coarse[-1]])
    if accepted[0] == 0:
        return None
    start = (int(accepted[0]) - 1) * _FINER
    near = order[start : start + _FINER + 1]
    rejected = rejection(near)
    i = int(np.flatnonzero(rejected <= 0)[0])
    share = rejected[i - 1] / (rejected[i - 1] - rejected[i])
    before, after = totals[near[i - 1]], totals[near[i]]
    return float(before + share * (after - before))
