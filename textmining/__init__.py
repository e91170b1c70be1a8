"""textmining codes open-ended survey answers into themes and counts them honestly.

The rooms of the house, in the order an answer travels, from the top floor down.
A room imports only from floors below its own, never from a neighbour:

    cli          13  commands: parse, call one function of workflow, print, choose the exit code
    home         12  the survey's home page: its steps, files, codebook, numbers and report
    workflow     11  the steps joined, one module each; what they share in folders; the coder
    web          10  the review page; knows no classifier and no spaCy
    report        9  tables, charts, page, workbook, document, slides, SPSS, method, quality
    disclosure    8  small counts held back, with those that would give them away
    counting      7  coded answers + decisions -> the table of counts
    review        6  a person's decisions: queue, store, workbook round trip, erasing
    estimation    6  theme counts with intervals, agreement between coders; arrays in, records out
    sampling      5  which answers a person reads; arrays only
    classifier    4  features, training, calibration, decision, scores, saving and loading
    survey        3  the survey folder: settings, waves, codebooks; what a vendor's columns may be
    answers       2  Answers, Coded, Decisions, CountTable: types that own their columns; files
    language      1  the Norwegian spaCy pipeline: cleaning, lemmas, personal data; sentence encoder
    codebook      1  themes and their one order; read, check, compare versions
    files         0  whole-or-nothing writing, encodings, tables in every format, hashes
    texts         0  the catalogue of what analysts read, and how numbers are written
    errors           every error a user can fix, in one tree
    arrays           the arrays that go from room to room, by what they hold

The floors are held by the import-linter contracts in pyproject.toml.

From a notebook the names below are all one needs; nothing heavy is loaded before it is used:

    import textmining as tm
    coder = tm.Coder(tm.Codebook.read("codebook.xlsx")).fit(frame)
    coded = coder.code(new_frame, review="20%", seed=1)
    table = tm.count(coded, decisions, by=["role"])
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmining.answers import Answers, Coded, CountTable, Decisions
    from textmining.codebook import Codebook
    from textmining.survey import Survey, Unit
    from textmining.workflow.classifier import ThemeClassifier
    from textmining.workflow.coder import Coder
    from textmining.workflow.frames import FrameCoder
    from textmining.workflow.notebook import count, report

__all__ = [
    "Answers",
    "Codebook",
    "Coded",
    "Coder",
    "CountTable",
    "Decisions",
    "FrameCoder",
    "Survey",
    "ThemeClassifier",
    "Unit",
    "count",
    "report",
]

_HOMES = {
    "Answers": "answers",
    "Codebook": "codebook",
    "Coded": "answers",
    "Coder": "workflow.coder",
    "CountTable": "answers",
    "Decisions": "answers",
    "FrameCoder": "workflow.frames",
    "Survey": "survey",
    "ThemeClassifier": "workflow.classifier",
    "Unit": "survey",
    "count": "workflow.notebook",
    "report": "workflow.notebook",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__


class _FrontDoor(ModuleType):
    """This package: `report` is the function, also once the room of that name is loaded."""

    @property
    def report(self) -> Any:
        return __getattr__("report")

    @report.setter
    def report(self, room: ModuleType) -> None:
        """Python sets a loaded room here; whoever wants it imports it by its full name."""


sys.modules[__name__].__class__ = _FrontDoor
