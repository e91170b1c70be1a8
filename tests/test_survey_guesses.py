"""What is asked in a vendor's column."""

import pytest

from textmining.survey import Guess, Role


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        ("5. Hva savner dere?", "Hva savner dere?"),
        ("Q12) «Annet», hva da?", "«Annet», hva da?"),
        ("Spørsmål 5: Hva savner dere?", "Hva savner dere?"),
        ("G02Q03. Kva saknar de?", "Kva saknar de?"),
        ("spm 4b - Øvrige innspill", "Øvrige innspill"),
    ],
)
def test_a_survey_programs_number_is_no_part_of_the_question(header: str, asked: str) -> None:
    assert Guess(header, Role.TEXT, "long").text == asked


@pytest.mark.parametrize(
    "header",
    [
        "Tiltak 2: Hva synes du om det?",
        "Bilde 1. Hva ser du?",
        "10. trinn: hva er bra?",
        "2024: Hva savnet dere?",
        "1-5: Hvor fornøyd?",
        "3D-printer – hva med den?",
        "5.",
    ],
)
def test_what_tells_questions_apart_stays_in_them(header: str) -> None:
    assert Guess(header, Role.TEXT, "long").text == header
