"""Sentences never claim more than their intervals allow, and read as people write."""

import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report_table import CODEBOOK, row
from textmining.codebook import Codebook, Theme
from textmining.report import Publication, words
from textmining.report.changes import difference, difference_text, shown_points, told_changes
from textmining.report.sentences import (
    about_changes,
    about_groups,
    about_residuals,
    about_shares,
    about_unknown,
    groups_apart,
    most_common,
    top_finding,
)
from textmining.report.table import Cell, Place, ReportCounts
from textmining.report.voice import Voice, voice_of
from textmining.report.words import BANDS, fraction_for, vague_word_for, word_for
from textmining.survey import Unit
from textmining.texts import LANGUAGES, Language, catalogue

TEXTS = catalogue("report", "nb")
PHRASES = {
    "nav": ("ønsker tettere samarbeid med NAV", "ønskjer tettare samarbeid med NAV"),
    "frivillighet": ("ønsker mer frivillighet", "ønskjer meir frivillig arbeid"),
    "bolig": ("mangler boliger", "manglar bustader"),
    "tolk": ("etterspør flere tolker", "etterspør fleire tolkar"),
    "ingen": ("har ikke noe å tilføye", "har ikkje noko å leggje til"),
}


def with_phrase(theme: Theme) -> Theme:
    nb, nn = PHRASES.get(theme.code, ("", ""))
    return replace(theme, phrase=nb, phrase_nn=nn)


SAID = tuple(map(with_phrase, CODEBOOK.themes))
BOOK = replace(CODEBOOK, themes=SAID)
UNIT = Publication(unit=Unit("kommune", "kommune", "kommuner"))
NN = Publication(unit=Unit("kommune", "kommune", "kommunar"))
SHARES = st.floats(0, 1)


def voice(book: Codebook = BOOK, said: Publication = UNIT, language: Language = "nb") -> Voice:
    return voice_of(book, said, catalogue("report", language))


VOICE = voice()


def cell(theme: str, share: float, half: float = 0.04, **more: Any) -> Cell:
    frame = pd.DataFrame([row(theme=theme, share=share, half=half, **more)])
    return ReportCounts(frame, ("role", "landsdel")).cells(Place("2021", "*"))[0]


def shares(*cells: Cell, voice: Voice = VOICE) -> str:
    return " ".join(about_shares(cells, (), "2020", voice))


@given(st.tuples(SHARES, SHARES).map(sorted))
def test_a_word_is_used_only_where_the_whole_interval_lies_in_its_band(
    limits: tuple[float, float],
) -> None:
    for key in (word_for(*limits), vague_word_for(*limits)):
        if key is not None:
            band = next(band for band in BANDS if band.key == key)
            assert band.low <= limits[0] <= limits[1] <= band.high


@given(st.tuples(SHARES, SHARES, SHARES).map(sorted))
def test_a_fraction_stands_where_its_band_holds_the_estimate_and_the_interval_is_near(
    limits: tuple[float, float, float],
) -> None:
    low, share, high = limits
    key = fraction_for(share, low, high)
    if key is not None:
        band = next(band for band in BANDS if band.key == key)
        assert band.holds(share, share)
        assert band.low - 0.05 <= low <= high <= band.high + 0.05


@given(st.integers(1, 100_000), st.data())
def test_every_exact_share_has_a_word(answers: int, data: st.DataObject) -> None:
    share = data.draw(st.integers(0, answers)) / answers
    assert word_for(share, share) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_band_has_its_words(language: Language) -> None:
    for group in ("words", "short"):
        phrases = catalogue("report", language).group(group)
        assert {band.key for band in BANDS} == set(phrases) - {"range", "at_most"}


def test_the_table_in_the_documentation_is_the_one_that_is_used() -> None:
    rows = re.findall(r"^\| (\w+) \| .*? \| (.*?) \|$", words.__doc__ or "", re.MULTILINE)
    phrases = TEXTS.group("words")
    assert rows[1:] == [(band.key, phrases[band.key]) for band in BANDS]


@pytest.mark.parametrize(
    ("share", "half", "sentence"),
    [
        (0.4, 0.03, "Om lag 4 av 10 kommuner (37–43 prosent) mangler boliger."),
        (0.4, 0.08, "Om lag 4 av 10 kommuner (32–48 prosent) mangler boliger."),
        (0.4, 0.1, "Mellom 30 og 50 prosent av kommunene mangler boliger."),
        (0.78, 0.02, "Nær 8 av 10 kommuner (76–80 prosent) mangler boliger."),
        (0.7, 0.15, "De fleste av kommunene (55–85 prosent) mangler boliger."),
        (0.03, 0.02, "Enkelte kommuner mangler boliger."),
        (0.12, 0.05, "Flere kommuner mangler boliger."),
        (0.4, 0.0, "Om lag 4 av 10 kommuner (160 av 400) mangler boliger."),
        (1.0, 0.0, "Alle kommunene (400 av 400) mangler boliger."),
    ],
)
def test_shares_in_words(share: float, half: float, sentence: str) -> None:
    assert shares(cell("bolig", share, half)) == sentence


def test_nobody_is_not_told_and_what_may_be_nobody_is_said_once() -> None:
    assert shares(cell("bolig", 0.0, 0.0), cell("tolk", 0.03, 0.04)) == ""
    unsure = [cell("bolig", 0.05, 0.06), cell("tolk", 0.03, 0.04), cell("nav", 0.0, 0.0)]
    assert list(about_unknown(unsure, VOICE)) == [
        "Det er for usikkert å si hvor mange kommuner som mangler boliger eller etterspør flere "
        "tolker; det er høyst 11 prosent for hvert tema."
    ]
    many = [cell(code, 0.02, 0.03) for code in ("nav", "frivillighet", "bolig", "tolk", "ingen")]
    (said,) = about_unknown(many, VOICE)
    assert said.startswith("For 5 temaer er tallene for usikre til å omtales; hvert av dem")
    assert list(about_unknown([cell("tolk", 0.1, is_suppressed=True)], VOICE)) == [
        "Noen tall er holdt tilbake av hensyn til personvernet."
    ]


def test_themes_of_a_band_share_a_sentence_and_a_verb() -> None:
    cells = [cell("bolig", 0.33), cell("nav", 0.15), cell("tolk", 0.13), cell("frivillighet", 0.12)]
    assert shares(*cells) == (
        "Om lag 1 av 3 kommuner (29–37 prosent) mangler boliger. Flere ønsker tettere samarbeid "
        "med NAV og mer frivillighet, og flere etterspør flere tolker."
    )
    nn = voice(said=NN, language="nn")
    assert shares(*cells, voice=nn) == (
        "Om lag 1 av 3 kommunar (29–37 prosent) manglar bustader. Fleire ønskjer tettare samarbeid "
        "med NAV og meir frivillig arbeid, og fleire etterspør fleire tolkar."
    )


def test_a_negated_verb_is_not_shared() -> None:
    themes = (
        replace(SAID[0], phrase="savner ikke NAV"),
        replace(SAID[1], phrase="savner frivillige"),
    )
    said = voice(replace(BOOK, themes=themes))
    text = shares(cell("nav", 0.15), cell("frivillighet", 0.12), voice=said)
    assert text == "Flere kommuner savner ikke NAV, og flere savner frivillige."


def test_without_phrases_the_label_is_quoted_and_answers_are_counted() -> None:
    plain = voice(CODEBOOK, Publication())
    assert shares(cell("nav", 0.4, 0.03), voice=plain) == (
        "Om lag 4 av 10 svar (37–43 prosent) tar opp «Tettere samarbeid med NAV»."
    )
    people = voice(BOOK, Publication())
    assert shares(cell("nav", 0.4, 0.03), voice=people).startswith("Om lag 4 av 10 respondenter")


@pytest.mark.slow
@given(SHARES, st.floats(0, 0.5))
def test_a_range_never_promises_more_than_the_interval(share: float, half: float) -> None:
    found = cell("bolig", share, half)
    said = re.search(r"Mellom (\d+) og (\d+) prosent|\((\d+)–(\d+) prosent\)", shares(found))
    if said:
        low, high = (int(text) / 100 for text in said.groups() if text)
        assert low <= found.share_low + 1e-9
        assert high >= found.share_high - 1e-9


def test_what_was_left_unsaid() -> None:
    assert list(about_residuals([cell("ingen", 0.1), cell("fornoyd", 0.07)], VOICE)) == [
        "Om lag 1 av 10 kommuner (6–14 prosent) har ikke noe å tilføye, og mellom 3 og 11 prosent "
        "uttrykker bare tilfredshet."
    ]


def test_the_most_common_theme_is_named_only_if_no_interval_overlaps() -> None:
    top, near, far = cell("nav", 0.4), cell("bolig", 0.35), cell("tolk", 0.1)
    assert (
        top_finding(most_common([top, far]), VOICE)
        == "Flest kommuner ønsker tettere samarbeid med NAV"
    )
    assert top_finding(most_common([top, near, far]), VOICE) == (
        "Flest kommuner ønsker tettere samarbeid med NAV eller mangler boliger"
    )
    many = [cell(code, 0.4) for code in CODEBOOK.codes]
    assert top_finding(most_common(many), VOICE) == "Ingen temaer skiller seg klart ut"
    hidden = cell("tolk", 0.1, is_suppressed=True)
    assert top_finding(most_common([cell("nav", 0.4), hidden]), VOICE) == ""


@pytest.mark.slow
@given(SHARES, SHARES, st.floats(0, 0.3))
def test_a_change_is_called_one_only_if_its_interval_excludes_zero(
    old: float, new: float, half: float
) -> None:
    pair = (cell("nav", old, half), cell("nav", new, half))
    told = told_changes([pair], 0.95, TEXTS)
    gap = difference(*pair)
    assert gap is not None
    assert gap.low <= gap.value <= gap.high
    assert told is not None
    if told:
        assert gap.low > 0 or gap.high < 0
        assert gap.low < gap.high or abs(gap.value) >= 0.05


@pytest.mark.slow
@given(SHARES, SHARES, st.floats(0, 0.2))
def test_the_numbers_of_a_change_agree_as_they_are_written(
    old: float, new: float, half: float
) -> None:
    before, after = cell("nav", old, half), cell("nav", new, half)
    gap = difference(before, after)
    assert gap is not None
    points, limits = shown_points(before, after, gap, TEXTS)
    written = [int(TEXTS.numbers.whole(c.share * 100)) for c in (before, after)]
    assert int(points) == abs(written[1] - written[0])
    if limits:
        low, high = (
            float(end.replace("\N{MINUS SIGN}", "-").replace(",", ".")) for end in limits.split("–")
        )
        assert low - 1 <= int(points) <= high + 1
    text = difference_text(before, after, TEXTS)
    assert text.split(" ")[0].strip("+\N{MINUS SIGN}") == points


def test_many_changes_at_once_need_more_than_one() -> None:
    one = [(cell("nav", 0.30, 0.04), cell("nav", 0.36, 0.04))]
    assert told_changes(one, 0.95, TEXTS)
    still = [(cell(code, 0.1), cell(code, 0.1)) for code in ("bolig", "tolk", "ingen")] * 5
    assert told_changes([*one, *still], 0.95, TEXTS) == []


def test_changes_are_told_beside_the_theme_or_together() -> None:
    pairs = [(cell("nav", 0.24), cell("nav", 0.4)), (cell("tolk", 0.3), cell("tolk", 0.15))]
    changes = told_changes(pairs, 0.95, TEXTS)
    assert changes is not None
    told = list(about_shares([pairs[0][1]], changes, "2020", VOICE))
    assert told[1] == (
        "Det er flere enn i 2020 (fra 24 til 40 prosent, opp 16 prosentpoeng, med usikkerhet fra "
        "10 til 22)."
    )
    assert list(about_changes(changes, pairs[0][1], "2020", VOICE)) == [
        "Færre kommuner enn i 2020 etterspør flere tolker (fra 30 til 15 prosent, ned 15 "
        "prosentpoeng, med usikkerhet fra 9 til 21).",
        "Ellers er ingen endringer fra 2020 store og sikre nok til å omtales.",
    ]
    assert list(about_changes([], None, "2020", VOICE)) == [
        "Ingen endringer fra 2020 er store og sikre nok til å omtales."
    ]
    assert list(about_changes(None, None, "2020", VOICE)) == []


def test_changes_that_are_not_named_are_not_called_uncertain() -> None:
    codes = ("nav", "bolig", "tolk", "ingen")
    pairs = [(cell(c, 0.2), cell(c, 0.4 + k / 100)) for k, c in enumerate(codes)]
    changes = told_changes(pairs, 0.95, TEXTS)
    assert changes is not None
    assert len(changes) == 4
    *_, last = about_changes(changes, None, "2020", VOICE)
    assert last == "Én endring til fra 2020 står i tabellene."


def test_a_change_among_the_invited_has_their_limits() -> None:
    before, after = cell("nav", 0.24, 0.0), cell("nav", 0.34, 0.0)
    assert told_changes([(before, after)], 0.95, TEXTS)
    unsure = [
        replace(c, invited_low=c.share - 0.08, invited_high=c.share + 0.08) for c in (before, after)
    ]
    assert told_changes([(unsure[0], unsure[1])], 0.95, TEXTS) == []


def test_weighted_numbers_are_not_told_as_answers() -> None:
    found = replace(cell("bolig", 0.4, 0), estimate=384.0, answers=20.0, is_weighted=True)
    assert shares(found) == "Om lag 4 av 10 kommuner (40 prosent) mangler boliger."


def test_groups_are_compared_only_if_enough_was_read_and_intervals_are_apart() -> None:
    one, other = cell("nav", 0.2), cell("nav", 0.5)
    found = groups_apart([{"A": one, "B": other}])
    assert found is not None
    assert list(about_groups(found, {}, VOICE)) == [
        "I gruppen B er det flere som ønsker tettere samarbeid med NAV, enn i gruppen A "
        "(50 mot 20 prosent)."
    ]
    named = {"A": "store kommuner", "B": "små kommuner"}
    assert list(about_groups(found, named, VOICE)) == [
        "Små kommuner ønsker tettere samarbeid med NAV oftere enn store kommuner "
        "(50 mot 20 prosent)."
    ]
    assert groups_apart([{"A": one, "B": one}]) == []
    few = cell("nav", 0.5, answers=30)
    assert few.reviewed < 10
    assert groups_apart([{"A": one, "B": few}]) is None
