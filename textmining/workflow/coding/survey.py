"""Coding: answers become coded answers, with the draw of what a person should read."""

from collections.abc import Iterator, Mapping
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
    check_kept,
    coded_frame,
    without_text,
)
from textmining.classifier import Model, Novelty, Predictions, Unread
from textmining.language import clean
from textmining.sampling import identities, random_numbers
from textmining.workflow.coding.analysis import masked
from textmining.workflow.coding.by_parts import coded_survey
from textmining.workflow.coding.drawn import Drawn, DrawnRows, Populations, drawn_survey
from textmining.workflow.coding.options import CodingOptions
from textmining.workflow.coding.part import DIGITS, PartCoder
from textmining.workflow.coding.reasons import ReadingOrder, TextReader, reasons
from textmining.workflow.progress import Progress


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
    check_kept(options.keep, answers.background)
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
    survey = Populations.of(answers, texts)
    numbers = random_numbers(identities(answers.ids, panel=options.panel), options.seed)
    drawn = drawn_survey(found.predictions, survey, numbers, model, options)
    novelty = {
        wave: counts.novelty(model.card["novelty"])
        for wave, counts in found.novelty(answers.waves).items()
    }
    meta = made_with(coder, drawn, novelty, words=options.text)
    meta = replace(meta, learnt=learnt_of(answers, examples))
    standards, novel = found.standards, found.is_novel
    frame = coded_rows(answers, predictions, standards, novel, model, drawn.rows)
    why = None
    if options.text:
        progress("Finding reasons")
        queue = ReadingOrder(drawn.rows.order, drawn.n_drawn)
        reading = TextReader(pipeline, found.analyses)
        why = reasons(answers, texts, predictions.themes, queue, model, examples, reading)
    else:
        frame = without_text(frame, answers.background, options.keep)
    planned = None
    if options.plan:
        progress("Planning")
        planned = planned_survey(predictions.probabilities, survey, model, options)
    return CodingResult(Coded(frame, meta), why, drawn.unread, planned)


def coded_rows(
    answers: Answers,
    predictions: Predictions,
    standards: NDArray[np.str_],
    novel: NDArray[np.bool_],
    model: Model,
    rows: DrawnRows,
) -> pd.DataFrame:
    """Return the rows of a coded file.

    Args:
        answers: the answers.
        predictions: the machine's.
        standards: each answer's written standard, shape `(n_answers,)`.
        novel: which are unlike those the model has learnt from, same shape.
        model: the model.
        rows: what was drawn.
    """
    machine = MachineCodes(
        predictions.themes,
        predictions.probabilities,
        predictions.confidence,
        standards.tolist(),
        str(model.card["sha256"])[:12],
        novel,
    )
    frame = coded_frame(answers, model.codebook, machine, rows)
    return frame.assign(review=rows.queue)


def learnt_of(answers: Answers, examples: Answers | None) -> tuple[AnswerId, ...] | None:
    """The answers whose codes the model has learnt; None if it is not known what it learnt from."""
    if examples is None:
        return None
    known = set(examples.ids)
    return tuple(answer for answer in answers.ids if answer in known)


def made_with(
    coder: PartCoder, drawn: Drawn, novelty: Mapping[str, Novelty], *, words: bool
) -> Meta:
    """Return what a coded file was made with; new words are told if `words`."""
    return Meta(
        program=f"textmining-survey {version('textmining-survey')}",
        codebook=coder.model.codebook,
        model=coder.model.card,
        draw=drawn.record,
        language=coder.pipeline.identity.record(),
        novelty={
            wave: {
                "share": round(new.share, DIGITS),
                "expected": round(new.expected, DIGITS),
                "alarm": new.alarm,
                "words": dict(new.words) if words else {},
            }
            for wave, new in novelty.items()
        },
    )


def planned_survey(
    probabilities: NDArray[np.float64], survey: Populations, model: Model, options: CodingOptions
) -> pd.DataFrame:
    """Return the widths to expect for different amounts of reading; see `plan`."""
    from textmining.workflow.coding.plan import plan  # loads the estimators, which coding needs not

    return plan(probabilities, survey.numbers, survey.answered, model.codebook, seed=options.seed)
