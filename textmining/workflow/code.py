"""Code: answers in, a coded file out, with the draw of what a person should read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import (
    Columns,
    Meta,
    ReviewStatus,
    check_by,
    check_target,
    read_answers,
    write_coded,
)
from textmining.classifier import AnalysedAnswers, Model, Unread
from textmining.errors import OptionError
from textmining.sampling import SurveyDraw, draw_survey
from textmining.workflow.analysis import analysed
from textmining.workflow.coded_frame import DIGITS, coded_frame, rounded, without_text
from textmining.workflow.masking import masked
from textmining.workflow.models import open_model
from textmining.workflow.plan import plan
from textmining.workflow.progress import Progress, silent
from textmining.workflow.reasons import examples_path, reasons

__all__ = ["Coded", "CodingOptions", "code"]


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
class Coded:
    """What was coded.

    Args:
        frame: the coded file's rows.
        unread: from which confidence on answers may go unread, if a target was given.
        novelty: by wave, how much of it is unlike what the model has learnt from.
        plan: the widths to expect, see `plan`; None unless asked for.
    """

    frame: pd.DataFrame
    unread: Unread | None
    novelty: Mapping[str, Mapping[str, Any]]
    plan: pd.DataFrame | None


def code(
    files: Sequence[Path],
    columns: Columns | Sequence[Columns],
    model: Path,
    out: Path,
    *,
    codebook: Path | None = None,
    language: str | None = None,
    encoder: Path | None = None,
    options: CodingOptions | None = None,
    progress: Progress = silent,
) -> Coded:
    """Code answers and draw what a person should read; write the coded file and its meta file.

    Args:
        files: answer files.
        columns: what their columns are called, in all files or in each.
        model: the model folder.
        out: the coded file; `OUT.meta.json` goes beside it.
        codebook: must be the model's, if given.
        language: where the model's spaCy pipeline is, if it is not installed.
        encoder: folder of the model's sentence encoder, if it was trained with one.
        options: what the user chooses.
        progress: told what is being done.

    Raises:
        TextminingError: an input that cannot be coded, or a file that cannot be written.
    """
    options = options or CodingOptions()
    check_target(out, [*files, codebook])
    progress("Reading the files")
    loaded, pipeline = open_model(model, codebook, language, encoder)
    answers = read_answers(files, columns, loaded.codebook)
    check_by(answers, options.keep)
    if options.mask:
        progress("Masking personal data")
        answers = masked(answers, pipeline, jobs=options.jobs)
    prepared = analysed(answers, pipeline, jobs=options.jobs, progress=progress)
    progress("Coding")
    predictions = rounded(loaded.predict(prepared))
    survey = _populations(answers, prepared)
    draw = draw_survey(
        predictions.probabilities, survey.numbers, survey.answered, options.review, options.seed
    )
    unread = loaded.automation.unread(options.target) if options.target else None
    review = _queue(draw.review, predictions.confidence, unread)
    frame = coded_frame(answers, prepared, predictions, draw, loaded).assign(review=review)
    novelty = _novelty(answers["wave"], prepared, loaded, words=options.text)
    why = None
    if options.text:
        progress("Finding reasons")
        examples = examples_path(model)
        why = reasons(answers, prepared, predictions.themes, draw.order, loaded, examples, pipeline)
    progress("Writing")
    meta = Meta(
        program=f"textmining-survey {version('textmining-survey')}",
        codebook=loaded.codebook,
        model=loaded.card,
        draw=_draw_record(draw, survey, options),
        language=pipeline.identity.record(),
        novelty=novelty,
    )
    frame = frame if options.text else without_text(frame, answers, options.keep)
    write_coded(frame, meta, out, why)
    planned = None
    if options.plan:
        progress("Planning")
        p = predictions.probabilities
        planned = plan(p, survey.numbers, survey.answered, loaded.codebook, seed=options.seed)
    return Coded(frame, unread, novelty, planned)


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


def _populations(answers: pd.DataFrame, prepared: AnalysedAnswers) -> _Populations:
    numbers, labels = pd.factorize(pd.MultiIndex.from_frame(answers[["wave", "question"]]))
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
    waves: pd.Series, prepared: AnalysedAnswers, model: Model, *, words: bool
) -> dict[str, dict[str, Any]]:
    """Tell of each wave how much of it is new, and the words that several answers share."""
    found = {}
    for wave in waves.unique():
        new = model.novelty(prepared.at(np.flatnonzero(waves == wave)))
        found[str(wave)] = {
            "share": round(new.share, DIGITS),
            "expected": round(new.expected, DIGITS),
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
        "design": draw.design,
        "review": options.review,
        "seed": options.seed,
        "populations": populations,
    }
