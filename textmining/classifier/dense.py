"""What is known of an answer as a whole, whichever clause is looked at: its question and vector.

Vectors come from the language pipeline, if it has any: words that no coded answer has are then
near words that some have. How much they count is chosen by held-out errors, and may be nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmining.classifier.answers import AnalysedAnswers

__all__ = ["QUESTION_SHARE", "VECTOR_SHARES", "DenseFeatures", "dense_candidates"]

QUESTION_SHARE = 0.05
"""What the same question adds to the similarity of two answers (the views add up to 1)."""

VECTOR_SHARES = (0.0, 0.1, 0.2, 0.4)
"""What two answers whose vectors point the same way may add to it."""

Array = NDArray[np.float64]


@dataclass(frozen=True)
class DenseFeatures:
    """How an answer as a whole is turned into numbers.

    Args:
        questions: the questions known.
        centre: the mean unit vector of what it was fitted on, coded answers and theme
            descriptions, shape `(n_dimensions,)`.
        vector_share: what vectors add to the similarity of two answers, at most.
    """

    questions: tuple[str, ...]
    centre: Array
    vector_share: float

    def features(self, answers: AnalysedAnswers) -> Array:
        """Return rows of shape `(n_answers, n_questions + n_dimensions)`.

        Their products are what the questions and the vectors add to the answers' similarity.
        """
        asked = np.array([[q == known for known in self.questions] for q in answers.questions])
        directions = _unit(_unit(answers.vectors()) - self.centre)
        return np.hstack(
            [
                np.sqrt(QUESTION_SHARE) * asked.reshape(len(answers), -1),
                np.sqrt(self.vector_share) * directions,
            ]
        )


def dense_candidates(answers: AnalysedAnswers, questions: Sequence[str]) -> list[DenseFeatures]:
    """Return the candidates: one a share of `VECTOR_SHARES`, or one without vectors."""
    vectors = answers.vectors()
    centre = _unit(vectors).mean(axis=0)
    shares = VECTOR_SHARES if vectors.shape[1] else VECTOR_SHARES[:1]
    return [DenseFeatures(tuple(sorted(set(questions))), centre, share) for share in shares]


def _unit(vectors: Array) -> Array:
    """Rows of length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Array = vectors / np.where(lengths > 0, lengths, 1)
    return unit
