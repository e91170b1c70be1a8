"""The example survey with a person's codes; all of its answers are made up."""

import pandas as pd

from textmining.answers import answers_in, read_decisions, read_settings
from textmining.codebook import Codebook, read_codebook
from textmining.files import shipped

__all__ = ["coded_example"]

_NAME = "kommuneundersokelsen"


def coded_example() -> tuple[pd.DataFrame, Codebook]:
    """Return all answers of the three waves with their `themes`, and the codebook."""
    data = shipped("data")
    book = read_codebook(data / "codebook.yaml")
    files = [data / f"{_NAME}-2019.csv", data / f"{_NAME}-2020.xlsx", data / f"{_NAME}-2021.csv"]
    given = answers_in(files, read_settings(data / "textmining.toml"), book)
    answers = given.part(given.answered).frame
    later = read_decisions(data / f"{_NAME}-2021-coded.csv", codebook=book)
    known = pd.concat([answers.dropna(subset="themes"), later])
    identity = ["respondent", "wave", "question"]
    answers = answers.drop(columns="themes").merge(known[[*identity, "themes"]], on=identity)
    return answers, book
