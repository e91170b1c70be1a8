"""A person whom the recognizer finds once is found wherever the text repeats the name."""

import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from textmining.language.ner import mark_repeated_persons

VOCAB = spacy.blank("nb").vocab


def marked(text: str) -> list[tuple[str, str]]:
    """The entities afterwards of a text written like "Kari/B-PER hjalp oss"."""
    words, _, labels = zip(*(word.partition("/") for word in text.split()), strict=True)
    doc = Doc(VOCAB, words=list(words), ents=[label or "O" for label in labels])
    mark_repeated_persons(doc)
    return [(entity.text, entity.label_) for entity in doc.ents]


def test_a_person_is_found_again() -> None:
    assert marked("leder Epiktet/B-PER sa nei . Epiktet mente at Epiktet") == [
        ("Epiktet", "PER"),
        ("Epiktet", "PER"),
        ("Epiktet", "PER"),
    ]


def test_parts_of_a_name_side_by_side_are_one_name() -> None:
    assert marked("Gerd/B-PER Valla/I-PER . For Gerd Valla er det") == [
        ("Gerd Valla", "PER"),
        ("Gerd Valla", "PER"),
    ]


def test_other_entities_and_shorter_words_stay_what_they_are() -> None:
    text = "Bo/B-PER Oslo/B-GPE_LOC Hagen/B-ORG Hagen/B-PER Oslo Bo -/B-PER -"
    assert marked(text) == [
        ("Bo", "PER"),
        ("Oslo", "GPE_LOC"),
        ("Hagen", "ORG"),
        ("Hagen", "PER"),
        ("-", "PER"),
    ]


def test_writing_decides() -> None:
    assert marked("Dag/B-PER kom en dag") == [("Dag", "PER")]
    assert marked("snakket med kari/B-PER . kari svarte") == [("kari", "PER"), ("kari", "PER")]


def test_small_words_and_offices_in_a_name_are_no_names() -> None:
    text = "Anne/B-PER van/I-PER der/I-PER Berg/I-PER bor der det er plass . Der Berg bor"
    assert marked(text) == [("Anne van der Berg", "PER"), ("Berg", "PER")]
    text = "NAV/B-PER Kari/I-PER hos/I-PER . NAV hos Kari"
    assert marked(text) == [("NAV Kari hos", "PER"), ("Kari", "PER")]


def test_a_genitive_repeats_the_name() -> None:
    assert marked("hos Epiktet/B-PER . Epiktets kontor")[1:] == [("Epiktets", "PER")]
    assert marked("hos Hans/B-PER . Han kom") == [("Hans", "PER")]


LABELS = st.sampled_from(["O", "B-PER", "B-ORG"])
TAGGED = st.lists(st.tuples(st.sampled_from(["Kari", "Bo", "Nav", "og", "12a"]), LABELS))


@given(TAGGED)
def test_nothing_found_is_lost_and_once_is_enough(tagged: list[tuple[str, str]]) -> None:
    words, labels = [word for word, _ in tagged], [label for _, label in tagged]
    doc = Doc(VOCAB, words=words, ents=labels)
    before = set(doc.ents)
    mark_repeated_persons(doc)
    after = set(doc.ents)
    mark_repeated_persons(doc)
    assert before <= after == set(doc.ents)
    if ("Kari", "B-PER") in tagged:
        assert all(token.ent_type_ for token in doc if token.text == "Kari")
