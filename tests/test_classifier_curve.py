import pytest

from tests.classifier_survey import CODEBOOK, survey
from textmining.classifier import TrainingAnswers, learning_curve
from textmining.errors import ModelError

pytestmark = pytest.mark.slow


def test_more_answers_teach_more() -> None:
    curve = learning_curve(survey(150), CODEBOOK)
    sizes = [point.answers for point in curve.points]
    assert sizes == sorted(sizes)
    assert sizes[-1] == 100
    assert curve.points[-1].micro_f1 >= curve.points[0].micro_f1
    assert 0 <= curve.gain < 0.5
    gains = [gain for _, gain in curve.themes]
    assert gains == sorted(gains, reverse=True)
    assert {code for code, _ in curve.themes} <= set(CODEBOOK.codes)


def _of(people: int) -> TrainingAnswers:
    """150 answers of a few respondents."""
    training = survey(150)
    few = [str(row % people) for row in range(150)]
    return TrainingAnswers(training.answers, few, training.themes)


def test_too_few_answers_or_respondents_have_no_curve() -> None:
    with pytest.raises(ModelError, match=r"there are 30 of \d+; code more answers"):
        learning_curve(survey(30), CODEBOOK)
    with pytest.raises(ModelError, match=r"of 12 respondents, and there are 150 of 11;"):
        learning_curve(_of(11), CODEBOOK)


def test_a_dozen_respondents_are_enough_for_a_curve() -> None:
    assert learning_curve(_of(12), CODEBOOK).points[-1].answers == 100
