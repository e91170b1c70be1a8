"""Answers with personal data masked: for models, and for those who are not coders."""

import pandas as pd

from textmining.language import Pipeline, clean
from textmining.language.personal_data import find, mask

__all__ = ["masked"]


def masked(answers: pd.DataFrame, pipeline: Pipeline, *, jobs: int = 1) -> pd.DataFrame:
    """Return the answers with names, numbers and addresses masked in their texts.

    A text without any stays as it was written; one with some is cleaned on the way.

    Raises:
        LanguageError: the pipeline does not find names.
    """
    texts = answers["text"].tolist()
    found = find(texts, pipeline, jobs)
    return answers.assign(
        text=[mask(clean(t), spans) if spans else t for t, spans in zip(texts, found, strict=True)]
    )
