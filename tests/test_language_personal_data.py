"""Every name, number and address here is invented."""

import subprocess
import sys
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.no import fodselsnummer, kontonr

from textmining.errors import LanguageError
from textmining.language import Pipeline, clean, load_pipeline
from textmining.language.identifiers import identifiers
from textmining.language.names import evidence
from textmining.language.personal_data import Span, find, mask


@cache
def pipeline() -> Pipeline:
    return load_pipeline()


def masked(*texts: str) -> list[str]:
    return [mask(text, spans) for text, spans in zip(texts, find(texts, pipeline()), strict=True)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ring Kari Nordmann på 912 34 567.", "Ring [navn] på [telefon]."),
        ("kontakt per olsen på 91234567", "kontakt [navn] på [telefon]"),
        ("Tlf 22 33 44 55 eller +47 99887766", "Tlf [telefon] eller [telefon]"),
        ("Ring +46 70 123 45 67 i Sverige", "Ring [telefon] i Sverige"),
        ("Send det til Postboks 12, 0155 Oslo", "Send det til [adresse]"),
        ("vakttelefon: 123 456 789", "vakttelefon: [telefon]"),
        ("ring meg 123 45 67", "ring meg [telefon]"),
        ("bankkonto 123 456 789 01", "bankkonto [kontonummer]"),
        ("Takk, mvh per", "Takk, mvh [navn]"),
        ("Hilsen Liv i Bygland", "Hilsen [navn] i Bygland"),
        ("Ring rektor Per i dag", "Ring rektor [navn] i dag"),
        ("ring meg på 22.33.44.55 i morgon", "ring meg på [telefon] i morgon"),
        ("Skriv til kari.nordmann@eksempel.no", "Skriv til [e-post]"),
        ("ola (at) eksempel.no svarer", "[e-post] svarer"),
        ("Saken gjelder 010190-12345.", "Saken gjelder [fødselsnummer]."),
        ("fødselsnummer: 0101901234", "fødselsnummer: [fødselsnummer]"),
        ("Mannen, født 12.03.1965, ventet", "Mannen, født [fødselsdato], ventet"),
        ("mor (f. 1965-03-12) og far f. 3/4-60", "mor (f. [fødselsdato]) og far f. [fødselsdato]"),
        ("Ho er fødd den 12. mars 1965 her.", "Ho er fødd den [fødselsdato] her."),
        ("Fødselsdato: 120365", "Fødselsdato: [fødselsdato]"),
        ("født 010190 12345", "født [fødselsnummer]"),
        ("konto 1234.56.78903 er tom", "konto [kontonummer] er tom"),
        ("IBAN NO93 8601 1117 947", "IBAN [kontonummer]"),
        ("Vi bor i Storgata 5B, 0155 Oslo, nå.", "Vi bor i [adresse], nå."),
        ("han bur i bjørkevegen 12", "han bur i [adresse]"),
        ("Karl Johans gate 12 er sentralt", "[adresse] er sentralt"),
        ("Takk til Anne-Grethe Moen i barnehagen!", "Takk til [navn] i barnehagen!"),
        ("mvh Åse Storvik, flyktningkonsulent", "mvh [navn], flyktningkonsulent"),
        ("VI MÅ HA FLERE TOLKER SIER ANNE BERG", "VI MÅ HA FLERE TOLKER SIER [navn]"),
        ("Rektor Hege Lunde gjer ein god jobb", "Rektor [navn] gjer ein god jobb"),
        (
            "Statsforvaltaren fekk brev frå Mohammed Al-Hassan",
            "Statsforvaltaren fekk brev frå [navn]",
        ),
    ],
)
def test_what_identifies_a_person_is_masked_and_the_rest_still_reads(text: str, shown: str) -> None:
    assert masked(text) == [shown]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "Kommunen brukte 25 000 000 kr i 2019 og 2020.",
        "Barn født i 2015 eller født 2 måneder for tidlig, f.eks. 12.03.2020.",
        "Møtet 20200115 varte i 3 timar, 12.03.2020 var betre.",
        "Husbanken, IMDi, Udir og Bufdir må samarbeide med KS og NAV.",
        "Flyktningtjenesten i Lund er bra, i Strand og på Voss også.",
        "Vi trenger Voksenopplæring. Introduksjonsprogram. Karriereveiledning!",
        "Alle andre trenger nok tid, og live sendinger er bra.",
        "For mange på veien 3 ganger i uka, og barnehageplass 2 dager.",
        "Røde Kors, Frelsesarmeen og Norsk Folkehjelp er gode.",
        "ingen kommentar",
        "Det kom 11 personer og 12345 kroner.",
        "Tilskudd til integrering 2019-2020 var for lite.",
        "Finansiering: 1 500 000 kr i året, norskopplæring 2018-2019.",
        "De må ringe 1 000 000 innbyggere, ring 2019 2020, mobil 25 000 000 kroner.",
        "Økning i fakturering på 250 000 kr, konto 1 000 000 000 kr.",
        "En lærer per 15 elever, en tolk per kommune og en lege per innbygger.",
        "Vi har ikke lærer nok, en god leder mai 2021, og lærer dag og natt.",
        "",
    ],
)
def test_what_identifies_nobody_is_left_alone(text: str) -> None:
    assert masked(text) == [text]


@given(st.integers(1, 28), st.integers(1, 12), st.integers(0, 99), st.integers(0, 999))
def test_every_valid_identity_number_is_found(day: int, month: int, year: int, serial: int) -> None:
    digits = f"{day:02}{month:02}{year:02}{serial:03}"
    number = next(
        (
            f"{digits}{check:02}"
            for check in range(100)
            if fodselsnummer.is_valid(f"{digits}{check:02}")
        ),
        f"{digits}00",  # a near miss is found too
    )
    for written in (number, f"{number[:6]} {number[6:]}"):
        found = [(start, end) for start, end, _ in identifiers(f"nr {written}, altså")]
        assert (3, 3 + len(written)) in found


@given(st.integers(10**9, 10**10 - 1))
def test_every_grouped_or_valid_account_number_is_found(first: int) -> None:
    for check in range(10):
        number = f"{first}{check}"
        grouped = f"{number[:4]}.{number[4:6]}.{number[6:]}"
        assert any(end - start == 13 for start, end, _ in identifiers(f"til {grouped} i dag"))
        if kontonr.is_valid(number):
            assert any(end - start == 11 for start, end, _ in identifiers(f"til {number} i dag"))


@pytest.mark.slow
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_spans_lie_apart_inside_the_cleaned_text(text: str) -> None:
    (spans,) = find([text], pipeline())
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(clean(text)) for edge in edges)
    assert all(span.start < span.end for span in spans)


def test_a_mask_replaces_from_the_end_so_that_earlier_spans_stay_right() -> None:
    spans = [Span(0, 4, "name"), Span(8, 11, "name")]
    assert mask("Kari og Ola", spans) == mask("Kari og Ola", spans[::-1]) == "[navn] og [navn]"


def test_a_pipeline_without_names_is_refused() -> None:
    with pytest.raises(LanguageError, match="does not find names"):
        find(["Kari"], load_pipeline("blank:nb"))


@pytest.mark.parametrize(
    ("word", "lists"), [("kari", "g"), ("HAUGENS", "s"), ("Bergen", "p"), ("bord", "")]
)
def test_evidence_is_found_in_any_case_and_in_the_genitive(word: str, lists: str) -> None:
    assert evidence(word) == lists


UNBROKEN = ["a", "A.", "a@", "9 ", "12.", "Aveg", "konto", "Kari "]
SEARCH = """
from textmining.language.identifiers import identifiers
for unbroken in {rows!r}:
    list(identifiers(unbroken * 100_000))
"""


@pytest.mark.slow
def test_a_row_without_end_is_searched_in_time_that_grows_with_its_length() -> None:
    """In the square of its length it would take hours; a slow machine has twenty minutes."""
    program = SEARCH.format(rows=UNBROKEN)
    subprocess.run([sys.executable, "-c", program], check=True, timeout=1200)


@pytest.mark.slow
def test_a_very_long_answer_is_searched_in_time_that_grows_with_its_length() -> None:
    sentence = "Ring rektor Kari Nordmann på 912 34 567. "
    (spans,) = find([sentence * 2000], pipeline())
    assert [span.kind for span in spans] == ["name", "telephone"] * 2000
