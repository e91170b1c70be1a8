"""The language pipeline that comes with the program: whole, described, and as right as it was."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from shutil import copy, copytree

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from textmining.errors import LanguageError
from textmining.files import sha256_of_folder, shipped
from textmining.language import Pipeline, load_pipeline

FOLDER = shipped("models") / "nb_nn_survey_sm"
CARD = json.loads(FOLDER.with_suffix(".json").read_text(encoding="utf-8"))

# Sentences of our own, tagged by hand: word/part of speech/lemma.
SENTENCES = (
    (Path(__file__).parent / "golden" / "language_sentences.txt")
    .read_text(encoding="utf-8")
    .splitlines()
)


@cache
def nlp() -> Language:
    return spacy.load(FOLDER)


@cache
def pipeline() -> Pipeline:
    return load_pipeline()


@pytest.mark.slow
def test_it_is_the_default_and_its_card_has_its_hash() -> None:
    identity = pipeline().identity
    assert identity.name == "nb_nn_survey_sm"
    assert (identity.version, identity.sha256) == (CARD["version"], CARD["sha256"])
    assert identity.sha256 == sha256_of_folder(FOLDER)


@pytest.mark.slow
@pytest.mark.parametrize("lost", ["morphologizer/cfg", "tok2vec/cfg", "ner/moves"])
def test_it_is_refused_when_a_file_of_it_is_lost(
    lost: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copytree(FOLDER, tmp_path / FOLDER.name)
    copy(FOLDER.with_suffix(".json"), tmp_path)
    monkeypatch.setattr("textmining.language.pipeline.shipped", lambda _: tmp_path)
    assert load_pipeline().identity.sha256 == CARD["sha256"]
    (tmp_path / FOLDER.name / lost).unlink()
    with pytest.raises(LanguageError, match="Install the program again"):
        load_pipeline()


def test_it_is_small_and_keeps_no_words_of_its_training() -> None:
    size = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file())
    assert size < 20 * 1024**2
    assert not (FOLDER / "vocab").exists()


def test_nothing_in_it_points_at_the_machine_that_made_it() -> None:
    for path in FOLDER.rglob("*"):
        if path.suffix in {".cfg", ".json", ".md"}:
            text = path.read_text(encoding="utf-8")
            assert "/home/" not in text
            assert ".conllu" not in text


def test_the_card_names_data_licence_scores_and_limits() -> None:
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    for said in ("CC BY-SA 4.0", "NorNE", "UD_Norwegian-Nynorsk", "## Limits", "## Scores"):
        assert said in card
    assert f"{CARD['scores']['test']['nn']['pos']:.1%}" in card


@pytest.mark.parametrize(
    ("score", "bokmaal", "nynorsk"),
    [
        ("pos", 0.965, 0.96),
        ("lemma", 0.98, 0.975),
        ("sentence_f", 0.95, 0.905),
        ("person_f", 0.865, 0.88),
        ("person_words", 0.98, 0.98),
        ("person_f_lower_cased", 0.82, 0.73),
        ("pos_lower_cased", 0.955, 0.945),
    ],
)
def test_a_new_model_is_no_worse_on_the_test_sets(
    score: str, bokmaal: float, nynorsk: float
) -> None:
    assert CARD["scores"]["test"]["nb"][score] >= bokmaal
    assert CARD["scores"]["test"]["nn"][score] >= nynorsk


def test_sentences_of_our_own_are_read_as_right_as_they_were() -> None:
    known = [[word.rsplit("/", 2) for word in line.split()] for line in SENTENCES]
    docs = nlp().pipe(Doc(nlp().vocab, words=[form for form, _, _ in words]) for words in known)
    pairs = [
        (word, token)
        for words, doc in zip(known, docs, strict=True)
        for word, token in zip(words, doc, strict=True)
    ]
    wrong_pos = {token.text for (_, pos, _), token in pairs if token.pos_ != pos}
    wrong_lemma = {token.text for (_, _, lemma), token in pairs if token.lemma_ != lemma}
    assert (wrong_pos, wrong_lemma) == (set(), set())


def test_sentences_end_without_stops_and_capitals() -> None:
    text = "Vi treng fleire lærarar. det er for få tolkar\n- betre samarbeid med NAV"
    (analysis,) = pipeline().analyse([text])
    assert [text[start:end] for start, end in analysis.sentences] == [
        "Vi treng fleire lærarar.",
        "det er for få tolkar",
        "- betre samarbeid med NAV",
    ]


def test_lemmas_join_the_forms_of_a_word() -> None:
    texts = ["Kommunene trenger tolker.", "kommunen trengte en tolk"]
    first, second = pipeline().analyse(texts)
    assert {"kommune", "trenge"} <= set(first.lemmas) & set(second.lemmas)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Kari Nordmann hos NAV hjalp oss mye.", "Kari Nordmann"),
        ("Spør Olav Haugen i Førde kommune.", "Olav Haugen"),
        ("vi snakket med anne hansen om dette", "anne hansen"),
    ],
)
def test_persons_are_found(text: str, person: str) -> None:
    (entities,) = pipeline().entities([text])
    assert [text[e.start : e.end] for e in entities if e.label == "PER"] == [person]


@pytest.mark.slow
def test_spacy_loads_the_folder_without_us() -> None:
    program = f"import spacy; print(spacy.load({str(FOLDER)!r})('Eg veit ikkje')[1].lemma_)"
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert run.stdout.strip() == "vite"
