"""The whole recipe: find the treebank's files, train, join, test, describe."""

import json
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import spacy
from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config

from textmining.errors import FileError
from textmining.files import sha256_of_folder, whole_folder
from textmining.language.building.card import META, readme
from textmining.language.building.lemmas import lemma_table
from textmining.language.building.scores import all_scores
from textmining.language.building.treebank import read_treebank
from textmining.language.lemmas import Lemmatizer
from textmining.language.standard import Standard

__all__ = ["Treebank", "build", "find_treebank"]

_IN_FILE_NAMES: Mapping[Standard, str] = {"nb": "bokmaal", "nn": "nynorsk"}
_RECIPES = Path(__file__).parent


@dataclass(frozen=True)
class Treebank:
    """The files of one part (train, dev or test) in each written standard.

    Attributes:
        tagged: with parts of speech, morphology and lemmas by today's conventions.
        named: with entities.
    """

    tagged: Mapping[Standard, Path]
    named: Mapping[Standard, Path]


def find_treebank(folder: Path, part: str) -> Treebank:
    """Find the files of `part` below `folder`, where NorNE's and UD's repositories may lie.

    Of two files of the same part, the one without entities is newer in its tags.

    Raises:
        FileError: a file is missing.
    """
    tagged, named = dict[Standard, Path](), dict[Standard, Path]()
    for standard, name in _IN_FILE_NAMES.items():
        files = sorted(folder.rglob(f"*{name}*{part}.conllu*"))
        with_entities = [path for path in files if _has_entities(path)]
        if not with_entities:
            raise FileError(
                folder,
                f"has no file *{name}*{part}.conllu with entities below it",
                "Put the repositories of NorNE and of the two Norwegian UD treebanks there.",
            )
        without = [path for path in files if path not in with_entities]
        named[standard] = with_entities[0]
        tagged[standard] = without[0] if without else with_entities[0]
    return Treebank(tagged, named)


def _has_entities(path: Path) -> bool:
    return any(word.entity != "O" for sentence in read_treebank(path) for word in sentence.words)


def build(folder: Path, target: Path, steps: int | None = None) -> None:
    """Make the pipeline folder `target`, and beside it its card, from the treebank in `folder`.

    Args:
        folder: with the treebank's CoNLL-U files.
        target: what to write; replaced whole.
        steps: of training, if not as many as the recipe says.

    Raises:
        FileError: a file of the treebank is missing, or `target` cannot be written.
    """
    parts = {part: find_treebank(folder, part) for part in ("train", "dev", "test")}
    with TemporaryDirectory() as temporary:
        work = Path(temporary)
        jobs = [
            ("tagger", parts["train"].tagged, parts["dev"].tagged, work / "tagger", steps),
            ("ner", parts["train"].named, parts["dev"].named, work / "ner", steps),
        ]
        with ProcessPoolExecutor(len(jobs), mp_context=get_context("spawn")) as pool:
            list(pool.map(_train, *zip(*jobs, strict=True)))
        nlp = join(work / "tagger" / "model-best", work / "ner" / "model-best", parts["train"])
    scores = {
        part: {
            standard: all_scores(
                nlp,
                read_treebank(parts[part].tagged[standard]),
                read_treebank(parts[part].named[standard]),
            )
            for standard in _IN_FILE_NAMES
        }
        for part in ("dev", "test")
    }
    write(nlp, scores, target)


def _train(
    recipe: str,
    train_files: Mapping[Standard, Path],
    dev_files: Mapping[Standard, Path],
    out: Path,
    steps: int | None,
) -> None:
    overrides: dict[str, object] = {
        "paths.train": [str(path) for path in train_files.values()],
        "paths.dev": [str(path) for path in dev_files.values()],
    }
    if steps is not None:
        overrides |= {"training.max_steps": steps, "training.eval_frequency": steps}
    config = load_config(_RECIPES / f"{recipe}.cfg", overrides=overrides, interpolate=False)
    out.mkdir()
    train(init_nlp(config), out)


def join(tagger: Path, ner: Path, training: Treebank) -> Language:
    """Join the trained parts and the lemma tables to one pipeline."""
    nlp = spacy.load(tagger)
    lemmatizer = nlp.add_pipe("norwegian_lemmatizer", name="lemmatizer")
    assert isinstance(lemmatizer, Lemmatizer)  # noqa: S101 - tells the type checker
    nb, nn = (read_treebank(training.tagged[standard]) for standard in ("nb", "nn"))
    lemmatizer.tables = {"nb": lemma_table(nb, nn), "nn": lemma_table(nn, nb)}
    nlp.add_pipe("ner", source=spacy.load(ner))
    config = nlp.config
    config["nlp"]["after_creation"] = None  # the tokenizer is saved with the pipeline
    for section in ("paths", "corpora", "training", "initialize"):
        config.pop(section)
    nlp.config = config
    return nlp


def write(
    nlp: Language, scores: Mapping[str, Mapping[Standard, Mapping[str, float]]], target: Path
) -> None:
    """Write the pipeline with its model card, and beside it a card that programs read."""
    nlp.meta.update(META)
    with whole_folder(target) as folder:
        # Without the vocabulary: the words seen in training are not needed, labels come with
        # the components.
        nlp.to_disk(folder, exclude=["vocab"])
        (folder / "README.md").write_text(readme(scores), encoding="utf-8")
    record = {**META, "sha256": sha256_of_folder(target), "scores": scores}
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    target.with_suffix(".json").write_text(text, encoding="utf-8")
