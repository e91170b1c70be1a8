"""Demo: the whole way on the example survey, whose answers are all made up."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from textmining.answers import (
    ALL_QUESTIONS,
    IDENTITY,
    QUESTION,
    read_decisions,
    read_settings,
    write_decisions,
)
from textmining.codebook import read_codebook
from textmining.counting import CountOptions
from textmining.files import shipped
from textmining.workflow.code import code
from textmining.workflow.count import count
from textmining.workflow.progress import Progress, silent
from textmining.workflow.report import ReportOptions, report
from textmining.workflow.train import train

_SURVEY = "kommuneundersokelsen"


@dataclass(frozen=True)
class Demonstration:
    """What the demo made.

    Args:
        files: where everything lies, with what it is, in the order it was made.
        counts: the counts per theme over all questions, as in the count file.
    """

    files: dict[str, Path]
    counts: pd.DataFrame


def demo(out: Path, *, progress: Progress = silent) -> Demonstration:
    """Train on 2019 and 2020, code 2021, read the drawn answers, count, write the report.

    The reading is played: the drawn answers get the codes that a person gave them.

    Raises:
        FileError: the folder cannot be written.
    """
    data = shipped("data")
    codebook = data / "codebook.yaml"
    files = {
        "model": out / "model",
        "coded answers": out / "coded-2021.xlsx",
        "decisions on the drawn answers": out / "decisions-2021.csv",
        "counts per theme": out / "counts-2021.xlsx",
        "counts per theme and role": out / "counts-2021-role.xlsx",
        "report": out / "report",
    }
    model, coded, decisions, counts, counts_by_role, folder = files.values()
    columns = read_settings(data / "textmining.toml")
    earlier = [data / f"{_SURVEY}-2019.csv", data / f"{_SURVEY}-2020.xlsx"]
    train(earlier, columns, codebook, model, progress=progress)
    found = code([data / f"{_SURVEY}-2021.csv"], columns, model, coded, progress=progress).coded
    human = read_decisions(data / f"{_SURVEY}-2021-coded.csv", codebook=read_codebook(codebook))
    drawn = found.frame.loc[found.drawn, IDENTITY]
    write_decisions(drawn.merge(human, on=IDENTITY), decisions)
    progress("Counting")
    table = count([coded], counts, decisions=[str(decisions)]).counts.frame
    by_role = CountOptions(by=("role",))
    count([coded], counts_by_role, decisions=[str(decisions)], options=by_role)
    report([coded], folder, decisions=[str(decisions)], options=ReportOptions(by_role))
    return Demonstration(files, table[table[QUESTION] == ALL_QUESTIONS])
