"""Themes and their one order: the codebook."""

from textmining.codebook.changes import compare, require_same
from textmining.codebook.plain import from_plain, to_plain
from textmining.codebook.reading import read_codebook
from textmining.codebook.template import codebook_workbook
from textmining.codebook.themes import Codebook, Residual, Theme

__all__ = [
    "Codebook",
    "Residual",
    "Theme",
    "codebook_workbook",
    "compare",
    "from_plain",
    "read_codebook",
    "require_same",
    "to_plain",
]
