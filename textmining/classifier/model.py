"""A trained model: what it holds and how it codes answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from threadpoolctl import threadpool_limits

from textmining.classifier.answers import AnalysedAnswers, Predictions
from textmining.classifier.card import ModelCard
from textmining.classifier.confidence import Confidence
from textmining.classifier.decision import decide
from textmining.classifier.linear import Linear
from textmining.classifier.novelty import NovelAnswers, Novelty, novel_answers
from textmining.classifier.pair_features import Context, pair_features, stacked
from textmining.classifier.reasons import WordSpan, WordWeights, nearest, strongest
from textmining.classifier.selective import SelectiveCoding
from textmining.classifier.stacking import Stacking
from textmining.codebook import Codebook, require_same
from textmining.errors import OptionError


@dataclass(frozen=True)
class Model:
    """A trained model.

    Args:
        codebook: what it codes with.
        linear: the first level.
        context: what it knows of themes beyond words.
        second: the second level; None where there was too little to learn it from.
        confidence: from probabilities to that of a whole set.
        selective: which answers may go unread for a wanted share of right ones.
        learned: which themes it may propose, shape `(n_themes,)`.
        card: what it was made from and how well it does.
    """

    codebook: Codebook
    linear: Linear
    context: Context
    second: Stacking | None
    confidence: Confidence
    selective: SelectiveCoding
    learned: NDArray[np.bool_]
    card: ModelCard

    def predict(self, answers: AnalysedAnswers) -> Predictions:
        """Code answers. An answer without text gets no theme, probability 0 and confidence 0."""
        places: dict[tuple[str, str], int] = {}
        asked = zip(answers.texts, answers.questions, strict=True)
        place = np.array([places.setdefault(pair, len(places)) for pair in asked], dtype=np.intp)
        once = answers.at(np.unique(place, return_index=True)[1])
        with threadpool_limits(1):  # many small trees wait for threads longer than they take
            batches = [self._probabilities(batch) for batch in once.batches()]
        probabilities = np.concatenate([np.zeros((0, len(self.learned))), *batches])[place]
        thresholds = np.array([self.card["thresholds"][code] for code in self.codebook.codes])
        themes = decide(probabilities, self.codebook.residual, thresholds)
        sure = self.confidence.of(probabilities, themes)
        return Predictions(probabilities, themes, np.where(themes.any(axis=1), sure, 0.0))

    def _probabilities(self, answers: AnalysedAnswers) -> NDArray[np.float64]:
        scores = self.linear.scores(answers)
        features = stacked(pair_features(scores, self.context, answers.questions, self.codebook))
        if self.second is None:
            judged = expit(features[:, :, 0])
        else:
            judged = self.second.probabilities(features)
        given = np.array([bool(text.strip()) for text in answers.texts], dtype=np.bool_)
        possible = self.codebook.asked(answers.questions) & self.learned & given[:, None]
        return np.where(possible, judged, 0.0)

    def reasons(
        self, answers: AnalysedAnswers, themes: NDArray[np.bool_]
    ) -> list[dict[str, list[WordSpan]]]:
        """Return, for each answer, the words that spoke for each of its themes, strongest first.

        Args:
            answers: the answers.
            themes: which themes to explain, shape `(n_answers, n_themes)`.
        """
        found: list[dict[str, list[WordSpan]]] = []
        for batch in answers.batches():
            weights = WordWeights(self.linear, batch)
            proposed = themes[len(found) : len(found) + len(batch)]
            reasons: list[dict[str, list[WordSpan]]] = [{} for _ in range(len(batch))]
            for theme in _one_by_one(proposed):
                for row, words in enumerate(weights.of(theme)):
                    if theme[row] >= 0:
                        reasons[row][self.codebook.codes[theme[row]]] = strongest(words)
            found += reasons
        return found

    def nearest(
        self, texts: Sequence[str], others: Sequence[str], n: int = 3
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the places and similarities (0 to 1) of the most similar of other texts.

        Both have shape `(n_texts, min(n, n_others))`, best first.
        """
        return nearest(self.linear, texts, others, n)

    def novel_answers(self, answers: AnalysedAnswers) -> NovelAnswers:
        """Tell which answers are unlike those the model has learnt from, and by which words."""
        return novel_answers(self.linear, self.card["novelty"], answers)

    def novelty(self, answers: AnalysedAnswers) -> Novelty:
        """Tell how much of the answers is unlike those the model has learnt from."""
        return self.novel_answers(answers).counts().novelty(self.card["novelty"])

    def with_thresholds(self, chosen: Mapping[str, float]) -> "Model":
        """Return the model with other thresholds for some themes, which its card then tells.

        Raises:
            OptionError: a code is not the codebook's, or a threshold not between 0 and 1.
        """
        for code, threshold in chosen.items():
            if code not in self.codebook.codes:
                raise OptionError(
                    "--threshold {code}: there is no such code in the codebook. Name one of "
                    "{codes}.",
                    code=code,
                    codes=", ".join(self.codebook.codes),
                )
            if not 0 < threshold < 1:
                raise OptionError(
                    "--threshold {code}={threshold} is not between 0 and 1. Give 0.4, say.",
                    code=code,
                    threshold=threshold,
                )
        if not chosen:
            return self
        thresholds = {**self.card["thresholds"], **chosen}
        return replace(self, card={**self.card, "thresholds": thresholds})

    def check_codebook(self, codebook: Codebook) -> None:
        """Check that answers are to be coded with the codebook the model was trained with.

        Raises:
            CodebookError: it is another one.
        """
        require_same(codebook, self.codebook, "the model was trained with")


def _one_by_one(themes: NDArray[np.bool_]) -> Iterator[NDArray[np.int64]]:
    """Yield each answer's first theme, then its second, and so on; -1 where it has no more."""
    order = np.cumsum(themes, axis=1)
    for place in range(1, int(order.max(initial=0)) + 1):
        here = themes & (order == place)
        yield np.where(here.any(axis=1), here.argmax(axis=1), -1)
