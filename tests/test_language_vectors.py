"""Word vectors from plain text, and sentence encoders."""

import json
from pathlib import Path

import numpy as np
import pytest

from textmining.errors import FileError, LanguageError
from textmining.files import sha256_of_folder
from textmining.language import load_pipeline
from textmining.language.learning_vectors import add_vectors


def _subjects() -> list[list[str]]:
    """Two subjects of made-up words; only the lines they stand in tell them apart."""
    rng = np.random.default_rng(0)
    letters = list("abdeilnorstkmg")
    return [["".join(rng.choice(letters, 6)) for _ in range(150)] for _ in range(2)]


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lines that are each about one subject."""
    rng = np.random.default_rng(1)
    lines = [" ".join(rng.choice(words, 10)) for words in _subjects() * 1500]
    path = tmp_path_factory.mktemp("texts") / "lines.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def folder(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("pipelines") / "with_vectors"
    add_vectors([texts], target, language="blank:nb")
    return target


@pytest.mark.slow
def test_words_of_one_subject_point_one_way(folder: Path) -> None:
    words = [word.upper() for words in _subjects() for word in words[:20]]
    vectors = np.array([one.vector for one in load_pipeline(str(folder)).analyse(words)])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    similarity = np.asarray(np.corrcoef(vectors - vectors.mean(axis=0)))
    assert similarity[:20, :20].mean() > similarity[:20, 20:].mean() + 0.4


def test_an_answer_without_words_has_a_vector_without_direction(folder: Path) -> None:
    nothing, emoji = load_pipeline(str(folder)).analyse(["", "😀"])
    assert nothing.vector is not None
    assert emoji.vector is not None
    assert not nothing.vector.any()
    assert not emoji.vector.any()


def test_the_folder_is_small_and_says_what_it_was_made_from(folder: Path, texts: Path) -> None:
    assert sum(path.stat().st_size for path in folder.rglob("*")) < 12_000_000
    made_from = json.loads((folder / "meta.json").read_text("utf-8"))["vectors_made_from"]
    assert list(made_from["texts"]) == [texts.name]
    assert made_from["words"] == 3000 * 10


@pytest.mark.slow
def test_the_same_texts_give_the_same_folder(folder: Path, texts: Path, tmp_path: Path) -> None:
    for _ in range(2):  # the second time it replaces its own folder
        add_vectors([texts], tmp_path / "again", language="blank:nb")
    assert sha256_of_folder(tmp_path / "again") == sha256_of_folder(folder)


def test_without_vectors_there_is_no_vector() -> None:
    assert load_pipeline("blank:nb").analyse(["bolig"])[0].vector is None


@pytest.mark.slow
def test_a_folder_with_other_files_is_refused_at_once(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("years of work")
    with pytest.raises(FileError, match=r"holds something else \(notes\.txt\)"):
        add_vectors([texts], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_the_pipeline_that_is_copied_is_not_written_over(folder: Path, texts: Path) -> None:
    before = sha256_of_folder(folder)
    with pytest.raises(FileError, match="is one of the files to read"):
        add_vectors([texts], folder, language=str(folder))
    assert sha256_of_folder(folder) == before


def test_too_little_text_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    text = tmp_path / "short.txt"
    text.write_text("noen få ord", encoding="utf-8")
    with pytest.raises(FileError, match=r"short\.txt: 3 words are too few"):
        add_vectors([text], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_no_encoder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match="not a whole sentence encoder"):
        load_pipeline("blank:nb", str(tmp_path))


def test_an_encoder_gives_every_text_its_vector(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers", reason="an extra of some gigabytes")
    folder = _tiny_encoder(tmp_path)
    pipeline = load_pipeline("blank:nb", str(folder))
    one, other, again = pipeline.analyse(["bolig", "skole  nå", "bolig"])
    assert one.vector is not None
    assert other.vector is not None
    assert one.vector.shape == other.vector.shape
    assert np.linalg.norm(one.vector) == pytest.approx(1, abs=1e-5)
    assert again is one
    assert pipeline.identity.record()["encoder"].startswith("encoder ")


def _tiny_encoder(tmp_path: Path) -> Path:
    """Save a sentence-transformers model that has learnt nothing."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    letters = list("abcdefghijklmnopqrstuvwxyzæøå")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{c}" for c in letters)]
    (tmp_path / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    bert = tmp_path / "bert"
    BertTokenizerFast(str(tmp_path / "vocab.txt")).save_pretrained(bert)
    sizes = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    config = BertConfig(vocab_size=len(words), intermediate_size=64, **sizes)
    BertModel(config).save_pretrained(bert)
    model = SentenceTransformer(modules=[Transformer(str(bert)), Pooling(32)])
    model.save(str(tmp_path / "encoder"))
    return tmp_path / "encoder"
