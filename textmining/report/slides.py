"""The findings as slides: one message each, with a native chart that can be restyled."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from math import isnan
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.text import PP_ALIGN
from pptx.util import Cm, Pt
from xlsxwriter import Workbook

from textmining.report.archives import describe, with_fixed_dates
from textmining.report.outline import Figure, Report, Row, Section
from textmining.report.shapes import scale_top
from textmining.report.table import Cell
from textmining.report.wording import cell_text
from textmining.texts import SUPPRESSED, Texts

_WIDE, _HIGH = Cm(33.867), Cm(19.05)
_TITLE_ONLY, _TITLE = 5, 0
_DARK, _PALE = RGBColor(0x14, 0x45, 0x6B), RGBColor(0x7D, 0x8B, 0x99)
_SHADES = ("C5D3DF", "8FA9BF", "4F7FB0", "14456B")
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_LONG = 70
"""Letters from which a message is set smaller."""


class _Numbers(CategoryWorkbookWriter):  # type: ignore[misc]  # python-pptx has no types
    """The workbook inside a chart, in which labels are texts, never formulas or links."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: BytesIO) -> Iterator[tuple[Any, Any]]:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(xlsx_file, options) as book:
            yield book, book.add_worksheet()


class _ChartData(CategoryChartData):  # type: ignore[misc]  # python-pptx has no types
    """What a chart is made of."""

    @property
    def _workbook_writer(self) -> _Numbers:
        return _Numbers(self)


def slides(report: Report, texts: Texts) -> bytes:
    """Return the slides as .pptx bytes: a title, then a slide for each finding."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDE, _HIGH
    describe(deck.core_properties, report, texts)
    _title(deck, report)
    for section in report.questions:
        for k, figure in enumerate(section.figures):
            if k == 0 or any(row.stands_out for row in figure.rows):
                _finding(deck, section, figure, report.note, texts)
    buffer = BytesIO()
    deck.save(buffer)
    return with_fixed_dates(buffer.getvalue())


def _title(deck: Any, report: Report) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE])
    slide.shapes.title.text = report.title
    slide.placeholders[1].text = "\n".join(
        part for part in (report.subtitle, report.imprint, report.note) if part
    )
    _place(slide.shapes.title, Cm(2), Cm(4.5), _WIDE - Cm(4), Cm(4))
    _place(slide.placeholders[1], Cm(2), Cm(9), _WIDE - Cm(4), Cm(5))


def _finding(deck: Any, section: Section, figure: Figure, note: str, texts: Texts) -> None:
    """A slide: the message, the question, the chart, what must be known to read it."""
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    title = slide.shapes.title
    title.text = figure.message
    _place(title, Cm(1.5), Cm(0.7), _WIDE - Cm(3), Cm(2.2))
    title.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    _sized(title, 26 if len(figure.message) < _LONG else 20, is_bold=True)
    _text(slide, section.heading, Cm(2.9), Cm(1.1), 14)
    _chart(slide, figure, texts)
    small = " ".join(part for part in (note, *figure.notes) if part)
    _text(slide, small, _HIGH - Cm(1.9), Cm(1.6), 10)
    slide.notes_slide.notes_text_frame.text = "\n".join([section.reach, *section.paragraphs])


def _place(shape: Any, left: int, top: int, width: int, height: int) -> None:
    shape.left, shape.top, shape.width, shape.height = map(int, (left, top, width, height))


def _sized(shape: Any, size: int, *, is_bold: bool = False) -> None:
    for paragraph in shape.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(size), is_bold


def _text(slide: Any, text: str, top: int, height: int, size: int) -> None:
    box = slide.shapes.add_textbox(Cm(1.5), int(top), int(_WIDE - Cm(3)), int(height))
    box.text_frame.word_wrap = True
    box.text_frame.text = text
    _sized(box, size)


def _chart(slide: Any, figure: Figure, texts: Texts) -> None:
    """A native chart: lines for waves, else bars with their intervals."""
    rows = [row for row in figure.rows if row.is_charted]
    if not rows:
        return
    is_lines = figure.kind == "waves"
    data = _ChartData(number_format="0%")
    if is_lines:
        data.categories = figure.series
        for row in rows:
            data.add_series(row.label, [_share(cell) for cell in row.cells])
    else:
        data.categories = [_named(row, texts) for row in rows]
        for k, name in enumerate(figure.series):
            data.add_series(name or texts("axis.share"), [_share(row.cells[k]) for row in rows])
    kind = XL_CHART_TYPE.LINE_MARKERS if is_lines else XL_CHART_TYPE.BAR_CLUSTERED
    place = (Cm(1.5), Cm(4.1), _WIDE - Cm(3), _HIGH - Cm(6.2))
    frame = slide.shapes.add_chart(kind, *map(int, place), data)
    properties = frame._element.nvGraphicFramePr.cNvPr  # no public way to alternative text
    properties.set("descr", figure.description)
    _styled(frame.chart, figure, rows, is_lines=is_lines)


def _named(row: Row, texts: Texts) -> str:
    """A theme with its numbers beside its name, where no interval covers them."""
    if len(row.cells) == 1:
        return f"{row.label}  {cell_text(row.cells[0], texts)}"
    shares = [
        SUPPRESSED if cell and cell.is_suppressed else texts.numbers.percent(_share(cell))
        for cell in row.cells
    ]
    return f"{row.label}  {' · '.join(shares)}"


def _styled(chart: Any, figure: Figure, rows: Sequence[Row], *, is_lines: bool) -> None:
    chart.font.size = Pt(13)
    chart.has_title = False
    chart.has_legend = is_lines or len(figure.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.RIGHT if is_lines else XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(12)
    value = chart.value_axis
    value.minimum_scale, value.maximum_scale = 0, scale_top(figure)
    value.tick_labels.number_format, value.tick_labels.number_format_is_linked = "0 %", False
    value.major_gridlines.format.line.color.rgb = RGBColor(0xDC, 0xDC, 0xDC)
    if is_lines:
        _lines(chart, rows)
    else:
        chart.category_axis.reverse_order = True
        value.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        _bars(chart, figure, rows)


def _lines(chart: Any, rows: Sequence[Row]) -> None:
    for series, row in zip(chart.plots[0].series, rows, strict=True):
        series.smooth = False
        series.format.line.color.rgb = _DARK if row.stands_out else _PALE
        series.format.line.width = Pt(3 if row.stands_out else 1.25)
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = _DARK if row.stands_out else _PALE


def _bars(chart: Any, figure: Figure, rows: Sequence[Row]) -> None:
    plot = chart.plots[0]
    plot.gap_width = 60
    for k, series in enumerate(plot.series):
        series.format.fill.solid()
        shade = RGBColor.from_string(_SHADES[-1 - k % len(_SHADES)])
        series.format.fill.fore_color.rgb = shade if len(figure.series) > 1 else _PALE
        if len(figure.series) == 1:
            for i, row in enumerate(rows):
                if row.stands_out:
                    series.points[i].format.fill.solid()
                    series.points[i].format.fill.fore_color.rgb = _DARK
        _intervals(series._element, [row.cells[k] for row in rows])


def _intervals(series: Any, cells: Sequence[Cell | None]) -> None:
    """Error bars with limits of their own, which python-pptx has no way to."""
    bars = etree.Element(f"{{{_C}}}errBars")
    for name, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        etree.SubElement(bars, f"{{{_C}}}{name}").set("val", value)
    for name, sign in (("plus", 1), ("minus", -1)):
        literal = etree.SubElement(etree.SubElement(bars, f"{{{_C}}}{name}"), f"{{{_C}}}numLit")
        etree.SubElement(literal, f"{{{_C}}}ptCount").set("val", str(len(cells)))
        for i, cell in enumerate(cells):
            reach = _reach(cell, sign)
            if reach is not None:
                point = etree.SubElement(literal, f"{{{_C}}}pt")
                point.set("idx", str(i))
                etree.SubElement(point, f"{{{_C}}}v").text = repr(reach)
    series.find(f"{{{_C}}}cat").addprevious(bars)


def _reach(cell: Cell | None, sign: int) -> float | None:
    if cell is None or not cell.is_known:
        return None
    return round(cell.share_high - cell.share if sign > 0 else cell.share - cell.share_low, 6)


def _share(cell: Cell | None) -> float | None:
    return None if cell is None or isnan(cell.share) else cell.share
