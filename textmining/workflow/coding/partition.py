"""One partition of a survey: coded by itself, and written once all are drawn from together."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmining.answers import Answers, Meta, without_text, write_coded_to
from textmining.classifier import Model, NoveltyCounts, Predictions
from textmining.language import Pipeline, clean
from textmining.sampling import identities, random_numbers
from textmining.workflow.coding.analysis import masked
from textmining.workflow.coding.by_parts import coded_survey
from textmining.workflow.coding.drawn import DrawnRows, Populations
from textmining.workflow.coding.options import CodingOptions
from textmining.workflow.coding.part import PartCoder
from textmining.workflow.coding.partitions import Partition
from textmining.workflow.coding.reasons import ReadingOrder, TextReader, reasons
from textmining.workflow.coding.survey import coded_rows, learnt_of
from textmining.workflow.progress import silent


@dataclass(frozen=True)
class PartitionCoder:
    """What partitions are coded with, in whichever process.

    Args:
        model: the model.
        pipeline: what its language is read with.
        examples: coded answers to show similar ones of; None shows none.
        options: what the user chooses.
    """

    model: Model
    pipeline: Pipeline
    examples: Answers | None
    options: CodingOptions

    def answers(self, partition: Partition) -> Answers:
        """Read a partition, masked if that was asked for."""
        answers = partition.answers(self.model.codebook)
        return masked(answers, self.pipeline) if self.options.mask else answers


@dataclass(frozen=True)
class CodedPartition:
    """What is known of a partition's answers before the draw.

    Args:
        predictions: the machine's.
        standards: each answer's written standard, shape `(n_answers,)`.
        is_novel: which answers are unlike those the model has learnt from, same shape.
        survey: the populations.
        numbers: each answer's own random number, same shape.
        novelty: by wave, what is new.
        background: which columns there are beyond those of every answer.
    """

    predictions: Predictions
    standards: NDArray[np.str_]
    is_novel: NDArray[np.bool_]
    survey: Populations
    numbers: NDArray[np.float64]
    novelty: Mapping[str, NoveltyCounts]
    background: tuple[str, ...]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return all by name, to be kept in a file."""
        about = {
            "labels": self.survey.labels,
            "novelty": {wave: vars(counts) for wave, counts in self.novelty.items()},
            "background": self.background,
        }
        return {
            "probabilities": self.predictions.probabilities,
            "themes": self.predictions.themes,
            "confidence": self.predictions.confidence,
            "standards": self.standards,
            "novel": self.is_novel,
            "populations": self.survey.numbers,
            "answered": self.survey.answered,
            "numbers": self.numbers,
            "about": np.frombuffer(json.dumps(about).encode(), dtype=np.uint8),
        }

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> "CodedPartition":
        """Make one of what `arrays` returned.

        Raises:
            KeyError, ValueError: it is something else.
        """
        about = json.loads(arrays["about"].tobytes())
        return cls(
            Predictions(arrays["probabilities"], arrays["themes"], arrays["confidence"]),
            arrays["standards"],
            arrays["novel"],
            Populations(
                arrays["populations"],
                [(wave, question) for wave, question in about["labels"]],
                arrays["answered"],
            ),
            arrays["numbers"],
            {wave: NoveltyCounts(**counts) for wave, counts in about["novelty"].items()},
            tuple(about["background"]),
        )


@dataclass(frozen=True)
class Finish:
    """A partition that is to be written; `n_drawn` are read of all partitions together."""

    partition: Partition
    coded: CodedPartition
    rows: DrawnRows
    n_drawn: int
    meta: Meta
    path: Path


def code_partition(coder: PartitionCoder, partition: Partition) -> CodedPartition:
    """Code a partition.

    Raises:
        TextminingError: answers that cannot be coded.
    """
    answers = coder.answers(partition)
    texts = [clean(text) for text in answers.texts]
    found = coded_survey(
        texts,
        answers.questions,
        PartCoder(coder.model, coder.pipeline),
        jobs=1,
        keep_in=None,
        resume=False,
        progress=silent,
    )
    return CodedPartition(
        found.predictions,
        found.standards,
        found.is_novel,
        Populations.of(answers, texts),
        random_numbers(identities(answers.ids, panel=coder.options.panel), coder.options.seed),
        found.novelty(answers.waves),
        answers.background,
    )


def finish_partition(coder: PartitionCoder, work: Finish) -> int:
    """Write a partition's coded file, its meta file and its reasons; return its rows.

    Raises:
        RowsError: cells the format cannot hold.
    """
    answers, model, options = coder.answers(work.partition), coder.model, coder.options
    found = work.coded
    standards, novel = found.standards, found.is_novel
    frame = coded_rows(answers, found.predictions, standards, novel, model, work.rows)
    why = None
    if options.text:
        texts = [clean(text) for text in answers.texts]
        queue = ReadingOrder(work.rows.order, work.n_drawn)
        reading = TextReader(coder.pipeline, {})
        themes = found.predictions.themes
        why = reasons(answers, texts, themes, queue, model, coder.examples, reading)
    else:
        frame = without_text(frame, answers.background, options.keep)
    meta = replace(work.meta, learnt=learnt_of(answers, coder.examples))
    write_coded_to(frame, meta, work.path, why)
    return len(frame)
