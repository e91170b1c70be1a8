"""The learning curve: what another hundred coded answers would bring.

Models are trained on growing parts of the coded answers and scored on respondents they have not
seen. The error is drawn as a power of the number of answers (error = a * n^-b; Hestness et al.
2017, arXiv 1712.00409) and followed a hundred answers further.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmining.classifier.answers import Analysed, TrainingAnswers
from textmining.classifier.scores import Scores, score
from textmining.classifier.training import train
from textmining.codebook import Codebook
from textmining.errors import ModelError

FEWEST_ANSWERS = 60
"""Coded answers without which no curve is drawn."""

FEWEST_RESPONDENTS = 12
"""The same of respondents: the smallest part, a quarter of two thirds, is then two of them."""

_PARTS = (0.25, 0.5, 0.75, 1.0)
_FOLDS = 3
_MORE = 100


@dataclass(frozen=True)
class Point:
    """Scores on unseen respondents of models trained on `answers` answers (a mean)."""

    answers: int
    micro_f1: float


@dataclass(frozen=True)
class LearningCurve:
    """What was measured and what may be expected.

    Args:
        points: by number of answers.
        gain: what another hundred coded answers would add to micro-F1.
        themes: the same for each theme's F1, most to gain first; themes without a curve are left
            out.
    """

    points: tuple[Point, ...]
    gain: float
    themes: tuple[tuple[str, float], ...]

    def record(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "points": [vars(point) for point in self.points],
            "gain": self.gain,
            "themes": dict(self.themes),
        }


def learning_curve(
    answers: TrainingAnswers,
    codebook: Codebook,
    *,
    descriptions: Sequence[Analysed] = (),
    seed: int = 0,
    jobs: int = 1,
) -> LearningCurve:
    """Measure the learning curve by cross-validation grouped by respondent.

    Raises:
        ModelError: there are too few answers or respondents.
    """
    people, person = np.unique(np.asarray(answers.respondents, dtype=str), return_inverse=True)
    if len(answers) < FEWEST_ANSWERS or len(people) < FEWEST_RESPONDENTS:
        raise ModelError(
            "a learning curve needs {answers} coded answers of {respondents} respondents, "
            "and there are {n} of {people}; code more answers, of other respondents.",
            answers=FEWEST_ANSWERS,
            respondents=FEWEST_RESPONDENTS,
            n=len(answers),
            people=len(people),
        )
    order = np.random.default_rng(seed).permutation(len(people))[person]
    sizes, scores = [], []
    for part in _PARTS:
        found = [
            _scored(answers, codebook, descriptions, _split(order, fold, part), (seed, jobs))
            for fold in range(_FOLDS)
        ]
        sizes.append(float(np.mean([size for size, _ in found])))
        scores.append([one for _, one in found])
    micro = [_mean([one.micro_f1 for one in row]) for row in scores]
    gains = {
        code: _gain(sizes, [_mean([one.themes[code].f1 for one in row]) for row in scores])
        for code in codebook.codes
    }
    ordered = sorted(
        ((code, gain) for code, gain in gains.items() if gain is not None),
        key=lambda pair: -pair[1],
    )
    points = [
        Point(round(size), value)
        for size, value in zip(sizes, micro, strict=True)
        if value is not None
    ]
    return LearningCurve(tuple(points), _gain(sizes, micro) or 0.0, tuple(ordered))


def _split(
    order: NDArray[np.int64], fold: int, part: float
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The answers to learn from and those to score, by their respondents' random order."""
    outside = order % _FOLDS == fold
    inside = np.flatnonzero(~outside)
    ranked = inside[np.argsort(order[inside], kind="stable")]
    return np.sort(ranked[: max(2, round(part * len(ranked)))]), np.flatnonzero(outside)


def _scored(
    answers: TrainingAnswers,
    codebook: Codebook,
    descriptions: Sequence[Analysed],
    split: tuple[NDArray[np.intp], NDArray[np.intp]],
    seed_and_jobs: tuple[int, int],
) -> tuple[int, Scores]:
    inside, outside = split
    seed, jobs = seed_and_jobs
    learnt = answers.at(inside)
    model = train(learnt, codebook, descriptions=descriptions, seed=seed, jobs=jobs)
    fresh = answers.at(outside)
    found = model.predict(fresh.answers)
    return len(learnt), score(fresh.themes, found.themes, found.probabilities, codebook)


def _gain(sizes: Sequence[float], values: Sequence[float | None]) -> float | None:
    """What a hundred answers more would add, by the fitted power of the error, never below 0."""
    known = [(n, value) for n, value in zip(sizes, values, strict=True) if value is not None]
    if len(known) < 3:
        return None
    n, value = np.array(known).T
    error = np.log(np.maximum(1 - value, 0.005))
    slope, level = np.polyfit(np.log(n), error, 1)
    now, later = (np.exp(level + slope * np.log(size)) for size in (n[-1], n[-1] + _MORE))
    return max(0.0, float(now - later))


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None
