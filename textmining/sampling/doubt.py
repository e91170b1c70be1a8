"""Which answers the machine doubts most: read beyond the draw to correct codes, never to count."""

import numpy as np
from numpy.typing import NDArray


def doubt(probabilities: NDArray[np.float64]) -> NDArray[np.intp]:
    """The answers, most doubtful first (equal doubt: in the order given).

    Themes are independent decisions, so doubt is summed over them: the number of codes of an
    answer that are expected to be wrong, Σ_k min(p_k, 1 - p_k). A high `max p` would hide that
    another theme of the same answer is a coin toss.

    Args:
        probabilities: 0-1, shape `(n_answers, n_themes)`.

    Returns:
        Positions of the answers, shape `(n_answers,)`.
    """
    wrong = np.minimum(probabilities, 1 - probabilities).sum(axis=1)
    return np.argsort(-wrong, kind="stable")
