"""Coded answers and a person's decisions become the one table of counts that everything shows."""

from textmining.counting.asked import asked_in, check_asked
from textmining.counting.categories import Category
from textmining.counting.changes import with_changes
from textmining.counting.check import check_decisions, check_learnt, check_themes
from textmining.counting.cooccurrence import count_pairs
from textmining.counting.fit import Fit, fit, fit_each_theme
from textmining.counting.in_turn import read_in_turn
from textmining.counting.options import CountOptions
from textmining.counting.panel import CORRELATION
from textmining.counting.population import (
    INVITED_CHANGE_COLUMNS,
    INVITED_COLUMNS,
    invited_by_wave,
    with_invited,
)
from textmining.counting.representation import (
    Representation,
    raked_effect,
    representation,
)
from textmining.counting.table import (
    BEHIND,
    count_themes,
    is_strict,
    rows_in_a_table,
    waves_to_count,
)
from textmining.counting.waves import Wave, units_of, waves
from textmining.counting.weighting import Raked, raked

__all__ = [
    "BEHIND",
    "CORRELATION",
    "INVITED_CHANGE_COLUMNS",
    "INVITED_COLUMNS",
    "Category",
    "CountOptions",
    "Fit",
    "Raked",
    "Representation",
    "Wave",
    "asked_in",
    "check_asked",
    "check_decisions",
    "check_learnt",
    "check_themes",
    "count_pairs",
    "count_themes",
    "fit",
    "fit_each_theme",
    "invited_by_wave",
    "is_strict",
    "raked",
    "raked_effect",
    "read_in_turn",
    "representation",
    "rows_in_a_table",
    "units_of",
    "waves",
    "waves_to_count",
    "with_changes",
    "with_invited",
]
