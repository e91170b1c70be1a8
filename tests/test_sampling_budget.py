import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmining.errors import OptionError
from textmining.sampling import budget, budgets

sizes = st.lists(st.integers(0, 300), min_size=1, max_size=8)


@given(st.integers(0, 100), st.integers(0, 10_000))
def test_a_share_is_rounded_up(share: int, n: int) -> None:
    assert budget(f"{share}%", n) == math.ceil(share * n / 100)


def test_a_share_is_exact_where_floats_are_not() -> None:
    assert budget("14%", 50) == 7  # 0.14 * 50 is above 7 in floating point


def test_decimal_comma_and_point() -> None:
    assert budget("2,5 %", 1000) == budget("2.5%", 1000) == 25


@pytest.mark.parametrize("review", ["", "x", "-1", "20 percent", "101%", "1.5", "%", "nan", "1e3"])
def test_nonsense_is_refused(review: str) -> None:
    with pytest.raises(OptionError, match="--review"):
        budget(review, 10)


@given(sizes, st.integers(0, 3000))
def test_a_total_is_shared_out_exactly_and_in_proportion(sizes: list[int], total: int) -> None:
    shared = budgets(str(total), sizes)
    assert sum(shared) == min(total, sum(sizes))
    for size, n in zip(sizes, shared, strict=True):
        assert 0 <= n <= size
        if total >= len(sizes):
            assert (n > 0) == (size > 0)
    quotas = [min(total, sum(sizes)) * size / max(sum(sizes), 1) for size in sizes]
    if all(quota >= 1 for quota, size in zip(quotas, sizes, strict=True) if size):
        assert all(abs(n - quota) < 1 for n, quota in zip(shared, quotas, strict=True))


@given(sizes, st.integers(0, 100))
def test_a_share_holds_in_every_population(sizes: list[int], share: int) -> None:
    assert budgets(f"{share}%", sizes) == [budget(f"{share}%", size) for size in sizes]


def test_all_is_all() -> None:
    assert budgets("all", [3, 0, 7]) == [3, 0, 7]
