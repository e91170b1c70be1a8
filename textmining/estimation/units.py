"""From answers to units: a unit with several answers has a theme if any of them has it.

With y_i the codes, q_i the recalibrated probabilities and r_i = y_i - q_i, a unit's code is

    1 - Π(1 - y_i) = 1 - Π(1 - q_i) + Σ_i w_i r_i - Σ_{i<j} w_ij r_i r_j + ...,

where w_i and w_ij are the products of 1 - q over the unit's other answers. The linear part is the
difference estimator of answers weighted by w_i, with its score interval. Of the products only the
mean is known, from answers of one unit that were both read: ρ √(v_i v_j) with v = q(1 - q) and one
ρ for all themes, since answers of a unit resemble each other beyond what the machine sees. That
they vary, and that ρ is estimated, widens the interval by squares. The expansion is ours; its
coverage is measured in `benchmarks/coverage_units.py`.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri

from textmining.arrays import Array, Bools, Ints
from textmining.estimation.difference_estimator import difference_estimate
from textmining.estimation.ends import open_ends
from textmining.estimation.recalibration import ThemeModel
from textmining.estimation.score_interval import score_limits
from textmining.estimation.strata import strata
from textmining.estimation.theme import Reading, ThemeCount, bounded

_PRIOR = 0.1
"""Mean and standard deviation of ρ before any pair is read."""


@dataclass(frozen=True)
class Alike:
    """How far answers of one unit go together beyond what the machine sees of them.

    Args:
        correlation: of two answers' residuals.
        error: its standard error.
    """

    correlation: float
    error: float


UNKNOWN = Alike(_PRIOR, _PRIOR)
"""Before any pair is read."""


@dataclass(frozen=True)
class _Pairs:
    """Every two answers of one unit."""

    first: Ints
    second: Ints


def alike(codes: Bools, q: Array, unit: Ints) -> Alike:
    """Estimate how alike answers of one unit are, from all themes together.

    Args:
        codes: a person's, of the answers drawn and read, shape `(n_read, n_themes)`.
        q: recalibrated probabilities, same shape.
        unit: number of each of these answers' unit, shape `(n_read,)`.
    """
    pairs = _pairs(unit)

    def errors(rows: Ints) -> tuple[Array, Array]:
        return codes[rows] - q[rows], np.sqrt(q[rows] * (1 - q[rows]))

    (first, spread), (second, other) = errors(pairs.first), errors(pairs.second)
    product, scale = first * second, spread * other
    known = float(scale.sum()) ** 2 / max(float((scale**2).sum()), 1e-12)
    found = float(product.sum()) / max(float(scale.sum()), 1e-12)
    weight = known + 1 / _PRIOR**2
    mean = (known * found + _PRIOR / _PRIOR**2) / weight
    return Alike(float(np.clip(mean, -0.9, 0.9)), float(1 / np.sqrt(weight)))


def count_units(
    answers: ThemeCount,
    codes: Bools,
    machine: ThemeModel,
    reading: Reading,
    unit: Ints,
    together: Alike,
) -> ThemeCount:
    """Count the units of which any answer has a theme.

    Args:
        answers: the same theme counted over the same answers.
        codes: a person's codes, shape `(n_answers,)`; only seen answers are looked at.
        machine: what is known of the machine.
        reading: what was read; the weights of a unit's answers are the same.
        unit: number of each answer's unit, shape `(n_answers,)`.
        together: how alike a unit's answers are.
    """
    numbers, unit = np.unique(unit, return_inverse=True)
    if len(numbers) == len(codes):
        return answers
    has, units = _of_units(codes, reading, unit)
    if reading.seen.all() or np.isnan(answers.low):
        total = float(units.weight[has].sum()) if reading.seen.all() else np.nan
        limits = (total, total, total)
    else:
        limits = _limits(codes, machine, reading, unit, together, answers.level)
    count = bounded(has, units, limits, answers.level, answers.method)
    return _with_read(count, reading, unit)


def _limits(
    codes: Bools,
    machine: ThemeModel,
    reading: Reading,
    unit: Ints,
    together: Alike,
    level: float,
) -> tuple[float, float, float]:
    """Estimate and limits for the units: the linear part, and what the products add."""
    q, worth = machine.expected, reading.weight
    absent = np.ones(int(unit.max()) + 1)
    np.multiply.at(absent, unit, 1 - q)
    weight = absent[unit] / (1 - q)
    linear = worth * weight
    first = np.unique(unit, return_index=True)[1]
    base = float((worth[first] * (1 - absent)).sum() - (linear * q).sum())
    split = strata(reading.strata, reading.audited)
    estimate = difference_estimate(linear * codes, linear * q, split)
    certain = float((linear * codes)[split.certain].sum())
    limits = score_limits(estimate, certain, machine, linear, split, level)
    low, high = open_ends(limits, codes, linear * q, linear, split, level)
    mean, error = _products(codes, q, linear, reading, unit, together)
    z = -float(ndtri((1 - level) / 2))
    value = base + estimate - mean
    return (
        value,
        value - float(np.hypot(estimate - low, z * error)),
        value + float(np.hypot(high - estimate, z * error)),
    )


def _products(
    codes: Bools, q: Array, linear: Array, reading: Reading, unit: Ints, together: Alike
) -> tuple[float, float]:
    """The sum of w_ij r_i r_j over all pairs of a unit's answers, and its standard error.

    Args:
        codes: a person's codes.
        q: recalibrated probabilities.
        linear: worth times w_i.
        reading: what was read; a pair that was read is known.
        unit: number of each answer's unit.
        together: how alike a unit's answers are.
    """
    pairs = _pairs(unit)
    v = q * (1 - q)
    weight = linear[pairs.first] / (1 - q[pairs.second])
    scale = weight * np.sqrt(v[pairs.first] * v[pairs.second])
    known = reading.seen[pairs.first] & reading.seen[pairs.second]
    r = codes - q
    sure = float((weight * r[pairs.first] * r[pairs.second])[known].sum())
    open_scale = scale[~known]
    mean = sure + together.correlation * float(open_scale.sum())
    error = np.sqrt((open_scale**2).sum() + (together.error * open_scale.sum()) ** 2)
    return mean, float(error)


def _pairs(unit: Ints) -> _Pairs:
    """All pairs of answers of one unit."""
    order = np.argsort(unit, kind="stable")
    firsts, seconds = [], []
    for step in range(1, int(np.bincount(unit[order]).max(initial=0))):
        same = unit[order[:-step]] == unit[order[step:]]
        firsts.append(order[:-step][same])
        seconds.append(order[step:][same])
    none = [np.empty(0, dtype=np.intp)]
    return _Pairs(np.concatenate(none + firsts), np.concatenate(none + seconds))


def _of_units(codes: Bools, reading: Reading, unit: Ints) -> tuple[Bools, Reading]:
    """A row a unit: seen if all is or any seen answer has the theme."""
    size = int(unit.max()) + 1
    has = np.bincount(unit, weights=codes & reading.seen, minlength=size) > 0
    whole = np.bincount(unit, weights=~reading.seen, minlength=size) == 0
    first = np.unique(unit, return_index=True)[1]
    weights = None if reading.weights is None else reading.weights[first]
    units = Reading(np.zeros(size, dtype=np.int64), whole, whole | has, weights)
    return np.asarray(has), units


def _with_read(count: ThemeCount, reading: Reading, unit: Ints) -> ThemeCount:
    """The count, with the number of units of which a drawn answer was read."""
    return replace(count, reviewed=len(np.unique(unit[reading.audited])))
