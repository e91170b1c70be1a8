"""The language pipeline that a model was trained with."""

from dataclasses import asdict

from textmining.classifier import Model
from textmining.errors import LanguageError
from textmining.language import Pipeline, load_pipeline

__all__ = ["pipeline_of"]


def pipeline_of(model: Model, name: str | None = None) -> Pipeline:
    """Load the pipeline the model was trained with.

    Args:
        model: the model.
        name: where that pipeline is, if it is neither the default nor an installed package.

    Raises:
        LanguageError: it is not installed, or another version is.
    """
    wanted = dict(model.card["language"])
    pipeline = load_pipeline(name)
    if name is None and pipeline.identity.name != wanted.get("name"):
        pipeline = load_pipeline(wanted.get("name"))
    found = asdict(pipeline.identity)
    if found != wanted:
        raise LanguageError(
            f"the model was trained with the language pipeline {wanted.get('name')} "
            f"{wanted.get('version')}, and this is {found['name']} {found['version']} or another "
            "build of it. Train again, or name the right one with --language."
        )
    return pipeline
