"""Nynorsk spellings become bokmål ones, and every character keeps its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmining.classifier.spelling import spell, spelling


@pytest.mark.parametrize(
    ("nynorsk", "spelt"),
    [
        ("ikkje", "ikke"),
        ("frå", "fra"),
        ("skulen", "skolen"),
        ("bustader", "boliger"),
        ("kommunar", "kommuner"),
        ("barnehagane", "barnehagene"),
        ("Tilsette", "ansatte"),
        ("norskopplæring", "norskopplæring"),
        ("svar", "svar"),
        ("2021", "0000"),
    ],
)
def test_words_are_respelt(nynorsk: str, spelt: str) -> None:
    assert spelling(nynorsk, norwegian=True) == spelt
    assert spell(nynorsk, norwegian=True).text == spelt
    assert spell(nynorsk, norwegian=False).text == nynorsk.lower().translate({50: 48, 49: 48})


def test_both_standards_say_the_same() -> None:
    assert (
        spell("Vi treng fleire bustader i kommunane", norwegian=True).text
        == spell("Vi trenger flere boliger i kommunene", norwegian=True).text
    )


def test_a_character_stands_for_one_of_its_own_word() -> None:
    spelt = spell("Ikkje nok bustader.", norwegian=True)
    assert spelt.text == "ikke nok boliger."
    assert spelt.place.tolist() == [0, 1, 2, 3, 5, 6, 7, 8, 9, *range(10, 17), 18]


@given(st.text(), st.booleans())
def test_places_rise_and_lie_in_the_text(text: str, norwegian: bool) -> None:
    spelt = spell(text, norwegian=norwegian)
    places = spelt.place.tolist()
    assert len(places) == len(spelt.text)
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)
