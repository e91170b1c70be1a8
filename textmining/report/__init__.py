"""Tables, charts, page, workbook, document and method note, all from one table of counts."""

from textmining.report.codebooks import changed_themes, changes_in_words
from textmining.report.compose import compose
from textmining.report.document import document
from textmining.report.material import Material
from textmining.report.method import Facts, method, method_markdown
from textmining.report.outline import Item, Quote, Report
from textmining.report.page import page
from textmining.report.spss import (
    Original,
    Themes,
    read_original,
    syntax,
    theme_variables,
    write_respondents,
)
from textmining.report.table import Counts
from textmining.report.workbook import workbook

__all__ = [
    "Counts",
    "Facts",
    "Item",
    "Material",
    "Original",
    "Quote",
    "Report",
    "Themes",
    "changed_themes",
    "changes_in_words",
    "compose",
    "document",
    "method",
    "method_markdown",
    "page",
    "read_original",
    "syntax",
    "theme_variables",
    "workbook",
    "write_respondents",
]
