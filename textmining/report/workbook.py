"""The report as a workbook: tables, native charts that can be restyled, codebook and method."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from math import isnan
from typing import Any

import pandas as pd
import xlsxwriter

from textmining.answers import CHANGE_COLUMNS, CORRECTED_COLUMNS
from textmining.counting import INVITED_CHANGE_COLUMNS
from textmining.report.outline import Figure, FigureTable, Item, Report
from textmining.report.shapes import scale_top
from textmining.report.table import Cell
from textmining.texts import SUPPRESSED, Texts

_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""A fixed date: the same input gives the same bytes."""

_HEAD_ROW = 4
_SHADES = ("#DFE8F2", "#B3CBE3", "#7BA3CC", "#4F7FB0")
_GROUP_SHADES = ("#9DBBDB", "#1D4F7C", "#DFE8F2", "#6E6E6E", "#4F7FB0", "#BFBFBF")
_PRINTED = 7
"""The last column on paper."""

_HIGHEST = 409
"""Points of a row, the most that Excel shows."""

_INK = "#1A1A1A"


def workbook(report: Report, texts: Texts) -> bytes:
    """Return the workbook as .xlsx bytes."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": report.title, "comments": report.note, "created": _MADE})
        writer = _Writer(book, report, texts)
        writer.contents()
        for figure in report.figures:
            writer.figure(figure)
        for name, frame in _tables(report).items():
            writer.numbers(name, frame)
        if report.response:
            writer.response(report.response)
        writer.codebook()
        writer.items("quality", report.quality)
        writer.items("method", report.method)
    return buffer.getvalue()


@dataclass(frozen=True)
class _Column:
    """A column of a figure's sheet: its head, its format and its value in each row."""

    head: str
    format: str
    values: tuple[float | str | None, ...]


class _Writer:
    """Writes the sheets of one report into an open workbook."""

    def __init__(self, book: Any, report: Report, texts: Texts) -> None:
        self.book, self.report, self.texts = book, report, texts
        wrap = {"text_wrap": True, "valign": "top"}
        self.formats = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "note": book.add_format({"bold": True, "font_color": "#9C0006"}),
            "head": book.add_format({"bold": True, "bottom": 2, "text_wrap": True}),
            "quiet": book.add_format({"font_color": "#595959", **wrap}),
            "text": book.add_format({"valign": "top"}),
            "prose": book.add_format(wrap),
            "bold": book.add_format({"bold": True, **wrap}),
            "count": book.add_format({"num_format": "#,##0", "align": "right"}),
            "limit": book.add_format({"num_format": "#,##0.0", "align": "right"}),
            "share": book.add_format({"num_format": "0 %", "align": "right"}),
            "share_limit": book.add_format({"num_format": "0.0 %", "align": "right"}),
            "level": book.add_format({"num_format": "0.0## %", "align": "right"}),
            "link": book.add_format({"font_color": "#1D4F7C", "underline": 1}),
        }

    def contents(self) -> None:
        """The first sheet: what it is, the main findings, and where the tables are."""
        sheet = self._sheet(self.texts("heading.contents"), self.report.title)
        sheet.set_column(0, 0, 88)
        sheet.write_string(2, 0, self.report.subtitle)
        sheet.write_string(4, 0, self.texts("heading.lead"), self.formats["bold"])
        said = [*self.report.lead, *(item.text for item in self.report.highlights)]
        for row, sentence in enumerate(said, start=5):
            sheet.write_string(row, 0, sentence, self.formats["prose"])
            sheet.set_row(row, _height(sentence))
        named = {self._name(figure): f". {figure.title}" for figure in self.report.figures}
        response = ["response"] if self.report.response else []
        last = (*_tables(self.report), *response, "codebook", "quality", "method")
        named |= {self.texts(f"heading.{name}"): "" for name in last}
        for row, (name, title) in enumerate(named.items(), start=6 + len(said)):
            link = f"internal:'{name}'!A1"
            sheet.write_url(row, 0, link, self.formats["link"], f"{name}{title}")

    def figure(self, figure: Figure) -> None:
        """A sheet with a figure's numbers and its chart."""
        name = self._name(figure)
        sheet = self._sheet(name, f"{name}. {figure.title}", is_one_page=True)
        notes, columns = " ".join(figure.notes), _columns(figure, self.texts)
        sheet.merge_range(2, 0, 2, _PRINTED, notes, self.formats["quiet"])
        sheet.set_row(2, _height(notes, 46 + 12 * _PRINTED))
        self._heads(sheet, (self.texts("column.theme"), *(column.head for column in columns)))
        sheet.set_column(0, 0, 46)
        for j, column in enumerate(columns, start=1):
            sheet.set_column(j, j, _width(column.head))
        for i, row in enumerate(figure.rows, start=_HEAD_ROW + 1):
            sheet.write_string(i, 0, row.label, self.formats["text"])
        for j, column in enumerate(columns, start=1):
            for i, value in enumerate(column.values, start=_HEAD_ROW + 1):
                self._value(sheet, i, j, value, column.format)
        sheet.freeze_panes(_HEAD_ROW + 1, 1)
        charted = sum(row.is_charted for row in figure.rows)
        below = _HEAD_ROW + len(figure.rows) + 3
        if charted:
            chart = self._chart(figure, name, charted)
            sheet.insert_chart(below, 0, chart, {"description": figure.description})
        # On paper the shares and the chart are enough; the rest is for work on the screen.
        sheet.print_area(0, 0, below + 10 + 2 * charted * len(figure.series), _PRINTED)

    def _chart(self, figure: Figure, sheet: str, charted: int) -> Any:
        """A native bar chart over the charted rows, which stand first in the sheet."""
        chart = self.book.add_chart({"type": "bar"})
        first, last = _HEAD_ROW + 1, _HEAD_ROW + charted
        series = len(figure.series)
        shades = _SHADES[-series:] if 1 < series <= len(_SHADES) else _GROUP_SHADES
        for k, name in enumerate(figure.series):
            minus = 1 + series * (1 + len(_details(figure))) + k * len(_WHISKERS)
            chart.add_series(
                {
                    "name": name or self.texts("axis.share"),
                    "categories": [sheet, first, 0, last, 0],
                    "values": [sheet, first, 1 + k, last, 1 + k],
                    "fill": {"color": shades[k % len(shades)]},
                    "border": {"color": "#4A4A4A", "width": 0.75},
                    "gap": 60,
                    "y_error_bars": {
                        "type": "custom",
                        "minus_values": self._range(sheet, first, last, minus),
                        "plus_values": self._range(sheet, first, last, minus + 1),
                        "line": {"color": _INK, "width": 1},
                    },
                }
            )
        chart.set_title({"name": figure.message, "name_font": {"size": 12}, "overlay": False})
        chart.set_y_axis({"reverse": True, "num_font": {"size": 10}})
        chart.set_x_axis(
            {"min": 0, "max": scale_top(figure), "num_format": "0 %", "major_gridlines": _GRID}
        )
        chart.set_legend({"position": "bottom"} if series > 1 else {"none": True})
        chart.set_size({"width": 900, "height": 150 + charted * (14 + 16 * series)})
        return chart

    def numbers(self, heading: str, frame: pd.DataFrame) -> None:
        """A whole table of counts."""
        title = self.texts(f"heading.{heading}")
        sheet = self._sheet(title, title)
        self._heads(sheet, [str(name) for name in frame.columns])
        for j, name in enumerate(frame.columns):
            is_share = "share" in name or name in _SHARES
            kind = "level" if name == "level" else "share_limit" if is_share else "limit"
            for i, value in enumerate(frame[name], start=_HEAD_ROW + 1):
                is_text = isinstance(value, str)
                known = value if is_text or not pd.isna(value) else None
                self._value(sheet, i, j, known, "text" if is_text else kind)
        sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + len(frame), len(frame.columns) - 1)
        sheet.freeze_panes(_HEAD_ROW + 1, 0)
        sheet.set_column(0, len(frame.columns) - 1, 13)

    def codebook(self) -> None:
        """The codebook, a row for each theme, and what changed in it."""
        title = self.texts("heading.codebook")
        sheet = self._sheet(title, title)
        names = ("code", "number", "label", "net", "definition", "include", "exclude")
        self._heads(sheet, [self.texts(f"column.{name}") for name in names])
        themes = self.report.codebook.themes
        for row, theme in enumerate(themes, start=_HEAD_ROW + 1):
            for j, name in enumerate(names):
                self._value(sheet, row, j, getattr(theme, name), "prose")
        below = _HEAD_ROW + len(themes) + 2
        for row, change in enumerate(self.report.codebook_changes, start=below):
            sheet.write_string(row, 0, change)
        sheet.set_column(0, 1, 12)
        sheet.set_column(2, 3, 34)
        sheet.set_column(4, 6, 60)

    def response(self, table: FigureTable) -> None:
        """Response by group."""
        title = self.texts("heading.response")
        sheet = self._sheet(title, title)
        self._heads(sheet, table.head)
        for i, row in enumerate(table.rows, start=_HEAD_ROW + 1):
            for j, text in enumerate(row):
                self._value(sheet, i, j, text, "text" if j == 0 else "count")
        sheet.set_column(0, 0, 46)

    def items(self, name: str, items: Sequence[Item]) -> None:
        """The quality declaration, or the method note."""
        title = self.texts(f"heading.{name}")
        sheet = self._sheet(title, title)
        parts = [
            (item.heading if k == 0 else "", part)
            for item in items
            for k, part in enumerate(_fitting(item.text))
        ]
        for row, (heading, text) in enumerate(parts, start=_HEAD_ROW):
            sheet.write_string(row, 0, heading, self.formats["bold"])
            sheet.write_string(row, 1, text, self.formats["prose"])
            sheet.set_row(row, _height(text))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 100)

    def _sheet(self, name: str, title: str, *, is_one_page: bool = False) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, title, self.formats["title"])
        if self.report.note:
            sheet.write_string(1, 0, self.report.note, self.formats["note"])
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, int(is_one_page))
        if is_one_page:
            sheet.set_landscape()
        return sheet

    def _heads(self, sheet: Any, heads: Sequence[str]) -> None:
        sheet.set_row(_HEAD_ROW, 48)
        for j, head in enumerate(heads):
            sheet.write_string(_HEAD_ROW, j, head, self.formats["head"])

    def _value(self, sheet: Any, i: int, j: int, value: float | str | None, kind: str) -> None:
        if isinstance(value, str):
            if value:
                aligned = "count" if value == SUPPRESSED else kind
                sheet.write_string(i, j, value, self.formats[aligned])
        elif value is not None:
            is_whole = kind == "limit" and float(value).is_integer()
            sheet.write_number(i, j, value, self.formats["count" if is_whole else kind])

    def _name(self, figure: Figure) -> str:
        return self.texts("heading.figure", number=figure.number)

    @staticmethod
    def _range(sheet: str, first: int, last: int, column: int) -> str:
        name = xlsxwriter.utility.xl_col_to_name(column)
        return f"='{sheet}'!${name}${first + 1}:${name}${last + 1}"


def _tables(report: Report) -> dict[str, pd.DataFrame]:
    """The tables that are shown whole, by the name of their heading."""
    pairs = {} if report.pairs is None else {"together": report.pairs}
    return {"numbers": report.counts.frame, **pairs}


def _height(text: str, width: int = 88) -> float:
    """The height of a row that holds wrapped text so many characters wide."""
    return 16.0 * sum(1 + len(line) // width for line in text.split("\n"))


def _fitting(text: str) -> list[str]:
    """The text in parts of whole lines, each as high as a row can be."""
    parts: list[str] = []
    for line in text.split("\n"):
        joined = f"{parts[-1]}\n{line}" if parts else line
        if parts and _height(joined) <= _HIGHEST:
            parts[-1] = joined
        else:
            parts.append(line)
    return parts


def _width(head: str) -> float:
    """The width of a column whose head, in bold, breaks between words only."""
    return max(12.0, 2 + 1.15 * max(map(len, head.split()), default=0))


_GRID = {"visible": True, "line": {"color": "#D0D0D0", "width": 0.75}}
_DETAILS = (
    ("share_low", "share_limit"),
    ("share_high", "share_limit"),
    ("estimate", "count"),
    ("low", "limit"),
    ("high", "limit"),
    ("answers", "count"),
)
_SHARES = (
    *CORRECTED_COLUMNS,
    *CHANGE_COLUMNS,
    *INVITED_CHANGE_COLUMNS,
    *("respondent_low", "respondent_high", "response_rate", "invited_low", "invited_high"),
)
_WHISKERS = (("minus", "share_limit"), ("plus", "share_limit"))


def _columns(figure: Figure, texts: Texts) -> list[_Column]:
    """The columns after the theme: every series' share, its details, the chart's whiskers."""
    return [
        _column(figure, k, name, kind, texts)
        for part in ((("share", "share"),), _details(figure), _WHISKERS)
        for k in range(len(figure.series))
        for name, kind in part
    ]


def _details(figure: Figure) -> tuple[tuple[str, str], ...]:
    """The columns beside the share; weighted numbers of answers are not what its limits mean."""
    weighted = ("estimate", "low", "high") if figure.is_of_invited else ()
    return tuple(detail for detail in _DETAILS if detail[0] not in weighted)


def _column(figure: Figure, k: int, name: str, kind: str, texts: Texts) -> _Column:
    is_weighted = any(
        cell is not None and cell.is_weighted for cell in (r.cells[k] for r in figure.rows)
    )
    named = "estimate_weighted" if name == "estimate" and is_weighted else name
    head, series = texts(f"column.{named}"), figure.series[k]
    values = tuple(_number(row.cells[k], name) for row in figure.rows)
    return _Column(f"{series}: {head}" if series else head, kind, values)


def _number(cell: Cell | None, name: str) -> float | str | None:
    if cell is None:
        return None
    if cell.is_suppressed:
        return SUPPRESSED
    if name == "minus":
        value = cell.share - cell.share_low
    elif name == "plus":
        value = cell.share_high - cell.share
    else:
        value = getattr(cell, name)
    return None if isnan(value) else float(value)
