"""Similar answers side by side, for coding by hand with no model at all."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from textmining.answers import AnswerId
from textmining.review import Answer, Reasons, Similar

__all__ = ["side_by_side", "similar_answers"]

_NEIGHBOURS: Final = 5
_LEAST: Final = 0.2
_BLOCK: Final = 500
_COMMON: Final = 0.2
"""Character sequences in a larger share of many answers tell little and cost the most."""

_FEW: Final = 20


def similar_answers(answers: Sequence[Answer]) -> dict[AnswerId, Reasons]:
    """Return each answer's most similar ones, by the character sequences they share."""
    if len(answers) < 2:
        return {}
    vectors = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(1, 5),  # from one character, so that no answer is too short to have any
        sublinear_tf=True,
        max_df=max(round(_COMMON * len(answers)), _FEW),
        dtype=np.float32,
    )
    try:
        matrix = vectors.fit_transform(answer.text for answer in answers).tocsr()
    except ValueError:  # all say the same, so every sequence is too common to compare by
        return {}
    found: dict[AnswerId, Reasons] = {}
    for start in range(0, len(answers), _BLOCK):
        block = (matrix[start : start + _BLOCK] @ matrix.T).toarray()
        for row, similarities in enumerate(block, start=start):
            similarities[row] = 0.0
            found[answers[row].id] = Reasons({}, _nearest(answers, similarities))
    return found


def _nearest(answers: Sequence[Answer], similarities: np.ndarray) -> tuple[Similar, ...]:
    order = np.argsort(-similarities, kind="stable")[:_NEIGHBOURS]
    return tuple(
        Similar(answers[i].id, answers[i].text, (), round(float(similarities[i]), 3))
        for i in order
        if similarities[i] >= _LEAST
    )


def side_by_side(answers: Sequence[Answer], similar: dict[AnswerId, Reasons]) -> list[Answer]:
    """Return the answers in an order in which similar ones follow each other.

    From every answer one goes on to the most similar one that is left; where there is none, to
    the first that is left.
    """
    left = {answer.id: answer for answer in answers}
    ordered: list[Answer] = []
    current: Answer | None = None
    while left:
        near = similar[current.id].similar if current and current.id in similar else ()
        following = next((other.id for other in near if other.id in left), next(iter(left)))
        current = left.pop(following)
        ordered.append(replace(current, order=len(ordered) + 1))
    return ordered
