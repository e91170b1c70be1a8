"""The Norwegian spaCy pipeline: cleaning, lemmas, written standard, personal data."""

from textmining.language.cleaning import clean
from textmining.language.pipeline import (
    Analysis,
    Entity,
    Identity,
    Pipeline,
    load_pipeline,
    load_shipped,
)
from textmining.language.standard import Standard, written_standard

__all__ = [
    "Analysis",
    "Entity",
    "Identity",
    "Pipeline",
    "Standard",
    "clean",
    "load_pipeline",
    "load_shipped",
    "written_standard",
]
