"""The example survey with a person's codes; all of its answers are made up."""

from pathlib import Path

import pandas as pd

from textmining.answers import Answers, answers_in, read_decisions, read_settings
from textmining.classifier import TrainingAnswers
from textmining.codebook import Codebook, read_codebook
from textmining.files import shipped
from textmining.language import Pipeline
from textmining.workflow.coding.analysis import analysed, with_human_codes
from textmining.workflow.inputs.decided import with_decisions
from textmining.workflow.progress import silent

__all__ = ["coded_example", "example_training"]

_NAME = "kommuneundersokelsen"
_WAVES = ("2019.csv", "2020.xlsx", "2021.csv")


def coded_example() -> tuple[pd.DataFrame, Codebook]:
    """Return all answers of the three waves with their `themes`, and the codebook."""
    given, book = _given()
    answers = given.part(given.answered).frame
    later = read_decisions(_decisions(), codebook=book)
    known = pd.concat([answers.dropna(subset="themes"), later])
    identity = ["respondent", "wave", "question"]
    answers = answers.drop(columns="themes").merge(known[[*identity, "themes"]], on=identity)
    return answers, book


def example_training(pipeline: Pipeline) -> tuple[TrainingAnswers, Codebook]:
    """Return them as a model learns from them, read by a pipeline."""
    given, book = _given()
    coded = with_decisions(given, [str(_decisions())], book).human_coded
    prepared = analysed(coded, pipeline, jobs=1, progress=silent)
    return with_human_codes(prepared, coded, book), book


def _given() -> tuple[Answers, Codebook]:
    data = shipped("data")
    book = read_codebook(data / "codebook.yaml")
    files = [data / f"{_NAME}-{wave}" for wave in _WAVES]
    return answers_in(files, read_settings(data / "textmining.toml"), book), book


def _decisions() -> Path:
    """The file with what persons decided on the last wave."""
    return shipped("data") / f"{_NAME}-2021-coded.csv"
