from hypothesis import given
from hypothesis import strategies as st

from tests.classifier_survey import CODEBOOK, answers, survey
from textmining.classifier import train
from textmining.classifier.answers import _MOST_ANSWERS, _MOST_CHARACTERS

_SIZES = st.lists(st.sampled_from([0, 1, 10, 90_000, 200_001]), max_size=12)


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


def test_long_answers_are_coded_a_few_at_a_time() -> None:
    """The memory of coding is that of a batch, however many long answers there are."""
    model = train(survey(), CODEBOOK)
    long = answers([f"{n} more trees by the path, " * 2_000 for n in range(8)])
    found = model.predict(long)
    assert len(list(long.batches())) > 1
    assert (found.themes == found.themes[0]).all()
