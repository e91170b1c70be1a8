import numpy as np
import pytest

from tests.classifier_survey import CODEBOOK, answers, survey
from textmining.classifier import Model, train
from textmining.classifier.dense import QUESTION_SHARE
from textmining.classifier.reasons import WordWeights


@pytest.fixture(scope="module")
def model() -> Model:
    return train(survey(), CODEBOOK)


def test_the_words_weights_add_up_to_the_linear_score(model: Model) -> None:
    fresh = survey(40, seed=3).answers
    scores = model.linear.scores(fresh).answer
    for theme in range(len(CODEBOOK.codes)):
        words = WordWeights(model.linear, fresh).of(np.full(len(fresh), theme))
        question = np.sqrt(QUESTION_SHARE) * model.linear.whole_weights[0, theme]
        base = model.linear.level[theme] + question
        added = [sum(weight for _, _, weight in one) for one in words]
        np.testing.assert_allclose(base + np.array(added), scores[:, theme], atol=1e-6)


def test_reasons_name_the_words_that_speak_for_a_theme(model: Model) -> None:
    fresh = answers(["Plant more trees, and dogs run without a lead", "", "😀"])
    themes = CODEBOOK.indicator([["tree", "dog"], [], ["good"]])
    found = model.reasons(fresh, themes)
    text = fresh.texts[0]
    said = {code: [text[start:end] for start, end, _ in spans] for code, spans in found[0].items()}
    assert "trees" in said["tree"][:3]
    assert set(said["dog"][:3]) & {"dogs", "lead", "without"}
    assert all(weight > 0 for spans in found[0].values() for _, _, weight in spans)
    assert found[1] == {}
    assert found[2] == {"good": []}


def test_an_answer_is_most_similar_to_its_copy(model: Model) -> None:
    known = survey(30).answers.texts
    places, similarity = model.nearest(known, known)
    assert places.shape == (30, 3)
    assert (np.diff(similarity, axis=1) <= 1e-12).all()
    for i, place in enumerate(places[:, 0]):
        assert known[place] == known[i]
    np.testing.assert_allclose(similarity[:, 0], 1, atol=1e-6)


def test_the_most_similar_do_not_depend_on_the_batches(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = survey(20, seed=4).answers.texts, survey(50).answers.texts
    places, similarity = model.nearest(ours, theirs)
    monkeypatch.setattr("textmining.classifier.answers._MOST_CHARACTERS", 100)
    again, likeness = model.nearest(ours, theirs)
    np.testing.assert_array_equal(places, again)
    np.testing.assert_allclose(similarity, likeness, atol=1e-6)


def test_nothing_is_similar_where_there_is_nothing(model: Model) -> None:
    places, similarity = model.nearest(survey(4).answers.texts, [])
    assert places.shape == similarity.shape == (4, 0)
    assert model.nearest([], survey(4).answers.texts)[0].shape == (0, 3)
