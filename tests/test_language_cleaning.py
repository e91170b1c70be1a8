import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmining.language import clean

ANY_TEXT = st.text(st.characters(codec=None), max_size=60)
SCRUFFY = st.text("aå \t\n\r\v\x00\u00a0\u200b\u2028•*-\u2013\uf0b75.\u00ad\u030a", max_size=30)


@given(ANY_TEXT | SCRUFFY)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT | SCRUFFY)
def test_clean_text_is_composed_and_printable(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not {"Cc", "Cs"} & {unicodedata.category(c) for c in cleaned.replace("\n", "")}
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    assert "\n\n" not in cleaned
    cleaned.encode()


@given(st.text(" \t\n\r\v\x00\u00a0\u200b\ufeff"))
def test_nothing_but_space_is_empty(text: str) -> None:
    assert clean(text) == ""


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("å", "å"),
        ("meir\u00a0pengar", "meir pengar"),
        ("sam\u00adarbeid", "samarbeid"),
        ("én\r\nto\rtre", "én\nto\ntre"),
        (
            "• språk\n* bolig\n\uf0b7 jobb\n\u2013 skole\n-barnehage",
            "- språk\n- bolig\n- jobb\n- skole\n- barnehage",
        ),
        ("-5 grader", "-5 grader"),
        ("nei - men", "nei - men"),
        ("👩‍👧 og 🇳🇴", "👩‍👧 og 🇳🇴"),
        ("می‌خواهم", "می‌خواهم"),
        ("\u200fשם\u200e", "שם"),
        ("\ud800", "\ufffd"),
    ],
)
def test_what_is_typed_and_what_is_read(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned
