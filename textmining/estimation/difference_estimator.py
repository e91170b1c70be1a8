"""The estimate: what the machine expects, corrected by the errors found in the random draw.

The difference (generalised regression) estimator of Särndal, Swensson & Wretman (1992), 6.3, with
a logistic assisting model (Lehtonen & Veijanen 1998); the same algebra as prediction-powered
inference (arXiv 2301.09633, stratified 2406.04291), with the finite population kept.
"""

import numpy as np
from numpy.typing import NDArray

from textmining.estimation.strata import Strata

__all__ = ["difference_estimate", "dispersion"]

Array = NDArray[np.float64]


def difference_estimate(codes: Array, expected: Array, split: Strata) -> float:
    """Estimate Σ y as Σ_certain y + Σ_rest q + Σ_h (N_h/n_h) Σ_read (y - q).

    Args:
        codes: y (or weight times y), shape `(n_answers,)`; only read answers are looked at.
        expected: q (or weight times q), shape `(n_answers,)`.
        split: how the answers were read.
    """
    total = codes[split.certain].sum() + expected[split.rest].sum()
    for members, read in zip(split.members, split.read, strict=True):
        total += len(members) / len(read) * (codes[read] - expected[read]).sum()
    return float(total)


def dispersion(codes: NDArray[np.bool_], expected: Array, split: Strata) -> Array:
    """How much the errors found vary, relative to what q(1-q) says; at least 0.5, per theme.

    φ_k shrinks A_k/E_k towards the themes' common value and that towards 1, by the degrees of
    freedom 2E_k²/B_k. Constants are justified by simulation only.

    Args:
        codes: y, shape `(n_answers, n_themes)`.
        expected: q, same shape.
        split: how the answers were read.
    """
    themes = codes.shape[1]
    found, due, spread = np.zeros(themes), np.zeros(themes), np.zeros(themes)
    for members, read in zip(split.members, split.read, strict=True):
        weight = (len(members) / len(read)) ** 2 * (1 - len(read) / len(members))
        q = expected[read]
        v = q * (1 - q)
        found += weight * ((codes[read] - q) ** 2).sum(axis=0)
        due += weight * v.sum(axis=0)
        spread += weight**2 * (v * ((1 - q) ** 3 + q**3) - v**2).sum(axis=0)
    usable = (due > 0) & (spread > 0)
    ratio = np.divide(found, due, out=np.ones(themes), where=usable)
    freedom = np.divide(2 * due**2, spread, out=np.zeros(themes), where=usable)
    common = ((freedom * ratio).sum() + 20) / (freedom.sum() + 20)
    return np.asarray(np.maximum(0.5, (freedom * ratio + 40 * common) / (freedom + 40)))
