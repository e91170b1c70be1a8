"""A whole survey coded part by part: each distinct answer once, in any number of processes."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.classifier import NovelAnswers, NoveltyCounts, Predictions
from textmining.language import Analysis
from textmining.workflow.coding.part import CodedPart, PartCoder
from textmining.workflow.coding.spool import Spool
from textmining.workflow.coding.workers import in_order
from textmining.workflow.progress import Progress, silent

Part = tuple[list[str], list[str]]
"""Cleaned texts and questions of some answers."""

_PART = 2_000  # distinct answers; a part takes some seconds and about 50 MB
_KEPT = 100_000  # distinct answers whose analyses, 1.5 kB each, are kept for the reasons
_LASTING = 10_000  # distinct answers from which on parts are kept for a run that is cut off


@dataclass(frozen=True)
class CodedSurvey:
    """What the machine says of a survey.

    Args:
        predictions: of each answer.
        standards: each answer's written standard, shape `(n_answers,)`.
        place: each answer's place among the distinct ones, shape `(n_answers,)`.
        novel: which of the distinct answers are novel.
        analyses: of distinct texts, as far as they were kept.
    """

    predictions: Predictions
    standards: NDArray[np.str_]
    place: NDArray[np.intp]
    novel: NovelAnswers
    analyses: dict[str, Analysis]

    @property
    def is_novel(self) -> NDArray[np.bool_]:
        """Which answers are unlike those the model has learnt from, shape `(n_answers,)`."""
        return np.asarray(self.novel.novel[self.place])

    def novelty(self, waves: Sequence[str]) -> dict[str, NoveltyCounts]:
        """Count by wave what is new; `waves` are the answers', in their order."""
        numbers, names = pd.factorize(np.asarray(waves, dtype=object))
        return {
            str(name): self.novel.counts(
                np.bincount(self.place[numbers == k], minlength=len(self.novel.novel))
            )
            for k, name in enumerate(names)
        }


def coded_survey(
    texts: Sequence[str],
    questions: Sequence[str],
    coder: PartCoder,
    *,
    jobs: int,
    keep_in: Path | None = None,
    resume: bool = False,
    analyses: bool = False,
    progress: Progress = silent,
) -> CodedSurvey:
    """Code a survey's answers.

    Texts are cleaned. The parts of a large survey lie in the folder `keep_in` until all is done, if
    one is named, so that `resume` can go on where an earlier run was cut off. The texts' `analyses`
    are handed back if they are asked for, as far as there is room.
    """
    places: dict[tuple[str, str], int] = {}
    place = np.array(
        [places.setdefault(pair, len(places)) for pair in zip(texts, questions, strict=True)],
        dtype=np.intp,
    )
    parts = _parts(list(places))
    spool = None
    if keep_in and (resume or len(places) >= _LASTING):
        spool = Spool(keep_in, _key(places, coder), resume=resume)
    done = _loaded(spool, len(parts)) if spool else {}
    left = [number for number in range(len(parts)) if number not in done]
    keep = analyses and len(places) <= _KEPT
    coded = in_order(_coded, ((parts[n], keep) for n in left), coder, jobs=jobs)
    for number, part in zip(left, coded, strict=True):
        done[number] = part
        if spool:
            spool.save(number, part.arrays())
        progress("Coding", min(len(done) * _PART, len(places)), len(places))
    return _joined([done[number] for number in range(len(parts))], place, coder)


def _coded(coder: PartCoder, work: tuple[Part, bool]) -> CodedPart:
    (texts, questions), keep = work
    return coder.code(texts, questions, keep=keep)


def _loaded(spool: Spool, n_parts: int) -> dict[int, CodedPart]:
    found = {number: spool.load(number, CodedPart.of) for number in range(n_parts)}
    return {number: part for number, part in found.items() if part is not None}


def _parts(distinct: list[tuple[str, str]]) -> list[Part]:
    return [
        ([text for text, _ in some], [question for _, question in some])
        for start in range(0, len(distinct), _PART)
        if (some := distinct[start : start + _PART])
    ]


def _key(distinct: dict[tuple[str, str], int], coder: PartCoder) -> str:
    """What the parts are of: the same answers, model, pipeline and program."""
    digest = hashlib.sha256()
    for pair in distinct:
        digest.update("\0".join((*pair, "")).encode("utf-8", "surrogatepass"))
    about = [
        version("textmining-survey"),
        str(coder.model.card["sha256"]),
        str(coder.pipeline.identity.record()),
        json.dumps(coder.model.card["thresholds"], sort_keys=True),
        str(_PART),
    ]
    return "\n".join([digest.hexdigest(), *about])


def _joined(parts: list[CodedPart], place: NDArray[np.intp], coder: PartCoder) -> CodedSurvey:
    n_themes = len(coder.model.codebook.codes)
    none = CodedPart(
        Predictions(np.zeros((0, n_themes)), np.zeros((0, n_themes), np.bool_), np.zeros(0)),
        np.zeros(0, dtype="<U2"),
        NovelAnswers(np.zeros(0, np.bool_), np.zeros(0, np.bool_), {}),
        {},
    )
    parts = [none, *parts]
    return CodedSurvey(
        Predictions(
            np.concatenate([part.predictions.probabilities for part in parts])[place],
            np.concatenate([part.predictions.themes for part in parts])[place],
            np.concatenate([part.predictions.confidence for part in parts])[place],
        ),
        np.concatenate([part.standards for part in parts])[place],
        place,
        NovelAnswers(
            np.concatenate([part.novel.worded for part in parts]),
            np.concatenate([part.novel.novel for part in parts]),
            dict(_words(parts)),
        ),
        {text: analysis for part in parts for text, analysis in part.analyses.items()},
    )


def _words(parts: list[CodedPart]) -> Iterator[tuple[int, tuple[str, ...]]]:
    first = 0
    for part in parts:
        yield from ((first + row, words) for row, words in part.novel.words.items())
        first += len(part.novel.novel)
