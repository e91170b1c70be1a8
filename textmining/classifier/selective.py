"""Which answers may go unread for a wanted share of right ones.

Answers are left unread from the surest down. On held-out answers, for growing shares of them, the
hypothesis "fewer than the wanted share of these are right" is tested with the exact binomial test,
in that order, until one is not rejected; three such sequences with a third of the error each begin
at different shares, since one unlucky answer among the surest would end a single one (learn then
test with multi-start fixed sequences: Angelopoulos, Bates, Candes, Jordan & Lei 2021, arXiv
2110.01052; selective classification: Geifman & El-Yaniv 2017). For answers like the coded ones,
the share of right sets among the unread is then at least the wanted one, except in `ERROR` of all
trainings.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc

ERROR = 0.1
"""How often a training may be luckier than the promise."""

SHARES = (0.8, 0.85, 0.9, 0.95, 0.98)
"""Wanted shares of right answers for which the curve is printed."""

_STEPS = np.arange(0.05, 1.0001, 0.05)
"""Shares of the answers that are tested."""

_STARTS = (0, 4, 9)
"""Where in `_STEPS` the sequences begin."""


@dataclass(frozen=True)
class Unread:
    """One point of the curve.

    Args:
        target: the wanted share of right sets among the unread.
        confidence: from which on answers may go unread; None if none may.
        unread: share of the held-out answers that go unread.
        right: share of these whose set is right; None if there are none.
        observed: share that would go unread if what was seen on these answers were the truth.
    """

    target: float
    confidence: float | None
    unread: float
    right: float | None
    observed: float


@dataclass(frozen=True)
class SelectiveCoding:
    """Held-out confidences and whether the set was right, both of shape `(n_answers,)`."""

    confidence: NDArray[np.float64]
    right: NDArray[np.bool_]

    def unread(self, target: float) -> Unread:
        """Return from which confidence on answers may go unread.

        Args:
            target: wanted share of right sets among them, in (0, 1).
        """
        order = np.argsort(-self.confidence, kind="stable")
        sure = self.confidence[order]
        hits = np.cumsum(self.right[order].astype(np.int64))
        counts = np.arange(1, len(order) + 1)
        # Answers of equal confidence go together.
        last = np.flatnonzero(np.append(sure[1:] < sure[:-1], [True] * min(len(sure), 1)))
        reached = last[hits[last] >= target * counts[last]]
        observed = float(reached[-1] + 1) / len(order) if len(reached) else 0.0
        end = _proven(last, hits, target)
        if end is None:
            return Unread(target, None, 0.0, None, observed)
        return Unread(
            target,
            float(sure[end]),
            float(counts[end] / len(order)),
            float(hits[end] / counts[end]),
            observed,
        )

    def shares(self) -> list[dict[str, float]]:
        """Return how many of the surest answers' sets are right, for growing shares of them.

        The risk-coverage curve (El-Yaniv & Wiener 2010), as it was seen on held-out answers.
        """
        if not len(self.right):
            return []
        hits = np.cumsum(self.right[np.argsort(-self.confidence, kind="stable")])
        ends = np.maximum(np.round(_STEPS * len(hits)).astype(int), 1)
        return [
            {"unread": round(float(share), 2), "right": round(float(hits[end - 1] / end), 4)}
            for share, end in zip(_STEPS, ends, strict=True)
        ]

    def curve(self) -> list[Unread]:
        """Return the points for `SHARES`."""
        return [self.unread(target) for target in SHARES]


def _proven(last: NDArray[np.intp], hits: NDArray[np.int64], target: float) -> int | None:
    """The last of the surest answers down to which the target is proven; None if it is not.

    Args:
        last: places at which one may stop, answers in the order of their confidence.
        hits: right sets up to and with each place.
        target: the wanted share.
    """
    if not len(last):
        return None
    wanted = np.round(_STEPS * len(hits)).astype(int) - 1
    tested = last[np.minimum(np.searchsorted(last, wanted), len(last) - 1)]
    p_values = bdtrc(hits[tested] - 1, tested + 1, target)
    rejected = np.asarray(p_values <= ERROR / len(_STARTS))
    ends = []
    for start in _STARTS:
        failed = np.flatnonzero(~rejected[start:])
        stop = start + int(failed[0]) if len(failed) else len(tested)
        ends += [int(tested[stop - 1])] if stop > start else []
    return max(ends, default=None)
