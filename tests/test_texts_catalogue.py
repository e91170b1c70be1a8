"""The catalogue: every text in every language, filled in the same way."""

import re
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

import textmining
from textmining.texts import LANGUAGES, Language, catalogue
from textmining.texts.terminal import translations

ROOMS = sorted(
    file.name.removesuffix(".nb.toml")
    for file in files("textmining.texts").iterdir()
    if file.name.endswith(".nb.toml")
)
CODE = [
    path
    for pattern in ("*.py", "*.j2")
    for path in Path(textmining.__path__[0]).rglob(pattern)
    if path.parent.name != "texts"
]


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_every_language_has_the_same_keys_and_names(room: str, language: Language) -> None:
    bokmal = catalogue(room, "nb").entries
    other = catalogue(room, language).entries
    assert other.keys() == bokmal.keys()
    assert {key: names(text) for key, text in other.items()} == {
        key: names(text) for key, text in bokmal.items()
    }
    assert [key for key, text in other.items() if not text.strip()] == []


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_one_word_for_one_thing(language: Language) -> None:
    """The glossary's words; the other ones mean the same."""
    rooms = {room: catalogue(room, language).entries for room in ROOMS}
    said = {f"{room} {key}": text for room, texts in rooms.items() for key, text in texts.items()}
    said |= {english: text[language] for english, text in translations().items()}
    others = re.compile(r"bølg|besvarelse|svaralternativ|kodeplan|kodeliste", re.IGNORECASE)
    assert [where for where, text in said.items() if others.search(text)] == []


def test_every_key_named_in_the_code_stands_in_a_catalogue() -> None:
    known = {key for room in ROOMS for key in catalogue(room, "nb").entries}
    known |= {key.removesuffix(".one") for key in known}
    missing = {
        f"{path.name}: {key}"
        for path in CODE
        for key in re.findall(r"""\btexts\(\s*["'](\w+\.[\w.]*)["']""", path.read_text("utf-8"))
        if key not in known
    }
    assert missing == set()


def test_a_number_chooses_the_form_and_is_filled_in() -> None:
    texts = catalogue("report", "en")
    assert texts("unit.answers", n=1) == "1 answer"
    assert texts("unit.answers", n=1200) == "1,200 answers"
    assert texts("unit.answers", n=0) == "0 answers"


def test_a_missing_key_or_value_is_our_bug() -> None:
    texts = catalogue("report", "nb")
    with pytest.raises(KeyError):
        texts("nothing.here")
    with pytest.raises(KeyError):
        texts("unit.answers.one")
