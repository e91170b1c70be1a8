import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.classifier_survey import CODEBOOK, answers, survey
from textmining.classifier import train
from textmining.classifier.answers import _MOST_ANSWERS, _MOST_CHARACTERS
from textmining.classifier.steady import product

MODEL = train(survey(), CODEBOOK)

_SIZES = st.lists(st.sampled_from([0, 1, 10, 90_000, 200_001]), max_size=12)


@pytest.mark.slow
@given(_SIZES, st.sampled_from([0, 1, _MOST_ANSWERS + 1]))
def test_batches_hold_every_answer_once_and_few_characters(sizes: list[int], short: int) -> None:
    texts = ["x" * size for size in sizes] + ["x"] * short
    batches = list(answers(texts).batches())
    assert [text for batch in batches for text in batch.texts] == texts
    for batch in batches:
        assert 1 <= len(batch) <= _MOST_ANSWERS
        assert len(batch) == 1 or sum(map(len, batch.texts)) <= _MOST_CHARACTERS


def test_answers_without_vectors_have_none_whether_there_are_any_answers() -> None:
    assert answers([]).vectors().shape == (0, 0)
    assert answers(["a", "b"]).vectors().shape == (2, 0)


@pytest.mark.slow
def test_long_answers_are_coded_a_few_at_a_time() -> None:
    """The memory of coding is that of a batch, however many long answers there are."""
    long = answers([f"{n} more trees by the path, " * 2_000 for n in range(8)])
    found = MODEL.predict(long)
    assert len(list(long.batches())) > 1
    assert (found.themes == found.themes[0]).all()


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(st.data())
def test_an_answer_is_coded_alike_in_any_company(data: st.DataObject) -> None:
    texts = [*(text for text in survey(60).answers.texts), "trees. paths; dogs - no shade. " * 9]
    together = MODEL.predict(answers(texts))
    rows = data.draw(st.lists(st.integers(0, len(texts) - 1), min_size=1, max_size=40, unique=True))
    apart = MODEL.predict(answers([texts[row] for row in rows]))
    np.testing.assert_array_equal(apart.probabilities, together.probabilities[rows])
    np.testing.assert_array_equal(apart.confidence, together.confidence[rows])
    np.testing.assert_array_equal(apart.themes, together.themes[rows])


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 300), st.integers(0, 400), st.integers(1, 40))
def test_a_product_has_the_same_rows_in_any_company(rows: int, inner: int, width: int) -> None:
    rng = np.random.default_rng(0)
    left, right = rng.standard_normal((400, inner)), rng.standard_normal((inner, width))
    np.testing.assert_array_equal(product(left, right)[:rows], product(left[:rows], right))
    one = right[:, 0].copy()
    np.testing.assert_array_equal(product(left, one)[:rows], product(left[:rows], one))
    assert np.allclose(product(left, right), left @ right)
