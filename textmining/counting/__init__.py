"""Coded answers and a person's decisions become the one table of counts that everything shows."""

from textmining.counting.changes import with_changes
from textmining.counting.check import check_decisions, check_themes
from textmining.counting.cooccurrence import tally_pairs
from textmining.counting.fit import Fit, fit, fit_each_theme
from textmining.counting.options import (
    ALL_QUESTIONS,
    CHANGE_COLUMNS,
    COUNT_COLUMNS,
    PAIR_COLUMNS,
    RESPONDENT_COLUMNS,
    CountOptions,
)
from textmining.counting.population import (
    INVITED_CHANGE_COLUMNS,
    INVITED_COLUMNS,
    invited_by_wave,
    with_invited,
)
from textmining.counting.table import is_strict, rows_in_a_table, tally, waves_to_count
from textmining.counting.waves import Column, Wave, waves

__all__ = [
    "ALL_QUESTIONS",
    "CHANGE_COLUMNS",
    "COUNT_COLUMNS",
    "INVITED_CHANGE_COLUMNS",
    "INVITED_COLUMNS",
    "PAIR_COLUMNS",
    "RESPONDENT_COLUMNS",
    "Column",
    "CountOptions",
    "Fit",
    "Wave",
    "check_decisions",
    "check_themes",
    "fit",
    "fit_each_theme",
    "invited_by_wave",
    "is_strict",
    "rows_in_a_table",
    "tally",
    "tally_pairs",
    "waves",
    "waves_to_count",
    "with_changes",
    "with_invited",
]
