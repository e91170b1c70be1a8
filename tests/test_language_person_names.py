"""What the recognizer takes for a person, weighed against lists and the words around it."""

import pytest

from textmining.language.person_names import person_names
from textmining.language.pipeline import Entity


def found(text: str, *persons: str) -> list[str]:
    """The names found in `text` when the recognizer takes the first of each word for a person."""
    entities = [Entity(text.index(p), text.index(p) + len(p), "PER") for p in persons]
    return [text[start:end] for start, end in sorted(set(person_names(text, entities)))]


@pytest.mark.parametrize(
    ("text", "person", "is_one"),
    [
        ("Vi takket Xerbix for hjelpen", "Xerbix", True),
        ("Xerbix hjalp oss", "Xerbix", False),  # any word has a capital there
        ("Rektor Xerbix hjalp oss", "Xerbix", True),
        ("Vi bor på Xerbix nå", "Xerbix", False),
        ("Vi spurte Xerbixtjenesten om det", "Xerbixtjenesten", False),
        ("Vi spurte Bufdir om det", "Bufdir", False),
        ("Vi spurte xerbix om det", "xerbix", False),
        ("Vi spurte kari om det", "kari", True),
        ("Vi bor i Bergen nå", "Bergen", False),
        ("VI SPURTE XERBIX OM DET", "XERBIX", False),
    ],
)
def test_a_single_word_must_look_like_a_name(text: str, person: str, *, is_one: bool) -> None:
    assert found(text, person) == [person] * is_one


@pytest.mark.parametrize("before", ["Ring", "Takk", "Rektor", "Hei Rektor"])
def test_a_word_before_a_name_is_no_part_of_it(before: str) -> None:
    assert found(f"{before} Xerbix Zygo i dag", f"{before} Xerbix Zygo") == ["Xerbix Zygo"]
    assert found(f"{before} Eide i dag", f"{before} Eide") == ["Eide"]  # a place too
    assert found(f"{before} i dag", before) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("kari hansen svarte", ["kari hansen"]),
        ("Liv Hansen svarte", ["Liv Hansen"]),
        ("liv hansen svarte", []),  # life, as likely as Liv
        ("mvh per", ["per"]),
        ("en lærer per elev", []),
        ("min lærer Per sa det", ["Per"]),
        ("min lærer kari sa det", ["kari"]),
    ],
)
def test_the_lists_find_what_the_recognizer_misses(text: str, name: list[str]) -> None:
    assert found(text) == name


def test_masking_believes_a_name_that_it_believed_elsewhere_in_the_answer() -> None:
    text = "Vi takker Xerbix. Xerbix hjalp oss. Kommune svarte."
    first, second, other = (text.index("Xerbix"), text.rindex("Xerbix"), text.index("Kommune"))
    entities = [Entity(first, first + 6, "PER"), Entity(second, second + 6, "PER")]
    entities.append(Entity(other, other + 7, "PER"))
    assert list(person_names(text, entities)) == [(first, first + 6), (second, second + 6)]
    assert not list(person_names(text, entities[1:]))  # a word at a sentence's start, said once


def test_an_entity_without_a_letter_is_nobody() -> None:
    assert not list(person_names("12 - 13", [Entity(0, 2, "PER"), Entity(3, 4, "PER")]))
