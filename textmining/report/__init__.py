"""Tables, charts, page, workbook, document and method note, all from one table of counts."""

from textmining.report.compose import compose
from textmining.report.document import document
from textmining.report.material import Material
from textmining.report.outline import Item, Quote, Report
from textmining.report.page import page
from textmining.report.table import Counts
from textmining.report.workbook import workbook

__all__ = [
    "Counts",
    "Item",
    "Material",
    "Quote",
    "Report",
    "compose",
    "document",
    "page",
    "workbook",
]
