"""Answers without codes: what their words teach, and what they may not tell."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import textmining as tm
from tests.classifier_survey import CODEBOOK, analyse, answers, survey
from textmining.classifier import (
    AnalysedAnswers,
    Model,
    description_texts,
    load_model,
    save_model,
    train,
)
from textmining.classifier.calibration import Platt
from textmining.classifier.first_level import linear_of
from textmining.classifier.kernel import fit_kernel
from textmining.classifier.linear import Linear, Weights, is_twins
from textmining.classifier.reasons import WordWeights
from textmining.classifier.training_rows import training_rows
from textmining.classifier.uncoded import SelfTaught, self_taught
from textmining.classifier.views import TextSettings

pytestmark = pytest.mark.slow

_LEARNER = "kernel, uncoded answers too"
_PLATT = Platt(np.full(5, -2.0), np.full(5, 5.0))


def _taught(themes: np.ndarray, uncoded: AnalysedAnswers, level: np.ndarray) -> SelfTaught:
    """A learner whose level and calibration are given, as they are of all codes together."""
    training = survey()
    people = np.arange(len(training)) // 2
    settings = TextSettings(norwegian=False, key=7)
    rows = training_rows(training.answers, themes, people, answers([]), settings)
    learner = fit_kernel(rows, people % 6)
    dual = learner.ridge.inverse @ (rows.targets - level)
    ridge = replace(learner.ridge, dual=dual, level=level)
    taught = SelfTaught(replace(learner, ridge=ridge), _PLATT, people % 6, uncoded)
    vars(taught)["_platt_of_others"] = _PLATT
    return taught


def test_codes_that_are_left_out_have_no_part_in_guesses_either() -> None:
    themes, level = survey().themes, survey().themes.mean(axis=0)
    left_out = np.flatnonzero(np.arange(len(themes)) // 2 % 6 == 2)
    changed = themes.copy()
    changed[left_out] = ~changed[left_out]
    uncoded = survey(60, seed=3).answers
    one, other = (
        next(_taught(codes, uncoded, level).without([left_out])) for codes in (themes, changed)
    )
    for view, weights in one.views.items():
        np.testing.assert_allclose(weights, other.views[view], atol=1e-5)
    known = _taught(themes, uncoded, level).weights()
    assert any(np.abs(known.views[view] - one.views[view]).max() > 0.01 for view in one.views)


def test_an_answer_is_scored_by_the_twin_that_has_not_read_it() -> None:
    themes = survey().themes
    uncoded = survey(80, seed=3).answers
    taught = _taught(themes, uncoded, themes.mean(axis=0))
    is_twins_own = is_twins(uncoded.texts, taught.rows.settings)
    assert 20 < is_twins_own.sum() < 60
    fewer = uncoded.at(np.append(np.flatnonzero(is_twins_own)[::2], np.flatnonzero(~is_twins_own)))
    (all_read, scores), (some_read, _) = (
        self_taught(taught.taught, _PLATT, taught.block, some) for some in (uncoded, fewer)
    )
    assert all_read.twin is not None
    assert some_read.twin is not None
    for view, weights in all_read.twin.views.items():
        assert (weights == some_read.twin.views[view]).all()
    assert any(
        (all_read.weights[view] != some_read.weights[view]).any() for view in all_read.weights
    )
    new = all_read.scores(uncoded).answer
    halves = (replace(all_read, twin=None), _having(all_read, all_read.twin))
    first, second = (half.scores(uncoded).answer for half in halves)
    np.testing.assert_array_equal(new, np.where(is_twins_own[:, None], second, first))
    assert scores.answer.shape == themes.shape


def _having(linear: Linear, weights: Weights) -> Linear:
    return replace(
        linear, weights=weights.views, whole_weights=weights.whole, level=weights.level, twin=None
    )


def _bound_word(uncoded: AnalysedAnswers) -> float:
    """What "the pond" scores as dogs; coded answers have it with trees only."""
    themes = survey().themes
    taught = _taught(themes, uncoded, themes.mean(axis=0))
    linear = linear_of(taught.rows, taught.whole, taught.weights())
    return float(linear.scores(answers(["the pond"])).answer[0, CODEBOOK.codes.index("dog")])


def test_words_that_go_together_without_codes_are_learnt() -> None:
    together = answers(["dogs run without a lead by the pond"] * 30)
    assert _bound_word(together) > _bound_word(answers(["please"] * 30)) + 0.05


def _model(uncoded: AnalysedAnswers) -> Model:
    descriptions = analyse(description_texts(CODEBOOK))
    return train(replace(survey(), uncoded=uncoded), CODEBOOK, descriptions=descriptions)


def test_a_model_says_what_it_has_read_and_is_the_same_again() -> None:
    fresh = survey(60, seed=3).answers
    one, same, without = (_model(some) for some in (fresh, fresh, answers([])))
    assert one.card == same.card
    assert one.card["data"].get("uncoded") == 60
    assert "uncoded" not in without.card["data"]
    tried = {recipe["learner"] for recipe in one.card["recipe"]["tried"]}
    assert tried == {recipe["learner"] for recipe in without.card["recipe"]["tried"]} | {_LEARNER}
    assert {one.card["recipe"]["learner"], without.card["recipe"]["learner"]} == {"kernel"}
    assert one.card["data"]["sha256"] != without.card["data"]["sha256"]


def test_twins_are_saved_and_say_their_reasons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = survey(60, seed=3).answers
    monkeypatch.setattr("textmining.classifier.recipes._STANDARD_ERRORS", -1e6)
    model = _model(fresh)
    assert model.card["recipe"]["learner"] == _LEARNER
    assert model.linear.twin is not None
    save_model(model, tmp_path / "model")
    again = load_model(tmp_path / "model")
    found, expected = again.predict(fresh), model.predict(fresh)
    np.testing.assert_array_equal(found.probabilities, expected.probabilities)
    assert again.reasons(fresh, found.themes) == model.reasons(fresh, found.themes)
    words = WordWeights(again.linear, fresh).of(np.zeros(len(fresh), dtype=np.int64))
    own = _having(again.linear, model.linear.twin)
    twins = WordWeights(own, fresh).of(np.zeros(len(fresh), dtype=np.int64))
    for own_words, twin_words, scored_by_twin in zip(
        words, twins, is_twins(fresh.texts, again.linear.settings), strict=True
    ):
        if scored_by_twin:
            np.testing.assert_allclose(own_words, twin_words, atol=1e-9)


@pytest.mark.parametrize(
    ("n_coded", "n_uncoded", "read"), [(80, 30, 0), (100, 30, 30), (100, 9, 0)]
)
def test_a_coder_reads_the_texts_nobody_coded(n_coded: int, n_uncoded: int, read: int) -> None:
    """Each once, to the question that is coded, without those that a coded answer has too."""
    coded = survey(n_coded)
    codes = [";".join(sets) for sets in CODEBOOK.sets(coded.themes)]
    own = [f"a pond with {i} ducks" for i in range(n_uncoded)]
    uncoded = [*own, own[0], coded.answers.texts[0], "a fence"]
    frame = pd.DataFrame({
        "respondent": [f"r{i}" for i in range(n_coded + len(uncoded))],
        "question": [*["q"] * (n_coded + len(uncoded) - 1), "other"],
        "text": [*coded.answers.texts, *uncoded],
        "themes": [*codes, *[""] * len(uncoded)],
    })  # fmt: skip
    card = tm.Coder(CODEBOOK, pipeline="blank:en").fit(frame).model_.card
    assert card["data"].get("uncoded", 0) == read
    assert card["data"]["answers"] == n_coded
