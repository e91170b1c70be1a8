"""Sentences never claim more than their intervals allow."""

import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report_table import CODEBOOK, row
from textmining.report import words
from textmining.report.changes import difference, excludes_zero
from textmining.report.sentences import about_change, about_groups, about_share, about_top
from textmining.report.table import Cell, Counts, Place
from textmining.report.words import BANDS, word_for
from textmining.texts import LANGUAGES, Language, catalogue

TEXTS = catalogue("report", "nb")
SHARES = st.floats(0, 1)


def cell(theme: str, share: float, half: float = 0.04, **more: Any) -> Cell:
    frame = pd.DataFrame([row(theme=theme, share=share, half=half, **more)])
    return Counts(frame, ("role", "landsdel")).cells(Place("2021", "*"))[0]


@given(st.tuples(SHARES, SHARES).map(sorted))
def test_a_word_is_used_only_where_the_whole_interval_lies_in_its_band(
    limits: tuple[float, float],
) -> None:
    key = word_for(*limits)
    if key is not None:
        band = next(band for band in BANDS if band.key == key)
        assert band.low <= limits[0] <= limits[1] <= band.high


@given(st.integers(1, 100_000), st.data())
def test_every_exact_share_has_a_word(answers: int, data: st.DataObject) -> None:
    share = data.draw(st.integers(0, answers)) / answers
    assert word_for(share, share) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_band_has_its_words(language: Language) -> None:
    phrases = catalogue("report", language).group("words")
    assert {band.key for band in BANDS} == set(phrases) - {"range", "at_most"}


def test_the_table_in_the_documentation_is_the_one_that_is_used() -> None:
    rows = re.findall(r"^\| (\w+) \| .*? \| (.*?) \|$", words.__doc__ or "", re.MULTILINE)
    phrases = TEXTS.group("words")
    assert rows[1:] == [(band.key, phrases[band.key]) for band in BANDS]


@pytest.mark.parametrize(
    ("share", "half", "sentence"),
    [
        (0.4, 0.03, "Om lag 4 av 10 svar tar opp «Bolig» (anslag 40 prosent, intervall 37–43"),
        (0.4, 0.1, "Mellom 30 og 50 prosent av svarene tar opp «Bolig» (anslag 40 prosent)."),
        (0.05, 0.06, "Høyst 11 prosent av svarene tar opp «Bolig» (anslag 5 prosent)."),
        (0.03, 0.02, "Enkelte svar tar opp «Bolig» (anslag 3 prosent, intervall 1–5 prosent)."),
        (0.1, 0.0, "Om lag 1 av 10 svar tar opp «Bolig» (40 av 400 svar, 10 prosent)."),
        (0.0, 0.0, "Ingen svar tar opp «Bolig» (0 av 400 svar, 0 prosent)."),
        (1.0, 0.0, "Alle svarene tar opp «Bolig» (400 av 400 svar, 100 prosent)."),
    ],
)
def test_shares_in_words(share: float, half: float, sentence: str) -> None:
    assert about_share(cell("bolig", share, half), None, TEXTS).startswith(sentence)


@given(SHARES, st.floats(0, 0.5))
def test_a_range_never_promises_more_than_the_interval(share: float, half: float) -> None:
    found = cell("bolig", share, half)
    said = re.match(r"Mellom (\d+) og (\d+) prosent", about_share(found, None, TEXTS))
    if said:
        low, high = (int(text) / 100 for text in said.groups())
        assert low <= found.share_low + 1e-9
        assert high >= found.share_high - 1e-9


def test_the_most_common_theme_is_named_only_if_no_interval_overlaps() -> None:
    top, near, far = cell("nav", 0.4), cell("bolig", 0.35), cell("tolk", 0.1)
    assert about_top([top, far], TEXTS) == [
        "«Tettere samarbeid med NAV» er det temaet flest svar tar opp."
    ]
    (several,) = about_top([top, near, far], TEXTS)
    assert several.startswith("De vanligste temaene er «Tettere samarbeid med NAV» og «Bolig».")
    (equal,) = about_top([cell("nav", 0.4, 0), cell("bolig", 0.4, 0), far], TEXTS)
    assert "like mange svar" in equal
    (many,) = about_top([cell(code, 0.4) for code in CODEBOOK.codes], TEXTS)
    assert many.startswith("Ingen temaer skiller seg klart ut")


def test_nothing_is_the_most_common_while_a_number_is_held_back() -> None:
    hidden = cell("tolk", 0.1, is_suppressed=True)
    assert about_top([cell("nav", 0.4), hidden], TEXTS) == []


@given(SHARES, SHARES, st.floats(0, 0.3))
def test_a_change_is_called_one_only_if_its_interval_excludes_zero(
    old: float, new: float, half: float
) -> None:
    pair = (cell("nav", old, half), cell("nav", new, half))
    (first, *_) = about_change([pair], "2020", "2021", TEXTS)
    change = difference(*pair)
    assert change is not None
    assert change.low <= change.value <= change.high
    told = excludes_zero(change) and min(abs(change.low), abs(change.high)) >= 0.001
    old_text, new_text = (TEXTS.numbers.whole(share * 100) for share in (old, new))
    seen = old_text != new_text and TEXTS.numbers.signed(change.value * 100) != "0"
    assert (told and seen) == ("har økt" in first or "har gått ned" in first)


def test_a_change_that_does_not_show_is_not_told() -> None:
    tiny = [(cell("nav", 0.120, 0), cell("nav", 0.124, 0))]
    assert about_change(tiny, "2020", "2021", TEXTS) == [
        "Ingen endringer fra 2020 til 2021 er store og sikre nok til å omtales."
    ]


def test_limits_that_meet_do_not_mean_that_everything_was_read() -> None:
    found = cell("bolig", 0.1, 0, is_read=False)
    assert not found.is_exact
    assert "anslag 10 prosent, intervall 10–10 prosent" in about_share(found, None, TEXTS)
    (several,) = about_top([found, replace(found, theme="tolk", label="Tolk")], TEXTS)
    assert "mindre enn usikkerheten" in several


def test_weighted_numbers_are_not_told_as_answers() -> None:
    found = replace(cell("bolig", 0.4, 0), estimate=384.0, answers=20.0, is_weighted=True)
    assert about_share(found, None, TEXTS).endswith("tar opp «Bolig» (40 prosent).")


def test_differences_between_groups_are_written_without_signs() -> None:
    groups = {"A": cell("nav", 0.2), "B": cell("nav", 0.5)}
    (sentence,) = about_groups([groups], "rolle", TEXTS)
    assert "(30 prosentpoeng forskjell, intervall fra 24 til 36)" in sentence


def test_groups_are_compared_only_if_enough_was_read_and_intervals_are_apart() -> None:
    one, other = cell("nav", 0.2), cell("nav", 0.5)
    (sentence,) = about_groups([{"A": one, "B": other}], "rolle", TEXTS)
    assert sentence.startswith("I gruppen «B» tar 50 prosent av svarene opp")
    assert "ingen forskjeller" in about_groups([{"A": one, "B": one}], "rolle", TEXTS)[0]
    few = cell("nav", 0.5, answers=30)
    assert few.reviewed < 10
    assert about_groups([{"A": one, "B": few}], "rolle", TEXTS) == []
