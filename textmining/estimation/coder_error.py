"""What coders miss and what they add, and how many answers have a theme beside what they say.

A count tells what the coders would say of all answers. Where two coded the same answers apart and a
third look settled what they differed in, their errors are known too: of the answers found to have a
theme, one of the two missed it in 2m/(1+m) if each misses m of them (two independent searches:
Lincoln-Petersen, Chapman 1951), and likewise for what is added to answers without it. The count is
then corrected as a test's prevalence is for its sensitivity and specificity (Rogan & Gladen 1978),
with limits that join the errors of count and rates by squares (Lang & Reiczigel 2014).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln, expit, logit, ndtri

from textmining.arrays import Array, Bools
from textmining.estimation.change import Limits
from textmining.estimation.theme import ThemeCount, whole_limits

_MEANS = expit(np.linspace(logit(1e-4), logit(0.5), 60))
_STRENGTHS = np.geomspace(4, 4000, 13)
"""The themes' rates come from one Beta distribution; its mean has Jeffreys's prior, and how many
answers it is worth to a theme is as likely on each of these."""


@dataclass(frozen=True)
class CoderError:
    """How often a coder errs on one theme, each with limits.

    Args:
        missed: share of the answers with the theme that are not given it, 0-1.
        added: share of the answers without the theme that are given it, 0-1.
    """

    missed: Limits
    added: Limits


def coder_errors(
    codes: Bools, settled: Bools, is_settled: Bools, informs: Bools, level: float
) -> tuple[CoderError, ...]:
    """Error rates of one coder per theme; the themes learn from each other (empirical Bayes).

    What both say is taken to be right, and so is what settles a difference. A difference that
    nobody settled may be either error: the limits allow for both.

    Args:
        codes: of the two coders, shape `(2, n_answers, n_themes)`.
        settled: the codes that count in the end, shape `(n_answers, n_themes)`.
        is_settled: which answers have such, shape `(n_answers,)`.
        informs: which themes tell of the others, shape `(n_themes,)`; a net is none.
        level: confidence level of the limits.
    """
    first, second = codes
    both, neither = first & second, ~(first | second)
    apart, known = first ^ second, is_settled[:, None]
    missed, added = _number(apart & known & settled), _number(apart & known & ~settled)
    unknown = _number(apart & ~known)
    of_missed = _rates(missed, unknown, _number(both), informs, level)
    of_added = _rates(added, unknown, _number(neither), informs, level)
    return tuple(map(CoderError, of_missed, of_added))


def corrected(
    count: ThemeCount,
    error: CoderError,
    twice: float,
    level: float,
    spread: float | None = None,
) -> Limits:
    """How many answers have a theme, from how many coders would say have it.

    T = (S - N·a)/(1 - m - a) with the shares m and a that are missed and added; where two coded
    and differences were settled, only what both err in is left. The distances of the limits are
    joined by squares: those of S, of m and of a, and by chance how many of the T and N - T answers
    were missed and added. Limits of whole answers are taken half an answer further out before, as
    they were rounded inwards, and are whole numbers again.

    Args:
        count: what the coders would say (S), with its limits, and of how many answers (N).
        error: of one coder.
        twice: share of the read answers that two coded, 0-1.
        level: confidence level of the limits that the count and the error rates have.
        spread: mean square of the weights over their mean; None if answers are not weighted.
    """
    half = 0.5 if spread is None else 0.0
    said = Limits(count.estimate, count.low - half, count.high + half)
    m, a = _left(error.missed, twice), _left(error.added, twice)
    value = _true(count, said.value, m.value, a.value)
    down = (
        _true(count, said.low, m.value, a.value),
        _true(count, said.value, m.low, a.value),
        _true(count, said.value, m.value, a.high),
    )
    up = (
        _true(count, said.high, m.value, a.value),
        _true(count, said.value, m.high, a.value),
        _true(count, said.value, m.value, a.low),
    )
    chance = _variance(value, count.total, m.value, a.value) * (spread or 1.0)
    noise = -float(ndtri((1 - level) / 2)) * np.sqrt(chance)
    low = value - float(np.linalg.norm([noise, *(value - end for end in down)]))
    high = value + float(np.linalg.norm([noise, *(end - value for end in up)]))
    low, high = (float(np.clip(limit, 0, count.total)) for limit in (low, high))
    if spread is None:
        low, high = whole_limits(low, high)
    return Limits(float(np.clip(value, low, high)), low, high)


def _left(rate: Limits, twice: float) -> Limits:
    """The error of an answer as it counts: one coder's, or what two coders both err in."""
    rates = np.array([rate.value, rate.low, rate.high])
    return Limits(*((1 - twice) * rates + twice * rates**2).tolist())


def _true(count: ThemeCount, said: float, missed: float, added: float) -> float:
    return (said - count.total * added) / (1 - missed - added)


def _variance(value: float, total: float, missed: float, added: float) -> float:
    """Variance of the corrected number by which answers coders happen to err in."""
    has = float(np.clip(value, 0, total))
    variance = has * missed * (1 - missed) + (total - has) * added * (1 - added)
    return variance / (1 - missed - added) ** 2


def _number(which: Bools) -> Array:
    return np.asarray(which.sum(axis=0), dtype=np.float64)


def _rates(
    errors: Array,
    unknown: Array,
    right: Array,
    informs: Bools,
    level: float,
) -> tuple[Limits, ...]:
    """The rate of each theme; `unknown` ones may be errors of this kind or not."""
    from scipy.stats import beta  # half a second, where anything was coded twice

    tail = (1 - level) / 2
    value = _posterior(errors + unknown / 2, right, informs)
    low = beta.ppf(tail, *_posterior(errors, right + unknown, informs))
    high = beta.isf(tail, *_posterior(errors + unknown, right, informs))
    mean = value[0] / (value[0] + value[1])
    # Of those that two coders find, one of them errs in 2e/(1+e) if each errs in e.
    ends = [share / (2 - share) for share in (mean, np.minimum(low, mean), np.maximum(high, mean))]
    return tuple(Limits(*map(float, rate)) for rate in zip(*ends, strict=True))


def _posterior(errors: Array, right: Array, informs: Bools) -> tuple[Array, Array]:
    """A Beta distribution per theme, with the moments of its posterior over the themes' priors."""
    a = (_MEANS[:, None] * _STRENGTHS).ravel()
    b = ((1 - _MEANS)[:, None] * _STRENGTHS).ravel()
    prior = 0.5 * np.log(_MEANS * (1 - _MEANS))  # Jeffreys's, on a grid that is even in log odds
    x, n = errors[informs], right[informs]
    told = betaln(a[:, None] + x, b[:, None] + n) - betaln(a, b)[:, None]
    log = np.repeat(prior, len(_STRENGTHS)) + told.sum(axis=1)
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    found, strength = a[:, None] + errors, (a + b)[:, None] + errors + right
    mean = found / strength
    square = mean * (found + 1) / (strength + 1)
    m1, m2 = weight @ mean, weight @ square
    size = (m1 - m2) / (m2 - m1**2)
    return m1 * size, (1 - m1) * size
