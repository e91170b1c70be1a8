"""A codebook's workbook to fill in, with headings and help in the survey's language."""

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, get_args

from textmining.codebook.plain import THEME_KEYS
from textmining.codebook.themes import Codebook, Residual, Theme
from textmining.texts import Language, Texts, catalogue

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_FIXED_TIME = dt.datetime(1980, 1, 1)  # noqa: DTZ001 # the format has no time zones
_ROWS = 300
"""Rows in which a cell offers what may stand there; more than any codebook we have seen has."""
_WIDTHS = {"code": 14, "number": 9, "residual": 11, "language": 8, "label": 34, "net": 22}
_WIDE = 42
_ALONE: tuple[Residual, ...] = get_args(Residual)


def codebook_workbook(language: Language, book: Codebook | None = None) -> bytes:
    """Return a workbook with a row per theme and a sheet of help, as .xlsx bytes.

    It goes on from `book`; without one it begins with the themes that stand alone.
    """
    from xlsxwriter import Workbook  # every command has a codebook, few write one

    texts = catalogue("codebook", language)
    themes = book.themes if book else starters(texts)
    headings = texts.group("heading") | _others(texts, themes)
    keys = [key for key in headings if key in THEME_KEYS or key == "language"]
    helped = texts.group("help")
    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        workbook.set_properties({"created": _FIXED_TIME})
        head = workbook.add_format({"bold": True, "bg_color": "#DFE8F2", "bottom": 1})
        cell = workbook.add_format({"text_wrap": True, "valign": "top"})
        sheet = workbook.add_worksheet(texts("sheet.themes"))
        for column, key in enumerate(keys):
            sheet.write_string(0, column, headings[key], head)
            sheet.set_column(column, column, _WIDTHS.get(key, _WIDE), cell)
            if key in helped:
                sheet.write_comment(0, column, helped[key])
        sheet.freeze_panes(1, 0)
        for row, theme in enumerate(themes, start=1):
            _write_theme(sheet, row, theme, keys, texts)
        sheet.write_string(1, keys.index("language"), book.language if book else language)
        said = [texts(f"residual.{reason}") for reason in _ALONE]
        place = keys.index("residual")
        sheet.data_validation(1, place, _ROWS, place, {"validate": "list", "source": said})
        _write_book(sheet, len(keys), book, head)
        described = [key for key in keys if key in helped]
        _write_help(workbook.add_worksheet(texts("sheet.help")), described, texts, head, cell)
    return buffer.getvalue()


def _others(texts: Texts, themes: Sequence[Theme]) -> dict[str, str]:
    """Columns beyond the usual ones that some theme fills, by their plain names."""
    usual = texts.group("heading")
    filled = [key for key in THEME_KEYS if any(getattr(theme, key) for theme in themes)]
    return {key: key for key in filled if key not in usual}


def _write_book(sheet: "Worksheet", first: int, book: Codebook | None, head: object) -> None:
    """What belongs to the codebook rather than to a theme: the first row of further columns."""
    if book is None:
        return
    asks = {f"question: {name}": text for name, text in book.questions.items()}
    values = {"codebook": book.name, "note": book.note} | asks
    for column, (name, value) in enumerate(values.items(), start=first):
        if value:
            sheet.write_string(0, column, name, head)
            sheet.write_string(1, column, value)


def starters(texts: Texts) -> list[Theme]:
    """Return themes that every survey turns out to need; `texts` is the catalogue `codebook`."""
    return [Theme("", texts(f"starter.{reason}"), residual=reason) for reason in _ALONE]


def _write_theme(sheet: "Worksheet", row: int, theme: Theme, keys: list[str], texts: Texts) -> None:
    for column, key in enumerate(keys):
        if key == "number" and theme.number is not None:
            sheet.write_number(row, column, theme.number)
        elif key in THEME_KEYS and (written := theme.cell(key)):
            said = texts(f"residual.{written}") if key == "residual" else written
            sheet.write_string(row, column, said)


def _write_help(
    sheet: "Worksheet", keys: list[str], texts: Texts, head: object, cell: object
) -> None:
    for column, key in enumerate(("head", "what", "example")):
        sheet.write_string(0, column, texts(f"help.{key}"), head)
        sheet.set_column(column, column, (20, 70, 40)[column], cell)
    for row, key in enumerate(keys, start=1):
        sheet.write_string(row, 0, texts(f"heading.{key}"))
        sheet.write_string(row, 1, texts(f"help.{key}"))
        sheet.write_string(row, 2, texts(f"example.{key}"))
