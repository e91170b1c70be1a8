"""The report as a Word document that a house template can restyle.

Everything carries one of Word's own named styles (Title, Subtitle, Heading 1, Heading 2, List
Bullet, Caption, Quote, Intense Quote, Light Shading), so attaching a template changes the looks
everywhere.
"""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from textmining.report.archives import describe, with_fixed_dates
from textmining.report.drawing import draw
from textmining.report.outline import Figure, FigureTable, Report, Section
from textmining.report.pictures import png
from textmining.report.tables import table_of
from textmining.texts import Texts

_WIDTH, _FIRST, _NARROW_FIRST = Cm(16), Cm(4.6), Cm(3.6)
_QUOTES = 2
_MANY = 6
"""Columns from which a table needs a narrow first column and a smaller font."""


def document(report: Report, texts: Texts) -> bytes:
    """Return the document as .docx bytes."""
    word = Document()
    _set_up(word, report, texts)
    _front(word, report, texts)
    for section in report.questions:
        _question(word, section, report.note, texts)
    _closing(word, report, texts)
    if report.is_full:
        _annex(word, report, texts)
    buffer = BytesIO()
    word.save(buffer)
    return with_fixed_dates(buffer.getvalue())


def _front(word: Any, report: Report, texts: Texts) -> None:
    """The first page: what it is, who took part, the main finding of each question."""
    word.add_paragraph(report.title, style="Title")
    word.add_paragraph(report.subtitle, style="Subtitle")
    if report.imprint:
        word.add_paragraph(report.imprint)
    if report.note:
        word.add_paragraph(report.note, style="Intense Quote")
    word.add_paragraph(" ".join(report.lead))
    word.add_heading(texts("heading.lead"), level=1)
    for item in report.highlights:
        word.add_heading(item.heading, level=2)
        word.add_paragraph(item.text)
    if report.speaks_for:
        word.add_heading(texts("heading.speaks_for"), level=2)
        word.add_paragraph(" ".join(report.speaks_for))


def _question(word: Any, section: Section, note: str, texts: Texts) -> None:
    """One page: who answered, what they say, the chart that matters, quotes."""
    _on_new_page(word, f"{section.number}. {section.heading}")
    word.add_paragraph(section.reach)
    for paragraph in section.paragraphs:
        word.add_paragraph(paragraph)
    for figure in section.figures[:1]:
        _picture(word, figure, note, texts)
        _notes(word, figure)
    _quotes(word, section, texts)


def _on_new_page(word: Any, heading: str) -> None:
    word.add_heading(heading, level=1).paragraph_format.page_break_before = True


def _quotes(word: Any, section: Section, texts: Texts) -> None:
    if section.quotes:
        word.add_heading(texts("heading.quotes"), level=2)
        for quote in section.quotes[:_QUOTES]:
            word.add_paragraph(quote.attributed, style="Quote")


def _closing(word: Any, report: Report, texts: Texts) -> None:
    """The last page: the quality declaration."""
    _on_new_page(word, texts("heading.quality"))
    grid = _grid(word, len(report.quality), 2)
    grid._tbl.tblPr.find(qn("w:tblLook")).set(qn("w:firstRow"), "0")
    grid._tbl.tblPr.find(qn("w:tblLook")).set(qn("w:val"), "0600")
    for row, item in zip(grid.rows, report.quality, strict=True):
        _mark(row, "w:cantSplit")
        for cell, text in zip(row.cells, (item.heading, item.text), strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(text).font.size = Pt(8.5)
            paragraph.paragraph_format.space_after = Pt(1)


def _annex(word: Any, report: Report, texts: Texts) -> None:
    """Everything else: all charts and tables, response, codebook and method note."""
    _on_new_page(word, texts("heading.annex"))
    for section in report.sections:
        word.add_heading(f"{section.number}. {section.heading}", level=2)
        for paragraph in section.paragraphs if section.is_pool else ():
            word.add_paragraph(paragraph)
        for k, figure in enumerate(section.figures):
            if k > 0 or section.is_pool:
                _picture(word, figure, report.note, texts)
            _table_of(word, figure, texts)
            _notes(word, figure)
    if report.response:
        word.add_heading(texts("heading.response"), level=2)
        _table(word, report.response)
    _codebook(word, report, texts)
    word.add_heading(texts("heading.method"), level=1)
    for item in report.method:
        word.add_heading(item.heading, level=2)
        word.add_paragraph(item.text)


def _set_up(word: Any, report: Report, texts: Texts) -> None:
    """A4, the language for the spelling check, and properties without a clock or a name."""
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin = page.bottom_margin = Cm(2.2)
    if report.note:
        page.header.paragraphs[0].text = report.note
    describe(word.core_properties, report, texts)
    language = word.styles.element.find(".//" + qn("w:lang"))
    language.set(qn("w:val"), texts("page.locale"))
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(6)


def _picture(word: Any, figure: Figure, note: str, texts: Texts) -> None:
    """A picture with its message above it and its description inside."""
    number = texts("heading.figure", number=figure.number)
    caption = word.add_paragraph(f"{number}. {figure.message}", style="Caption")
    caption.paragraph_format.keep_with_next = True
    picture = word.add_picture(BytesIO(png(draw(figure, texts, note))), width=_WIDTH)
    properties = picture._inline.docPr  # python-docx has no public way to alternative text
    properties.set("descr", figure.description)
    properties.set("title", figure.message)


def _table_of(word: Any, figure: Figure, texts: Texts) -> None:
    number = texts("heading.table", number=figure.number)
    caption = word.add_paragraph(f"{number}. {figure.title}", style="Caption")
    caption.paragraph_format.keep_with_next = True
    _table(word, table_of(figure, texts))


def _notes(word: Any, figure: Figure) -> None:
    below = word.add_paragraph(" ".join(figure.notes))
    below.runs[0].font.size = Pt(9)
    below.paragraph_format.space_before = Pt(4)


def _table(word: Any, table: FigureTable) -> None:
    """A table whose head is repeated on every page and whose rows stay whole."""
    grid = _grid(word, 1 + len(table.rows), len(table.head))
    size = Pt(8.5) if len(table.head) < _MANY else Pt(7)
    for cells, texts in zip(grid.rows, (table.head, *table.rows), strict=True):
        _mark(cells, "w:cantSplit")
        for j, (cell, text) in enumerate(zip(cells.cells, texts, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(text).font.size = size
            paragraph.paragraph_format.space_before = Pt(1)
            paragraph.paragraph_format.space_after = Pt(1)
            if j > 0:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _mark(grid.rows[0], "w:tblHeader")


def _grid(word: Any, rows: int, columns: int) -> Any:
    """An empty table with plain rows, the first column wide enough for a theme."""
    grid = word.add_table(rows=rows, cols=columns, style="Light Shading")
    look = grid._tbl.tblPr.find(qn("w:tblLook"))
    for name, value in {"val": "0620", "firstColumn": "0", "noHBand": "1"}.items():
        look.set(qn(f"w:{name}"), value)
    grid.autofit = False
    first = _FIRST if columns < _MANY else _NARROW_FIRST
    for j, column in enumerate(grid.columns):
        column.width = first if j == 0 else int((_WIDTH - first) / (columns - 1))
        for cell in column.cells:
            cell.width = column.width
    return grid


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _codebook(word: Any, report: Report, texts: Texts) -> None:
    _on_new_page(word, texts("heading.codebook"))
    book = report.codebook
    word.add_paragraph(texts("codebook.version", name=book.name, version=book.version))
    head = (texts("column.theme"), texts("column.definition"))
    grid = _grid(word, 1 + len(book.themes), 2)
    rows = (head, *((theme.label, theme.definition) for theme in book.themes))
    for row, (label, definition) in zip(grid.rows, rows, strict=True):
        _mark(row, "w:cantSplit")
        row.cells[0].text, row.cells[1].text = label, definition
    _mark(grid.rows[0], "w:tblHeader")
    if report.codebook_changes:
        word.add_heading(texts("heading.codebook_changes"), level=2)
        _bullets(word, report.codebook_changes)


def _bullets(word: Any, sentences: tuple[str, ...]) -> None:
    for sentence in sentences:
        word.add_paragraph(sentence, style="List Bullet")
