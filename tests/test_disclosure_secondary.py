"""What follows from published counts, against trying out every table there could be."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmining.disclosure.relations import Counts, Relations, union
from textmining.disclosure.secondary import protected

# Two rows and two columns: cells 0-3, row totals 4 and 5, column totals 6 and 7, the total 8.
TABLE = Relations((((0, 1), 4), ((2, 3), 5), ((0, 2), 6), ((1, 3), 7), ((4, 5), 8), ((6, 7), 8)))


def whole_table(cells: tuple[int, ...]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    a, b, c, d = cells
    numbers = [*cells, a + b, c + d, a + c, b + d, a + b + c + d]
    return np.array(numbers, dtype=np.float64)


def exact(*numbers: float) -> Counts:
    return Counts.exact(np.array(numbers, dtype=np.float64))


def sizes_with_weights(sizes: tuple[int, ...], weights: tuple[float, ...]) -> Counts:
    """Groups and their total, then what each of these weighs, published in whole numbers."""
    n = np.array([*sizes, sum(sizes)], dtype=np.float64)
    w = np.array([*np.multiply(sizes, weights), np.dot(sizes, weights)])
    size, none = len(n), np.zeros(len(n))
    return Counts(
        values=np.append(n, w),
        step=np.append(np.ones(size), w / n),
        are_whole=np.arange(2 * size) < 2 * size - 1,
        below=np.append(none, w - w.round() + 0.5),
        above=np.append(none, w.round() - w + 0.5),
        least=np.append(np.ones(size), none),
        are_secret=np.arange(2 * size) < size,
        beside=np.roll(np.arange(2 * size), size),
    )


@settings(max_examples=100)
@given(
    st.lists(st.integers(1, 9), min_size=3, max_size=3).map(tuple),
    st.permutations([0.2312, 0.7312, 1.2345, 1.6177, 4.6177]).map(lambda w: tuple(w[:3])),
)
def test_what_groups_weigh_does_not_tell_how_many_are_in_them(
    sizes: tuple[int, ...], weights: tuple[float, ...]
) -> None:
    counts = sizes_with_weights(sizes, weights)
    relations = Relations((((0, 1, 2), 3), ((4, 5, 6), 7)), alike=((0, 4), (1, 5), (2, 6)))
    small = counts.values * counts.are_secret < 3
    hidden = protected(counts, small & counts.are_secret, relations)
    assert (hidden[:4] == hidden[4:]).all()

    others = np.indices((sum(sizes) + 3,) * 3).reshape(3, -1).T + 1
    n = np.column_stack([others, others.sum(axis=1)])
    w = np.column_stack([others * weights, others @ np.array(weights)])
    seen = np.column_stack([n[:, ~hidden[:4]], w[:, ~hidden[:4]].round()])
    true = np.concatenate([counts.values[:4][~hidden[:4]], counts.values[4:][~hidden[:4]].round()])
    agreeing = others[(seen == true).all(axis=1)]
    assert (agreeing.min(axis=0) < agreeing.max(axis=0))[hidden[:3]].all()


@pytest.mark.slow
@settings(max_examples=60)
@given(st.tuples(*[st.integers(0, 3)] * 4), st.sets(st.integers(0, 8), max_size=3))
def test_every_hidden_count_of_a_table_could_be_another(
    cells: tuple[int, ...], must: set[int]
) -> None:
    counts = whole_table(cells)
    first = np.isin(np.arange(9), list(must))
    hidden = protected(Counts.exact(counts), first, TABLE)
    assert hidden[first].all()
    agreeing = [
        other
        for found in product(range(int(counts[8]) + 2), repeat=4)
        if (other := whole_table(found))[~hidden].tolist() == counts[~hidden].tolist()
    ]
    for cell in np.flatnonzero(hidden):
        assert len({other[cell] for other in agreeing}) > 1


def test_a_net_tells_its_themes() -> None:
    """A net of two themes that is as large as their sum, and one that is as large as one theme."""
    net = Relations((), tuple(union((0, 1), 2)))
    alone = np.array([True, False, False])
    assert protected(exact(2, 5, 7), alone, net).tolist() == [True, False, False]
    assert protected(exact(0, 5, 5), alone, net).tolist() == [True, False, False]
    assert protected(exact(0, 0, 0), alone, net).sum() > 1


def test_whole_numbers_are_not_enough_to_be_free_in_parts_only() -> None:
    """Three counts, each two of which are held together by a published sum: none can move."""
    ring = Relations((((0, 1), 3), ((1, 2), 4), ((0, 2), 5)))
    hidden = protected(exact(1, 1, 1, 2, 2, 2), np.isin(np.arange(6), [0, 1, 2]), ring)
    assert hidden[3:].any()
