"""Coding: answers become coded answers, with the draw of what a person should read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import (
    Answers,
    Coded,
    MachineCodes,
    Meta,
    ReviewStatus,
    check_by,
    coded_frame,
    without_text,
)
from textmining.classifier import AnalysedAnswers, Model, Predictions, Unread
from textmining.errors import OptionError
from textmining.language import Pipeline, written_standard
from textmining.sampling import DRAW_VERSION, SurveyDraw, draw_survey
from textmining.workflow.analysis import analysed
from textmining.workflow.masking import masked
from textmining.workflow.plan import plan
from textmining.workflow.progress import Progress
from textmining.workflow.reasons import reasons

__all__ = ["CodingOptions", "CodingResult", "coding"]

_DIGITS = 6
"""Digits of probabilities in files."""


@dataclass(frozen=True)
class CodingOptions:
    """What the user chooses when coding.

    Args:
        review: how many answers a person reads: a share (`20%`), a number or `all`.
        target: wanted share of right sets among the answers that may go unread, in (0, 1); None
            leaves every answer in the queue.
        seed: of the draw.
        mask: whether names, numbers and addresses are masked in the texts.
        text: whether the coded file carries the answers' text.
        keep: background columns that stay without text.
        plan: whether the widths to expect for different amounts of reading are worked out.
        jobs: how many processors to use; the file does not depend on it.
    """

    review: str = "20%"
    target: float | None = None
    seed: int = 0
    mask: bool = False
    text: bool = True
    keep: tuple[str, ...] = ()
    plan: bool = False
    jobs: int = 1

    def __post_init__(self) -> None:
        if self.target is not None and not 0 < self.target < 1:
            raise OptionError(f"--target {self.target} is not between 0 and 1. Give 0.95, say.")


@dataclass(frozen=True)
class CodingResult:
    """What was coded.

    Args:
        coded: the coded answers.
        reasons: why each theme was proposed, of the answers that are read first; None without text.
        unread: from which confidence on answers may go unread, if a target was given.
        plan: the widths to expect, see `plan`; None unless asked for.
    """

    coded: Coded
    reasons: Iterator[Mapping[str, Any]] | None
    unread: Unread | None
    plan: pd.DataFrame | None


def coding(
    answers: Answers,
    model: Model,
    pipeline: Pipeline,
    examples: Answers | None,
    options: CodingOptions,
    progress: Progress,
) -> CodingResult:
    """Code answers and draw what a person should read.

    Args:
        answers: the answers.
        model: what codes them.
        pipeline: what the model's language is read with.
        examples: coded answers to show similar ones of; None shows none.
        options: what the user chooses.
        progress: told what is being done.

    Raises:
        TextminingError: answers that cannot be coded.
    """
    check_by(answers.frame, options.keep)
    if options.mask:
        progress("Masking personal data")
        answers = masked(answers, pipeline, jobs=options.jobs)
    prepared = analysed(answers, pipeline, jobs=options.jobs, progress=progress)
    progress("Coding")
    predictions = _rounded(model.predict(prepared))
    survey = _populations(answers, prepared)
    draw = draw_survey(
        predictions.probabilities, survey.numbers, survey.answered, options.review, options.seed
    )
    unread = model.selective.unread(options.target) if options.target else None
    frame = coded_frame(answers, model.codebook, _machine(prepared, predictions, model), draw)
    frame = frame.assign(review=_queue(draw.review, predictions.confidence, unread))
    novelty = _novelty(answers, prepared, model, words=options.text)
    meta = Meta(
        program=f"textmining-survey {version('textmining-survey')}",
        codebook=model.codebook,
        model=model.card,
        draw=_draw_record(draw, survey, options),
        language=pipeline.identity.record(),
        novelty=novelty,
    )
    why = None
    if options.text:
        progress("Finding reasons")
        why = reasons(answers, prepared, predictions.themes, draw.order, model, examples, pipeline)
    else:
        frame = without_text(frame, answers.background, options.keep)
    planned = None
    if options.plan:
        progress("Planning")
        p = predictions.probabilities
        planned = plan(p, survey.numbers, survey.answered, model.codebook, seed=options.seed)
    return CodingResult(Coded(frame, meta), why, unread, planned)


def _rounded(predictions: Predictions) -> Predictions:
    """Return predictions as a file holds them; the draw is made on what the file holds."""
    return Predictions(
        predictions.probabilities.round(_DIGITS),
        predictions.themes,
        predictions.confidence.round(_DIGITS),
    )


def _machine(prepared: AnalysedAnswers, predictions: Predictions, model: Model) -> MachineCodes:
    return MachineCodes(
        predictions.themes,
        predictions.probabilities,
        predictions.confidence,
        [written_standard(text) if text else "" for text in prepared.texts],
        str(model.card["sha256"])[:12],
    )


@dataclass(frozen=True)
class _Populations:
    """The answers to each question of each wave, from which the draw is made apart.

    Args:
        numbers: number of each answer's population, shape `(n_answers,)`.
        labels: wave and question of each population.
        answered: which rows are answers, shape `(n_answers,)`.
    """

    numbers: NDArray[np.int64]
    labels: Sequence[tuple[str, str]]
    answered: NDArray[np.bool_]


def _populations(answers: Answers, prepared: AnalysedAnswers) -> _Populations:
    numbers, labels = pd.factorize(pd.MultiIndex.from_frame(answers.frame[["wave", "question"]]))
    answered = np.array([bool(text.strip()) for text in prepared.texts], dtype=np.bool_)
    return _Populations(numbers, labels.tolist(), answered)


def _queue(
    review: NDArray[np.str_], confidence: NDArray[np.float64], unread: Unread | None
) -> NDArray[np.str_]:
    """Take answers that may go unread out of the queue; drawn ones are read all the same."""
    if unread is None or unread.confidence is None:
        return review
    sure = (review == ReviewStatus.DOUBT) & (confidence >= unread.confidence)
    return np.where(sure, ReviewStatus.NONE, review)


def _novelty(
    answers: Answers, prepared: AnalysedAnswers, model: Model, *, words: bool
) -> dict[str, dict[str, Any]]:
    """Tell of each wave how much of it is new, and the words that several answers share."""
    found = {}
    waves = answers.frame["wave"]
    for wave in waves.unique():
        new = model.novelty(prepared.at(np.flatnonzero(waves == wave)))
        found[str(wave)] = {
            "share": round(new.share, _DIGITS),
            "expected": round(new.expected, _DIGITS),
            "alarm": new.alarm,
            "words": dict(new.words) if words else {},
        }
    return found


def _draw_record(
    draw: SurveyDraw, survey: _Populations, options: CodingOptions
) -> Mapping[str, Any]:
    populations = [
        {"wave": survey.labels[label][0], "question": survey.labels[label][1], **record}
        for label, record in zip(draw.labels, draw.records, strict=True)
    ]
    return {
        "version": DRAW_VERSION,
        "design": draw.design,
        "review": options.review,
        "seed": options.seed,
        "populations": populations,
    }
