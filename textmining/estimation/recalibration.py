"""What the read answers say about the machine's probabilities: recalibration per theme.

The recalibrated probabilities only assist the estimate: they make it narrow, never wrong. The
random draw corrects whatever error they keep.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

__all__ = ["FLOOR", "clipped_logit", "floored", "recalibrate", "recalibrate_pooled"]

FLOOR = 0.05
"""Share of the mean that every answer gets: what the machine misses silently has a place."""

_CLIP = 1e-4
_PRIOR_MEAN = np.array([0.0, 1.0, 0.0])  # level, slope, other themes of the same answer
_PRIOR_SD = np.array([1.5, 0.35, 0.3])
_ROUNDS = 4

Array = NDArray[np.float64]


def clipped_logit(probabilities: Array) -> Array:
    """Log odds of probabilities clipped to [1e-4, 1 - 1e-4], same shape."""
    p = np.clip(probabilities, _CLIP, 1 - _CLIP)
    return np.asarray(np.log(p / (1 - p)))


def floored(logits: Array) -> Array:
    """Probabilities with the floor: 0.95·expit(logit) + 0.05 times its mean over the answers.

    Args:
        logits: shape `(..., n_answers)`.
    """
    p = expit(logits)
    return np.asarray((1 - FLOOR) * p + FLOOR * p.mean(axis=-1, keepdims=True))


def recalibrate(probabilities: Array, codes: NDArray[np.bool_], read: NDArray[np.bool_]) -> Array:
    """Log odds a + b·logit p per theme, fitted on the answers read by design.

    The mode of the posterior with a ~ N(0, 1.5²) and b ~ N(1, 0.35²): Platt scaling held near
    the machine's own probabilities as long as little is read.

    Args:
        probabilities: the machine's, 0-1, shape `(n_answers, n_themes)`.
        codes: a person's, same shape; only rows that are read are looked at.
        read: which answers were drawn and read, shape `(n_answers,)`.

    Returns:
        Log odds, shape `(n_answers, n_themes)`.
    """
    features = _features(clipped_logit(probabilities))
    theta, _ = _mode(features[:, read], codes[read], _PRIOR_MEAN[:2], _PRIOR_SD[:2] ** 2)
    return _linear(features, theta)


def recalibrate_pooled(
    probabilities: Array, others: Array, codes: NDArray[np.bool_], read: NDArray[np.bool_]
) -> Array:
    """Log odds a + b·logit p + g·o, the themes telling each other how far to move (second step).

    o is the log odds of any other theme in the same answer, in [-4, 5], centred per theme. The
    prior's mean and spread start as in `recalibrate` and are found again four times from all
    themes (empirical Bayes). Shape and constants are justified by simulation only.

    Args:
        probabilities: the machine's, 0-1, shape `(n_answers, n_themes)`.
        others: probability of any other theme in the same answer, same shape.
        codes: a person's, same shape; only rows that are read are looked at.
        read: which answers were drawn and read, shape `(n_answers,)`.

    Returns:
        Log odds, shape `(n_answers, n_themes)`.
    """
    other = np.clip(clipped_logit(others), -4, 5)
    features = _features(clipped_logit(probabilities), other - other.mean(axis=0))
    themes = probabilities.shape[1]
    start = _PRIOR_SD**2
    mean, variance = _PRIOR_MEAN, start
    for left in reversed(range(_ROUNDS)):
        theta, spread = _mode(features[:, read], codes[read], mean, variance)
        if left:
            weight = themes / variance + 1 / start
            mean = (theta.sum(axis=0) / variance + _PRIOR_MEAN / start) / weight
            moments = ((theta - mean) ** 2 + spread).sum(axis=0)
            variance = (moments + 4 * start / 1.5**2) / (themes + 4)
    return _linear(features, theta)


def _features(*columns: Array) -> Array:
    """Constant and columns, shape `(n_parameters, n_answers, n_themes)`."""
    return np.stack([np.ones_like(columns[0]), *columns])


def _linear(features: Array, theta: Array) -> Array:
    return np.asarray(np.einsum("dnk,kd->nk", features, theta))


def _mode(
    features: Array, codes: NDArray[np.bool_], mean: Array, variance: Array
) -> tuple[Array, Array]:
    """Posterior mode and variances, each of shape `(n_themes, n_parameters)`, by Newton steps.

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
        hessian = hessian + np.diag(1 / variance)
        step = np.clip(np.linalg.solve(hessian, gradient[..., None])[..., 0], -1, 1)
        theta += step
        if np.abs(step).max(initial=0) < 1e-9:
            break
    return theta, np.diagonal(np.linalg.inv(hessian), axis1=1, axis2=2)
