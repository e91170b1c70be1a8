"""The Norwegian pipeline as spaCy knows pipelines: `spacy.load("nb_nn_survey_sm")`."""

from typing import TYPE_CHECKING, Any

from textmining.language import load_shipped

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["load"]


def load(**overrides: Any) -> "Language":
    """Load the pipeline; `overrides` are those of `spacy.load`, as `disable` and `config`."""
    return load_shipped(**overrides)
