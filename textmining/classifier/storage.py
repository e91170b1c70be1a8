"""A model as a folder that can be mailed: `card.json`, `codebook.yaml`, `model.json`, `arrays.npz`.

Opening it runs no code: the files hold names and numbers, nothing that says how to make an object
(a pickle or joblib file would run whatever is inside), and an array of objects is refused. The card
holds the hash of the other files and of itself, so that a changed or truncated file is noticed
before it is opened. Equal models are equal bytes.
"""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, cast
from zipfile import BadZipFile

import numpy as np
import yaml

from textmining.classifier.calibration import Platt
from textmining.classifier.card import ModelCard
from textmining.classifier.confidence import Confidence
from textmining.classifier.dense import DenseFeatures
from textmining.classifier.linear import Linear, Weights
from textmining.classifier.model import Model
from textmining.classifier.pair_features import Context
from textmining.classifier.selective import SelectiveCoding
from textmining.classifier.stacking import FoldModel, Stacking
from textmining.classifier.trees import Trees
from textmining.classifier.views import TextSettings, View
from textmining.codebook import from_plain, to_plain
from textmining.errors import ModelError
from textmining.files import atomic_folder, check_folder, recover, sha256_of_bytes

_CARD, _CODEBOOK, _PLAIN, _ARRAYS = "card.json", "codebook.yaml", "model.json", "arrays.npz"
_FILES = (_CARD, _CODEBOOK, _PLAIN, _ARRAYS)
_FORMER = (_CARD, _CODEBOOK, "pipeline.skops")
"""The files of models up to format 4, which are told to train again and then replaced."""

MODEL_FORMAT = 6
"""Of the folder; a model of another one cannot be read."""

_ARRAY = "array"
"""The only key of what stands in `model.json` for an array: its name in `arrays.npz`."""


def check_model_folder(folder: Path) -> None:
    """Raise FileError if a model cannot be written to `folder`, since it holds something else."""
    check_folder(folder, _ours(folder))


def _ours(folder: Path) -> tuple[str, ...]:
    """The files that a model in the folder has."""
    return _FORMER if (folder / _FORMER[-1]).exists() else _FILES


def save_model(model: Model, folder: Path) -> None:
    """Write a model; an older model of the name is replaced whole.

    Raises:
        FileError: the folder cannot be written, or holds something else.
    """
    with atomic_folder(folder, _ours(folder)) as new:
        write_model_to(model, new)


def write_model_to(model: Model, folder: Path) -> None:
    """Write a model's files to a folder that is to become the model (see `atomic_files`)."""
    for name, data in _files_of(model).items():
        (folder / name).write_bytes(data)


def sealed(model: Model) -> Model:
    """Return the model with the card that it has once it is saved, its hash in it."""
    return replace(model, card=json.loads(_files_of(model)[_CARD]))


def _files_of(model: Model) -> dict[str, bytes]:
    arrays: dict[str, Any] = {}
    plain = _without_arrays(_to_state(model), "", arrays)
    stream = io.BytesIO()
    np.savez_compressed(stream, allow_pickle=False, **arrays)
    files = {
        _CODEBOOK: yaml.safe_dump(
            to_plain(model.codebook), allow_unicode=True, sort_keys=False
        ).encode(),
        _PLAIN: json.dumps(plain, ensure_ascii=False, indent=1).encode(),
        _ARRAYS: stream.getvalue(),
    }
    hashes = {name: sha256_of_bytes(data) for name, data in files.items()}
    files[_CARD] = _card_bytes({**model.card, "format": MODEL_FORMAT, "files": hashes})
    return files


def _without_arrays(value: Any, name: str, arrays: dict[str, Any]) -> Any:
    """Return plain data with a name for every array; the arrays go to `arrays` by name."""
    if isinstance(value, np.ndarray):
        arrays[name] = value
        return {_ARRAY: name}
    if isinstance(value, Mapping):
        return {key: _without_arrays(one, f"{name}.{key}", arrays) for key, one in value.items()}
    if isinstance(value, list):
        return [_without_arrays(one, f"{name}.{n}", arrays) for n, one in enumerate(value)]
    return value


def _with_arrays(value: Any, arrays: Mapping[str, Any]) -> Any:
    """Put the arrays back where their names stand."""
    if isinstance(value, dict):
        if list(value) == [_ARRAY]:
            return arrays[value[_ARRAY]]
        return {key: _with_arrays(one, arrays) for key, one in value.items()}
    if isinstance(value, list):
        return [_with_arrays(one, arrays) for one in value]
    return value


def load_model(folder: Path) -> Model:
    """Read a model.

    Raises:
        ModelError: the folder is no model, a file is missing, changed or truncated, the model was
            made with another version of this program that saved them differently, or it holds
            what no model has.
    """
    recover(folder.parent)
    card = _read_card(folder)
    if card.get("format") != MODEL_FORMAT:
        raise ModelError(
            "{folder}: was trained with another version of this program, which saved models "
            "differently; train again.",
            folder=folder,
        )
    codebook = from_plain(yaml.safe_load(_checked(folder, _CODEBOOK, card)), _CODEBOOK)
    plain, packed = _checked(folder, _PLAIN, card), _checked(folder, _ARRAYS, card)
    try:
        with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
            state = _from_state(_with_arrays(json.loads(plain), dict(arrays)))
    except (ValueError, TypeError, KeyError, AttributeError, EOFError, BadZipFile):
        raise ModelError(
            "{folder}: holds what no model of this program has; do not use it, and ask its sender "
            "for the original.",
            folder=folder,
        ) from None
    return Model(codebook=codebook, card=cast(ModelCard, card), **state)


def _to_state(model: Model) -> dict[str, Any]:
    """Arrays, numbers and names, in dictionaries and lists."""
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
        **({} if linear.twin is None else {"twin": _half(linear.twin)}),
        "platt": vars(context.platt),
        "prior": context.prior,
        "lift": context.lift,
        "second": None if second is None else [asdict(member) for member in second.members],
        "confidence": model.confidence.weights,
        "automation": vars(model.selective),
        "learned": model.learned,
    }


def _half(weights: Weights) -> dict[str, Any]:
    views = {name: array.astype(np.float16) for name, array in weights.views.items()}
    return {**vars(weights), "views": views}


def _twin(state: Mapping[str, Any]) -> Weights:
    views = {name: array.astype(np.float32) for name, array in state["views"].items()}
    return Weights(views, state["whole"], state["level"])


def _from_state(state: Mapping[str, Any]) -> dict[str, Any]:
    questions = tuple(state["questions"])
    linear = Linear(
        TextSettings(**state["reading"]),
        {name: View(**view) for name, view in state["views"].items()},
        {name: array.astype(np.float32) for name, array in state["weights"].items()},
        DenseFeatures(questions, state["centre"], state["vector_share"]),
        state["whole_weights"],
        state["level"],
        _twin(state["twin"]) if "twin" in state else None,
    )
    members = state["second"]
    return {
        "linear": linear,
        "context": Context(Platt(**state["platt"]), questions, state["prior"], state["lift"]),
        "second": None if members is None else Stacking([_member(one) for one in members]),
        "confidence": Confidence(state["confidence"]),
        "selective": SelectiveCoding(**state["automation"]),
        "learned": state["learned"],
    }


def _member(state: Mapping[str, Any]) -> FoldModel:
    return FoldModel(**{**state, "trees": Trees(**state["trees"])})


def _read_card(folder: Path) -> dict[str, Any]:
    path = folder / _CARD
    if not path.is_file():
        raise ModelError(
            "{folder}: is no model folder ({card} is missing); name one.", folder=folder, card=_CARD
        )
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
        raise ModelError(
            "{folder}: {name} is missing; copy the whole folder again.", folder=folder, name=name
        )
    content = path.read_bytes()
    if sha256_of_bytes(content) != card["files"][name]:
        raise _changed(path)
    return content


def _changed(path: Path) -> ModelError:
    return ModelError(
        "{path}: is not as it was saved (changed or truncated); copy the whole folder again.",
        path=path,
    )
