"""From coded answers to a model."""

import hashlib
from collections.abc import Mapping, Sequence
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from textmining.classifier.answers import Analysed, AnalysedAnswers, TrainingAnswers
from textmining.classifier.card import ModelCard, TrainingData
from textmining.classifier.confidence import fit_confidence
from textmining.classifier.decision import Aim
from textmining.classifier.dense import QUESTION_SHARE
from textmining.classifier.few import FEW, WORTH, few_recipe, uncoded_recipe
from textmining.classifier.model import Model
from textmining.classifier.novelty import novelty_limit
from textmining.classifier.recipes import Recipe, TrainingTask, best_recipe
from textmining.classifier.scores import score, untold
from textmining.classifier.selective import SelectiveCoding
from textmining.classifier.spelling import NORWEGIAN
from textmining.classifier.stacking import LOGISTIC, TOP, TREES
from textmining.classifier.threshold_curves import threshold_curves
from textmining.classifier.training_rows import TrainingRows, training_rows
from textmining.classifier.views import TextSettings
from textmining.codebook import Codebook
from textmining.errors import ModelError

FEWEST_EXAMPLES = 2
"""Answers of different respondents that a theme needs to be proposed at all."""

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
    aim: Aim = Aim.F1,
    seed: int = 0,
    jobs: int = 1,
) -> Model:
    """Train on coded answers. Answers without text must have been left out.

    Up to `UNCODED_UP_TO` coded answers, those without codes are learnt from too where held-out
    answers say that it helps; whoever trains on fewer than `FEW` need not give any.

    While few are coded every theme that is described may be proposed, with none coded too: then the
    model orders themes and answers for persons, and says nothing of how many there are.

    Args:
        answers: the coded answers.
        codebook: its themes are the columns of `answers.themes`.
        descriptions: the analyses of `description_texts(codebook)`, or none to do without.
        language: name, version and sha256 of the pipeline that made the analyses, for the card.
        aim: what the themes that it proposes should be good for.
        seed: of everything random.
        jobs: how many processors to use; the model does not depend on it.

    Raises:
        ModelError: there is nothing to learn from.
    """
    respondents = _numbered(answers)
    few = len(answers) < FEW and len(descriptions) == len(codebook.themes)
    learned = _learned(answers.themes, respondents, few=few)
    settings = TextSettings(codebook.language in NORWEGIAN, int(_data_hash(answers)[:16], 16))
    given = answers.answers
    task = TrainingTask(
        answers.themes, given.questions, respondents, codebook, learned, aim, answers.uncoded
    )
    with threadpool_limits(1):
        described = _described(codebook, descriptions)
        rows = training_rows(given, answers.themes, respondents, described, settings)
        recipe, *others = _recipes(rows, task, seed, jobs, few=few)
        held_out, proposed = recipe.held_out, recipe.proposed
        truth = answers.themes[recipe.scored]
        confidence = fit_confidence(held_out, proposed, truth)
    right = (proposed == truth).all(axis=1)
    selective = SelectiveCoding(confidence.of(held_out, proposed), right)
    card: ModelCard = {
        "versions": {package: version(package) for package in _PACKAGES},
        "language": dict(language or {}),
        "codebook": {"name": codebook.name, "version": codebook.version},
        "data": _data(answers),
        "seed": seed,
        "recipe": {
            **_described_recipe(recipe),
            "tried": [_figures(recipe), *map(_figures, others)],
        },
        "aim": aim.value,
        "thresholds": dict(zip(codebook.codes, recipe.thresholds.tolist(), strict=True)),
        "threshold_curves": threshold_curves(
            held_out, truth, codebook.residual, recipe.thresholds, codebook.codes
        ),
        "novelty": novelty_limit(recipe.first.linear, given, respondents).record(),
        "automation": [vars(point) for point in selective.curve()],
        "coverage": selective.shares(),
        "unlearned": [code for code, k in zip(codebook.codes, learned, strict=True) if not k],
        "held_out": score(truth, proposed, held_out, codebook).record(),
    }
    if not len(answers):
        card["worth"] = WORTH
    elif (why := untold(answers.themes, respondents)) is not None:
        card["untold"] = why
    parts = recipe.first.linear, recipe.context, recipe.second
    return Model(codebook, *parts, confidence, selective, learned, card)


def _recipes(
    rows: TrainingRows, task: TrainingTask, seed: int, jobs: int, *, few: bool
) -> list[Recipe]:
    """What is learnt, the best first."""
    if not rows.n_coded:
        return [uncoded_recipe(rows, task)]
    return [few_recipe(rows, task)] if few else best_recipe(rows, task, seed=seed, jobs=jobs)


def _figures(recipe: Recipe) -> dict[str, object]:
    """What a recipe's held-out answers say of it."""
    return {"learner": recipe.first.name, "brier": recipe.error, "micro_f1": recipe.micro_f1}


def _data(answers: TrainingAnswers) -> TrainingData:
    """What the model has learnt from, for the card."""
    data: TrainingData = {
        "answers": len(answers),
        "respondents": len(set(answers.respondents)),
        "sha256": _data_hash(answers),
    }
    return {**data, "uncoded": len(answers.uncoded)} if len(answers.uncoded) else data


def _described_recipe(recipe: Recipe) -> dict[str, object]:
    """Every view, feature and constant by name."""
    linear, second, judges = recipe.first.linear, recipe.second, None
    if second is not None:
        judges = {
            "members": len(second.members),
            "top": TOP,
            "features": list(recipe.features),
            "logistic": LOGISTIC,
            "trees": TREES,
        }
    return {
        "learner": recipe.first.name,
        "views": {name: len(view.keys) for name, view in linear.views.items()},
        "respelt": linear.settings.norwegian,
        "penalty": recipe.first.penalty,
        "question_share": QUESTION_SHARE,
        "vector_share": linear.whole.vector_share,
        "scored": len(recipe.scored),
        "second_level": judges,
    }


def _numbered(answers: TrainingAnswers) -> NDArray[np.int64]:
    """Respondents as 0, 1, ..., shape `(n_answers,)`."""
    return np.unique(np.asarray(answers.respondents, dtype=str), return_inverse=True)[1]


def _learned(
    themes: NDArray[np.bool_], respondents: NDArray[np.int64], *, few: bool
) -> NDArray[np.bool_]:
    """Which themes may be proposed: those given to the answers of enough respondents.

    While few answers are coded, all that are described may.
    """
    people = [len(np.unique(respondents[given])) for given in themes.T]
    learned = np.array(people) >= FEWEST_EXAMPLES
    if not few and not learned.any():
        raise ModelError(
            "there is nothing to learn from: no theme was given to the answers of "
            "{n} respondents; code more answers.",
            n=FEWEST_EXAMPLES,
        )
    return learned | few


def _described(codebook: Codebook, descriptions: Sequence[Analysed]) -> AnalysedAnswers:
    texts = description_texts(codebook) if len(descriptions) else []
    return AnalysedAnswers(texts, descriptions, [""] * len(texts))


def _data_hash(answers: TrainingAnswers) -> str:
    """One hash over everything learnt from, in its order."""
    digest = hashlib.sha256()
    coded, others = answers.answers, answers.uncoded
    columns = [coded.texts, coded.questions, answers.respondents, others.texts, others.questions]
    for column in columns:
        for value in column:
            digest.update(value.encode("utf-8", "surrogatepass") + b"\0")
    digest.update(np.packbits(answers.themes).tobytes())
    return digest.hexdigest()
