"""What is known of an answer beside its n-grams: the question it answers, and its vector.

Vectors come from a sentence encoder, or from a language pipeline that has word vectors: words that
no coded answer has are then near words that some have. Held-out errors say whether they count.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmining.arrays import Array
from textmining.classifier.answers import AnalysedAnswers
from textmining.classifier.steady import product

QUESTION_SHARE = 0.05
"""What the same question adds to the similarity of two answers (the views add up to 1)."""

VECTOR_SHARES = (0.0, 0.2)
"""What two answers whose vectors point the same way may add to it. Among larger shares held-out
squared errors choose too much: 0.4 has smaller errors and a worse F1."""


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
        return np.hstack([self.asked(answers.questions), self.directions(answers.vectors())])

    def asked(self, questions: Sequence[str]) -> Array:
        """Return what the questions add, shape `(n_answers, n_questions)`."""
        same = np.array([[q == known for known in self.questions] for q in questions])
        asked: Array = np.sqrt(QUESTION_SHARE) * same.reshape(len(questions), -1)
        return asked

    def directions(self, vectors: Array) -> Array:
        """Return what vectors add, shape `(n_rows, n_dimensions)` as theirs."""
        centred: Array = np.sqrt(self.vector_share) * unit(unit(vectors) - self.centre)
        return centred

    def view(self, vectors: Array, weights: Array) -> Array:
        """Return what vectors score, as one more view of the rows.

        Args:
            vectors: shape `(n_rows, n_dimensions)`.
            weights: of all features, shape `(n_questions + n_dimensions, n_themes)`.

        Returns:
            Shape `(n_rows, 1, n_themes)`, or `(n_rows, 0, n_themes)` where vectors do not count.
        """
        if not self.vector_share:
            return np.zeros((len(vectors), 0, weights.shape[1]))
        scores = product(self.directions(vectors), weights[len(self.questions) :])
        return scores[:, None]


def dense_candidates(
    answers: AnalysedAnswers,
    questions: Sequence[str],
    vector_shares: Sequence[float] = VECTOR_SHARES,
) -> list[DenseFeatures]:
    """Return the candidates: one a share that vectors may have, or one without vectors."""
    vectors = answers.vectors()
    centre = unit(vectors).mean(axis=0)
    shares = vector_shares if vectors.shape[1] else (0.0,)
    return [DenseFeatures(tuple(sorted(set(questions))), centre, share) for share in shares]


def unit(vectors: Array) -> Array:
    """Rows of length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    rows: Array = vectors / np.where(lengths > 0, lengths, 1)
    return rows
