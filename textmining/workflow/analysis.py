"""Texts as the classifier reads them: cleaned and analysed, with progress."""

import pandas as pd

from textmining.classifier import AnalysedAnswers, TrainingAnswers
from textmining.codebook import Codebook
from textmining.language import Analysis, Pipeline, clean
from textmining.workflow.progress import Progress

__all__ = ["analysed", "human_coded", "with_human_codes"]

_BATCH = 2000


def analysed(
    answers: pd.DataFrame, pipeline: Pipeline, *, jobs: int, progress: Progress
) -> AnalysedAnswers:
    """Clean and analyse the texts of a frame of answers."""
    texts = [clean(text) for text in answers["text"]]
    unique = list(dict.fromkeys(texts))
    analyses: dict[str, Analysis] = {}
    for start in range(0, len(unique), _BATCH * jobs):
        progress("Reading the answers", start, len(unique))
        batch = unique[start : start + _BATCH * jobs]
        analyses.update(zip(batch, pipeline.analyse(batch, jobs=jobs), strict=True))
    return AnalysedAnswers(texts, [analyses[text] for text in texts], answers["question"].tolist())


def human_coded(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the answers that have both a text and human codes."""
    coded = answers[answers["themes"].notna() & (answers["text"].str.strip() != "")]
    return coded.reset_index(drop=True)


def with_human_codes(
    prepared: AnalysedAnswers, answers: pd.DataFrame, codebook: Codebook
) -> TrainingAnswers:
    """Return analysed answers with their human codes and their respondents.

    A respondent who answers in several waves is one person: people repeat themselves.
    """
    respondents = answers["respondent"].tolist()
    return TrainingAnswers(prepared, respondents, codebook.indicator(answers["themes"]))
