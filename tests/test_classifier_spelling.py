"""Nynorsk spellings become bokmål ones, and every character keeps its place."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmining.classifier.spelling import spell, spell_words


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
    assert spell_words([nynorsk], norwegian=True) == [spelt]
    assert spell([nynorsk], norwegian=True).texts == [spelt]
    assert spell([nynorsk], norwegian=False).texts == [nynorsk.lower().translate({50: 48, 49: 48})]


def test_both_standards_say_the_same() -> None:
    nynorsk, bokmal = spell(
        ["Vi treng fleire bustader i kommunane", "Vi trenger flere boliger i kommunene"],
        norwegian=True,
    ).texts
    assert nynorsk == bokmal


def test_a_character_stands_for_one_of_its_own_word() -> None:
    spelt = spell(["Ikkje nok bustader.", "", "Òg"], norwegian=True)
    assert spelt.texts == ["ikke nok boliger.", "", "også"]
    own = [0, 1, 2, 3, 5, 6, 7, 8, 9, *range(10, 17), 18]
    assert spelt.place.tolist() == [*own, 19, 20, 20, 20]


@given(st.lists(st.text()), st.booleans())
def test_places_rise_and_lie_in_their_text(texts: list[str], norwegian: bool) -> None:
    spelt = spell(texts, norwegian=norwegian)
    assert (np.diff(spelt.place) >= 0).all()
    ends = np.cumsum([0, *(len(text) for text in spelt.texts)])
    before = np.cumsum([0, *(len(text) for text in texts)])
    for row in range(len(texts)):
        places = spelt.place[ends[row] : ends[row + 1]]
        assert ((before[row] <= places) & (places < before[row + 1])).all()
