"""The model card: what the pipeline is, what it is made of, how right it is, where it is not."""

from collections.abc import Mapping
from pathlib import Path

from textmining.language.standard import Standard

__all__ = ["META", "readme"]

META: dict[str, object] = {
    "name": "nn_survey_sm",
    "version": "1.1.0",
    "description": "Norwegian (bokmål and nynorsk) for survey answers",
    "license": "CC BY-SA 4.0",
    "spacy_version": ">=3.8.7,<3.9.0",
    "sources": [
        {
            "name": f"UD_Norwegian-{name}",
            "url": f"https://github.com/UniversalDependencies/UD_Norwegian-{name}",
            "license": "CC BY-SA 4.0",
        }
        for name in ("Bokmaal", "Nynorsk")
    ]
    + [
        {
            "name": "NorNE",
            "url": "https://github.com/ltgoslo/norne",
            "license": "as the Norwegian Dependency Treebank: annotations CC0",
        }
    ],
}

# As spaCy publishes them for nb_core_news_sm, on its own development set.
_OTHER = {"pos": 0.967, "lemma": 0.968, "sentence_f": 0.926, "entity_f": 0.748}

_ROWS = {
    "pos": "Part of speech, right",
    "morph": "Morphology, all features right",
    "lemma": "Lemma, right",
    "sentence_f": "Sentences in raw text, F",
    "entity_f": "Entities of all nine kinds, F",
    "person_f": "Persons, F",
    "person_words": "Words of persons under any entity label",
    "pos_lower_cased": "Part of speech, text in lower case",
    "person_f_lower_cased": "Persons, text in lower case, F",
}


def readme(scores: Mapping[str, Mapping[Standard, Mapping[str, float]]]) -> str:
    """Return the card as Markdown.

    Args:
        scores: by part of the treebank ("dev", "test"), written standard and name; 0 to 1.
    """
    head = "| | test nb | test nn | dev nb | dev nn | nb_core_news_sm, dev |\n"
    lines = [head, "| --- | ---: | ---: | ---: | ---: | ---: |\n"]
    for name, label in _ROWS.items():
        ours = [
            scores[part][standard][name] for part in ("test", "dev") for standard in ("nb", "nn")
        ]
        cells = [f"{score:.1%}" for score in ours]
        cells.append(f"{_OTHER[name]:.1%}" if name in _OTHER else "")
        lines.append(f"| {label} | {' | '.join(cells)} |\n")
    template = Path(__file__).with_name("card.md").read_text(encoding="utf-8")
    return template.replace("{scores}", "".join(lines).rstrip("\n"))
