"""The rows of a coded file: answers, the machine's codes, the draw."""

from collections.abc import Sequence

import pandas as pd

from textmining.answers import ANSWER_COLUMNS, IDENTITY, coded_columns
from textmining.classifier import AnalysedAnswers, Model, Predictions
from textmining.language import written_standard
from textmining.sampling import SurveyDraw

__all__ = ["DIGITS", "coded_frame", "rounded", "without_text"]

DIGITS = 6
"""Digits of probabilities in files."""


def rounded(predictions: Predictions) -> Predictions:
    """Return predictions as a file holds them; the draw is made on what the file holds."""
    return Predictions(
        predictions.probabilities.round(DIGITS),
        predictions.themes,
        predictions.confidence.round(DIGITS),
    )


def coded_frame(
    answers: pd.DataFrame,
    prepared: AnalysedAnswers,
    predictions: Predictions,
    draw: SurveyDraw,
    model: Model,
) -> pd.DataFrame:
    """Return the coded file's rows; what is not answered has nothing but its themes."""
    book = model.codebook
    answered = pd.Series(draw.review != "", index=answers.index)
    probabilities = {
        f"p_{code}": predictions.probabilities[:, k] for k, code in enumerate(book.codes)
    }
    standards = [written_standard(text) if text else "" for text in prepared.texts]
    background = [str(name) for name in answers.columns if name not in ANSWER_COLUMNS]
    if answers["themes"].notna().any():
        answers = answers.assign(themes_in=answers["themes"])
        background.append("themes_in")
    values = {
        **{name: answers[name] for name in (*IDENTITY, *background, "text")},
        "themes": pd.Series(book.sets(predictions.themes), dtype=object),
        **probabilities,
        "confidence": pd.Series(predictions.confidence).where(answered),
        "language": standards,
        "review": draw.review,
        "order": pd.Series(draw.order, dtype="Int64").where(answered),
        "stratum": pd.Series(draw.stratum.astype(str)).where(answered, ""),
        "inclusion": pd.Series(draw.inclusion),
        "model": str(model.card["sha256"])[:12],
        "codebook_version": book.version,
    }
    return pd.DataFrame(values)[coded_columns(book.codes, background)]


def without_text(frame: pd.DataFrame, answers: pd.DataFrame, keep: Sequence[str]) -> pd.DataFrame:
    """Return the coded file's rows without text and without background that is not kept."""
    background = {str(name) for name in answers.columns} - {*ANSWER_COLUMNS}
    dropped = {"text", "themes_in"} | (background - {*keep})
    return frame[[name for name in frame.columns if name not in dropped]]
