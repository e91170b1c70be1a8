"""Either learner keeps to what it may see, and many answers are all learnt from."""

import numpy as np
import pytest

from tests.classifier_survey import CODEBOOK, analyse, answers, survey
from textmining.classifier import AnalysedAnswers, TrainingAnswers, train
from textmining.classifier.first_level import Learner, first_level
from textmining.classifier.kernel import fit_kernel
from textmining.classifier.support_vectors import fit_support_vectors
from textmining.classifier.training_rows import TrainingRows, training_rows
from textmining.classifier.views import TextSettings, fit_views

pytestmark = pytest.mark.slow

_SETTINGS = TextSettings(norwegian=True, key=7)


def _rows(themes: np.ndarray) -> TrainingRows:
    training = survey()
    people = np.arange(len(training)) // 2
    return training_rows(training.answers, themes, people, answers([]), _SETTINGS)


def _learner(name: str, themes: np.ndarray, block: np.ndarray, jobs: int = 1) -> Learner:
    rows = _rows(themes)
    return (
        fit_kernel(rows, block) if name == "kernel" else fit_support_vectors(rows, jobs, [0.3])[0]
    )


@pytest.mark.parametrize(("name", "moved"), [("kernel", 0.2), ("support vectors", 0.0)])
def test_held_out_scores_do_not_know_the_codes_of_their_block(name: str, moved: float) -> None:
    """The kernel's level is the mean over all answers: its scores move by that, and no further."""
    themes = survey().themes
    block = np.arange(len(themes)) // 2 % 6
    _, scores = first_level(_learner(name, themes, block), block)
    changed = themes.copy()
    changed[block == 2] = ~changed[block == 2]
    _, others = first_level(_learner(name, changed, block), block)
    difference = scores.answer - others.answer
    assert np.abs(difference[block == 2]).max() <= moved
    assert np.abs(difference[block != 2]).max() > 2 * moved


def test_answers_in_no_block_are_learnt_from_and_not_scored() -> None:
    themes = survey().themes
    block = np.where(np.arange(len(themes)) < 40, np.arange(len(themes)) // 2 % 2, -1)
    linear, scores = first_level(_learner("support vectors", themes, block), block)
    assert len(scores.answer) == 40
    whole, _ = first_level(_learner("support vectors", themes, block), np.zeros(len(themes), int))
    assert all((linear.weights[view] == whole.weights[view]).all() for view in linear.weights)


def test_one_block_of_some_answers_is_not_learnt_from() -> None:
    themes = survey().themes
    block = np.where(np.arange(len(themes)) < 40, 0, -1)
    linear, _ = first_level(_learner("support vectors", themes, block), block)
    changed = themes.copy()
    changed[:40] = ~changed[:40]
    other, _ = first_level(_learner("support vectors", changed, block), block)
    assert all((linear.weights[view] == other.weights[view]).all() for view in linear.weights)
    assert (linear.level == other.level).all()


def test_support_vectors_do_not_depend_on_the_number_of_processors() -> None:
    themes, block = survey().themes, np.arange(len(survey())) // 2 % 3
    learners = [_learner("support vectors", themes, block, jobs) for jobs in (1, 2)]
    parts = [np.flatnonzero(block == one) for one in range(3)]
    for one, two in zip(*(learner.without(parts) for learner in learners), strict=True):
        assert all((one.views[view] == two.views[view]).all() for view in one.views)
        assert (one.level == two.level).all()


def test_ngrams_are_counted_the_same_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    training = survey()
    people = np.random.default_rng(0).integers(0, 30, len(training))
    whole = fit_views(training.answers, people, 5, _SETTINGS)
    monkeypatch.setattr("textmining.classifier.views._COUNTED", 7)
    parts = fit_views(training.answers, people, 5, _SETTINGS)
    for name, view in whole.items():
        assert (view.keys == parts[name].keys).all()
        assert (view.idf == parts[name].idf).all()


def test_matrices_are_the_same_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    themes = survey().themes
    whole = _rows(themes).matrices
    monkeypatch.setattr("textmining.classifier.views._JOINED", 3)
    monkeypatch.setattr("textmining.classifier.answers._MOST_ANSWERS", 7)
    for view, matrix in _rows(themes).matrices.items():
        assert matrix.shape == whole[view].shape
        assert (matrix.toarray() == whole[view].toarray()).all()


def test_many_answers_are_all_learnt_from_and_some_are_scored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("textmining.classifier.recipes.KERNEL_UP_TO", 50)
    monkeypatch.setattr("textmining.classifier.recipes.MOST_SCORED", 60)
    training = survey()
    people = [str(row // 2) for row in range(len(training))]
    model = train(TrainingAnswers(training.answers, people, training.themes), CODEBOOK)
    assert model.card["data"]["answers"] == len(training)
    assert model.card["recipe"]["learner"] == "support vectors"
    assert 50 <= model.card["recipe"]["scored"] < len(training)
    found = model.predict(training.answers)
    reasons = model.reasons(training.answers, found.themes)
    assert sum(bool(words) for one in reasons for words in one.values()) > len(training) / 2


def test_of_very_many_the_scored_are_not_learnt_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textmining.classifier.recipes.KERNEL_UP_TO", 50)
    monkeypatch.setattr("textmining.classifier.recipes.VERY_MANY", 70)
    monkeypatch.setattr("textmining.classifier.recipes.MOST_SCORED", 60)
    training = survey()
    model = train(training, CODEBOOK)
    assert 50 <= model.card["recipe"]["scored"] < len(training)
    found = model.predict(training.answers).themes
    assert (found == training.themes).all(axis=1).mean() > 0.8


def test_noisy_codes_are_learnt_by_both_and_the_smaller_error_is_kept() -> None:
    training = survey()
    rng = np.random.default_rng(0)
    noisy = np.where(rng.random(training.themes.shape) < 0.2, ~training.themes, training.themes)
    card = train(TrainingAnswers(training.answers, training.respondents, noisy), CODEBOOK).card
    tried = card["recipe"]["tried"]
    assert {one["learner"] for one in tried} == {"kernel", "support vectors"}
    assert card["recipe"]["learner"] == min(tried, key=lambda one: one["brier"])["learner"]


def test_an_answer_without_clauses_is_scored() -> None:
    training = survey()
    odd = AnalysedAnswers([" "], analyse([" "]), ["q"])
    model = train(training, CODEBOOK)
    assert not model.predict(odd).themes.any()
