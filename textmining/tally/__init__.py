"""Coded answers and a person's decisions become the one table of counts that everything shows."""

from textmining.tally.check import check_decisions
from textmining.tally.fit import Fit, fit, fit_each_theme
from textmining.tally.invited import with_invited
from textmining.tally.table import ALL_QUESTIONS, COUNT_COLUMNS, CountOptions, tally
from textmining.tally.waves import Column, Wave, answered, codebook_of, waves

__all__ = [
    "ALL_QUESTIONS",
    "COUNT_COLUMNS",
    "Column",
    "CountOptions",
    "Fit",
    "Wave",
    "answered",
    "check_decisions",
    "codebook_of",
    "fit",
    "fit_each_theme",
    "tally",
    "waves",
    "with_invited",
]
