"""Numbers as Norwegians read them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmining.texts import ABSENT, Numbers, catalogue

NUMBERS = Numbers()


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (0, 0, "0"),
        (999.5, 0, "1\u202f000"),
        (1234567.891, 2, "1\u202f234\u202f567,89"),
        (-0.4, 0, "0"),
        (-1.5, 0, "−2"),
        (0.285 * 100, 0, "29"),
        (2.5, 0, "3"),
        (math.nan, 1, ABSENT),
        (None, 1, ABSENT),
    ],
)
def test_decimal(value: float | None, places: int, text: str) -> None:
    assert NUMBERS.decimal(value, places) == text


def test_percent_and_change() -> None:
    assert NUMBERS.percent(0.4249) == "42\u00a0%"
    assert NUMBERS.percent(0.0015, 1) == "0,2\u00a0%"
    assert NUMBERS.percent(math.nan) == ABSENT
    assert [NUMBERS.signed(value) for value in (3, -3, 0, 0.2)] == ["+3", "−3", "0", "0"]
    assert NUMBERS.signed(None) == ABSENT


def test_a_number_with_as_many_decimals_as_it_has() -> None:
    written = [NUMBERS.full(level * 100) for level in (0.95, 0.975, 0.999, 0.9995)]
    assert written == ["95", "97,5", "99,9", "99,95"]


def test_limits_are_rounded_outwards() -> None:
    assert NUMBERS.limits(36.01, 47.2) == "36–48"
    assert NUMBERS.limits(0.29 * 100, 0.57 * 100) == "29–57"
    assert NUMBERS.limits(math.nan, 3) == ABSENT
    assert NUMBERS.signed_limits(-3.2, 4.1) == ("−4", "+5")


def test_english_writes_points_and_commas() -> None:
    numbers = catalogue("report", "en").numbers
    assert numbers.decimal(1234.56, 1) == "1,234.6"
    assert numbers.percent(0.5) == "50%"


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_what_is_written_can_be_read_back(value: float, places: int) -> None:
    text = NUMBERS.decimal(value, places)
    read = float(text.replace("\u202f", "").replace(",", ".").replace("−", "-"))
    assert read == pytest.approx(value, abs=0.51 * 10**-places)
