"""The estimate: what the machine expects, corrected by the errors found in the random draw.

The difference (generalised regression) estimator of Särndal, Swensson & Wretman (1992), 6.3, with
a logistic assisting model (Lehtonen & Veijanen 1998); the same algebra as prediction-powered
inference (arXiv 2301.09633, stratified 2406.04291), with the finite population kept.
"""

from textmining.arrays import Array
from textmining.estimation.strata import Strata


def difference_estimate(codes: Array, expected: Array, split: Strata) -> float:
    """Estimate Σ y as Σ_certain y + Σ_rest q + Σ_h (N_h/n_h) Σ_read (y - q).

    Args:
        codes: y (or weight times y), shape `(n_answers,)`; only read answers are looked at.
        expected: q (or weight times q), shape `(n_answers,)`.
        split: how the answers were read.
    """
    total = codes[split.certain].sum()
    for members, read in zip(split.members, split.read, strict=True):
        total += expected[members].sum()
        total += len(members) / len(read) * (codes[read] - expected[read]).sum()
    return float(total)
