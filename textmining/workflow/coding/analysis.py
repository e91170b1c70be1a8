"""Texts as the classifier reads them: cleaned and analysed, and with personal data masked."""

from textmining.answers import Answers
from textmining.classifier import AnalysedAnswers, TrainingAnswers
from textmining.codebook import Codebook
from textmining.language import Analysis, Pipeline, clean
from textmining.language.personal_data import find, mask
from textmining.workflow.progress import Progress

_BATCH, _BATCH_ENCODED = 2000, 200
"""Answers between two lines of progress, without and with a sentence encoder."""


def analysed(
    answers: Answers, pipeline: Pipeline, *, jobs: int, progress: Progress
) -> AnalysedAnswers:
    """Clean and analyse the texts of answers."""
    texts = [clean(text) for text in answers.texts]
    unique = list(dict.fromkeys(texts))
    analyses: dict[str, Analysis] = {}
    size = jobs * (_BATCH_ENCODED if pipeline.encodes else _BATCH)
    for start in range(0, len(unique), size):
        progress("Reading the answers", start, len(unique))
        batch = unique[start : start + size]
        found = pipeline.analyse(batch, jobs=jobs)
        analyses.update(zip(batch, found, strict=True))
    return AnalysedAnswers(texts, [analyses[text] for text in texts], answers.questions)


def with_human_codes(
    prepared: AnalysedAnswers, answers: Answers, codebook: Codebook
) -> TrainingAnswers:
    """Return analysed answers with their human codes and their respondents.

    A respondent who answers in several waves is one person: people repeat themselves.
    """
    respondents = [answer.respondent for answer in answers.ids]
    return TrainingAnswers(
        prepared, respondents, codebook.indicator(themes or () for themes in answers.themes)
    )


def masked(answers: Answers, pipeline: Pipeline, *, jobs: int = 1) -> Answers:
    """Return the answers with names, numbers and addresses masked in their texts.

    A text without any stays as it was written; one with some is cleaned on the way.

    Raises:
        LanguageError: the pipeline does not find names.
    """
    found = find(answers.texts, pipeline, jobs)
    both = zip(answers.texts, found, strict=True)
    return answers.with_texts([mask(clean(t), spans) if spans else t for t, spans in both])
