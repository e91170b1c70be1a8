"""Evaluate: how well a model agrees with human codes it has not seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers import Answers, Columns, answers_in, check_by
from textmining.classifier import (
    LearningCurve,
    Predictions,
    Scores,
    SelectiveCoding,
    Unread,
    description_texts,
    learning_curve,
    score,
)
from textmining.codebook import Codebook
from textmining.counting.domains import group_labels
from textmining.errors import ModelError
from textmining.language import written_standard
from textmining.workflow.coding.analysis import analysed, with_human_codes
from textmining.workflow.coding.models import open_model
from textmining.workflow.inputs.decided import with_decisions
from textmining.workflow.progress import Progress, silent


@dataclass(frozen=True)
class Evaluation:
    """Scores over all answers, and per value of the columns asked for.

    Args:
        scores: over all answers.
        by: per column and value.
        automation: which share of these answers may go unread for a wanted share of right ones.
        curve: the learning curve on these answers, if asked for.
    """

    scores: Scores
    by: dict[str, dict[str, Scores]]
    automation: tuple[Unread, ...]
    curve: LearningCurve | None = None

    def record(self) -> dict[str, object]:
        """Return what `evaluate --json` prints."""
        by = {
            column: {value: scores.record() for value, scores in values.items()}
            for column, values in self.by.items()
        }
        automation = [vars(point) for point in self.automation]
        record = {**self.scores.record(), "by": by, "automation": automation}
        return record if self.curve is None else {**record, "curve": self.curve.record()}


def evaluate(
    files: Sequence[Path],
    columns: Columns | Sequence[Columns],
    model: Path,
    *,
    codebook: Path | None = None,
    decisions: Sequence[str] = (),
    by: Sequence[str] = (),
    curve: bool = False,
    pipeline: str | None = None,
    encoder: str | None = None,
    jobs: int = 1,
    progress: Progress = silent,
) -> Evaluation:
    """Code the human-coded answers of the files and compare.

    Args:
        files: answer files; answers without human codes or text are left out.
        columns: what their columns are called, in all files or in each.
        model: the model folder.
        codebook: must be the model's, if given.
        decisions: review stores and files whose codes count instead of the files'.
        by: columns (background, wave, question) whose values get scores of their own; `language` is
            `nb` or `nn`, guessed where no column has that name.
        curve: whether to draw the learning curve, which trains a dozen models on these answers.
        pipeline: another spaCy pipeline than the model's.
        encoder: the model's sentence encoder, if that is not the one that ships: a folder.
        jobs: how many processors to use.
        progress: told what is being done.

    Raises:
        TextminingError: no coded answers, an unknown column, a model that does not fit.
    """
    progress("Reading the files")
    loaded, reader = open_model(model, codebook, pipeline, encoder)
    answers = answers_in(files, columns, loaded.codebook)
    if decisions:
        answers = with_decisions(answers, decisions, loaded.codebook)
    answers = answers.human_coded
    if not len(answers):
        raise ModelError("none of the answers has human codes, so there is nothing to compare.")
    groups = groups_of(answers, by)
    prepared = analysed(answers, reader, jobs=jobs, progress=progress)
    evaluation = _compare(answers, loaded.predict(prepared), loaded.codebook, groups)
    if not curve:
        return evaluation
    progress("Training on parts of the answers")
    learnt = learning_curve(
        with_human_codes(prepared, answers, loaded.codebook),
        loaded.codebook,
        descriptions=reader.analyse(description_texts(loaded.codebook)),
        jobs=jobs,
    )
    return replace(evaluation, curve=learnt)


def groups_of(answers: Answers, by: Sequence[str]) -> dict[str, pd.Series]:
    """The groups to score by, called as counts call them; "" where an answer has no value.

    `language` is the written standard, guessed as `code` does.
    """
    guessed = "language" in by and "language" not in answers.frame
    check_by(answers.frame, [name for name in by if not (guessed and name == "language")])
    standards = pd.Series([written_standard(text) for text in answers.texts]) if guessed else None
    return {
        name: standards
        if standards is not None and name == "language"
        else group_labels(answers.frame[name], missing="")
        for name in by
    }


def _compare(
    answers: Answers,
    predictions: Predictions,
    codebook: Codebook,
    columns: Mapping[str, pd.Series],
) -> Evaluation:
    truth = codebook.indicator(themes or () for themes in answers.themes)

    def scores(rows: NDArray[np.bool_]) -> Scores:
        return score(
            truth[rows], predictions.themes[rows], predictions.probabilities[rows], codebook
        )

    groups = {
        name: {
            str(group): scores((column == group).to_numpy()) for group in column.unique() if group
        }
        for name, column in columns.items()
    }
    right = (truth == predictions.themes).all(axis=1)
    return Evaluation(
        scores(np.ones(len(answers), dtype=np.bool_)),
        groups,
        tuple(SelectiveCoding(predictions.confidence, right).curve()),
    )
