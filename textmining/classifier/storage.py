"""A model as a folder that can be mailed: `pipeline.skops`, `codebook.yaml`, `card.json`.

Opening it runs no code: skops refuses every type that is not named here (a pickle or joblib file
would run whatever is inside). The card holds the hash of the other two files and of itself, so
that a changed or truncated file is noticed before it is opened. Equal models are equal bytes.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import numpy as np
import skops.io
import yaml

from textmining.classifier.calibration import Platt
from textmining.classifier.card import ModelCard
from textmining.classifier.confidence import Confidence
from textmining.classifier.dense import DenseFeatures
from textmining.classifier.linear import Linear
from textmining.classifier.model import Model
from textmining.classifier.pair_features import Context
from textmining.classifier.selective import SelectiveCoding
from textmining.classifier.stacking import FoldModel, Stacking
from textmining.classifier.views import TextSettings, View
from textmining.codebook import from_plain, to_plain
from textmining.errors import ModelError
from textmining.files import atomic_folder, check_folder, recover, sha256_of_bytes

__all__ = [
    "MODEL_FORMAT",
    "check_model_folder",
    "load_model",
    "save_model",
    "sealed",
    "write_model_to",
]

_CARD, _CODEBOOK, _PIPELINE = "card.json", "codebook.yaml", "pipeline.skops"
_FILES = (_CARD, _CODEBOOK, _PIPELINE)
MODEL_FORMAT = 4
"""Of the folder; a model of another one cannot be read."""

_TRUSTED = ["sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor"]
"""The only type beyond skops' own list: the trees of a gradient boosting."""

_YEAR_ZERO = (1980, 1, 1, 0, 0, 0)
"""The earliest date a zip archive can carry."""


def check_model_folder(folder: Path) -> None:
    """Raise FileError if a model cannot be written to `folder`, since it holds something else."""
    check_folder(folder, _FILES)


def save_model(model: Model, folder: Path) -> None:
    """Write a model; an older model of the name is replaced whole.

    Raises:
        FileError: the folder cannot be written, or holds something else.
    """
    with atomic_folder(folder, _FILES) as new:
        write_model_to(model, new)


def write_model_to(model: Model, folder: Path) -> None:
    """Write a model's files to a folder that is to become the model (see `atomic_files`)."""
    for name, data in _files_of(model).items():
        (folder / name).write_bytes(data)


def sealed(model: Model) -> Model:
    """Return the model with the card that it has once it is saved, its hash in it."""
    return replace(model, card=json.loads(_files_of(model)[_CARD]))


def _files_of(model: Model) -> dict[str, bytes]:
    files = {
        _CODEBOOK: yaml.safe_dump(
            to_plain(model.codebook), allow_unicode=True, sort_keys=False
        ).encode(),
        _PIPELINE: _canonical(skops.io.dumps(_to_state(model))),
    }
    hashes = {name: sha256_of_bytes(data) for name, data in files.items()}
    files[_CARD] = _card_bytes({**model.card, "format": MODEL_FORMAT, "files": hashes})
    return files


def load_model(folder: Path) -> Model:
    """Read a model.

    Raises:
        ModelError: the folder is no model, a file is missing, changed or truncated, the model was
            made with another version of this program that saved them differently or another
            minor version of scikit-learn, or it holds unknown types.
    """
    recover(folder.parent)
    card = _read_card(folder)
    if card.get("format") != MODEL_FORMAT:
        raise ModelError(
            f"{folder}: was trained with another version of this program, which saved models "
            "differently; train again."
        )
    trained_with = str(card["versions"]["scikit-learn"])
    if _minor(trained_with) != _minor(version("scikit-learn")):
        raise ModelError(
            f"{folder}: was trained with scikit-learn {trained_with} and this is "
            f"{version('scikit-learn')}; train again, or install scikit-learn "
            f"{_minor(trained_with)}."
        )
    codebook = from_plain(yaml.safe_load(_checked(folder, _CODEBOOK, card)), _CODEBOOK)
    archive = _checked(folder, _PIPELINE, card)
    unknown = sorted(set(skops.io.get_untrusted_types(data=archive)) - set(_TRUSTED))
    if unknown:
        raise ModelError(
            f"{folder / _PIPELINE}: holds types that no model of this program has "
            f"({', '.join(unknown)}); do not use it, and ask its sender for the original."
        )
    state = skops.io.loads(archive, trusted=_TRUSTED)
    return Model(codebook=codebook, card=cast(ModelCard, card), **_from_state(state))


def _to_state(model: Model) -> dict[str, Any]:
    """Arrays, numbers, names and scikit-learn estimators: all that skops may hold."""
    linear, context, second = model.linear, model.context, model.second
    return {
        "reading": asdict(linear.settings),
        "views": {
            name: {"keys": view.keys, "idf": view.idf, "unseen": view.unseen}
            for name, view in linear.views.items()
        },
        "weights": {name: array.astype(np.float16) for name, array in linear.weights.items()},
        "questions": list(linear.whole.questions),
        "centre": linear.whole.centre,
        "vector_share": linear.whole.vector_share,
        "whole_weights": linear.whole_weights,
        "level": linear.level,
        "platt": vars(context.platt),
        "prior": context.prior,
        "lift": context.lift,
        "second": None if second is None else [vars(member) for member in second.members],
        "confidence": model.confidence.weights,
        "automation": vars(model.selective),
        "learned": model.learned,
    }


def _from_state(state: Mapping[str, Any]) -> dict[str, Any]:
    questions = tuple(state["questions"])
    linear = Linear(
        TextSettings(**state["reading"]),
        {name: View(**view) for name, view in state["views"].items()},
        {name: array.astype(np.float32) for name, array in state["weights"].items()},
        DenseFeatures(questions, state["centre"], state["vector_share"]),
        state["whole_weights"],
        state["level"],
    )
    members = state["second"]
    return {
        "linear": linear,
        "context": Context(Platt(**state["platt"]), questions, state["prior"], state["lift"]),
        "second": None if members is None else Stacking([FoldModel(**one) for one in members]),
        "confidence": Confidence(state["confidence"]),
        "selective": SelectiveCoding(**state["automation"]),
        "learned": state["learned"],
    }


def _read_card(folder: Path) -> dict[str, Any]:
    path = folder / _CARD
    if not path.is_file():
        raise ModelError(f"{folder}: is no model folder ({_CARD} is missing); name one.")
    try:
        card = json.loads(path.read_bytes())
        intact = isinstance(card, dict) and path.read_bytes() == _card_bytes(card)
    except ValueError:
        intact = False
    if not intact:
        raise _changed(path)
    return dict(card)


def _card_bytes(card: Mapping[str, Any]) -> bytes:
    """The card as JSON, with the hash of everything else in it."""
    content = {key: value for key, value in card.items() if key != "sha256"}
    plain = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    sealed = {**content, "sha256": hashlib.sha256(plain.encode()).hexdigest()}
    return (json.dumps(sealed, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _checked(folder: Path, name: str, card: Mapping[str, Any]) -> bytes:
    path = folder / name
    if not path.is_file():
        raise ModelError(f"{folder}: {name} is missing; copy the whole folder again.")
    content = path.read_bytes()
    if sha256_of_bytes(content) != card["files"][name]:
        raise _changed(path)
    return content


def _changed(path: Path) -> ModelError:
    return ModelError(
        f"{path}: is not as it was saved (changed or truncated); copy the whole folder again."
    )


def _minor(number: str) -> str:
    return ".".join(number.split(".")[:2])


def _canonical(archive: bytes) -> bytes:
    """Give a skops archive names, numbers and dates that depend on its content only.

    skops numbers objects by their place in memory, in the schema and in the file names.
    """
    numbers: dict[object, int] = {}

    def renumbered(node: Any) -> Any:
        if isinstance(node, list):
            return [renumbered(value) for value in node]
        if not isinstance(node, dict):
            return node
        plain = {key: renumbered(value) for key, value in node.items()}
        if "__id__" in node:
            plain["__id__"] = numbers.setdefault(node["__id__"], len(numbers))
        if isinstance(node.get("file"), str):
            number = numbers.setdefault(int(Path(node["file"]).stem), len(numbers))
            plain["file"] = f"{number}{Path(node['file']).suffix}"
            files[plain["file"]] = old.read(node["file"])
        return plain

    files: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(archive)) as old:
        schema = renumbered(json.loads(old.read("schema.json")))
    files["schema.json"] = json.dumps(schema).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as new:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _YEAR_ZERO)
            new.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
