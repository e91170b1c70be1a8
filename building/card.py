"""The model card: what the pipeline is, what it is made of, how right it is, where it is not."""

from collections.abc import Mapping
from pathlib import Path

from textmining.language.standard import Standard

META: dict[str, object] = {
    "name": "nn_survey_sm",
    "version": "1.2.0",
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


# For the test part, by written standard.
_AIMS: Mapping[str, Mapping[Standard, float]] = {
    "lemma": {"nb": 0.975, "nn": 0.97},
    "sentence_f": {"nb": 0.93, "nn": 0.90},
    "pos": {"nb": 0.965, "nn": 0.96},
    "pos_lower_cased": {"nb": 0.94, "nn": 0.93},
    "person_f": {"nb": 0.84, "nn": 0.85},
    "person_words": {"nb": 0.95, "nn": 0.955},
    "person_f_lower_cased": {"nb": 0.72, "nn": 0.70},
}


def readme(scores: Mapping[str, Mapping[Standard, Mapping[str, float]]]) -> str:
    """Return the card as Markdown.

    Args:
        scores: by part of the treebank ("dev", "test"), written standard and name; 0 to 1.
    """
    lines = ["| | test nb | test nn | dev nb | dev nn | nb_core_news_sm, dev |\n"]
    lines.append("| --- | ---: | ---: | ---: | ---: | ---: |\n")
    for name, label in _ROWS.items():
        cells = [
            f"{scores[part][standard][name]:.1%}{_aim(part, standard, name)}"
            for part in ("test", "dev")
            for standard in scores[part]
        ]
        cells.append(f"{_OTHER[name]:.1%}" if name in _OTHER else "")
        lines.append(f"| {label} | {' | '.join(cells)} |\n")
    template = Path(__file__).with_name("card.md").read_text(encoding="utf-8")
    return template.replace("{scores}", "".join(lines).rstrip("\n"))


def _aim(part: str, standard: Standard, name: str) -> str:
    return f" (≥ {_AIMS[name][standard]:.1%})" if part == "test" and name in _AIMS else ""
