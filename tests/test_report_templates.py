"""Every sentence of the report with an example, to be read as an editor would: `make golden`."""

import string

import pytest

from tests.golden import assert_golden
from textmining.texts import LANGUAGES, Language, catalogue

WORDS = {
    "nb": {
        "many": "kommuner",
        "the_many": "kommunene",
        "said": "ønsker tettere samarbeid med NAV",
        "first": "partnerkommuner",
        "last": "andre kommuner",
        "groups": "skole- og oppvekstsjefer",
        "label": "Tettere samarbeid med NAV",
        "column": "stilling",
        "columns": "stilling og landsdel",
        "question": "Hva kan direktoratet gjøre bedre?",
        "effect": "1,05",
        "content": "Flest kommuner ønsker tettere samarbeid med NAV",
        "points": "fra 24 til 40 prosent, opp 16 prosentpoeng",
        "date": "26. november 2021",
    },
    "nn": {
        "many": "kommunar",
        "the_many": "kommunane",
        "said": "ønskjer tettare samarbeid med NAV",
        "first": "partnarkommunar",
        "last": "andre kommunar",
        "groups": "skule- og oppvekstsjefar",
        "label": "Tettare samarbeid med NAV",
        "column": "stilling",
        "columns": "stilling og landsdel",
        "question": "Kva kan direktoratet gjere betre?",
        "effect": "1,05",
        "content": "Flest kommunar ønskjer tettare samarbeid med NAV",
        "points": "frå 24 til 40 prosent, opp 16 prosentpoeng",
        "date": "26. november 2021",
    },
    "en": {
        "many": "municipalities",
        "the_many": "the municipalities",
        "said": "want closer cooperation with NAV",
        "first": "partner municipalities",
        "last": "others",
        "groups": "heads of schools",
        "label": "Closer cooperation with NAV",
        "column": "position",
        "columns": "position and region",
        "question": "What can the directorate do better?",
        "effect": "1.05",
        "content": "Most municipalities want closer cooperation with NAV",
        "points": "from 24 to 40 per cent, up 16 percentage points",
        "date": "26 November 2021",
    },
}
NUMBERS = {
    "n": "3",
    "low": "24",
    "high": "52",
    "limits": "34–45",
    "level": "95",
    "width": "6,5",
    "old": "2020",
    "new": "2021",
    "wave": "2021",
    "waves": "2020, 2021",
    "before": "24",
    "after": "40",
    "estimate": "38",
    "answers": "93",
    "read": "41",
    "invited": "428",
    "share": "76\u00a0%",
    "gap": "4",
    "number": "1.1",
    "base": "93",
    "respondents": "88",
    "unanswered": "7",
    "f1": "0,86",
    "sha256": "4d38f0a1",
    "version": "3",
    "drawn": "45",
    "shown": "2",
    "alpha": "0,81",
    "alpha_least": "0,62",
    "kappa": "0,80",
    "seed": "0",
    "review": "20\u00a0%",
    "limit": "3",
    "right": "37",
    "effects": "2021: 1,05",
    "name": "2021",
    "survey": "kommuneundersøkelsen",
    "program": "textmining 0.1",
    "codebook": "3",
    "model": "4d38f0a1",
    "fieldwork": "mars 2021",
    "words": "Flere …",
    "bases": "2020: 90, 2021: 93",
    "text": "40\u00a0% (34–45)",
    "numbers": "24–40",
    "pairs": "…",
    "took_part": "224",
    "answered": "93",
    "labels": "«NAV»",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_with_an_example(language: Language) -> None:
    """Numbers are the same in all; how they are written is tested by `test_texts_numbers`."""
    texts = catalogue("report", language)
    values = NUMBERS | WORDS[language]
    by_key = {
        "reach.": {"answered": f"93 {values['many']}", "took_part": f"224 {values['many']}"},
        "reach.of_": {"took_part": "224"},
        "reach.response": {"answered": "93", "share": "76"},
        "quality.": {"answered": "93"},
        "unit.answers": {"n": "93"},
        "method.question": {"answers": f"93 {texts('noun.answer_many')}"},
        "method.coding_wave": {"answers": f"93 {texts('noun.answer_many')}"},
        "method.agreement_text": {"answers": f"93 {texts('noun.answer_many')}"},
        "method.agreement_together": {"answers": f"93 {texts('noun.answer_many')}"},
        "change.with_limits": {"said": values["points"], "low": "10", "high": "22"},
        "change.beside": {"numbers": values["points"]},
        "change.points": {"points": "16"},
    }
    lines, group = [], ""
    for key, text in texts.entries.items():
        if key.split(".")[0] != group:
            group = key.split(".")[0]
            lines.append(f"== {group}")
        own = values | {
            name: value
            for start, of_key in by_key.items()
            if key.startswith(start)
            for name, value in of_key.items()
        }
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        assert names <= set(own), (key, names - set(own))
        lines.append(f"{key.split('.', 1)[1]}: {text.format_map(own)}")
    assert_golden(f"report_templates_{language}.txt", "\n".join(lines) + "\n")
