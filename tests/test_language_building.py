"""The recipe of the language pipeline, on a made-up treebank of a few sentences."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from building import careless
from building.build import build
from building.corpus import document, edited, readings, survey_like
from building.lemmas import lemma_table
from building.standard import standard_weights
from building.treebank import Sentence, Word, find_treebank, read_treebank
from textmining.errors import FileError
from textmining.files import sha256_of_folder

pytestmark = pytest.mark.slow

# form, lemma, part of speech, morphology, entity
OWN = {
    "bokmaal": [
        "Kari/Kari/PROPN/_/B-PER Hansen/Hansen/PROPN/_/I-PER trenger/trenge/VERB/Tense=Pres/O "
        "kommunene/kommune/NOUN/Number=Plur/O ././PUNCT/_/O",
        "To/to/NUM/Number=Plur|NumType=Card/O vet/vite/VERB/Tense=Pres/O ikke/ikke/PART/_/O",
    ],
    "nynorsk": [
        "Olav/Olav/PROPN/_/B-PER Haug/Haug/PROPN/_/I-PER treng/trenge/VERB/Tense=Pres/O "
        "kommunane/kommune/NOUN/Number=Plur/O ././PUNCT/_/O",
        "Eg/eg/PRON/_/O veit/vite/VERB/Tense=Pres/O ikkje/ikkje/PART/_/O",
    ],
}


def conllu(sentences: list[str]) -> str:
    lines = []
    for number, sentence in enumerate(sentences, start=1):
        lines.append(f"# sent_id = doc-{number}")
        for i, word in enumerate(sentence.split(), start=1):
            form, lemma, pos, morph, entity = word.split("/")
            lines.append(
                "\t".join([str(i), form, lemma, pos, "_", morph, "_", "_", "_", f"name={entity}"])
            )
        lines.append("")
    return "\n".join([*lines, ""])


@pytest.fixture(scope="module")
def treebank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("treebank")
    for name, sentences in OWN.items():
        for part in ("train", "dev", "test"):
            path = folder / "ud" / f"no_{name}-ud-{part}.conllu"
            path.parent.mkdir(exist_ok=True)
            path.write_text(conllu(sentences * 5), encoding="utf-8")
    return folder


def sentences(folder: Path, name: str) -> list[Sentence]:
    return read_treebank(folder / "ud" / f"no_{name}-ud-train.conllu")


@pytest.fixture(scope="module")
def built(treebank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("models") / "nb_nn_test"
    build(treebank, target, steps=2)
    return target


def test_the_recipe_goes_from_treebank_to_a_pipeline_with_its_card(
    treebank: Path, built: Path
) -> None:
    nlp = spacy.load(built)
    assert nlp.pipe_names == ["tok2vec", "morphologizer", "senter", "lemmatizer", "ner"]
    assert nlp("Kari veit ikkje")[1].lemma_
    card = json.loads(built.with_suffix(".json").read_text(encoding="utf-8"))
    assert card["sha256"] == sha256_of_folder(built)
    assert set(card["scores"]) == {"dev", "test"}
    written = "".join(
        path.read_text(encoding="utf-8")
        for path in built.rglob("*")
        if path.suffix in {".cfg", ".md"}
    )
    assert str(treebank) not in written


def test_the_same_treebank_makes_the_same_bytes(
    treebank: Path, built: Path, tmp_path: Path
) -> None:
    build(treebank, tmp_path / built.name, steps=2)
    assert sha256_of_folder(tmp_path / built.name) == sha256_of_folder(built)


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"no file \*bokmaal\*train\.conllu with entities"):
        find_treebank(tmp_path, "train")


def test_newer_tags_are_taken_from_the_file_without_entities(
    treebank: Path, tmp_path: Path
) -> None:
    for path in treebank.rglob("*-train.conllu"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
        (tmp_path / f"newer-{path.name}").write_text(
            text.replace("B-PER", "O").replace("I-PER", "O"), encoding="utf-8"
        )
    found = find_treebank(tmp_path, "train")
    assert all(path.name.startswith("newer-") for (path,) in found.tagged.values())
    assert not any(path.name.startswith("newer-") for (path,) in found.named.values())


def test_tokenised_text_gets_the_spaces_of_print(tmp_path: Path) -> None:
    words = '" Ja , " sa han ( i går ) . «/ og / eller » !'.replace("«/", "«").split()
    rows = "\n".join(f"{i}\t{form}\t{form}\tX\t_\t_\t_\t_\t_\t_" for i, form in enumerate(words, 1))
    path = tmp_path / "a.conllu"
    path.write_text(f"# sent_id = a-1\n{rows}\n\n", encoding="utf-8")
    (sentence,) = read_treebank(path)
    text = "".join(word.form + " " * word.space for word in sentence.words)
    assert text.strip() == '"Ja," sa han (i går). «og/eller»!'


def test_survey_like_answers_are_the_same_for_the_same_seed(treebank: Path) -> None:
    paths = [str(path) for path in sorted(treebank.rglob("*-train.conllu"))]
    nlp = spacy.blank("nb")
    first, again, other = (
        [example.reference.text for example in survey_like(paths, seed, 0.4)(nlp)]
        for seed in (1, 1, 2)
    )
    assert first == again != other


def test_readings_are_called_what_spacy_calls_them(treebank: Path) -> None:
    paths = [str(path) for path in sorted(treebank.rglob("*-train.conllu"))]
    nlp = spacy.blank("nb")
    morphologizer: Any = nlp.add_pipe("morphologizer")
    nlp.initialize(lambda: edited(paths)(nlp))
    found = readings(paths)
    assert found["morph"].pop("POS=SPACE") == ""  # the lines of a list
    assert found["pos"].pop("POS=SPACE")
    assert found["morph"] == morphologizer.cfg["labels_morph"]
    assert found["pos"] == morphologizer.cfg["labels_pos"]


VOCAB = spacy.blank("nb").vocab
WORDS = st.lists(
    st.builds(
        Word,
        form=st.text("aBæcs", min_size=1, max_size=6),
        lemma=st.text("abæc", min_size=1, max_size=6),
        pos=st.sampled_from(["NOUN", "PROPN", "VERB"]),
        morph=st.just(""),
        entity=st.sampled_from(["O", "B-PER"]),
        space=st.booleans(),
    ),
    min_size=1,
    max_size=6,
).map(tuple)


@given(WORDS, st.integers(0, 99))
def test_careless_writing_keeps_each_word_its_annotation(
    words: tuple[Word, ...], seed: int
) -> None:
    swap = careless.names_swapped(["Kari"], ["Hansen"])
    for manner in (careless.lower_cased, careless.capitals, careless.typing_errors, swap):
        changed = manner(words, random.Random(seed))  # noqa: S311 - no secrets
        assert [(w.pos, w.entity, w.space) for w in changed] == [
            (w.pos, w.entity, w.space) for w in words
        ]
        assert len(document(VOCAB, [changed])) == len(words)


def test_only_the_stop_is_left_out() -> None:
    stop = Word(".", "$.", "PUNCT", "", "O", space=True)
    word = Word("nei", "nei", "INTJ", "", "O", space=False)
    rng = random.Random(0)  # noqa: S311 - no secrets
    assert [w.form for w in careless.final_stop_left_out((word, stop), rng)] == ["nei"]
    assert careless.final_stop_left_out((word, word), rng) == (word, word)


def test_lemmas_of_words_and_endings_are_counted_without_names(treebank: Path) -> None:
    table = lemma_table(sentences(treebank, "bokmaal"), sentences(treebank, "nynorsk"))
    assert table.lemma("NOUN Number=Plur", "kommunene") == "kommune"
    assert table.lemma("NOUN ", "kommunene") == "kommune"
    assert table.lemma("NOUN Number=Plur", "scenene") == "scene"
    assert table.lemma("ADV ", "ukjent") == "ukjent"
    assert "kari" not in str(table.words).lower()


def test_words_tell_the_standard_they_are_seen_in(treebank: Path) -> None:
    nb, nn = (sentences(treebank, name) * 3 for name in OWN)
    weights = dict(line.split("\t") for line in standard_weights(nb, nn).splitlines())
    assert float(weights["ikke"]) < 0 < float(weights["ikkje"])
    assert "kari" not in weights
