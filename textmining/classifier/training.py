"""From coded answers to a model."""

import hashlib
from collections.abc import Mapping, Sequence
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from threadpoolctl import threadpool_limits

from textmining.classifier.answers import Analysed, AnalysedAnswers, TrainingAnswers
from textmining.classifier.calibration import fit_platt
from textmining.classifier.card import ModelCard, TrainingData
from textmining.classifier.confidence import fit_confidence
from textmining.classifier.decision import decide, find_threshold
from textmining.classifier.dense import QUESTION_SHARE
from textmining.classifier.linear import BLOCKS, Linear, fit_linear
from textmining.classifier.model import Model
from textmining.classifier.novelty import novelty_limit
from textmining.classifier.pair_features import fit_context, pair_features, stacked
from textmining.classifier.ridge import ALPHA
from textmining.classifier.scores import score
from textmining.classifier.selective import SelectiveCoding
from textmining.classifier.spelling import NORWEGIAN
from textmining.classifier.stacking import LOGISTIC, TOP, TREES, Stacking, fit_stacking
from textmining.classifier.views import TextSettings
from textmining.codebook import Codebook
from textmining.errors import ModelError

__all__ = ["FEWEST_EXAMPLES", "description_texts", "train"]

FEWEST_EXAMPLES = 2
"""Answers of different respondents that a theme needs to be proposed at all."""

MOST_ANSWERS = 6000
"""Answers learnt from; of more, respondents are drawn at random. The learning curve is flat there,
and the Gram matrix must fit in memory."""

_PACKAGES = ("textmining-survey", "scikit-learn", "numpy", "scipy")


def description_texts(codebook: Codebook) -> list[str]:
    """Return what the codebook says of each theme as one text, in its order.

    Their analyses are handed to `train`: descriptions help most while few answers are coded.
    """
    return [
        ". ".join(part for part in (t.label, t.definition, t.include, *t.examples) if part)
        for t in codebook.themes
    ]


def train(
    answers: TrainingAnswers,
    codebook: Codebook,
    *,
    descriptions: Sequence[Analysed] = (),
    language: Mapping[str, str] | None = None,
    seed: int = 0,
    jobs: int = 1,
) -> Model:
    """Train on coded answers. Answers without text must have been left out.

    Args:
        answers: the coded answers.
        codebook: its themes are the columns of `answers.themes`.
        descriptions: the analyses of `description_texts(codebook)`, or none to do without.
        language: name, version and sha256 of the pipeline that made the analyses, for the card.
        seed: of everything random.
        jobs: how many processors to use; the model does not depend on it.

    Raises:
        ModelError: there is nothing to learn from.
    """
    left_out = max(0, len(answers) - MOST_ANSWERS)
    answers = _drawn(answers, seed) if left_out else answers
    respondents = _numbered(answers)
    learned = _enough(answers.themes, respondents)
    if not learned.any():
        raise ModelError(
            "there is nothing to learn from: no theme was given to the answers of "
            f"{FEWEST_EXAMPLES} respondents; code more answers."
        )
    settings = TextSettings(codebook.language in NORWEGIAN, int(_data_hash(answers)[:16], 16))
    given, themes = answers.answers, answers.themes
    with threadpool_limits(1):
        linear, scores = fit_linear(
            given, themes, respondents, _described(codebook, descriptions), settings
        )
        platt = fit_platt(scores.answer, themes)
        context = fit_context(platt, given.questions, themes)
        named = pair_features(scores, context, given.questions, codebook)
        features = stacked(named)
        judged = fit_stacking(features, themes, respondents, seed=seed, jobs=jobs)
        second, held_out = judged or (None, expit(features[:, :, 0]))
        held_out = np.where(codebook.asked(given.questions) & learned, held_out, 0.0)
        threshold = find_threshold(held_out, themes, codebook.residual)
        proposed = decide(held_out, codebook.residual, threshold)
        confidence = fit_confidence(held_out, proposed, themes)
    right = (proposed == themes).all(axis=1)
    selective = SelectiveCoding(confidence.of(held_out, proposed), right)
    card: ModelCard = {
        "versions": {package: version(package) for package in _PACKAGES},
        "language": dict(language or {}),
        "codebook": {"name": codebook.name, "version": codebook.version},
        "data": _data(answers),
        "seed": seed,
        "left_out": left_out,
        "recipe": _recipe(linear, second, list(named)),
        "threshold": threshold,
        "novelty": novelty_limit(linear, given, respondents).record(),
        "automation": [vars(point) for point in selective.curve()],
        "unlearned": [code for code, k in zip(codebook.codes, learned, strict=True) if not k],
        "held_out": score(themes, proposed, held_out, codebook).record(),
    }
    return Model(codebook, linear, context, second, confidence, selective, learned, card)


def _data(answers: TrainingAnswers) -> TrainingData:
    """What the model has learnt from, for the card."""
    return {
        "answers": len(answers),
        "respondents": len(set(answers.respondents)),
        "sha256": _data_hash(answers),
    }


def _recipe(linear: Linear, second: Stacking | None, features: Sequence[str]) -> dict[str, object]:
    """Every view, feature and constant by name."""
    judges = None
    if second is not None:
        judges = {
            "members": len(second.members),
            "top": TOP,
            "features": list(features),
            "logistic": LOGISTIC,
            "trees": TREES,
        }
    return {
        "views": {name: len(view.keys) for name, view in linear.views.items()},
        "respelt": linear.settings.norwegian,
        "alpha": ALPHA,
        "question_share": QUESTION_SHARE,
        "vector_share": linear.whole.vector_share,
        "blocks": BLOCKS,
        "second_level": judges,
    }


def _numbered(answers: TrainingAnswers) -> NDArray[np.int64]:
    """Respondents as 0, 1, ..., shape `(n_answers,)`."""
    return np.unique(np.asarray(answers.respondents, dtype=str), return_inverse=True)[1]


def _drawn(answers: TrainingAnswers, seed: int) -> TrainingAnswers:
    """`MOST_ANSWERS` answers of respondents drawn at random, in their order."""
    respondents = _numbered(answers)
    order = np.random.default_rng(seed).permutation(respondents.max() + 1)[respondents]
    return answers.at(np.sort(np.argsort(order, kind="stable")[:MOST_ANSWERS]))


def _enough(themes: NDArray[np.bool_], respondents: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which themes were given to the answers of enough respondents."""
    people = [len(np.unique(respondents[given])) for given in themes.T]
    return np.array(people) >= FEWEST_EXAMPLES


def _described(codebook: Codebook, descriptions: Sequence[Analysed]) -> AnalysedAnswers:
    texts = description_texts(codebook) if len(descriptions) else []
    return AnalysedAnswers(texts, descriptions, [""] * len(texts))


def _data_hash(answers: TrainingAnswers) -> str:
    """One hash over everything learnt from, in its order."""
    digest = hashlib.sha256()
    columns = (answers.answers.texts, answers.answers.questions, answers.respondents)
    for column in columns:
        for value in column:
            digest.update(value.encode("utf-8", "surrogatepass") + b"\0")
    digest.update(np.packbits(answers.themes).tobytes())
    return digest.hexdigest()
