"""How to learn a survey: two learners of the first level, and the choice between them.

Where persons' codes are clear the kernel is ahead, where they are noisy the support vector machines
are (docs/benchmarks.md): the smaller squared error of held-out probabilities decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from textmining.classifier.calibration import fit_platt
from textmining.classifier.decision import Aim, decide, find_thresholds
from textmining.classifier.first_level import Learner, first_level
from textmining.classifier.kernel import BLOCKS, fit_kernel
from textmining.classifier.linear import Linear
from textmining.classifier.pair_features import Context, fit_context, pair_features, stacked
from textmining.classifier.stacking import Stacking, fit_stacking
from textmining.classifier.support_vectors import fit_support_vectors
from textmining.classifier.training_rows import TrainingRows
from textmining.codebook import Codebook

__all__ = ["KERNEL_UP_TO", "MOST_SCORED", "Recipe", "Survey", "best_recipe"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

KERNEL_UP_TO = 4000
"""Coded answers up to which the kernel is tried: beyond, it takes more time and memory than support
vector machines do and was behind them."""

MOST_SCORED = 10_000
"""Coded answers that are scored by models that have not seen them; of more, respondents are drawn
at random. The second level, calibration and thresholds are learnt from these."""

_CLEAR = 0.8
"""Held-out micro-F1 from which on the kernel alone is tried: it was ahead wherever it had that."""

_SHARES, _SHARES_OF_MANY = 5, 2
"""Models without a share of the respondents that support vector machines are held out by."""


@dataclass(frozen=True)
class Survey:
    """What is known of the coded answers beside their words.

    Args:
        themes: their human codes, shape `(n_answers, n_themes)`.
        respondents: 0, 1, ... for the person behind each, shape `(n_answers,)`.
        codebook: its themes are the columns.
        learned: which themes have examples enough, shape `(n_themes,)`.
        aim: what the proposed themes should be good for.
    """

    themes: Flags
    respondents: NDArray[np.int64]
    codebook: Codebook
    learned: Flags
    aim: Aim


@dataclass(frozen=True)
class Recipe:
    """A trained recipe and its held-out answers.

    Args:
        name: of its first level.
        linear: the first level.
        context: what it knows of themes beyond words.
        second: the second level; None where there was too little to learn it from.
        features: names of what the second level reads.
        scored: which coded answers are held out, in their order, shape `(n_scored,)`.
        held_out: their probabilities, shape `(n_scored, n_themes)`.
        thresholds: of each theme, shape `(n_themes,)`.
        proposed: their sets, shape `(n_scored, n_themes)`.
        error: mean squared error of the probabilities (Brier).
        micro_f1: of the sets.
    """

    name: str
    linear: Linear
    context: Context
    second: Stacking | None
    features: Sequence[str]
    scored: NDArray[np.int64]
    held_out: Array
    thresholds: Array
    proposed: Flags
    error: float
    micro_f1: float


def best_recipe(rows: TrainingRows, survey: Survey, *, seed: int, jobs: int) -> list[Recipe]:
    """Learn by each recipe that is worth trying; the best comes first.

    Args:
        rows: what to learn from.
        survey: what else is known of the coded answers.
        seed: of everything random.
        jobs: how many processors to use.
    """
    people = survey.respondents
    tried: list[Recipe] = []
    if len(people) <= KERNEL_UP_TO:
        block = people % BLOCKS
        learner = fit_kernel(rows, block)
        tried.append(_recipe("kernel", learner, block, survey, seed, jobs))
    if not tried or tried[0].micro_f1 < _CLEAR:
        block = _shares(people, seed)
        machines = fit_support_vectors(rows, jobs)
        tried.append(_recipe("support vectors", machines, block, survey, seed, jobs))
    return sorted(tried, key=lambda one: one.error)


def _shares(respondents: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """Deal respondents into shares; -1 for those who are always learnt from."""
    order = np.random.default_rng(seed).permutation(respondents.max() + 1)[respondents]
    if len(order) <= MOST_SCORED:
        return order % _SHARES
    place = np.argsort(np.argsort(order, kind="stable"), kind="stable")
    last = order[place == MOST_SCORED - 1]  # of the last respondent, all answers or none
    return np.where(order < last, order % _SHARES_OF_MANY, -1)


def _recipe(
    name: str,
    learner: Learner,
    block: NDArray[np.int64],
    survey: Survey,
    seed: int,
    jobs: int,
) -> Recipe:
    codebook, questions = survey.codebook, learner.rows.questions
    linear, scores = first_level(learner, block)
    scored = np.flatnonzero(block >= 0)
    asked = [questions[row] for row in scored.tolist()]
    truth = survey.themes[scored]
    context = fit_context(fit_platt(scores.answer, truth), questions, survey.themes)
    named = pair_features(scores, context, asked, codebook)
    features = stacked(named)
    people = np.unique(survey.respondents[scored], return_inverse=True)[1]
    judged = fit_stacking(features, truth, people, seed=seed, jobs=jobs)
    second, held_out = judged or (None, expit(features[:, :, 0]))
    held_out = np.where(codebook.asked(asked) & survey.learned, held_out, 0.0)
    thresholds = find_thresholds(held_out, truth, codebook.residual, survey.aim)
    proposed = decide(held_out, codebook.residual, thresholds)
    hits, given = int((proposed & truth).sum()), int(proposed.sum() + truth.sum())
    return Recipe(
        name,
        linear,
        context,
        second,
        tuple(named),
        scored,
        held_out,
        thresholds,
        proposed,
        float(np.mean((held_out - truth) ** 2)),
        2 * hits / max(given, 1),
    )
