"""The review in a workbook, out: made for reading and filling in, and safe to take back."""

import datetime as dt
import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from textmining.answers import AnswerId, ReviewStatus
from textmining.codebook import Codebook
from textmining.errors import Message, RowError, RowsError
from textmining.files import atomic_file
from textmining.review.answers import Answer
from textmining.review.decisions import Standing
from textmining.review.desk import Desk
from textmining.texts import Language, Texts, catalogue

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

FIRST_ROW: Final = 3
"""The first row with an answer: row 1 is for people, row 2 for the program, with the filters."""

_LONGEST_CELL: Final = 32_767
_LINE: Final = 15
_HIGHEST: Final = 409
"""Points: a line of text, and the highest row that the format allows."""
_FIXED_TIME: Final = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - the format has no time zones
CODEBOOK_COLUMNS: Final = (
    "code", "label", "definition", "include", "exclude", "examples", "questions", "residual",
    "number", "net",
)  # fmt: skip


@dataclass(frozen=True)
class _Row:
    """An answer as it stands in the workbook."""

    answer: Answer
    status: str
    base: int
    codes: tuple[str, ...] | None
    proposed: tuple[str, ...] | None
    unsure: bool
    note: str


def checksum(answer: AnswerId, base: int) -> str:
    """Return what ties a row's id to the decision it was exported with; 16 hexadecimal digits.

    Args:
        answer: the answer's id.
        base: the number of the answer's last decision at export; 0 if there was none.
    """
    parts = "\0".join((*answer, str(base))).encode("utf-8", "surrogatepass")
    return hashlib.sha256(parts).hexdigest()[:16]


def export_workbook(
    desk: Desk, path: Path, *, text: bool = True, language: Language = "nb"
) -> None:
    """Write the review as a workbook, rows that need reading on top.

    Answers that are coded blind come without the machine's proposal, as on the page. Identical
    answers have a row each, at their own places in the reading order: together they would weigh
    too much where somebody stops early. Answers that coders disagree about come without codes; what
    is filled in for them settles the disagreement.

    Args:
        desk: the review.
        path: an .xlsx file.
        text: whether the answers' text and background are in it; off for protected data.
        language: of headings.

    Raises:
        RowsError: texts too long for a cell.
        FileError: the file cannot be written.
    """
    from xlsxwriter import Workbook  # a review needs none until it goes out in one

    rows = sorted(_rows(desk), key=lambda row: row.codes is not None)
    if text:
        _refuse_long_texts(rows, path)
    texts = catalogue("workbook", language)
    with atomic_file(path, private=True) as temporary:
        workbook = Workbook(
            str(temporary),
            {
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "tmpdir": str(temporary.parent),
            },
        )
        workbook.set_properties({"created": _FIXED_TIME, "comments": desk.codebook.note})
        _write_answers(workbook, rows, desk.codebook, texts, text=text)
        _write_codebook(workbook, desk.codebook, texts)
        _write_about(workbook, desk, texts)
        workbook.close()


def _rows(desk: Desk) -> Iterator[_Row]:
    for position in desk.answers.arrays["line"].tolist():
        if not desk.is_open(position):
            continue
        standing = desk.standing(position)
        counts = standing.counts if standing else None
        answer = desk.answers[position]
        history = desk.codes.history(answer.id)
        yield _Row(
            answer,
            _status(standing, answer.review),
            base=history[-1].number if history else 0,
            codes=counts.themes if counts else None,
            proposed=answer.proposed if desk.sight(position, "").proposal else None,
            unsure=counts.unsure if counts else False,
            note=counts.note if counts else "",
        )


def _status(standing: Standing | None, review: ReviewStatus) -> str:
    if standing is None:
        return review or "rest"
    return "disagreed" if standing.disagreed else "read"


def _refuse_long_texts(rows: Sequence[_Row], path: Path) -> None:
    errors = [
        RowError(
            path.name,
            number,
            column,
            Message(
                "{n} characters are too many for a cell ({most}); code this answer on the review "
                "page, or export without text",
                n=len(text),
                most=_LONGEST_CELL,
            ),
        )
        for number, row in enumerate(rows, start=FIRST_ROW)
        for column, text in {"text": row.answer.text, **row.answer.background}.items()
        if len(text) > _LONGEST_CELL
    ]
    if errors:
        raise RowsError(errors)


@dataclass(frozen=True)
class _Column:
    name: str
    heading: str
    width: float
    kind: str = "plain"


def _columns(
    rows: Sequence[_Row], codebook: Codebook, texts: Texts, *, text: bool
) -> list[_Column]:
    background = list(dict.fromkeys(name for row in rows for name in row.answer.background))
    shown = [_Column("text", texts("column.text"), 60, "wrapped")] if text else []
    beside = [_Column(f"background {name}", name, 14) for name in background] if text else []
    return [
        _Column("status", texts("column.status"), 10),
        *(_Column(name, texts(f"column.{name}"), 11) for name in AnswerId._fields),
        *shown,
        _Column("proposed", texts("column.proposed"), 24, "wrapped"),
        _Column("accept", texts("column.accept"), 9, "yes"),
        *(_Column(f"theme {t.code}", t.label, 4.5, "theme") for t in codebook.themes),
        _Column("unsure", texts("column.unsure"), 4.5, "theme"),
        _Column("note", texts("column.note"), 30, "wrapped"),
        *beside,
        _Column("proposal", "proposal", 18, "hidden"),
        _Column("base", "base", 8, "hidden"),
        _Column("checksum", "checksum", 18, "hidden"),
    ]


def _write_answers(
    workbook: "Workbook", rows: Sequence[_Row], codebook: Codebook, texts: Texts, *, text: bool
) -> None:
    sheet = workbook.add_worksheet(texts("sheet.answers"))
    columns = _columns(rows, codebook, texts, text=text)
    formats = _formats(workbook)
    last = len(rows) + FIRST_ROW - 2
    for j, column in enumerate(columns):
        upright = column.kind == "theme"
        sheet.write_string(0, j, column.heading, formats["upright" if upright else "head"])
        sheet.write_string(1, j, column.name, formats["names"])
        hidden = {"hidden": True} if column.kind == "hidden" else {}
        cells = formats["wrapped" if column.kind == "wrapped" else "plain"]
        sheet.set_column(j, j, column.width, cells, hidden)
        _offer_choices(sheet, column, j, last, texts)
    sheet.set_row(0, 150)
    sheet.freeze_panes(FIRST_ROW - 1, 5 if text else 4)
    sheet.autofilter(1, 0, last, len(columns) - 1)
    for i, row in enumerate(rows, start=FIRST_ROW - 1):
        cells = _cells(row, codebook, texts)
        sheet.set_row(i, _height(cells, columns))
        for j, column in enumerate(columns):
            _write_cell(sheet, i, j, cells.get(column.name))


def _height(cells: Mapping[str, str | int | None], columns: Sequence[_Column]) -> int:
    """The row's height in points, so that all of its text shows: not every program works it out."""
    wrapped = [(str(cells.get(c.name) or ""), c.width) for c in columns if c.kind == "wrapped"]
    lines = [
        sum(math.ceil(len(line) / width) or 1 for line in text.split("\n"))
        for text, width in wrapped
    ]
    return min(max(lines) * _LINE, _HIGHEST)


def _offer_choices(sheet: "Worksheet", column: _Column, j: int, last: int, texts: Texts) -> None:
    choices = {"theme": [1, 0], "yes": [texts("yes")]}.get(column.kind)
    if choices is not None:
        rule = {
            "validate": "list",
            "source": choices,
            "error_title": texts("wrong.title"),
            "error_message": texts("wrong.text"),
        }
        sheet.data_validation(FIRST_ROW - 1, j, last, j, rule)


def _cells(row: _Row, codebook: Codebook, texts: Texts) -> dict[str, str | int | None]:
    """The row's cells by the column's name; what is left out stays empty."""
    labels = [codebook.labels[code] for code in row.proposed or ()]
    cells: dict[str, str | int | None] = {
        "status": texts(f"status.{row.status}"),
        **row.answer.id._asdict(),
        "text": row.answer.text,
        "proposed": "\n".join(labels) or None,
        "proposal": ";".join(row.proposed or ()) or None,
        "unsure": 1 if row.unsure else None,
        "note": row.note or None,
        "base": row.base,
        "checksum": checksum(row.answer.id, row.base),
    }
    cells |= {f"background {name}": value for name, value in row.answer.background.items()}
    if row.codes is not None:
        cells |= {f"theme {code}": int(code in row.codes) for code in codebook.codes}
    return cells


def _write_cell(sheet: "Worksheet", i: int, j: int, value: str | int | None) -> None:
    if isinstance(value, str):
        sheet.write_string(i, j, value)
    elif value is not None:
        sheet.write_number(i, j, value)


def _formats(workbook: "Workbook") -> dict[str, Any]:
    head = {"bold": True, "text_wrap": True, "valign": "bottom", "bg_color": "#E6EFF2"}
    return {
        "head": workbook.add_format(head),
        "upright": workbook.add_format({**head, "rotation": 90}),
        "names": workbook.add_format({"font_color": "#5A646B", "font_size": 8}),
        "plain": workbook.add_format({"valign": "top"}),
        "wrapped": workbook.add_format({"valign": "top", "text_wrap": True}),
    }


def _write_codebook(workbook: "Workbook", codebook: Codebook, texts: Texts) -> None:
    sheet = workbook.add_worksheet(texts("sheet.codebook"))
    formats = _formats(workbook)
    widths = (14, 32, 50, 30, 30, 40, 16, 10, 8, 14)
    for j, (name, width) in enumerate(zip(CODEBOOK_COLUMNS, widths, strict=True)):
        sheet.write_string(0, j, name, formats["head"])
        sheet.set_column(j, j, width, formats["wrapped"])
    sheet.freeze_panes(1, 2)
    for i, theme in enumerate(codebook.themes, start=1):
        for j, name in enumerate(CODEBOOK_COLUMNS):
            sheet.write_string(i, j, theme.cell(name))


def _write_about(workbook: "Workbook", desk: Desk, texts: Texts) -> None:
    codebook = desk.codebook
    sheet = workbook.add_worksheet(texts("sheet.about"))
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90, _formats(workbook)["wrapped"])
    rows = [
        ("codebook", codebook.name),
        ("version", codebook.version),
        ("note", codebook.note),
        ("store", desk.store.identity()),
        *(("", line) for line in texts.group("about").values()),
    ]
    for i, (name, value) in enumerate(rows):
        sheet.write_string(i, 0, name)
        sheet.write_string(i, 1, value)
