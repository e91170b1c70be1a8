"""A model opened with the language pipeline that it was trained with."""

from pathlib import Path

from textmining.classifier import Model, load_model
from textmining.codebook import read_codebook
from textmining.errors import LanguageError
from textmining.language import Pipeline, load_pipeline

__all__ = ["open_model", "pipeline_of"]


def open_model(
    folder: Path,
    codebook: Path | None = None,
    pipeline: str | None = None,
    encoder: Path | None = None,
) -> tuple[Model, Pipeline]:
    """Load a model and the pipeline it was trained with.

    Args:
        folder: the model folder.
        codebook: must be the model's, if given.
        pipeline: where its pipeline is, if that is neither the default nor an installed package.
        encoder: folder of the sentence encoder, if it was trained with one.

    Raises:
        ModelError: the model cannot be trusted.
        CodebookError: the codebook is another one.
        LanguageError: the pipeline is not installed, or another version is; the same of the
            encoder.
    """
    model = load_model(folder)
    if codebook:
        model.check_codebook(read_codebook(codebook))
    return model, pipeline_of(model, pipeline, encoder)


def pipeline_of(model: Model, name: str | None, encoder: Path | None) -> Pipeline:
    """Load the pipeline that a model was trained with.

    Args:
        model: the model.
        name: where its pipeline is, if that is neither the default nor an installed package.
        encoder: folder of the sentence encoder, if it was trained with one.

    Raises:
        LanguageError: the pipeline is not installed, or another version is; the same of the
            encoder.
    """
    wanted = dict(model.card["language"])
    pipeline = load_pipeline(name, encoder)
    if name is None and pipeline.identity.name != wanted.get("name"):
        pipeline = load_pipeline(wanted.get("name"), encoder)
    found = pipeline.identity.record()
    given, needed = found.pop("encoder", ""), wanted.pop("encoder", "")
    # Its folder may be called otherwise by now: only the hash tells encoders apart.
    if given.rpartition(" ")[2] != needed.rpartition(" ")[2]:
        raise LanguageError(
            f"the model was trained with {_named(needed)} and is used with {_named(given)}. "
            "Train again, or name the right folder with --encoder."
        )
    if found != wanted:
        raise LanguageError(
            f"the model was trained with the language pipeline {wanted.get('name')} "
            f"{wanted.get('version')}, and this is {found['name']} {found['version']} or another "
            "build of it. Train again, or name the right one with --pipeline."
        )
    return pipeline


def _named(encoder: str) -> str:
    """The sentence encoder in words; its hash is cut short."""
    name, _, sha256 = encoder.rpartition(" ")
    return f"the sentence encoder {name} ({sha256[:8]})" if name else "no sentence encoder"
