"""The workbook in which a codebook is written: what is filled in is read."""

from pathlib import Path

import pytest

from textmining.codebook import Codebook, Theme, codebook_workbook, read_codebook
from textmining.texts import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_codebook_survives_its_workbook(tmp_path: Path, language: Language) -> None:
    book = Codebook(
        "en annen",
        "3",
        (
            Theme("nav", "Mer NAV", "om NAV", 7, "Samarbeid", "også", "ikke", ("ett", "to")),
            Theme("region", "Region", questions=("q1", "q2"), phrase="savner", phrase_nn="saknar"),
            Theme("glad", "Fornøyd", residual="content"),
            Theme("tom", "Ingen", residual="none"),
            Theme("annet", "Annet", residual="other"),
        ),
        language="nn",
        note="Alt er diktet opp.",
        questions={"q1": "Hva savner dere?", "q2": "Noe annet?"},
    )
    path = tmp_path / "undersokelse-3.xlsx"
    path.write_bytes(codebook_workbook(language, book))
    assert read_codebook(path) == book
    assert codebook_workbook(language, book) == path.read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_codebook_begins_with_the_themes_that_stand_alone(
    tmp_path: Path, language: Language
) -> None:
    path = tmp_path / "ny-1.xlsx"
    path.write_bytes(codebook_workbook(language))
    book = read_codebook(path)
    assert [theme.residual for theme in book.themes] == ["content", "none", "other"]
    assert book.language == language
