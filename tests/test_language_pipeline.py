from pathlib import Path
from random import Random

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from textmining.errors import LanguageError
from textmining.files import sha256_of_folder
from textmining.language import Analysis, clean, load_pipeline
from textmining.language import pipeline as pipeline_module
from textmining.language.products import BlockOps

ANSWERS = ["Vi treng meir pengar. Skulen er full!", "nei", "", "😀", "NEI", "nei", " nei "]


BLANK = load_pipeline("blank:nb")
SHIPPED = load_pipeline()
WORDS = [
    "skule",
    "bolig",
    "tolk",
    "lege",
    "avis",
    "hage",
    "bil",
    "tog",
    "hus",
    "by",
    "bygd",
    "fjord",
    "fjell",
    "dal",
    "elv",
    "strand",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small pipeline of somebody else's: sentences and names by rule."""
    nlp = spacy.blank("nn")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("entity_ruler", name="ner").add_patterns([{"label": "PER", "pattern": "Kari"}])  # type: ignore[attr-defined]
    target = tmp_path_factory.mktemp("pipelines") / "nn_small"
    nlp.to_disk(target)
    return target


def test_an_empty_pipeline_gives_lower_cased_tokens() -> None:
    (analysis,) = BLANK.analyse(["Vi treng  meir pengar!"])
    assert analysis.tokens == ("Vi", "treng", "meir", "pengar", "!")
    assert analysis.lemmas == ("vi", "treng", "meir", "pengar", "!")
    assert analysis.sentences == ((0, 21),)
    assert BLANK.identity.name == "blank:nb"


def test_sentences_are_spans_of_the_cleaned_text(folder: Path) -> None:
    text = " Vi treng   pengar. \n\n Skulen er full! "
    (analysis,) = load_pipeline(str(folder)).analyse([text])
    spans = [clean(text)[start:end] for start, end in analysis.sentences]
    assert spans == ["Vi treng pengar.", "Skulen er full!"]


def test_answers_come_back_in_order_and_an_empty_one_is_empty() -> None:
    analyses = BLANK.analyse(ANSWERS)
    assert [analysis.lemmas for analysis in analyses] == [
        tuple(token.lower() for token in analysis.tokens) for analysis in analyses
    ]
    assert analyses[1] is analyses[5]
    assert analyses[2] == Analysis(tokens=(), begins=(), lemmas=(), sentences=(), clauses=((0, 0),))


def test_identical_texts_are_worked_out_once() -> None:
    analyses = BLANK.analyse(["nei"] * 10_000)
    assert len({id(analysis) for analysis in analyses}) == 1


@pytest.mark.slow
def test_processes_give_what_one_process_gives() -> None:
    texts = [f"Svar nummer {n} er kort." for n in range(400)]
    assert BLANK.analyse(texts, jobs=2) == BLANK.analyse(texts)


@pytest.mark.slow
@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_tokens_are_the_cleaned_text_without_space(text: str) -> None:
    (analysis,) = BLANK.analyse([text])
    assert "".join(analysis.tokens) == "".join(clean(text).split())
    for token, begin in zip(analysis.tokens, analysis.begins, strict=True):
        assert clean(text)[begin : begin + len(token)] == token
    assert len(analysis.lemmas) == len(analysis.tokens)


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["Vi treng meir pengar. ", "å", "😀", "\x00", "שלום "])
def test_very_long_answers_go_through(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    (analysis,) = BLANK.analyse([text])
    assert "".join(analysis.tokens) == "".join(clean(text).split())


@pytest.mark.parametrize("before", ["", "a ", "Vi treng meir pengar. " * 20])
@pytest.mark.parametrize("sign", ["😀", "!", "-"])
def test_a_row_of_signs_is_read_in_parts(before: str, sign: str) -> None:
    """The tokenizer alone needs the square of its length: minutes for this one."""
    text = before + sign * 99_990
    (analysis,) = BLANK.analyse([text])
    assert "".join(analysis.tokens) == "".join(text.split())


def test_a_long_answer_is_read_as_its_parts_would_be(folder: Path) -> None:
    pipeline = load_pipeline(str(folder))
    sentence = "Kari treng meir pengar."
    (analysis,) = pipeline.analyse([" ".join([sentence] * 1000)])
    assert len(analysis.sentences) == 1000
    (entities,) = pipeline.entities([" ".join([sentence] * 1000)])
    assert [entity.start for entity in entities] == [i * (len(sentence) + 1) for i in range(1000)]


def test_names_are_found_by_the_pipeline_that_has_them(folder: Path) -> None:
    (entities,) = load_pipeline(str(folder)).entities(["  Spør Kari!"])
    assert [(entity.start, entity.end, entity.label) for entity in entities] == [(5, 9, "PER")]
    with pytest.raises(LanguageError, match="does not find names"):
        BLANK.entities(["Kari"])


def test_a_folder_is_recognised_by_its_content(folder: Path) -> None:
    identity = load_pipeline(str(folder)).identity
    assert identity.name == "nn_pipeline"
    assert identity.sha256 == sha256_of_folder(folder)


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("nb_core_news_lg", "python -m spacy download nb_core_news_lg"),
        ("nb_of_somebody", "python -m pip install nb_of_somebody"),
        ("pytest", "not a spaCy pipeline"),
    ],
)
def test_a_pipeline_that_is_not_there_is_named_with_the_mend(name: str, fix: str) -> None:
    with pytest.raises(LanguageError, match=fix):
        load_pipeline(name)


def test_a_folder_that_is_not_whole_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match="not a whole spaCy pipeline"):
        load_pipeline(str(tmp_path))
    (tmp_path / "meta.json").write_bytes((folder / "meta.json").read_bytes()[:40])
    with pytest.raises(LanguageError, match="not a whole spaCy pipeline"):
        load_pipeline(str(tmp_path))


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(st.integers(1, 12), st.randoms(use_true_random=False))
def test_an_answer_is_read_alike_in_any_company(size: int, random: Random) -> None:
    texts = [f"{word} kommunen treng {word}ar, sa Kari. Vi ventar på {word}." for word in WORDS]
    together = dict(zip(texts, SHIPPED.analyse(texts), strict=True))
    random.shuffle(texts)
    assert SHIPPED.analyse(texts[:size]) == [together[text] for text in texts[:size]]


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 1500), st.integers(1, 40), st.integers(1, 40))
def test_a_row_is_multiplied_alike_in_any_company(rows: int, inner: int, width: int) -> None:
    rng = np.random.default_rng(0)
    left = rng.standard_normal((2000, inner), dtype=np.float32)
    right = rng.standard_normal((width, inner), dtype=np.float32)
    ops = BlockOps()
    alone, together = ops.gemm(left[:rows], right, trans2=True), ops.gemm(left, right, trans2=True)
    np.testing.assert_array_equal(alone, together[:rows])
    assert np.allclose(alone, left[:rows] @ right.T, rtol=1e-3, atol=1e-4)
    np.testing.assert_array_equal(ops.gemm(left[:rows].T, right.T, trans1=True), alone)


def test_words_that_come_late_are_forgotten_and_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"Det er {word}{i}." for i, word in enumerate(WORDS)]
    before = SHIPPED.analyse(texts)
    monkeypatch.setattr(pipeline_module, "_MANY_WORDS", 0)
    new = [f"{text} Og {word}skulen også." for text, word in zip(texts, WORDS, strict=True)]
    assert SHIPPED.analyse(texts) == before
    first = SHIPPED.analyse(new)
    assert "skuleskulen" not in SHIPPED.nlp.vocab.strings
    assert SHIPPED.analyse(new) == first


def test_training_forgets_the_words_vectors() -> None:
    nlp = SHIPPED.nlp
    layer = nlp.get_pipe("tok2vec").model.layers[0]  # type: ignore[attr-defined]
    doc = nlp.make_doc("Kommunen treng meir pengar")
    (before,) = layer.predict([doc])
    weights = layer.layers[3]
    (mix,) = [node for node in weights.walk() if node.has_param("W")]
    old = mix.get_param("W").copy()
    try:
        layer([doc], is_train=True)
        mix.set_param("W", old * 2)
        assert not np.allclose(layer.predict([doc])[0], before)
    finally:
        layer([doc], is_train=True)
        mix.set_param("W", old)
    np.testing.assert_array_equal(layer.predict([doc])[0], before)
