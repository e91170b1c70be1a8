"""Tables, charts, page, workbook, document, slides and notes, all from one table of counts."""

from textmining.report.chart_files import chart_names, charts_of
from textmining.report.codebooks import changed_themes, changes_in_words
from textmining.report.compose import compose
from textmining.report.document import document
from textmining.report.facts import Facts
from textmining.report.material import Material, Reach
from textmining.report.method import method, method_markdown
from textmining.report.outline import Item, Quote, Report
from textmining.report.page import page
from textmining.report.publication import Publication, publication
from textmining.report.quality import declaration, quality, quality_json
from textmining.report.quotes import Excerpts, Release, proposals, released
from textmining.report.response import Response
from textmining.report.slides import slides
from textmining.report.spss import (
    ThemeVariables,
    read_original,
    theme_variables,
    write_respondents,
)
from textmining.report.syntax import sets_left_out, syntax
from textmining.report.table import Place, ReportCounts
from textmining.report.workbook import workbook

__all__ = [
    "Excerpts",
    "Facts",
    "Item",
    "Material",
    "Place",
    "Publication",
    "Quote",
    "Reach",
    "Release",
    "Report",
    "ReportCounts",
    "Response",
    "ThemeVariables",
    "changed_themes",
    "changes_in_words",
    "chart_names",
    "charts_of",
    "compose",
    "declaration",
    "document",
    "method",
    "method_markdown",
    "page",
    "proposals",
    "publication",
    "quality",
    "quality_json",
    "read_original",
    "released",
    "sets_left_out",
    "slides",
    "syntax",
    "theme_variables",
    "workbook",
    "write_respondents",
]
