import numpy as np
import pytest

from tests.classifier_survey import CODEBOOK, answers, survey
from textmining.classifier import Model, TrainingAnswers, train


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
    assert model.novel_answers(answers([*known, *new])).novel[80:].all()
    assert {"parking", "meters"} <= {word for word, _ in found.words}


@pytest.fixture(scope="module")
def terse() -> Model:
    """Of answers of one word, a tenth misspelt: none is beyond the limit."""
    known = survey(200)
    themes = [codes[0] for codes in CODEBOOK.sets(known.themes)]
    texts = [f"{code}{'x' * row if row % 10 == 0 else ''}" for row, code in enumerate(themes)]
    return train(TrainingAnswers(answers(texts), known.respondents, known.themes), CODEBOOK)


@pytest.mark.slow
def test_one_odd_answer_among_short_ones_is_no_alarm(terse: Model) -> None:
    given = answers(["path", "tree"] * 100 + ["parking meters"])
    found = terse.novelty(given)
    assert terse.novel_answers(given).novel.sum() == 1
    assert found.expected == pytest.approx(1 / 201)
    assert not found.alarm


def test_there_is_no_alarm_without_words_in_common(terse: Model) -> None:
    odd = [f"alpha{letter} beta{letter}" for letter in "abcdefghij"]
    strangers = terse.novelty(answers(["path"] * 100 + odd))
    assert strangers.share == pytest.approx(10 / 110)
    assert (strangers.words, strangers.alarm) == ((), False)
    assert terse.novelty(answers(["path"] * 100 + ["parking meters"] * 10)).alarm


def test_no_answers_are_no_news(model: Model) -> None:
    assert not model.novelty(answers([])).alarm
    assert not model.novelty(answers(["", "😀"])).alarm


def test_an_answer_given_several_times_counts_as_often(model: Model) -> None:
    texts = ["a path", "the parking meters swallow coins", "broken parking meters everywhere"]
    times = np.array([40, 3, 2])
    repeated = [text for text, n in zip(texts, times, strict=True) for _ in range(n)]
    card = model.card["novelty"]
    once = model.novel_answers(answers(texts)).counts(times).novelty(card)
    assert once == model.novelty(answers(repeated))
    assert dict(once.words)["parking"] == 5
