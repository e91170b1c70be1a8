"""A model opened with the language pipeline and the sentence encoder it was trained with."""

from pathlib import Path

from textmining.classifier import Model, load_model
from textmining.codebook import read_codebook
from textmining.errors import LanguageError, Message
from textmining.language import (
    NO_ENCODER,
    SHIPPED_ENCODER,
    Pipeline,
    load_pipeline,
    shipped_encoder_sha256,
)

ENCODED_UP_TO = 4000
"""Coded answers up to which the sentence encoder that ships is learnt from if nothing else is said:
as far as its gain was measured (docs/benchmarks.md). It makes coding several times as slow."""


def encoder_for(coded: int, asked: str | None) -> str:
    """Return the encoder to train with: what was asked for, or what so many coded answers need."""
    if asked is not None:
        return asked
    return SHIPPED_ENCODER if coded <= ENCODED_UP_TO else NO_ENCODER


def open_model(
    folder: Path,
    codebook: Path | None = None,
    pipeline: str | None = None,
    encoder: str | None = None,
) -> tuple[Model, Pipeline]:
    """Load a model and the pipeline it was trained with.

    Args:
        folder: the model folder.
        codebook: must be the model's, if given.
        pipeline: where its pipeline is, if that is neither the default nor an installed package.
        encoder: its sentence encoder, if that is not the one that ships: a folder.

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


def pipeline_of(model: Model, name: str | None, encoder: str | None) -> Pipeline:
    """Load the pipeline that a model was trained with.

    Where it is, and its encoder, is said as for `open_model`.

    Raises:
        LanguageError: the pipeline is not installed, or another version is; the same of the
            encoder.
    """
    wanted = dict(model.card["language"])
    if encoder is None:
        ours = _sha256(wanted.get("encoder", NO_ENCODER)) == shipped_encoder_sha256()
        encoder = SHIPPED_ENCODER if ours else NO_ENCODER
    pipeline = load_pipeline(name, encoder)
    if name is None and pipeline.identity.name != wanted.get("name"):
        pipeline = load_pipeline(wanted.get("name"), encoder)
    found = pipeline.identity.record()
    given, needed = found.pop("encoder", ""), wanted.pop("encoder", "")
    # Its folder may be called otherwise by now: only the hash tells encoders apart.
    if _sha256(given) != _sha256(needed):
        raise LanguageError(
            "the model was trained with {needed} and is used with {given}. Train again, or name "
            "the right folder with --encoder.",
            needed=_named(needed),
            given=_named(given),
        )
    if found != wanted:
        raise LanguageError(
            "the model was trained with the language pipeline {name} {version}, and this is {own} "
            "{own_version} or another build of it. Train again, or name the "
            "right one with --pipeline.",
            name=wanted.get("name"),
            version=wanted.get("version"),
            own=found["name"],
            own_version=found["version"],
        )
    return pipeline


def _sha256(encoder: str) -> str:
    return encoder.rpartition(" ")[2]


def _named(encoder: str) -> str:
    """The sentence encoder in words; its hash is cut short."""
    name, _, sha256 = encoder.rpartition(" ")
    said = "the sentence encoder {name} ({sha256})" if name else "no sentence encoder"
    return Message(said, name=name, sha256=sha256[:8])
