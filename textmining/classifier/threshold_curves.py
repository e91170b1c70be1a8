"""What another threshold would do for a theme: how many of its codes are right, how many it finds.

Told on held-out answers, so that a person can choose a theme's threshold by what it costs. All
other themes keep theirs.
"""

from collections.abc import Sequence
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from textmining.classifier.decision import decide

_TRIED = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_ANSWERS = 5_000  # as many tell a share within a hundredth or two


class ThresholdPoint(TypedDict):
    """A threshold of one theme and what it does.

    Args:
        threshold: from which probability on the theme is proposed, 0-1.
        proposed: to how many answers it is.
        precision: the share of these that have it, 0-1; None if there are none.
        recall: the share of those with it that get it, 0-1; None if nobody has it.
    """

    threshold: float
    proposed: int
    precision: float | None
    recall: float | None


def threshold_curves(
    probabilities: NDArray[np.float64],
    truth: NDArray[np.bool_],
    residual: NDArray[np.bool_],
    thresholds: NDArray[np.float64],
    codes: Sequence[str],
) -> dict[str, list[ThresholdPoint]]:
    """Return each theme's points, its own threshold among them, rising.

    Args:
        probabilities: of held-out answers, 0-1, shape `(n_answers, n_themes)`.
        truth: what persons gave them, same shape.
        residual: which themes stand alone, shape `(n_themes,)`.
        thresholds: each theme's own, shape `(n_themes,)`.
        codes: of the themes.
    """
    some = slice(None, None, -(-len(truth) // _ANSWERS) or 1)
    probabilities, truth = probabilities[some], truth[some]
    curves: dict[str, list[ThresholdPoint]] = {}
    for k, code in enumerate(codes):
        curves[code] = []
        for tried in sorted({*_TRIED, float(thresholds[k])}):
            others = thresholds.copy()
            others[k] = tried
            proposed = decide(probabilities, residual, others)[:, k]
            curves[code].append(_point(tried, proposed, truth[:, k]))
    return curves


def _point(
    threshold: float, proposed: NDArray[np.bool_], truth: NDArray[np.bool_]
) -> ThresholdPoint:
    n_proposed, n_true, right = int(proposed.sum()), int(truth.sum()), int((proposed & truth).sum())
    return {
        "threshold": threshold,
        "proposed": n_proposed,
        "precision": round(right / n_proposed, 4) if n_proposed else None,
        "recall": round(right / n_true, 4) if n_true else None,
    }
