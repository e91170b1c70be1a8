import pytest

from tests.classifier_survey import CODEBOOK, survey
from textmining.classifier import learning_curve
from textmining.errors import ModelError


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


def test_too_few_answers_have_no_curve() -> None:
    with pytest.raises(ModelError, match="code more answers"):
        learning_curve(survey(30), CODEBOOK)
