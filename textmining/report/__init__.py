"""Tables, charts, page, workbook, document and method note, all from one table of counts."""

from textmining.report.codebooks import changed_themes, changes_in_words
from textmining.report.compose import compose
from textmining.report.document import document
from textmining.report.excerpts import masked_excerpts
from textmining.report.material import Material
from textmining.report.method import Facts, method, method_markdown
from textmining.report.outline import Item, Quote, Report
from textmining.report.page import page
from textmining.report.quotes import Release, proposals, released
from textmining.report.spss import (
    Original,
    Themes,
    read_original,
    theme_variables,
    write_respondents,
)
from textmining.report.syntax import sets_left_out, syntax
from textmining.report.table import Counts, Place
from textmining.report.workbook import workbook

__all__ = [
    "Counts",
    "Facts",
    "Item",
    "Material",
    "Original",
    "Place",
    "Quote",
    "Release",
    "Report",
    "Themes",
    "changed_themes",
    "changes_in_words",
    "compose",
    "document",
    "masked_excerpts",
    "method",
    "method_markdown",
    "page",
    "proposals",
    "read_original",
    "released",
    "sets_left_out",
    "syntax",
    "theme_variables",
    "workbook",
    "write_respondents",
]
