"""The language pipeline that a model was trained with."""

from pathlib import Path

from textmining.classifier import Model
from textmining.errors import LanguageError
from textmining.language import Pipeline, load_pipeline

__all__ = ["pipeline_of"]


def pipeline_of(model: Model, name: str | None = None, encoder: Path | None = None) -> Pipeline:
    """Load the pipeline the model was trained with.

    Args:
        model: the model.
        name: where that pipeline is, if it is neither the default nor an installed package.
        encoder: folder of the sentence encoder, if it was trained with one.

    Raises:
        LanguageError: it is not installed, or another version is; the same of the encoder.
    """
    wanted = dict(model.card["language"])
    pipeline = load_pipeline(name, encoder)
    if name is None and pipeline.identity.name != wanted.get("name"):
        pipeline = load_pipeline(wanted.get("name"), encoder)
    found = pipeline.identity.record()
    if found.get("encoder") != wanted.get("encoder"):
        raise LanguageError(
            f"the model was trained with {_named(wanted)} and is used with {_named(found)}. "
            "Train again, or name the right folder with --encoder."
        )
    if found != wanted:
        raise LanguageError(
            f"the model was trained with the language pipeline {wanted.get('name')} "
            f"{wanted.get('version')}, and this is {found['name']} {found['version']} or another "
            "build of it. Train again, or name the right one with --language."
        )
    return pipeline


def _named(identity: dict[str, str]) -> str:
    """The sentence encoder in words; its hash is cut short."""
    name, _, sha256 = identity.get("encoder", "").rpartition(" ")
    return f"the sentence encoder {name} ({sha256[:8]})" if name else "no sentence encoder"
