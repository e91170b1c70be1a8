"""The sentence encoder that ships."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.loading import loaded_by
from textmining.errors import LanguageError
from textmining.files import sha256_of_folder, shipped
from textmining.language import NO_ENCODER, SHIPPED_ENCODER, load_pipeline
from textmining.language.encoder import load_encoder

FOLDER = shipped("models") / "multilingual_e5_small_nordic"
ENCODER = load_encoder(SHIPPED_ENCODER)

# Made up; each pair says the same in bokmål and in nynorsk, the last ones as people speak and type.
PAIRS = [
    ("Vi trenger flere tolker på sykehuset.", "Vi treng fleire tolkar på sjukehuset."),
    ("Det er for få boliger til de som kommer.", "Det er for få bustader til dei som kjem."),
    ("Barna venter lenge på plass i barnehagen.", "Borna ventar lenge på barnehageplass."),
    ("NAV svarer ikke på henvendelser.", "NAV svarar ikkje på førespurnader."),
    ("Skjemaet på nettet er tungvint.", "Skjemaet på nettet er tungvint å fylle ut."),
    ("Vi mangler penger til norskkurs.", "Vi manglar pengar til norskkurs."),
    ("Arbeidsgiverne vil ikke ansette dem.", "Arbeidsgjevarane vil ikkje tilsetje dei."),
    ("Ingen kommentar.", "Ikkje noko å seie."),
    ("Vi er fornøyd med samarbeidet.", "me e godt nøgd me samarbeie"),
    ("Flyktningene får ikke åpnet bankkonto.", "flyktningane får kje opna bankkonto"),
]


def _vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    return np.array([rows[0] for rows in ENCODER.encode([[text] for text in texts])])


def test_what_means_the_same_in_the_other_standard_is_nearest() -> None:
    vectors = _vectors([text for pair in PAIRS for text in pair])
    centred = vectors - vectors.mean(axis=0)  # as the classifier reads them
    centred /= np.linalg.norm(centred, axis=1, keepdims=True)
    bokmal, nynorsk = centred[0::2], centred[1::2]
    assert (bokmal @ nynorsk.T).argmax(axis=1).tolist() == list(range(len(PAIRS)))
    assert (nynorsk @ bokmal.T).argmax(axis=1).tolist() == list(range(len(PAIRS)))


def test_a_clause_is_nearer_its_matter_than_the_other_clause_is() -> None:
    (rows,) = ENCODER.encode([["Vi trenger flere tolker,", " men boligene er fine."]])
    tolk, bolig = _vectors(["tolk", "bolig"])
    assert rows.shape == (3, 384)
    assert rows[1] @ tolk > rows[2] @ tolk
    assert rows[2] @ bolig > rows[1] @ bolig


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.text(max_size=40), min_size=1, max_size=4), min_size=1, max_size=5))
def test_vectors_are_unit_and_alike_in_whatever_company(answers: list[list[str]]) -> None:
    together = ENCODER.encode(answers)
    fresh = load_encoder(str(FOLDER))
    for clauses, rows in zip(answers, together, strict=True):
        assert rows.shape == (1 + len(clauses), 384)
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
        (alone,) = fresh.encode([clauses])
        assert alone.tobytes() == rows.tobytes()


@pytest.mark.slow
def test_processors_change_no_byte() -> None:
    answers = [[f"Svar nummer {n} er kort,", " men ikke likt."] for n in range(40)]
    one, three = load_encoder(str(FOLDER)), load_encoder(str(FOLDER))
    for rows, others in zip(one.encode(answers), three.encode(answers, 3), strict=True):
        assert rows.tobytes() == others.tobytes()


@pytest.mark.slow
def test_the_longest_answers_have_vectors_for_every_clause() -> None:
    (rows,) = ENCODER.encode([["mer tolk " * 3000, "bolig " * 3000, "takk"]])
    assert rows.shape == (4, 384)
    assert np.isfinite(rows).all()


def test_the_pipeline_gives_each_clause_its_vector() -> None:
    pipeline = load_pipeline("blank:nb", SHIPPED_ENCODER)
    texts = ["Vi trenger tolk; boliger er det nok av", "", "tolk"]
    analyses = pipeline.analyse(texts)
    for analysis in analyses:
        assert analysis.vector is not None
        assert analysis.clause_vectors is not None
        assert len(analysis.clause_vectors) == len(analysis.clauses)
    assert [len(one.clauses) for one in analyses] == [2, 1, 1]
    assert pipeline.analyse(texts, vectors=False)[0].vector is None


def test_the_card_tells_the_truth() -> None:
    card = json.loads(FOLDER.with_suffix(".json").read_text("utf-8"))
    assert card["license"] == "MIT"
    assert card["sha256"] == sha256_of_folder(FOLDER)
    assert {source["license"] for source in card["sources"]} == {"MIT"}
    for scores in card["scores"].values():
        assert scores["pieces_lost"] < 0.005
        assert scores["cosine_mean"] > 0.995
    readme = (FOLDER / "README.md").read_text("utf-8")
    assert all(source["name"].split()[0] in readme for source in card["sources"])
    assert card["sources"][1]["sha256"] in readme


def test_damaged_files_and_other_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match=r"not a whole sentence encoder.*encoder\.onnx"):
        load_encoder(str(tmp_path))
    copy = shutil.copytree(FOLDER, tmp_path / "copy")
    (copy / "encoder.onnx").write_bytes((copy / "encoder.onnx").read_bytes()[:1000])
    with pytest.raises(LanguageError, match="damaged"):
        load_encoder(str(copy))


@pytest.mark.slow
def test_without_the_encoder_none_of_its_libraries_is_loaded() -> None:
    program = (
        f"from textmining.language import load_pipeline\nload_pipeline('blank:nb', {NO_ENCODER!r})"
    )
    assert loaded_by(program, "onnxruntime sentencepiece") == []
