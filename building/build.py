"""The whole recipe: train, join, test, describe."""

import json
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import spacy
from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import DIR_MODEL_LAST, train
from spacy.util import load_config

from building.card import META, readme
from building.lemmas import lemma_table
from building.scores import all_scores
from building.treebank import Files, Treebank, find_treebank, read_treebank
from textmining.files import atomic_folder, sha256_of_folder
from textmining.language.lemmas import Lemmatizer
from textmining.language.standard import Standard

_RECIPES = Path(__file__).parent
# The second training, which goes on from the first.
_MORE_STEPS = 700
_MORE_RATE = 0.0005


def build(folder: Path, target: Path, steps: int | None = None) -> None:
    """Make the pipeline folder `target`, and beside it its card, from the treebank in `folder`.

    What the recipe makes of the train part is scored on the dev part, on which the recipe was
    chosen. Then training goes on with both parts, and what has learnt from both is scored on the
    test part and written.

    Args:
        folder: with the treebank's CoNLL-U files.
        target: what to write; replaced whole.
        steps: of each training, if not as many as the recipe says.

    Raises:
        FileError: a file of the treebank is missing, or `target` cannot be written.
    """
    train_part, dev, test = (find_treebank(folder, part) for part in ("train", "dev", "test"))
    both = train_part + dev
    with TemporaryDirectory() as temporary:
        first, second = Path(temporary) / "first", Path(temporary) / "second"
        _train_halves(train_part, dev, first, _changed(steps))
        _train_halves(both, dev, second, _changed(steps or _MORE_STEPS, _MORE_RATE), start=first)
        shipped = _joined(second, both)
        scores = {
            "dev": _scores(_joined(first, train_part), dev),
            "test": _scores(shipped, test),
        }
    _write(shipped, scores, target)


def _changed(steps: int | None, rate: float | None = None) -> dict[str, object]:
    """Return what to change in the recipes."""
    changes: dict[str, object] = {}
    if steps is not None:
        changes |= {"training.max_steps": steps, "training.eval_frequency": steps}
    if rate is not None:
        changes["training.optimizer.learn_rate.initial_rate"] = rate
    return changes


def _train_halves(
    learnt: Treebank,
    dev: Treebank,
    out: Path,
    changes: Mapping[str, object],
    start: Path | None = None,
) -> None:
    """Train tagger and name finder, each in its process; go on from those in `start`."""
    out.mkdir()
    halves = [
        (recipe, files, checked, out, changes, start)
        for recipe, files, checked in (
            ("tagger", learnt.tagged, dev.tagged),
            ("ner", learnt.named, dev.named),
        )
    ]
    with ProcessPoolExecutor(len(halves), mp_context=get_context("spawn")) as pool:
        list(pool.map(_train, *zip(*halves, strict=True)))


def _train(
    recipe: str,
    learnt: Files,
    checked: Files,
    out: Path,
    changes: Mapping[str, object],
    start: Path | None,
) -> None:
    """Train one half by its recipe; how right it is on `checked` is logged, and chooses nothing."""
    overrides = {
        **changes,
        "paths.train": [str(path) for paths in learnt.values() for path in paths],
        "paths.dev": [str(path) for paths in checked.values() for path in paths],
    }
    config = load_config(_RECIPES / f"{recipe}.cfg", overrides=overrides, interpolate=False)
    if start is not None:
        source = str(start / recipe / DIR_MODEL_LAST)
        config["components"] = {name: {"source": source} for name in config["components"]}
    (out / recipe).mkdir()
    train(init_nlp(config), out / recipe)


def _scores(nlp: Language, part: Treebank) -> dict[Standard, Mapping[str, float]]:
    return {
        standard: all_scores(
            nlp, read_treebank(*part.tagged[standard]), read_treebank(*part.named[standard])
        )
        for standard in part.tagged
    }


def _joined(halves: Path, learnt: Treebank) -> Language:
    """Join the trained halves and what is counted in the treebank to one pipeline."""
    nlp = spacy.load(halves / "tagger" / DIR_MODEL_LAST)
    lemmatizer = nlp.add_pipe("norwegian_lemmatizer", name="lemmatizer")
    assert isinstance(lemmatizer, Lemmatizer)  # noqa: S101 - tells the type checker
    nb, nn = (read_treebank(*learnt.tagged[standard]) for standard in ("nb", "nn"))
    lemmatizer.tables = {"nb": lemma_table(nb, nn), "nn": lemma_table(nn, nb)}
    nlp.add_pipe("ner", source=spacy.load(halves / "ner" / DIR_MODEL_LAST))
    config = nlp.config
    config["nlp"]["after_creation"] = None  # the tokenizer is saved with the pipeline
    for section in ("paths", "corpora", "training", "initialize"):
        config.pop(section)
    nlp.config = config
    return nlp


def _write(
    nlp: Language, scores: Mapping[str, Mapping[Standard, Mapping[str, float]]], target: Path
) -> None:
    """Write the pipeline with its model card, and beside it a card that programs read."""
    # Without what spaCy notes of its own training: dev is a part of what it learns from.
    nlp.meta.update({**META, "performance": {}})
    with atomic_folder(target) as folder:
        # Without the vocabulary: the words seen in training are not needed, labels come with
        # the components.
        nlp.to_disk(folder, exclude=["vocab"])
        (folder / "README.md").write_text(readme(scores), encoding="utf-8")
    record = {**META, "sha256": sha256_of_folder(target), "scores": scores}
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    target.with_suffix(".json").write_text(text, encoding="utf-8")
