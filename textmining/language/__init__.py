"""The Norwegian spaCy pipeline: cleaning, lemmas, written standard, personal data."""

from textmining.language.cleaning import clean
from textmining.language.encoder import NO_ENCODER, SHIPPED_ENCODER, shipped_encoder_sha256
from textmining.language.function_words import is_function_word
from textmining.language.pipeline import (
    Entity,
    Identity,
    Pipeline,
    load_pipeline,
    load_shipped,
)
from textmining.language.reading import Analysis
from textmining.language.standard import Standard, written_standard

__all__ = [
    "NO_ENCODER",
    "SHIPPED_ENCODER",
    "Analysis",
    "Entity",
    "Identity",
    "Pipeline",
    "Standard",
    "clean",
    "is_function_word",
    "load_pipeline",
    "load_shipped",
    "shipped_encoder_sha256",
    "written_standard",
]
