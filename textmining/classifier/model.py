"""A trained model: what it holds and how it codes answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from textmining.classifier.answers import Answers, Predictions
from textmining.classifier.confidence import Confidence
from textmining.classifier.linear import Linear
from textmining.classifier.pairs import Context, pair_features
from textmining.classifier.second import Second
from textmining.classifier.sets import decide
from textmining.codebook import Codebook
from textmining.errors import ModelError

__all__ = ["Model"]

_BATCH = 1000
"""Answers coded at a time, so that a survey of any size needs the same memory."""


@dataclass(frozen=True)
class Model:
    """A trained model.

    Args:
        codebook: what it codes with.
        linear: the first level.
        context: what it knows of themes beyond words.
        second: the second level; None where there was too little to learn it from.
        confidence: from probabilities to that of a whole set.
        learned: which themes it may propose, shape `(n_themes,)`.
        card: what it was made from and how well it does, as plain values.
    """

    codebook: Codebook
    linear: Linear
    context: Context
    second: Second | None
    confidence: Confidence
    learned: NDArray[np.bool_]
    card: Mapping[str, Any]

    def predict(self, answers: Answers) -> Predictions:
        """Code answers. An answer without text gets no theme, probability 0 and confidence 0."""
        batches = [
            self._probabilities(answers.part(slice(start, start + _BATCH)))
            for start in range(0, len(answers), _BATCH)
        ]
        probabilities = np.concatenate([np.zeros((0, len(self.learned))), *batches])
        themes = decide(probabilities, self.codebook.residual, self.card["thresholds"]["f1"])
        sure = self.confidence.of(probabilities, themes)
        return Predictions(probabilities, themes, np.where(themes.any(axis=1), sure, 0.0))

    def _probabilities(self, answers: Answers) -> NDArray[np.float64]:
        evidence = self.linear.evidence(answers)
        features = pair_features(evidence, self.context, answers.questions, self.codebook)
        if self.second is None:
            judged = expit(features[:, :, 0])
        else:
            judged = self.second.probabilities(features)
        given = np.array([bool(text.strip()) for text in answers.texts], dtype=np.bool_)
        possible = self.codebook.asked(answers.questions) & self.learned & given[:, None]
        return np.where(possible, judged, 0.0)

    def check_codebook(self, codebook: Codebook) -> None:
        """Check that answers are to be coded with the codebook the model was trained with.

        Raises:
            ModelError: it is another one.
        """
        if codebook != self.codebook:
            raise ModelError(
                f"the model was trained with codebook {self.codebook.name}, version "
                f"{self.codebook.version}, and this is another one ({codebook.name}, version "
                f"{codebook.version}); train again, or leave out --codebook."
            )
