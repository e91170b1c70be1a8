import pytest

from tests.classifier_survey import CODEBOOK, answers, survey
from textmining.classifier import Model, train


@pytest.fixture(scope="module")
def model() -> Model:
    return train(survey(), CODEBOOK)


def test_more_of_the_same_is_no_news(model: Model) -> None:
    found = model.novelty(survey(100, seed=5).answers)
    assert not found.alarm
    assert found.share < 0.15


def test_a_new_subject_raises_the_alarm_and_names_its_words(model: Model) -> None:
    known = survey(80, seed=6).answers.texts
    new = ["the parking meters swallow coins", "broken parking meters everywhere"] * 10
    found = model.novelty(answers([*known, *new]))
    assert found.alarm
    assert found.novel[80:].all()
    assert {"parking", "meters"} <= {word for word, _ in found.words}


def test_no_answers_are_no_news(model: Model) -> None:
    assert not model.novelty(answers([])).alarm
    assert not model.novelty(answers(["", "😀"])).alarm
