"""Coding: answers become coded answers, with the draw of what a person should read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import (
    AnswerId,
    Answers,
    Coded,
    MachineCodes,
    Meta,
    ReviewStatus,
    check_by,
    coded_frame,
    without_text,
)
from textmining.classifier import Model, Predictions, Unread
from textmining.codebook import Codebook
from textmining.errors import OptionError
from textmining.language import clean
from textmining.sampling import DRAW_VERSION, SurveyDraw, draw_survey, random_numbers
from textmining.workflow.masking import masked
from textmining.workflow.part import DIGITS, PartCoder
from textmining.workflow.progress import Progress
from textmining.workflow.reasons import Queue, Reading, reasons
from textmining.workflow.survey_coding import CodedSurvey, coded_survey

__all__ = ["CodingOptions", "CodingResult", "coding", "positions_of"]


@dataclass(frozen=True)
class CodingOptions:
    """What the user chooses when coding.

    Args:
        review: how many answers a person reads: a share (`20%`), a number or `all`.
        target: wanted share of right sets among the answers that may go unread, in (0, 1); None
            leaves every answer in the queue.
        seed: of the draw.
        priority: codes of themes that together have as much say in the draw as all the others.
        mask: whether names, numbers and addresses are masked in the texts.
        text: whether the coded file carries the answers' text.
        keep: background columns that stay without text.
        plan: whether the widths to expect for different amounts of reading are worked out.
        jobs: how many processors to use; the file does not depend on it.
        resume: whether to go on where an earlier run of the same was cut off.
    """

    review: str = "20%"
    target: float | None = None
    seed: int = 0
    priority: tuple[str, ...] = ()
    mask: bool = False
    text: bool = True
    keep: tuple[str, ...] = ()
    plan: bool = False
    jobs: int = 1
    resume: bool = False

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


def coding(
    answers: Answers,
    coder: PartCoder,
    examples: Answers | None,
    options: CodingOptions,
    *,
    keep_in: Path | None,
    progress: Progress,
) -> CodingResult:
    """Code answers and draw what a person should read.

    Args:
        answers: the answers.
        coder: what codes them.
        examples: coded answers to show similar ones of; None shows none.
        options: what the user chooses.
        keep_in: folder in which the parts of a large survey lie until all is done; None for none.
        progress: told what is being done.

    Raises:
        TextminingError: answers that cannot be coded.
    """
    model, pipeline = coder.model, coder.pipeline
    check_by(answers.frame, options.keep)
    if options.mask:
        progress("Masking personal data")
        answers = masked(answers, pipeline, jobs=options.jobs)
    progress("Coding")
    texts = [clean(text) for text in answers.texts]
    found = coded_survey(
        texts,
        answers.questions,
        coder,
        jobs=options.jobs,
        keep_in=keep_in,
        resume=options.resume,
        progress=progress,
    )
    predictions = found.predictions
    progress("Drawing")
    survey = _populations(answers, texts)
    draw = _drawn(predictions, survey, options, model.codebook, answers.ids)
    unread = model.selective.unread(options.target) if options.target else None
    frame = coded_frame(answers, model.codebook, _machine(found, model), draw)
    frame = frame.assign(review=_queue(draw.review, predictions.confidence, unread))
    novelty = _novelty(answers, found, model, words=options.text)
    meta = replace(_made_with(coder), draw=_draw_record(draw, survey, options), novelty=novelty)
    why = None
    if options.text:
        progress("Finding reasons")
        queue = Queue(draw.order, sum(drawn.budget for drawn in draw.draws))
        reading = Reading(pipeline, found.analyses)
        why = reasons(answers, texts, predictions.themes, queue, model, examples, reading)
    else:
        frame = without_text(frame, answers.background, options.keep)
    if not options.plan:
        return CodingResult(Coded(frame, meta), why, unread, None)
    from textmining.workflow.plan import plan  # loads the estimators, which coding needs not

    progress("Planning")
    p = predictions.probabilities
    planned = plan(p, survey.numbers, survey.answered, model.codebook, seed=options.seed)
    return CodingResult(Coded(frame, meta), why, unread, planned)


def _drawn(
    predictions: Predictions,
    survey: _Populations,
    options: CodingOptions,
    codebook: Codebook,
    identities: Sequence[AnswerId],
) -> SurveyDraw:
    return draw_survey(
        predictions.probabilities,
        survey.numbers,
        survey.answered,
        options.review,
        options.seed,
        positions_of(codebook, options.priority),
        random_numbers(identities, options.seed),
    )


def positions_of(codebook: Codebook, codes: Sequence[str]) -> list[int]:
    """Where themes stand in the codebook."""
    for code in codes:
        if code not in codebook.codes:
            raise OptionError(
                f"--priority {code} is no code of the codebook. Name one of "
                f"{', '.join(codebook.codes)}."
            )
    return [codebook.codes.index(code) for code in dict.fromkeys(codes)]


def _made_with(coder: PartCoder) -> Meta:
    """What is known of the coded file before anything is drawn."""
    return Meta(
        program=f"textmining-survey {version('textmining-survey')}",
        codebook=coder.model.codebook,
        model=coder.model.card,
        language=coder.pipeline.identity.record(),
    )


def _machine(found: CodedSurvey, model: Model) -> MachineCodes:
    return MachineCodes(
        found.predictions.themes,
        found.predictions.probabilities,
        found.predictions.confidence,
        found.standards.tolist(),
        str(model.card["sha256"])[:12],
    )


def _populations(answers: Answers, texts: Sequence[str]) -> _Populations:
    numbers, labels = pd.factorize(pd.MultiIndex.from_frame(answers.frame[["wave", "question"]]))
    answered = np.array([bool(text.strip()) for text in texts], dtype=np.bool_)
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
    answers: Answers, found: CodedSurvey, model: Model, *, words: bool
) -> dict[str, dict[str, Any]]:
    """Tell of each wave how much of it is new, and the words that several answers share."""
    told = {}
    waves = answers.frame["wave"]
    for wave in waves.unique():
        new = found.novelty(np.flatnonzero(waves == wave), model.card["novelty"])
        told[str(wave)] = {
            "share": round(new.share, DIGITS),
            "expected": round(new.expected, DIGITS),
            "alarm": new.alarm,
            "words": dict(new.words) if words else {},
        }
    return told


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
        "priority": list(options.priority),
        "populations": populations,
    }
