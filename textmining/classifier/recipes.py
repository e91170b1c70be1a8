"""How to learn a survey: two learners of the first level, and the choice between them.

Where persons' codes are clear the kernel is ahead, where they are noisy the support vector machines
are (docs/benchmarks.md): the smaller squared error of held-out probabilities decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from textmining.arrays import Array, Bools
from textmining.classifier.answers import AnalysedAnswers
from textmining.classifier.calibration import fit_platt
from textmining.classifier.decision import Aim, decide, find_thresholds
from textmining.classifier.definitions import with_definitions
from textmining.classifier.first_level import first_level, fitted, held_out
from textmining.classifier.kernel import BLOCKS, fit_kernel
from textmining.classifier.linear import Linear
from textmining.classifier.linear_scores import LinearScores
from textmining.classifier.pair_features import Context, fit_context, pair_features, stacked
from textmining.classifier.ridge import ALPHA
from textmining.classifier.stacking import Stacking, fit_stacking
from textmining.classifier.support_vectors import fit_support_vectors
from textmining.classifier.training_rows import TrainingRows
from textmining.classifier.uncoded import LEAST_UNCODED, UNCODED_UP_TO, self_taught
from textmining.codebook import Codebook

KERNEL_UP_TO = 4000
"""Coded answers up to which the kernel is tried: beyond, it takes more time and memory than support
vector machines do and was behind them."""

MOST_SCORED = 10_000
"""Coded answers that are scored by models that have not seen them; of more, respondents are drawn
at random. The second level, calibration and thresholds are learnt from these."""

_CLEAR = 0.8
"""Held-out micro-F1 from which on the kernel alone is tried: it was ahead wherever it had that."""

_WITH_UNCODED = "kernel, uncoded answers too"
"""The learner that needs proof: where it errs hardly less, it finds rare themes less often."""

_STANDARD_ERRORS = 1.0
"""Of the difference in error by which it must be ahead, as the simpler tree is kept within one
(Breiman, Friedman, Olshen & Stone 1984). With 0 macro-F1 falls by 0.016 on a real survey with 100
coded answers, with 1 by 0.003."""

_SHARES, _SHARES_OF_MANY = 5, 2
"""Models without a share of the respondents that support vector machines are held out by."""

VERY_MANY = 60_000
"""Coded answers beyond which those that are scored are not learnt from: there are enough others,
and one model takes a third of the time of three."""


@dataclass(frozen=True)
class TrainingTask:
    """What is known of the coded answers beside their words.

    Args:
        themes: their human codes, shape `(n_answers, n_themes)`.
        questions: the question that each answers.
        respondents: 0, 1, ... for the person behind each, shape `(n_answers,)`.
        codebook: its themes are the columns.
        learned: which themes have examples enough, shape `(n_themes,)`.
        aim: what the proposed themes should be good for.
        uncoded: answers that nobody has coded, few enough to learn from.
    """

    themes: Bools
    questions: Sequence[str]
    respondents: NDArray[np.int64]
    codebook: Codebook
    learned: Bools
    aim: Aim
    uncoded: AnalysedAnswers


@dataclass(frozen=True)
class FirstLevel:
    """A first level and how it was learnt.

    Args:
        name: of the learner.
        penalty: of what is large or wrong, as the learner counts it.
        linear: the model.
    """

    name: str
    penalty: float
    linear: Linear


@dataclass(frozen=True)
class Recipe:
    """A trained recipe and its held-out answers.

    Args:
        first: the first level.
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

    first: FirstLevel
    context: Context
    second: Stacking | None
    features: Sequence[str]
    scored: NDArray[np.int64]
    held_out: Array
    thresholds: Array
    proposed: Bools
    error: float
    micro_f1: float


def best_recipe(rows: TrainingRows, task: TrainingTask, *, seed: int, jobs: int) -> list[Recipe]:
    """Learn by each recipe that is worth trying; the best comes first."""
    people = task.respondents
    tried: list[Recipe] = []
    if len(people) <= KERNEL_UP_TO:
        block = people % BLOCKS
        learner = fit_kernel(rows, block)
        linear, scores = first_level(with_definitions(learner), block)
        kernel = FirstLevel("kernel", ALPHA, linear)
        tried.append(_recipe(kernel, scores, block, task, seed, jobs))
        if len(people) <= UNCODED_UP_TO and len(task.uncoded) >= LEAST_UNCODED:
            platt = fit_platt(scores.answer, task.themes)
            linear, scores = self_taught(learner, platt, block, task.uncoded)
            kernel = FirstLevel(_WITH_UNCODED, ALPHA, linear)
            tried.append(_recipe(kernel, scores, block, task, seed, jobs))
    if not tried or tried[0].micro_f1 < _CLEAR:
        block = _shares(people, seed)
        machines, scores = _machines(rows, block, task, jobs)
        tried.append(_recipe(machines, scores, block, task, seed, jobs))
    return sorted(tried, key=partial(_doubtful_error, tried, task.themes))


def _doubtful_error(tried: Sequence[Recipe], truth: Bools, one: Recipe) -> float:
    """The held-out error; of what guesses have taught, as large as it may still be by chance."""
    if one.first.name != _WITH_UNCODED:
        return one.error
    best = min((o for o in tried if o.first.name != _WITH_UNCODED), key=lambda o: o.error)
    apart = ((one.held_out - truth) ** 2 - (best.held_out - truth) ** 2).mean(axis=1)
    return one.error + _STANDARD_ERRORS * float(apart.std() / np.sqrt(len(apart)))


def _machines(
    rows: TrainingRows, block: NDArray[np.int64], task: TrainingTask, jobs: int
) -> tuple[FirstLevel, LinearScores]:
    """Support vector machines with the penalty whose calibrated scores err least, held out.

    Of many answers, one share tells.
    """
    shown = np.where(block == 0, block, -1) if len(block) > KERNEL_UP_TO else block
    truth = task.themes[shown >= 0]
    tried = []
    for learner in fit_support_vectors(rows, jobs):
        without, scores = held_out(learner, shown)
        chances = fit_platt(scores.answer, truth).probabilities(scores.answer)
        tried.append((float(((chances - truth) ** 2).mean()), learner, without, scores))
    _, learner, without, scores = min(tried, key=lambda one: one[0])
    if (shown != block).any():
        without, scores = held_out(learner, block)
    linear = fitted(learner, block, without)
    return FirstLevel("support vectors", learner.penalty, linear), scores


def _shares(respondents: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """Deal respondents into shares; -1 for those who are always learnt from."""
    order = np.random.default_rng(seed).permutation(respondents.max() + 1)[respondents]
    if len(order) <= MOST_SCORED:
        return order % _SHARES
    place = np.argsort(np.argsort(order, kind="stable"), kind="stable")
    last = order[place == MOST_SCORED - 1]  # of the last respondent, all answers or none
    shares = _SHARES_OF_MANY if len(order) <= VERY_MANY else 1
    return np.where(order < last, order % shares, -1)


def _recipe(
    first: FirstLevel,
    scores: LinearScores,
    block: NDArray[np.int64],
    task: TrainingTask,
    seed: int,
    jobs: int,
) -> Recipe:
    questions = task.questions
    scored = np.flatnonzero(block >= 0)
    asked = [questions[row] for row in scored.tolist()]
    truth = task.themes[scored]
    context = fit_context(fit_platt(scores.answer, truth), questions, task.themes)
    named = pair_features(scores, context, asked, task.codebook)
    features = stacked(named)
    people = np.unique(task.respondents[scored], return_inverse=True)[1]
    judged = fit_stacking(features, truth, people, seed=seed, jobs=jobs)
    second, held_out = judged or (None, expit(features[:, :, 0]))
    return recipe_of(first, context, task, scored, held_out, second, tuple(named))


def recipe_of(
    first: FirstLevel,
    context: Context,
    task: TrainingTask,
    scored: NDArray[np.int64],
    held_out: Array,
    second: Stacking | None = None,
    features: Sequence[str] = (),
) -> Recipe:
    """Choose thresholds by held-out probabilities, and tell how well the recipe does.

    Args:
        first: the first level.
        context: what it knows of themes beyond words.
        task: what else is known of the coded answers.
        scored: which of them are held out, shape `(n_scored,)`.
        held_out: their probabilities, whatever was asked, shape `(n_scored, n_themes)`.
        second: the second level, if there is one.
        features: names of what it reads.
    """
    codebook, truth = task.codebook, task.themes[scored]
    asked = codebook.asked([task.questions[row] for row in scored.tolist()])
    held_out = np.where(asked & task.learned, held_out, 0.0)
    thresholds = find_thresholds(held_out, truth, codebook.residual, task.aim)
    proposed = decide(held_out, codebook.residual, thresholds)
    hits, given = int((proposed & truth).sum()), int(proposed.sum() + truth.sum())
    return Recipe(
        first,
        context,
        second,
        features,
        scored,
        held_out,
        thresholds,
        proposed,
        float(((held_out - truth) ** 2).sum() / max(truth.size, 1)),
        2 * hits / max(given, 1),
    )
