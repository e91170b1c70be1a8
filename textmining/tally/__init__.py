"""Coded answers and a person's decisions become the one table of counts that everything shows."""

from textmining.tally.changes import with_changes
from textmining.tally.check import check_decisions, check_themes
from textmining.tally.fit import Fit, fit, fit_each_theme
from textmining.tally.invited import INVITED_COLUMNS, invited_by_wave, with_invited
from textmining.tally.options import (
    ALL_QUESTIONS,
    CHANGE_COLUMNS,
    COUNT_COLUMNS,
    PAIR_COLUMNS,
    RESPONDENT_COLUMNS,
    CountOptions,
)
from textmining.tally.pairs import tally_pairs
from textmining.tally.table import is_strict, tally
from textmining.tally.waves import Column, Wave, answered, codebook_of, drawn, language_of, waves

__all__ = [
    "ALL_QUESTIONS",
    "CHANGE_COLUMNS",
    "COUNT_COLUMNS",
    "INVITED_COLUMNS",
    "PAIR_COLUMNS",
    "RESPONDENT_COLUMNS",
    "Column",
    "CountOptions",
    "Fit",
    "Wave",
    "answered",
    "check_decisions",
    "check_themes",
    "codebook_of",
    "drawn",
    "fit",
    "fit_each_theme",
    "invited_by_wave",
    "is_strict",
    "language_of",
    "tally",
    "tally_pairs",
    "waves",
    "with_changes",
    "with_invited",
]
