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
from textmining.workflow.coding.part import DIGITS, SurveyCoder
from textmining.workflow.coding.reasons import ReadingOrder, ReasonsRecord, TextReader, reasons
from textmining.workflow.progress import Progress


@dataclass(frozen=True)
class CodingSummary:
    """What was coded, in numbers.

    Args:
        files: how many coded files there are.
        answered: how many answers have a text.
        empty: how many have none.
        drawn: how many are to be read.
        in_queue: how many are in the queue at all.
        novelty: by wave, what is new, as the meta files have it.
        unread: from which confidence on answers may go unread, if a target was given.
        plan: the widths to expect; None unless asked for.
    """

    files: int
    answered: int
    empty: int
    drawn: int
    in_queue: int
    novelty: Mapping[str, Mapping[str, Any]]
    unread: Unread | None
    plan: pd.DataFrame | None


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

    @property
    def summary(self) -> CodingSummary:
        """The same in numbers."""
        coded = self.coded
        answered = coded.answered
        return CodingSummary(
            files=1,
            answered=int(answered.sum()),
            empty=int((~answered).sum()),
            drawn=int(coded.drawn.sum()),
            in_queue=int((answered & coded.in_queue).sum()),
            novelty=coded.novelty,
            unread=self.unread,
            plan=self.plan,
        )


def coding(
    answers: Answers, coder: SurveyCoder, *, keep_in: Path | None, progress: Progress
) -> CodingResult:
    """Code answers and draw what a person should read.

    The parts of a large survey lie in the folder `keep_in` until all is done, if one is named.

    Raises:
        TextminingError: answers that cannot be coded.
    """
    model, options = coder.model, coder.options
    check_kept(options.keep, answers.background)
    if options.mask:
        progress("Masking personal data")
        answers = masked(answers, coder.pipeline, jobs=options.jobs)
    progress("Coding")
    texts = [clean(text) for text in answers.texts]
    found = coded_survey(
        texts,
        answers.questions,
        coder.part,
        jobs=options.jobs,
        keep_in=keep_in,
        resume=options.resume,
        analyses=options.text,
        progress=progress,
    )
    progress("Drawing")
    survey = Populations.of(answers, texts)
    numbers = random_numbers(identities(answers.ids, panel=options.panel), options.seed)
    drawn = drawn_survey(found.predictions, survey, numbers, coder)
    novelty = {
        wave: counts.novelty(model.card["novelty"])
        for wave, counts in found.novelty(answers.waves).items()
    }
    meta = replace(made_with(coder, drawn, novelty), learnt=learnt_of(answers, coder.examples))
    if options.text:
        progress("Finding reasons")
    machine = machine_codes(found.predictions, found.standards, found.is_novel, model)
    order = ReadingOrder(drawn.rows.order, drawn.n_drawn)
    reader = TextReader(coder.pipeline, found.analyses)
    frame, why = rows_and_reasons(answers, machine, drawn.rows, order, coder, reader)
    planned = None
    if options.plan:
        progress("Planning")
        planned = planned_survey(found.predictions.probabilities, survey, coder)
    return CodingResult(Coded(frame, meta), why, drawn.unread, planned)


def machine_codes(
    predictions: Predictions, standards: NDArray[np.str_], novel: NDArray[np.bool_], model: Model
) -> MachineCodes:
    """Return what the machine says of answers as coded files have it."""
    return MachineCodes(
        predictions.themes,
        predictions.probabilities,
        predictions.confidence,
        standards.tolist(),
        str(model.card["sha256"])[:12],
        novel,
    )


def rows_and_reasons(
    answers: Answers,
    machine: MachineCodes,
    rows: DrawnRows,
    order: ReadingOrder,
    coder: SurveyCoder,
    reader: TextReader,
) -> tuple[pd.DataFrame, Iterator[ReasonsRecord] | None]:
    """Return the rows of a coded file, and its reasons; None without text."""
    frame = coded_frame(answers, coder.model.codebook, machine, rows)
    if not coder.options.text:
        return without_text(frame, answers.background, coder.options.keep), None
    return frame, reasons(answers, machine.themes, order, coder.model, coder.examples, reader)


def learnt_of(answers: Answers, examples: Answers | None) -> tuple[AnswerId, ...] | None:
    """The answers whose codes the model has learnt; None if it is not known what it learnt from."""
    if examples is None:
        return None
    known = set(examples.ids)
    return tuple(answer for answer in answers.ids if answer in known)


def made_with(coder: SurveyCoder, drawn: Drawn, novelty: Mapping[str, Novelty]) -> Meta:
    """Return what a coded file was made with; new words are told where texts are."""
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
                "words": dict(new.words) if coder.options.text else {},
            }
            for wave, new in novelty.items()
        },
    )


def planned_survey(
    probabilities: NDArray[np.float64], survey: Populations, coder: SurveyCoder
) -> pd.DataFrame:
    """Return the widths to expect for different amounts of reading; see `plan`."""
    from textmining.workflow.coding.plan import plan  # loads the estimators, which coding needs not

    book, seed = coder.model.codebook, coder.options.seed
    return plan(probabilities, survey.numbers, survey.answered, book, seed=seed)
