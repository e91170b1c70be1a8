"""The draw over all coded answers: the one step of coding that looks at them together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import Answers, ReviewStatus
from textmining.classifier import Predictions, Unread
from textmining.codebook import Codebook
from textmining.errors import OptionError
from textmining.sampling import DRAW_VERSION, SurveyDraw, draw_survey
from textmining.workflow.coding.options import CodingOptions
from textmining.workflow.coding.part import SurveyCoder


@dataclass(frozen=True)
class Populations:
    """The answers to each question of each wave, from which the draw is made apart.

    Args:
        numbers: number of each answer's population, shape `(n_answers,)`.
        labels: wave and question of each population.
        answered: which rows are answers, shape `(n_answers,)`.
    """

    numbers: NDArray[np.int64]
    labels: Sequence[tuple[str, str]]
    answered: NDArray[np.bool_]

    @classmethod
    def of(cls, answers: Answers, texts: Sequence[str]) -> "Populations":
        """Tell them by wave and question, and by the cleaned texts."""
        numbers, labels = pd.factorize(answers.populations)
        answered = np.array([bool(text.strip()) for text in texts], dtype=np.bool_)
        return cls(numbers, labels.tolist(), answered)


@dataclass(frozen=True)
class DrawnRows:
    """What the draw says of answers, one value each, shape `(n_answers,)`.

    Args:
        review: `audit` or `doubt`; empty where nothing was answered, or the answer may go unread.
        order: place in the reading order from 1; 0 where nothing was answered.
        stratum: the design's stratum.
        inclusion: chance of being drawn.
    """

    review: NDArray[np.str_]
    order: NDArray[np.int64]
    stratum: NDArray[np.int64]
    inclusion: NDArray[np.float64]

    def at(self, rows: slice) -> "DrawnRows":
        """Return those of some answers."""
        return DrawnRows(*(column[rows] for column in vars(self).values()))


@dataclass(frozen=True)
class Drawn:
    """The draw.

    Args:
        rows: of every answer.
        record: how it was drawn, for the meta file.
        n_drawn: how many answers are read.
        unread: from which confidence on answers may go unread, if a target was given.
    """

    rows: DrawnRows
    record: Mapping[str, Any]
    n_drawn: int
    unread: Unread | None


def drawn_survey(
    predictions: Predictions,
    survey: Populations,
    numbers: NDArray[np.float64],
    coder: SurveyCoder,
) -> Drawn:
    """Draw which answers a person reads, by their own random numbers, shape `(n_answers,)`."""
    model, options = coder.model, coder.options
    draw = draw_survey(
        predictions.probabilities,
        survey.numbers,
        survey.answered,
        options.review,
        options.seed,
        positions_of(model.codebook, options.priority),
        numbers,
    )
    unread = model.selective.unread(options.target) if options.target else None
    queue = _queue(draw.review, predictions.confidence, unread)
    return Drawn(
        DrawnRows(queue, draw.order, draw.stratum, draw.inclusion),
        draw_record(draw, survey.labels, options, priority=options.priority),
        sum(drawn.budget for drawn in draw.draws),
        unread,
    )


def positions_of(codebook: Codebook, codes: Sequence[str]) -> list[int]:
    """Where themes stand in the codebook."""
    for code in codes:
        if code not in codebook.codes:
            raise OptionError(
                "--priority {code} is no code of the codebook. Name one of {codes}.",
                code=code,
                codes=", ".join(codebook.codes),
            )
    return [codebook.codes.index(code) for code in dict.fromkeys(codes)]


def _queue(
    review: NDArray[np.str_], confidence: NDArray[np.float64], unread: Unread | None
) -> NDArray[np.str_]:
    """Take answers that may go unread out of the queue; drawn ones are read all the same."""
    if unread is None or unread.confidence is None:
        return review
    sure = (review == ReviewStatus.DOUBT) & (confidence >= unread.confidence)
    return np.where(sure, ReviewStatus.NONE, review)


def draw_record(
    draw: SurveyDraw,
    labels: Sequence[tuple[str, str]],
    options: CodingOptions,
    **chosen: Sequence[str],
) -> Mapping[str, Any]:
    """Return how it was drawn, for the meta file.

    Labels are wave and question of each population, by its number; what else was `chosen` stands
    there by its name.
    """
    alike = {"alike": options.seed} if options.panel else {}
    populations = [
        {"wave": labels[label][0], "question": labels[label][1], **record, **alike}
        for label, record in zip(draw.labels, draw.records, strict=True)
    ]
    return {
        "version": DRAW_VERSION,
        "design": draw.design,
        "review": options.review,
        "seed": options.seed,
        **{name: list(values) for name, values in chosen.items()},
        "populations": populations,
    }
