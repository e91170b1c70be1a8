"""Themes and their one order: the codebook."""

from textmining.codebook.changes import Change, changes, require_same
from textmining.codebook.headings import codes_from_labels
from textmining.codebook.plain import from_plain, to_plain
from textmining.codebook.reading import read_codebook
from textmining.codebook.template import codebook_workbook, starters
from textmining.codebook.themes import Codebook, Residual, Theme

__all__ = [
    "Change",
    "Codebook",
    "Residual",
    "Theme",
    "changes",
    "codebook_workbook",
    "codes_from_labels",
    "from_plain",
    "read_codebook",
    "require_same",
    "starters",
    "to_plain",
]
