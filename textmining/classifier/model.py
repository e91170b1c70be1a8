"""A trained model: what it holds and how it codes answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmining.classifier.answers import Answers, Predictions
from textmining.classifier.calibration import Platt
from textmining.classifier.linear import Linear
from textmining.classifier.sets import decide
from textmining.classifier.views import view_ngrams
from textmining.codebook import Codebook
from textmining.errors import ModelError

__all__ = ["Model"]


@dataclass(frozen=True)
class Model:
    """A trained model.

    Args:
        codebook: what it codes with.
        linear: the first level.
        platt: from its scores to probabilities.
        learned: which themes it may propose, shape `(n_themes,)`.
        card: what it was made from and how well it does, as plain values.
    """

    codebook: Codebook
    linear: Linear
    platt: Platt
    learned: NDArray[np.bool_]
    card: Mapping[str, Any]

    def predict(self, answers: Answers) -> Predictions:
        """Code answers. An answer without text gets no theme and probability 0."""
        scores = self.linear.scores(view_ngrams(answers), answers.questions)
        probabilities = self.platt.probabilities(scores)
        given = np.array([bool(text.strip()) for text in answers.texts], dtype=np.bool_)
        possible = self.codebook.asked(answers.questions) & self.learned & given[:, None]
        probabilities = np.where(possible, probabilities, 0.0)
        threshold = float(self.card["thresholds"]["f1"])
        themes = decide(probabilities, self.codebook.residual, self.learned, threshold)
        themes &= possible
        sure = np.where(themes, probabilities, 1 - probabilities).prod(axis=1)
        return Predictions(probabilities, themes, np.where(given, sure, 0.0))

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
