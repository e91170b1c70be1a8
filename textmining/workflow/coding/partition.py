"""One partition of a survey: coded by itself, and written once all are drawn from together."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmining.answers import Answers, Meta, write_coded_to
from textmining.classifier import NoveltyCounts, Predictions
from textmining.files import Note
from textmining.language import clean
from textmining.sampling import identities, random_numbers
from textmining.workflow.coding.analysis import masked
from textmining.workflow.coding.by_parts import coded_survey
from textmining.workflow.coding.drawn import DrawnRows, Populations
from textmining.workflow.coding.part import SurveyCoder
from textmining.workflow.coding.partitions import Partition
from textmining.workflow.coding.reasons import ReadingOrder, TextReader
from textmining.workflow.coding.survey import learnt_of, machine_codes, rows_and_reasons


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


def code_partition(coder: SurveyCoder, partition: Partition) -> CodedPartition:
    """Code a partition.

    Raises:
        TextminingError: answers that cannot be coded.
    """
    answers, _ = _answers(partition, coder)
    texts = [clean(text) for text in answers.texts]
    found = coded_survey(
        texts,
        answers.questions,
        coder.part,
        jobs=1,
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


def finish_partition(coder: SurveyCoder, work: Finish) -> tuple[int, list[Note]]:
    """Write a partition's coded file, its meta file and its reasons.

    Returns:
        How many rows it has, and what people are to be told of them.

    Raises:
        RowsError: cells the format cannot hold.
    """
    (answers, notes), found = _answers(work.partition, coder), work.coded
    machine = machine_codes(found.predictions, found.standards, found.is_novel, coder.model)
    order, reader = ReadingOrder(work.rows.order, work.n_drawn), TextReader(coder.pipeline, {})
    frame, why = rows_and_reasons(answers, machine, work.rows, order, coder, reader)
    meta = replace(work.meta, learnt=learnt_of(answers, coder.examples))
    write_coded_to(frame, meta, work.path, why)
    return len(frame), notes


def _answers(partition: Partition, coder: SurveyCoder) -> tuple[Answers, list[Note]]:
    """Read a partition, masked if that was asked for, and what is told of it."""
    answers, notes = partition.with_notes(coder.model.codebook)
    return (masked(answers, coder.pipeline) if coder.options.mask else answers), notes
