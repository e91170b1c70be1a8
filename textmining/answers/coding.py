"""The rows of a coded file: answers, the machine's codes, the draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers.answers import Answers
from textmining.answers.names import EARLIER_THEMES, coded_columns, probability_column
from textmining.answers.schema import IDENTITY
from textmining.codebook import Codebook


class DrawnSample(Protocol):
    """What is told of the draw, one value an answer, shape `(n_answers,)`.

    `textmining.sampling.SurveyDraw` has it.
    """

    @property
    def review(self) -> NDArray[np.str_]:
        """The values of `ReviewStatus`."""

    @property
    def order(self) -> NDArray[np.int64]:
        """Place in the reading order from 1; 0 where nothing was answered."""

    @property
    def stratum(self) -> NDArray[np.int64]:
        """The design's stratum."""

    @property
    def inclusion(self) -> NDArray[np.float64]:
        """Probability of being drawn, in (0, 1]."""


@dataclass(frozen=True)
class MachineCodes:
    """What the machine says of each answer.

    Args:
        themes: the proposed sets, shape `(n_answers, n_themes)`.
        probabilities: of each theme, 0-1, same shape.
        confidence: probability that the whole set is right, shape `(n_answers,)`.
        languages: `nb` or `nn`, "" where nothing was answered.
        model: what tells the model from others.
        novel: which answers are unlike those the model learnt from, shape `(n_answers,)`; None if
            nobody knows.
    """

    themes: NDArray[np.bool_]
    probabilities: NDArray[np.float64]
    confidence: NDArray[np.float64]
    languages: Sequence[str]
    model: str
    novel: NDArray[np.bool_] | None = None


def coded_frame(
    answers: Answers, book: Codebook, machine: MachineCodes, draw: DrawnSample
) -> pd.DataFrame:
    """Return the coded file's rows; what is not answered has nothing but its themes."""
    frame, background = answers.frame, list(answers.background)
    answered = pd.Series(draw.order > 0, index=frame.index)
    if frame["themes"].notna().any():
        frame = frame.assign(**{EARLIER_THEMES: frame["themes"]})
        background.append(EARLIER_THEMES)
    values = {
        **{name: frame[name] for name in (*IDENTITY, *background, "text")},
        "themes": pd.Series(book.sets(machine.themes), dtype=object),
        **dict(zip(map(probability_column, book.codes), machine.probabilities.T, strict=True)),
        "confidence": pd.Series(machine.confidence).where(answered),
        "language": list(machine.languages),
        "review": draw.review,
        "order": pd.Series(draw.order, dtype="Int64").where(answered),
        "stratum": pd.Series(draw.stratum.astype(str)).where(answered, ""),
        "inclusion": pd.Series(draw.inclusion),
        "model": machine.model,
        "codebook_version": book.version,
        "novel": _flags(machine.novel, answered),
    }
    return pd.DataFrame(values)[coded_columns(book.codes, background)]


def _flags(flags: NDArray[np.bool_] | None, answered: pd.Series) -> pd.Series:
    """1 or 0 for each answer, empty where nothing was answered or nothing is known."""
    if flags is None:
        return pd.Series(pd.NA, index=answered.index, dtype="Int64")
    return pd.Series(flags, index=answered.index).astype("Int64").where(answered)


def without_text(
    frame: pd.DataFrame, background: Sequence[str], keep: Sequence[str]
) -> pd.DataFrame:
    """Return the coded file's rows without text and without background that is not kept."""
    dropped = {"text", EARLIER_THEMES} | ({*background} - {*keep})
    return frame[[name for name in frame.columns if name not in dropped]]
