"""Texts that are alike by the characters they share: no model needs to be trained for it."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

_NEIGHBOURS: Final = 5
_LEAST: Final = 0.2
_BLOCK: Final = 500
_COMMON: Final = 0.2
"""Character sequences in a larger share of many texts tell little and cost the most."""

_FEW: Final = 20


def similar_texts(texts: Sequence[str]) -> list[list[tuple[int, float]]]:
    """Return the places and similarities (0-1) of each text's most similar ones, best first.

    Nothing is returned where there is nothing to compare by: one text, or all alike.
    """
    if len(texts) < 2:
        return []
    from sklearn.feature_extraction.text import TfidfVectorizer  # a second; coding needs none

    vectors = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(1, 5),  # from one character, so that no text is too short to have any
        sublinear_tf=True,
        max_df=max(round(_COMMON * len(texts)), _FEW),
        dtype=np.float32,
    )
    try:
        matrix = vectors.fit_transform(texts).tocsr()
    except ValueError:  # all say the same, so every sequence is too common to compare by
        return []
    found: list[list[tuple[int, float]]] = []
    for start in range(0, len(texts), _BLOCK):
        block = (matrix[start : start + _BLOCK] @ matrix.T).toarray()
        for row, similarities in enumerate(block, start=start):
            similarities[row] = 0.0
            found.append(_nearest(similarities))
    return found


def _nearest(similarities: NDArray[np.float32]) -> list[tuple[int, float]]:
    order = np.argsort(-similarities, kind="stable")[:_NEIGHBOURS]
    return [(int(i), round(float(similarities[i]), 3)) for i in order if similarities[i] >= _LEAST]
