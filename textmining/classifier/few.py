"""The recipe while few answers are coded, or none: no second level, and known levels and slopes.

Every theme that the codebook describes may be proposed; levels and slope stay near those that
descriptions alone have in other surveys.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from textmining.classifier.calibration import Platt, fit_platt_near
from textmining.classifier.definitions import VECTOR_SHARE, described_weights, with_definitions
from textmining.classifier.dense import dense_candidates
from textmining.classifier.first_level import first_level, linear_of
from textmining.classifier.kernel import BLOCKS, fit_kernel
from textmining.classifier.pair_features import Context, fit_context
from textmining.classifier.recipes import FirstLevel, Recipe, TrainingTask, recipe_of
from textmining.classifier.ridge import ALPHA
from textmining.classifier.training_rows import TrainingRows

FEW = 100
"""Coded answers from which on the second level and thresholds are learnt too; below, they lost
more than they brought (docs/benchmarks.md)."""

_THEMES_AN_ANSWER, _LEVEL, _SLOPE = 1.4, -0.5, 20.0
"""How many themes answers have where nobody has counted yet, and how scores by descriptions alone
become log odds: between those of three coded surveys (1.2 to 1.6, -1.0 to 0.0, and 15 to 31)."""

WORTH: Mapping[str, Mapping[str, float]] = {
    name: {"top_1": first, "top_3": third, "micro_f1": micro, "count_error": count}
    for name, first, third, micro, count in (
        ("example survey (made up), 22 themes with definitions", 0.55, 0.76, 0.48, 0.58),
        ("Tidstyver (Difi 2014), 7 themes without definitions", 0.48, 0.76, 0.38, 0.46),
        ("GoEmotions (2020), 28 themes without definitions", 0.21, 0.41, 0.19, 0.68),
    )
}
"""What models of the codebook alone scored on surveys whose codes are known: how often the first
theme is right and one of the first three, micro-F1 and count error (docs/benchmarks.md)."""


def few_recipe(rows: TrainingRows, task: TrainingTask) -> Recipe:
    """Learn from few coded answers.

    Args:
        rows: what to learn from, a description of every theme among them.
        task: what else is known of the coded answers.
    """
    block = task.respondents % BLOCKS
    learner = with_definitions(fit_kernel(rows, block, (VECTOR_SHARE,)))
    linear, scores = first_level(learner, block)
    prior = _prior(task.themes.shape[1])
    held_out = np.zeros(task.themes.shape)
    for one in np.unique(block):
        inside, outside = block != one, block == one
        platt = fit_platt_near(prior, scores.answer[inside], task.themes[inside])
        held_out[outside] = platt.probabilities(scores.answer[outside])
    platt = fit_platt_near(prior, scores.answer, task.themes)
    context = fit_context(platt, task.questions, task.themes)
    scored = np.arange(rows.n_coded)
    first = FirstLevel("definitions and kernel", ALPHA, linear)
    return recipe_of(first, context, task, scored, held_out)


def uncoded_recipe(rows: TrainingRows, task: TrainingTask) -> Recipe:
    """Learn from the theme descriptions alone, which are the only rows."""
    (whole,) = dense_candidates(rows.answers, rows.questions, (VECTOR_SHARE,))
    n_themes = task.themes.shape[1]
    prior, nothing = _prior(n_themes), np.zeros((0, n_themes))
    context = Context(prior, (), np.zeros((1, n_themes)), np.zeros((n_themes, n_themes)))
    linear = linear_of(rows, whole, described_weights(rows, whole))
    scored: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
    first = FirstLevel("definitions", ALPHA, linear)
    return recipe_of(first, context, task, scored, nothing)


def _prior(n_themes: int) -> Platt:
    """How scores by descriptions alone become log odds; 1 / n_themes is one that says nothing."""
    share = min(_THEMES_AN_ANSWER / n_themes, 0.5)
    level = logit(share) + _LEVEL - _SLOPE / n_themes
    return Platt(np.full(n_themes, level), np.full(n_themes, _SLOPE))
