"""Vectors are learnt from where they say something, and left out where they do not."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.classifier_survey import CODEBOOK, PlainAnalysis, survey
from textmining.classifier import AnalysedAnswers, TrainingAnswers, load_model, save_model, train
from textmining.classifier.dense import VECTOR_SHARES, dense_candidates

_THEMES = len(CODEBOOK.codes)


def _with_vectors(training: TrainingAnswers, vectors: NDArray[np.float32]) -> TrainingAnswers:
    given = training.answers
    analyses = [
        replace(analysis, vector=vector)
        for analysis, vector in zip(given.analyses, vectors, strict=True)
        if isinstance(analysis, PlainAnalysis)
    ]
    answers = AnalysedAnswers(given.texts, analyses, given.questions)
    return TrainingAnswers(answers, training.respondents, training.themes)


def _telling(training: TrainingAnswers) -> TrainingAnswers:
    """Vectors that point to the themes, and a little beside."""
    noise = np.random.default_rng(1).normal(0, 0.1, training.themes.shape)
    return _with_vectors(training, (training.themes + noise).astype(np.float32))


@pytest.mark.slow
def test_vectors_that_tell_the_themes_make_better_scores() -> None:
    training = survey(60)
    without, model = train(training, CODEBOOK), train(_telling(training), CODEBOOK)
    assert model.card["recipe"]["vector_share"] > 0
    assert model.card["held_out"]["brier"] < without.card["held_out"]["brier"]


def test_vectors_that_tell_nothing_are_left_out() -> None:
    training = survey(200)
    noise = np.random.default_rng(2).normal(0, 1, (len(training), 50)).astype(np.float32)
    model = train(_with_vectors(training, noise), CODEBOOK)
    assert model.card["recipe"]["vector_share"] == 0


def test_a_loaded_model_reads_vectors_as_the_saved_one(tmp_path: Path) -> None:
    model = train(_telling(survey(60)), CODEBOOK)
    save_model(model, tmp_path / "model")
    fresh = _telling(survey(30, seed=4)).answers
    before, after = model.predict(fresh), load_model(tmp_path / "model").predict(fresh)
    np.testing.assert_array_equal(before.probabilities, after.probabilities)


def test_what_all_vectors_have_in_common_says_nothing() -> None:
    """Vectors of running text all lean one way; only what is left of them tells answers apart."""
    training = survey(2)
    leaning = np.array([[100, 1], [100, -1]], dtype=np.float32)
    answers = _with_vectors(training, leaning).answers
    whole = dense_candidates(answers, answers.questions)[-1]
    one, other = whole.features(answers)[:, len(whole.questions) :]
    assert whole.vector_share == VECTOR_SHARES[-1]
    np.testing.assert_allclose(one @ other, -whole.vector_share, rtol=1e-3)
