"""Every sentence of the report with an example, to be read as an editor would: `make golden`."""

import string

import pytest

from tests.golden import assert_golden
from textmining.texts import LANGUAGES, Language, catalogue

GROUPS = ("words", "short", "says", "top", "change", "groups", "reach", "response", "phrase")
SAID = {
    "nb": ("kommuner", "kommunene", "ønsker tettere samarbeid med NAV", "Partnerkommuner"),
    "nn": ("kommunar", "kommunane", "ønskjer tettare samarbeid med NAV", "Partnarkommunar"),
    "en": ("municipalities", "the municipalities", "want closer cooperation", "Partners"),
}
OTHERS = {"nb": "andre kommuner", "nn": "andre kommunar", "en": "others"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_with_an_example(language: Language) -> None:
    many, the_many, said, first = SAID[language]
    values = {
        "many": many,
        "the_many": the_many,
        "said": said,
        "first": first,
        "last": OTHERS[language],
        "old": "2020",
        "new": "2021",
        "wave": "2021",
        "low": "24",
        "high": "52",
        "limits": "34–45",
        "points": "16",
        "before": "24",
        "after": "40",
        "estimate": "38",
        "answers": "93",
        "read": "41",
        "gap": "4",
        "answered": f"93 {many}",
        "took_part": f"224 {many}",
        "invited": "428",
        "share": "76",
        "columns": "stilling",
        "labels": "«Bolig»",
        "effect": "1,05",
        "numbers": "24–40",
        "n": "3",
        "label": "Bolig",
    }
    texts = catalogue("report", language)
    lines = []
    for group in GROUPS:
        lines.append(f"== {group}")
        for key, text in texts.group(group).items():
            names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
            assert names <= set(values), (group, key, names - set(values))
            lines.append(f"{key}: {text.format_map(values)}")
    assert_golden(f"report_templates_{language}.txt", "\n".join(lines) + "\n")
