"""Texts as the classifier reads them: cleaned and analysed, with progress."""

import pandas as pd

from textmining.classifier import Answers
from textmining.language import Analysis, Pipeline, clean
from textmining.workflow.progress import Progress

__all__ = ["analysed"]

_BATCH = 2000


def analysed(
    answers: pd.DataFrame, pipeline: Pipeline, *, jobs: int, progress: Progress
) -> Answers:
    """Clean and analyse the texts of a frame of answers."""
    texts = [clean(text) for text in answers["text"]]
    unique = list(dict.fromkeys(texts))
    analyses: dict[str, Analysis] = {}
    for start in range(0, len(unique), _BATCH * jobs):
        progress("Reading the answers", start, len(unique))
        batch = unique[start : start + _BATCH * jobs]
        analyses.update(zip(batch, pipeline.analyse(batch, jobs=jobs), strict=True))
    return Answers(texts, [analyses[text] for text in texts], answers["question"].tolist())
