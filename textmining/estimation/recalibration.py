"""What the read answers say about the machine's probabilities: recalibration per theme.

The recalibrated probabilities only assist the estimate: they make it narrow. The random draw
corrects whatever error they keep.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from textmining.arrays import Array, Bools, Ints
from textmining.estimation.machine import Machine, blocks

SILENT = 0.05
"""The share of a theme's answers that a machine is taken to miss without any sign, until read
answers tell (`silent_share`)."""

_CLIP = 1e-4
_PRIOR_MEAN = np.array([0.0, 1.0, 0.0])  # level, slope, other themes of the same answer
_PRIOR_SD = np.array([1.5, 0.35, 0.3])
_ROUNDS = 4
_FREEDOM = 4
_START_THEMES, _START_SHRUNK = 4, 1.5  # what the start's spread is worth, and by how much smaller
_OTHERS_LOW, _OTHERS_HIGH = -4, 5  # log odds of any other theme
_SHARES = np.concatenate([[0.0], np.geomspace(0.0005, 0.5, 60)])
_SILENT_PRIOR = (2, 38)  # Beta; mean SILENT, worth forty answers that have a theme


@dataclass(frozen=True)
class ThemeModel:
    """What is known of the machine for one theme.

    Args:
        expected: recalibrated probabilities, shape `(n_answers,)`.
        dispersion: factor on the variance of the errors; 1 takes the probabilities at their word.
        silent: share of the theme's answers that the machine misses without any sign, 0-1.
        skill: share of the variance of the codes that the machine explains, 0-1.
    """

    expected: Array
    dispersion: float = 1.0
    silent: float = SILENT
    skill: float = 0.0

    @classmethod
    def of(cls, logits: Array, dispersion: float = 1.0, skill: float = 0.0) -> "ThemeModel":
        """The same from recalibrated log odds, shape `(n_answers,)`."""
        return cls(floored(logits), dispersion, skill=skill)


def clipped_logit(probabilities: Array) -> Array:
    """Log odds of probabilities clipped to [1e-4, 1 - 1e-4], same shape."""
    p = np.asarray(np.clip(probabilities, _CLIP, 1 - _CLIP))
    p /= 1 - p  # in place: a survey's probabilities are many
    return np.log(p, out=p)


def floored(logits: Array, silent: float = SILENT, out: Array | None = None) -> Array:
    """Probabilities with the silent share spread evenly: (1-λ)·expit(logit) + λ·mean.

    Args:
        logits: shape `(..., n_answers)`; the mean is over the last axis.
        silent: λ, 0-1.
        out: where to put them; the log odds themselves where they are not needed any more.
    """
    p = np.asarray(expit(logits, out=out))
    mean = p.mean(axis=-1, keepdims=True)
    p *= 1 - silent
    p += silent * mean
    return p


def silent_share(logits: Array, mean: Array, codes: Bools) -> float:
    """How many of the answers with a theme the machine misses without any sign, 0-1.

    One share λ for all themes: the posterior mean under P = (1-λ)·expit(logit) + λ·mean and a
    Beta(2, 38) prior (empirical Bayes: few themes are read often enough to tell by themselves).

    Args:
        logits: recalibrated log odds of the answers drawn and read, shape `(n_read, n_themes)`.
        mean: of expit(logit) over all answers, shape `(n_themes,)`.
        codes: a person's, shape `(n_read, n_themes)`.
    """
    p = expit(logits)
    a, b = _SILENT_PRIOR
    log = np.full(len(_SHARES), -np.inf)
    for i, share in enumerate(_SHARES[1:], 1):
        chance = (1 - share) * p + share * mean
        log[i] = np.log(np.where(codes, chance, 1 - chance)).sum()
        log[i] += (a - 1) * np.log(share) + (b - 1) * np.log(1 - share)
    weight = np.exp(log - log.max())
    return float(np.trapezoid(weight * _SHARES, _SHARES) / np.trapezoid(weight, _SHARES))


@dataclass(frozen=True)
class Recalibration:
    """Log odds a + b·logit p + g·(o - mean o) of each theme, worked out when they are asked for.

    Args:
        machine: the probabilities p, and those of others that o is the log odds of.
        theta: (a, b), or (a, b, g), shape `(n_themes, n_parameters)`.
        centre: mean of o, shape `(n_themes,)`.
        learnt: answers whose probabilities stay as they are, shape `(n_answers,)`; None if none.
    """

    machine: Machine
    theta: Array
    centre: Array
    learnt: Bools | None = None

    def of(self, theme: int, rows: Ints) -> Array:
        """Log odds of a theme in some answers, shape `(n_rows,)`."""
        logits = np.empty(len(rows))
        for some, here in blocks(rows):
            own = clipped_logit(self.machine.chance(theme, here))
            found = self.theta[theme, 0] + self.theta[theme, 1] * own
            if self.theta.shape[1] > 2:
                other = other_logit(self.machine.others(theme, here))
                found += self.theta[theme, 2] * (other - self.centre[theme])
            logits[some] = found if self.learnt is None else np.where(self.learnt[here], own, found)
        return logits

    def of_each(self, rows: Ints) -> Array:
        """Log odds of every theme in some answers, shape `(n_rows, n_themes)`."""
        themes = range(self.machine.shape[1])
        return np.column_stack([self.of(theme, rows) for theme in themes])

    @property
    def logits(self) -> Array:
        """Log odds of all answers, shape `(n_answers, n_themes)`."""
        return self.of_each(np.arange(self.machine.shape[0]))


def recalibrate(machine: Machine, codes: Bools, read: Ints) -> Recalibration:
    """Log odds a + b·logit p per theme, fitted on the answers read by design.

    The mode of the posterior with a ~ N(0, 1.5²) and b ~ N(1, 0.35²): Platt scaling held near
    the machine's own probabilities as long as little is read.

    Args:
        machine: its probabilities.
        codes: a person's, of the answers drawn and read, shape `(n_read, n_themes)`.
        read: which these are, positions.
    """
    themes = machine.shape[1]
    own = np.column_stack([clipped_logit(machine.chance(k, read)) for k in range(themes)])
    variance = np.tile(_PRIOR_SD[:2] ** 2, (themes, 1))
    theta, _ = _mode(_features(own), codes, _PRIOR_MEAN[:2], variance)
    return Recalibration(machine, theta, np.zeros(themes))


def recalibrate_pooled(machine: Machine, codes: Bools, read: Ints) -> Recalibration:
    """Log odds a + b·logit p + g·o, the themes telling each other how far to move (second step).

    o is the log odds of any other theme in the same answer, in [-4, 5], centred per theme. The
    prior's mean and spread start as in `recalibrate` and are found again four times from all
    themes (empirical Bayes). Themes follow a t distribution with 4 degrees of freedom around the
    mean (Lange, Little & Taylor 1989), so that one which the machine has not learnt is not held to
    what it is worth for the others. Shape and constants are justified by simulation only.

    Args as in `recalibrate`.
    """
    themes = range(machine.shape[1])
    centre = _mean_of_others(machine)
    own = np.column_stack([clipped_logit(machine.chance(k, read)) for k in themes])
    other = np.column_stack([other_logit(machine.others(k, read)) for k in themes])
    features = _features(own, other - centre)
    prior = _Prior(_PRIOR_MEAN, _PRIOR_SD**2, np.ones(len(themes)))
    for _ in range(_ROUNDS - 1):
        prior = prior.learnt(*_mode(features, codes, prior.mean, prior.variance))
    theta, _ = _mode(features, codes, prior.mean, prior.variance)
    return Recalibration(machine, theta, centre)


def other_logit(others: Array) -> Array:
    """Log odds of any other theme from its probability, held to [-4, 5]; same shape."""
    return np.asarray(np.clip(clipped_logit(others), _OTHERS_LOW, _OTHERS_HIGH))


def _mean_of_others(machine: Machine) -> Array:
    """Mean of o over all answers, shape `(n_themes,)`."""
    n, themes = machine.shape
    total = np.zeros(themes)
    for _, rows in blocks(np.arange(n)):
        total += [other_logit(machine.others(k, rows)).sum() for k in range(themes)]
    return total / n


@dataclass(frozen=True)
class _Prior:
    """What the themes' parameters θ = (a, b, g) are drawn from: a t distribution.

    It is a normal distribution whose variance is σ²/w with a weight w of each theme, small for one
    that lies far out (Lange, Little & Taylor 1989).

    Args:
        mean: μ, shape `(n_parameters,)`.
        spread: σ², shape `(n_parameters,)`.
        weight: w, shape `(n_themes,)`.
    """

    mean: Array
    spread: Array
    weight: Array

    @property
    def variance(self) -> Array:
        """Of each theme's parameters, σ²/w, shape `(n_themes, n_parameters)`."""
        return np.asarray(self.spread / self.weight[:, None])

    def learnt(self, theta: Array, error: Array) -> "_Prior":
        """The prior that the themes speak for: one round of expectation and maximisation.

        μ is their mean weighted by precision, drawn towards the start; σ² is their weighted mean
        square distance from it, with four themes' worth of the start; w is (ν + d)/(ν + D) where D
        is a theme's distance in units of σ², at most 1.

        Args:
            theta: posterior modes, shape `(n_themes, n_parameters)`.
            error: their variances, same shape.
        """
        start, variance = _PRIOR_SD**2, self.variance
        mean = (theta / variance).sum(axis=0) + _PRIOR_MEAN / start
        mean = mean / ((1 / variance).sum(axis=0) + 1 / start)
        square = (theta - mean) ** 2 + error
        moments = (self.weight[:, None] * square).sum(axis=0)
        spread = moments + _START_THEMES * start / _START_SHRUNK**2
        spread = spread / (len(self.weight) + _START_THEMES)
        distance = (square / spread).sum(axis=1)
        weight = np.minimum((_FREEDOM + len(start)) / (_FREEDOM + distance), 1)
        return _Prior(mean, spread, weight)


def _features(*columns: Array) -> Array:
    """Constant and columns, shape `(n_parameters, n_answers, n_themes)`."""
    return np.stack([np.ones_like(columns[0]), *columns])


def _linear(features: Array, theta: Array) -> Array:
    return np.asarray(np.einsum("dnk,kd->nk", features, theta))


def _mode(
    features: Array, codes: NDArray[np.bool_], mean: Array, variance: Array
) -> tuple[Array, Array]:
    """Posterior mode and variances, each of shape `(n_themes, n_parameters)`, by Newton steps.

    The prior's `mean` is common, its `variance` of shape `(n_themes, n_parameters)`.

    The log posterior is strictly concave; steps are capped at 1 so that none overshoots.
    """
    themes = features.shape[2]
    theta = np.tile(mean, (themes, 1))
    for _ in range(100):
        fitted = expit(_linear(features, theta))
        gradient = np.einsum("dnk,nk->kd", features, codes - fitted) - (theta - mean) / variance
        weighted = features * (fitted * (1 - fitted))
        # (themes, parameters, parameters), by matrix products
        hessian = np.matmul(weighted.transpose(2, 0, 1), features.transpose(2, 1, 0))
        hessian = hessian + (1 / variance)[:, :, None] * np.eye(len(mean))
        step = np.clip(np.linalg.solve(hessian, gradient[..., None])[..., 0], -1, 1)
        theta += step
        if np.abs(step).max(initial=0) < 1e-9:
            break
    return theta, np.diagonal(np.linalg.inv(hessian), axis1=1, axis2=2)
