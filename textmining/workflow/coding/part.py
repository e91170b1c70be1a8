"""A part of a survey coded by itself: texts in, arrays out.

What is coded of an answer depends on nothing but the answer and the model, so parts can be coded in
any order, in any process, on any machine, and put together.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmining.answers import Answers
from textmining.classifier import AnalysedAnswers, Model, NovelAnswers, Predictions
from textmining.language import Analysis, Pipeline, written_standard
from textmining.workflow.coding.options import CodingOptions

DIGITS = 6
"""Digits of probabilities in files."""


@dataclass(frozen=True)
class CodedPart:
    """What the machine says of some answers.

    Args:
        predictions: as a file holds them, rounded to `DIGITS`.
        standards: the written standard of each answer, empty where nothing was answered.
        novel: which of them are unlike what the model has learnt from.
        analyses: of each distinct text, without vectors, if they were asked for; empty otherwise.
    """

    predictions: Predictions
    standards: NDArray[np.str_]
    novel: NovelAnswers
    analyses: dict[str, Analysis]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything but the analyses by name, to be kept in a file."""
        return {
            "probabilities": self.predictions.probabilities,
            "themes": self.predictions.themes,
            "confidence": self.predictions.confidence,
            "standards": self.standards,
            "worded": self.novel.worded,
            "novel": self.novel.novel,
            "words": np.frombuffer(json.dumps({**self.novel.words}).encode(), dtype=np.uint8),
        }

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> "CodedPart":
        """Make a part of what `arrays` returned.

        Raises:
            KeyError, ValueError: it is something else.
        """
        words = json.loads(arrays["words"].tobytes())
        return cls(
            Predictions(arrays["probabilities"], arrays["themes"], arrays["confidence"]),
            arrays["standards"],
            NovelAnswers(
                arrays["worded"],
                arrays["novel"],
                {int(row): tuple(lemmas) for row, lemmas in words.items()},
            ),
            {},
        )


@dataclass(frozen=True)
class SurveyCoder:
    """What a survey, or a partition of one, is coded with, in whichever process.

    Args:
        model: the model, with the thresholds that count.
        pipeline: what its language is read with.
        examples: coded answers to show similar ones of; None shows none.
        options: what the user chooses.
    """

    model: Model
    pipeline: Pipeline
    examples: Answers | None
    options: CodingOptions

    @property
    def part(self) -> "PartCoder":
        """What codes the parts; it takes less room than all of this."""
        return PartCoder(self.model, self.pipeline)


@dataclass(frozen=True)
class PartCoder:
    """Codes parts of a survey."""

    model: Model
    pipeline: Pipeline

    def code(self, texts: Sequence[str], questions: Sequence[str], *, keep: bool) -> CodedPart:
        """Code cleaned answers to their questions; `keep` hands back their analyses too."""
        once = list(dict.fromkeys(texts))
        analyses = dict(zip(once, self.pipeline.analyse(once), strict=True))
        prepared = AnalysedAnswers(texts, [analyses[text] for text in texts], questions)
        predictions = self.model.predict(prepared)
        standards = [written_standard(text) if text else "" for text in texts]
        return CodedPart(
            Predictions(
                predictions.probabilities.round(DIGITS),
                predictions.themes,
                predictions.confidence.round(DIGITS),
            ),
            np.array(standards, dtype="<U2"),
            self.model.novel_answers(prepared),
            {text: replace(one, vector=None, clause_vectors=None) for text, one in analyses.items()}
            if keep
            else {},
        )
