"""The whole recipe: find the treebank's files, train, join, test, describe."""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import spacy
from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import DIR_MODEL_LAST, train
from spacy.util import load_config

from textmining.errors import FileError
from textmining.files import sha256_of_folder, whole_folder
from textmining.language.building.card import META, readme
from textmining.language.building.lemmas import lemma_table
from textmining.language.building.parts import parts_of_speech
from textmining.language.building.scores import all_scores
from textmining.language.building.treebank import has_entities, read_treebank
from textmining.language.lemmas import Lemmatizer
from textmining.language.morphologizer import NorwegianMorphologizer
from textmining.language.standard import Standard

__all__ = ["Treebank", "build", "find_treebank"]

_IN_FILE_NAMES: Mapping[Standard, str] = {"nb": "bokmaal", "nn": "nynorsk"}
Files = Mapping[Standard, tuple[Path, ...]]

_RECIPES = Path(__file__).parent


@dataclass(frozen=True)
class Treebank:
    """The files of one or more parts (train, dev, test) in each written standard.

    Attributes:
        tagged: with parts of speech, morphology and lemmas by today's conventions.
        named: with entities.
    """

    tagged: Files
    named: Files

    def __add__(self, other: "Treebank") -> "Treebank":
        """Return the files of both."""
        return Treebank(_together(self.tagged, other.tagged), _together(self.named, other.named))


def _together(some: Files, others: Files) -> Files:
    return {standard: (*some[standard], *others[standard]) for standard in some}


def find_treebank(folder: Path, part: str) -> Treebank:
    """Find the files of `part` below `folder`, where NorNE's and UD's repositories may lie.

    Of two files of the same part, the one without entities is newer in its tags.

    Raises:
        FileError: a file is missing.
    """
    tagged, named = dict[Standard, tuple[Path, ...]](), dict[Standard, tuple[Path, ...]]()
    for standard, name in _IN_FILE_NAMES.items():
        files = sorted(folder.rglob(f"*{name}*{part}.conllu*"))
        with_entities = [path for path in files if has_entities(path)]
        if not with_entities:
            raise FileError(
                folder,
                f"has no file *{name}*{part}.conllu with entities below it",
                "Put the repositories of NorNE and of the two Norwegian UD treebanks there.",
            )
        without = [path for path in files if path not in with_entities]
        named[standard] = (with_entities[0],)
        tagged[standard] = ((without or with_entities)[0],)
    return Treebank(tagged, named)


def build(folder: Path, target: Path, steps: int | None = None) -> None:
    """Make the pipeline folder `target`, and beside it its card, from the treebank in `folder`.

    The recipe is trained twice. What it learns from the train part alone is scored on the dev
    part, on which the recipe was chosen. What it learns from both is scored on the test part and
    written.

    Args:
        folder: with the treebank's CoNLL-U files.
        target: what to write; replaced whole.
        steps: of training, if not as many as the recipe says.

    Raises:
        FileError: a file of the treebank is missing, or `target` cannot be written.
    """
    train_part, dev, test = (find_treebank(folder, part) for part in ("train", "dev", "test"))
    with TemporaryDirectory() as temporary:
        chosen, shipped = _trained([train_part, train_part + dev], dev, Path(temporary), steps)
        write(shipped, {"dev": _scores(chosen, dev), "test": _scores(shipped, test)}, target)


def _trained(
    trainings: Sequence[Treebank], dev: Treebank, work: Path, steps: int | None
) -> list[Language]:
    """Return a pipeline for each of `trainings`; two processes at a time train their halves."""
    halves = [
        (recipe, work / f"{number}-{recipe}", learnt, checked, steps)
        for number, training in enumerate(trainings)
        for recipe, learnt, checked in (
            ("ner", training.named, dev.named),
            ("tagger", training.tagged, dev.tagged),
        )
    ]
    # A process for each, so that none depends on what its process has done before.
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        list(pool.map(_train, *zip(*halves, strict=True)))
    return [
        join(
            work / f"{number}-tagger" / DIR_MODEL_LAST,
            work / f"{number}-ner" / DIR_MODEL_LAST,
            training,
        )
        for number, training in enumerate(trainings)
    ]


def _train(
    recipe: str,
    out: Path,
    learnt: Files,
    checked: Files,
    steps: int | None,
) -> None:
    """Train one half by its recipe; how right it is on `checked` is logged, and chooses nothing."""
    overrides: dict[str, object] = {
        "paths.train": [str(path) for paths in learnt.values() for path in paths],
        "paths.dev": [str(path) for paths in checked.values() for path in paths],
    }
    if steps is not None:
        overrides |= {"training.max_steps": steps, "training.eval_frequency": steps}
    config = load_config(_RECIPES / f"{recipe}.cfg", overrides=overrides, interpolate=False)
    out.mkdir()
    train(init_nlp(config), out)


def _scores(nlp: Language, part: Treebank) -> dict[Standard, Mapping[str, float]]:
    return {
        standard: all_scores(
            nlp, read_treebank(*part.tagged[standard]), read_treebank(*part.named[standard])
        )
        for standard in _IN_FILE_NAMES
    }


def join(tagger: Path, ner: Path, learnt: Treebank) -> Language:
    """Join the trained halves and the lemma tables to one pipeline."""
    nlp = spacy.load(tagger)
    lemmatizer = nlp.add_pipe("norwegian_lemmatizer", name="lemmatizer")
    assert isinstance(lemmatizer, Lemmatizer)  # noqa: S101 - tells the type checker
    nb, nn = (read_treebank(*learnt.tagged[standard]) for standard in ("nb", "nn"))
    lemmatizer.tables = {"nb": lemma_table(nb, nn), "nn": lemma_table(nn, nb)}
    morphologizer = nlp.get_pipe("morphologizer")
    assert isinstance(morphologizer, NorwegianMorphologizer)  # noqa: S101 - tells the type checker
    morphologizer.words = parts_of_speech([*nb, *nn])
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
    # Without what spaCy notes of its own training: dev is a part of what it learns from.
    nlp.meta.update({**META, "performance": {}})
    with whole_folder(target) as folder:
        # Without the vocabulary: the words seen in training are not needed, labels come with
        # the components.
        nlp.to_disk(folder, exclude=["vocab"])
        (folder / "README.md").write_text(readme(scores), encoding="utf-8")
    record = {**META, "sha256": sha256_of_folder(target), "scores": scores}
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    target.with_suffix(".json").write_text(text, encoding="utf-8")
