import numpy as np
import pytest

from textmining.classifier.ngrams import Ngrams
from textmining.classifier.views import View


def _ngrams(keys: list[int]) -> Ngrams:
    place = np.arange(len(keys), dtype=np.int32)
    row = np.zeros(len(keys), dtype=np.int32)
    return Ngrams(row, np.array(keys, dtype=np.uint64), place, place + 1)


def test_unknown_ngrams_make_an_answer_longer_as_one_that_a_single_answer_had() -> None:
    """Otherwise new answers, with words of their own, score higher than those learnt from."""
    view = View(np.array([1, 2], dtype=np.uint64), np.array([1, 2], dtype=np.float32), 3.0)
    known = view.matrix(_ngrams([1, 2, 2]), 1).toarray()[0]
    twice = 2 * (1 + np.log(2))
    assert known == pytest.approx(np.array([1, twice]) / np.hypot(1, twice))
    strange = view.matrix(_ngrams([1, 2, 2, 8, 9]), 1).toarray()[0]
    assert strange == pytest.approx(np.array([1, twice]) / np.sqrt(1 + twice**2 + 2 * 3.0**2))
