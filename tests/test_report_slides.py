"""Slides, and charts by themselves: the numbers of the one table, and nothing that runs."""

import zipfile
from dataclasses import replace
from io import BytesIO
from math import nan

import openpyxl
from lxml import etree
from pptx import Presentation

from tests.report_table import CODEBOOK
from tests.test_report_outputs import BY, REPORT, SLIDES, TEXTS, material
from textmining.report import (
    charts_of,
    compose,
    slides,
)
from textmining.report.drawing import draw
from textmining.report.shapes import Dot
from textmining.report.table import Cell, ReportCounts


def test_slides_have_native_charts_with_the_numbers_of_the_table() -> None:
    deck = Presentation(BytesIO(SLIDES))
    charted = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    outstanding = [
        f for s in REPORT.questions for f in s.figures[1:] if any(r.stands_out for r in f.rows)
    ]
    assert len(charted) == len(REPORT.questions) + len(outstanding)
    (ranking, *_) = REPORT.figures
    shares = [r.cells[0].share for r in ranking.rows if r.is_charted and r.cells[0]]
    assert list(charted[0].plots[0].series[0].values) == shares
    archive = zipfile.ZipFile(BytesIO(SLIDES))
    names = [name for name in archive.namelist() if name.startswith("ppt/charts/chart")]
    assert any(b"errBars" in archive.read(name) for name in names)
    titles = {slide.shapes.title.text for slide in deck.slides}
    assert ranking.message in titles


def test_a_label_is_no_formula_in_the_workbooks_of_the_slides() -> None:
    made = material()
    told = made.counts.frame
    names = {"Bolig": "=1+1", "rådmann": '=HYPERLINK("http://x")'}
    counts = ReportCounts(
        told.assign(label=told["label"].replace(names), role=told["role"].replace(names)), BY
    )
    archive = zipfile.ZipFile(BytesIO(slides(compose(replace(made, counts=counts), TEXTS), TEXTS)))
    books = [archive.read(name) for name in archive.namelist() if name.endswith(".xlsx")]
    texts = [
        cell
        for book in books
        for row in openpyxl.load_workbook(BytesIO(book)).worksheets[0].iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    ]
    assert texts
    assert {cell.data_type for cell in texts} == {"s"}


def test_a_hidden_number_is_a_colon_on_the_slides_too() -> None:
    (figure,) = (f for f in REPORT.sections[0].figures if "role" in f.title)
    label = CODEBOOK.labels["sosial_kontroll"]
    told = [
        str(category)
        for slide in Presentation(BytesIO(SLIDES)).slides
        for shape in slide.shapes
        if shape.has_chart and len(shape.chart.plots[0].series) == len(figure.series)
        for category in shape.chart.plots[0].categories
        if str(category).startswith(label)
    ]
    assert told
    assert {name.removeprefix(label).strip() for name in told} == {": · :"}


def test_a_point_without_interval_is_hollow_in_the_chart_of_waves_too() -> None:
    (figure,) = (f for f in REPORT.sections[0].figures if f.kind == "waves")

    def unread(cell: Cell | None) -> Cell | None:
        return cell and replace(cell, share_low=nan, share_high=nan)

    rows = [
        replace(row, cells=(*map(unread, row.cells[:-1]), row.cells[-1])) for row in figure.rows
    ]
    for drawn, hollow in ((figure, 0), (replace(figure, rows=tuple(rows)), len(figure.series) - 1)):
        dots = [shape for shape in draw(drawn, TEXTS).shapes if isinstance(shape, Dot)]
        charted = sum(row.is_charted for row in figure.rows)
        assert sum(dot.is_hollow for dot in dots) == hollow * charted


def test_every_chart_is_a_file_too_and_says_the_note() -> None:
    files = dict(charts_of(REPORT, TEXTS))
    assert len(files) == 2 * sum(len(section.figures) for section in REPORT.questions)
    for name, content in files.items():
        if name.endswith(".svg"):
            tree = etree.fromstring(content)
            assert CODEBOOK.note in "".join(tree.itertext())
        else:
            assert content.startswith(b"\x89PNG")
