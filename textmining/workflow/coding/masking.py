"""Answers with personal data masked: for models, and for those who are not coders."""

from textmining.answers import Answers
from textmining.language import Pipeline, clean
from textmining.language.personal_data import find, mask


def masked(answers: Answers, pipeline: Pipeline, *, jobs: int = 1) -> Answers:
    """Return the answers with names, numbers and addresses masked in their texts.

    A text without any stays as it was written; one with some is cleaned on the way.

    Raises:
        LanguageError: the pipeline does not find names.
    """
    found = find(answers.texts, pipeline, jobs)
    both = zip(answers.texts, found, strict=True)
    return answers.with_texts([mask(clean(t), spans) if spans else t for t, spans in both])
