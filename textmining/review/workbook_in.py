"""The review in a workbook, back: every problem at once, no decision of others overwritten."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook

from textmining.errors import FileError, RowError, RowsError
from textmining.review.decisions import AnswerId, Codes, Decision
from textmining.review.store import Store
from textmining.review.workbook import FIRST_ROW, checksum

__all__ = ["Conflict", "Imported", "import_workbook"]

_TICKED: Final = frozenset({"1", "x", "X", "1.0", "True", "TRUE", "true"})
_NOT_TICKED: Final = frozenset({"0", "0.0", "False", "FALSE", "false"})


@dataclass(frozen=True)
class Conflict:
    """A row that was decided otherwise in the store since the workbook was written.

    Args:
        row: the workbook's row.
        answer: the answer.
        here: the codes in the workbook.
        there: the codes in the store, which stay; None if coders disagree there.
        coder: who decided in the store last.
    """

    row: int
    answer: AnswerId
    here: tuple[str, ...]
    there: tuple[str, ...] | None
    coder: str


@dataclass(frozen=True)
class Imported:
    """What came of taking a workbook back.

    Args:
        recorded: how many rows became decisions.
        unchanged: how many rows say what the store says.
        blank: how many rows nobody filled in.
        conflicts: rows that were left alone, since the store has moved on.
    """

    recorded: int
    unchanged: int
    blank: int
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class _Filled:
    """A row as it was filled in; `themes` is None where nobody did."""

    row: int
    answer: AnswerId
    base: int
    themes: tuple[str, ...] | None
    proposed: tuple[str, ...] | None
    unsure: bool
    note: str


@dataclass(frozen=True)
class _Book:
    version: str
    codes: tuple[str, ...]
    residual: frozenset[str]
    questions: Mapping[str, frozenset[str]]


def import_workbook(path: Path, store: Store, coder: str) -> Imported:
    """Record what was filled in.

    Rows are known by their id and checksum, in whatever order they stand.

    Args:
        path: a workbook that `export_workbook` wrote, saved by any spreadsheet program.
        store: where the decisions go.
        coder: whose decisions they are.

    Raises:
        FileError: the file is not such a workbook.
        RowsError: rows that cannot be understood, all at once; then nothing is recorded.
        StoreError: a wave is closed; then nothing is recorded.
    """
    book, filled = _read(path)
    codes = store.codes()
    new = [row for row in filled if row.themes is not None and not _is_unchanged(row, codes)]
    conflicts = [conflict for row in new if (conflict := _conflict(row, codes)) is not None]
    in_conflict = {conflict.answer for conflict in conflicts}
    decided = [row for row in new if row.answer not in in_conflict]
    store.record([_decision(row, coder, book) for row in decided])
    blank = sum(1 for row in filled if row.themes is None)
    unchanged = len(filled) - blank - len(new)
    return Imported(len(decided), unchanged, blank, tuple(conflicts))


def _is_unchanged(row: _Filled, codes: Codes) -> bool:
    """Whether the row says what it said at export, or what the store has come to since."""
    known = [d for d in codes.history(row.answer) if d.number == row.base]
    standing = codes.standing(row.answer)
    if standing is not None and standing.counts is not None:
        known.append(standing.counts)
    return (row.themes, row.unsure, row.note) in [(d.themes, d.unsure, d.note) for d in known]


def _conflict(row: _Filled, codes: Codes) -> Conflict | None:
    """The conflict if the store has moved on since the export."""
    standing = codes.standing(row.answer)
    if standing is None or row.themes is None:
        return None
    counts = standing.counts
    if counts is not None and counts.number == row.base:
        return None
    last = codes.history(row.answer)[-1]
    return Conflict(row.row, row.answer, row.themes, counts.themes if counts else None, last.coder)


def _decision(row: _Filled, coder: str, book: _Book) -> Decision:
    return Decision(
        row.answer,
        coder,
        row.themes or (),
        codebook_version=book.version,
        proposed=row.proposed,
        shown=row.proposed is not None,
        unsure=row.unsure,
        note=row.note,
    )


def _read(path: Path) -> tuple[_Book, list[_Filled]]:
    sheets = _sheets(path)
    try:
        answers, themes, about = sheets[:3]
        names = [str(name or "") for name in answers[1]]
        book = _book(themes, about)
        columns = {name: names.index(name) for name in (*AnswerId._fields, "base", "checksum")}
        columns |= {f"theme {code}": names.index(f"theme {code}") for code in book.codes}
        columns |= {name: names.index(name) for name in ("unsure", "note", "accept", "proposal")}
    except (IndexError, ValueError, KeyError):
        raise FileError(
            path,
            "is not a workbook from textmining decisions export, or columns were taken out",
            "Export again and fill in the new workbook.",
        ) from None
    errors: list[RowError] = []
    filled = []
    for number, cells in enumerate(answers[FIRST_ROW - 1 :], start=FIRST_ROW):
        row = {name: cells[j] if j < len(cells) else None for name, j in columns.items()}
        if any(_text(row[name]) for name in ("checksum", *AnswerId._fields)):
            problems = [RowError(path.name, number, c, p) for c, p in _problems(row, book)]
            errors += problems
            if not problems:
                filled.append(_filled(number, row, book))
    errors += _twice(path, filled)
    if errors:
        raise RowsError(sorted(errors))
    return book, filled


def _sheets(path: Path) -> list[list[tuple[Any, ...]]]:
    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
        try:
            return [list(sheet.iter_rows(values_only=True)) for sheet in workbook.worksheets]
        finally:
            workbook.close()
    except FileNotFoundError:
        raise FileError(path, "there is no such file", "Check the name.") from None
    except Exception as error:  # openpyxl passes on whatever its parsers raise
        raise FileError(path, "cannot be read as .xlsx", "Save it as .xlsx.") from error


def _book(themes: Sequence[Sequence[Any]], about: Sequence[Sequence[Any]]) -> _Book:
    head = [str(name) for name in themes[0]]
    rows = [dict(zip(head, map(_text, row), strict=False)) for row in themes[1:]]
    rows = [row for row in rows if row["code"]]
    facts = {_text(row[0]): _text(row[1]) for row in about if len(row) > 1}
    return _Book(
        version=facts["version"],
        codes=tuple(row["code"] for row in rows),
        residual=frozenset(row["code"] for row in rows if row["residual"]),
        questions={row["code"]: frozenset(row["questions"].split(";")) - {""} for row in rows},
    )


def _problems(row: Mapping[str, Any], book: _Book) -> Iterator[tuple[str, str]]:
    """What is wrong with a row, as (column, problem)."""
    base = _text(row["base"]).removesuffix(".0")
    if not base.isdecimal() or checksum(_id(row), int(base)) != _text(row["checksum"]):
        yield (
            "checksum",
            "the id does not belong to this row; sort or paste whole rows, or export again",
        )
        return
    if not set(_proposed(row) or ()) <= set(book.codes):
        yield "proposal", "has codes that are not in the workbook's codebook; export again"
        return
    wrong = [
        code
        for code in (*(f"theme {code}" for code in book.codes), "unsure")
        if _text(row[code]) not in _TICKED | _NOT_TICKED | {""}
    ]
    for column in wrong:
        yield column.removeprefix("theme "), "write 1, 0 or nothing"
    if wrong:
        return
    themes = _themes(row, book)
    if themes is None:
        return
    if not themes and book.residual:
        residual = ", ".join(sorted(book.residual))
        yield "themes", f"no theme is given; the codebook has {residual} for what fits nothing"
    if set(themes) & book.residual and len(themes) > 1:
        yield "themes", f"{', '.join(sorted(set(themes) & book.residual))} stands alone"
    for code in themes:
        if book.questions[code] and _text(row["question"]) not in book.questions[code]:
            yield code, "the theme is not for this question"


def _themes(row: Mapping[str, Any], book: _Book) -> tuple[str, ...] | None:
    """The codes of a row; None if nobody filled it in."""
    cells = {code: _text(row[f"theme {code}"]) for code in book.codes}
    if any(cells.values()):
        return tuple(sorted(code for code, cell in cells.items() if cell in _TICKED))
    return _proposed(row) if _text(row["accept"]) else None


def _proposed(row: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The machine's codes, if the row came with them."""
    return tuple(sorted(_text(row["proposal"]).split(";"))) if row["proposal"] else None


def _filled(number: int, row: Mapping[str, Any], book: _Book) -> _Filled:
    return _Filled(
        number,
        _id(row),
        int(_text(row["base"]).removesuffix(".0")),
        _themes(row, book),
        _proposed(row),
        unsure=_text(row["unsure"]) in _TICKED,
        note=_text(row["note"]),
    )


def _id(row: Mapping[str, Any]) -> AnswerId:
    return AnswerId(*(_text(row[name]) for name in AnswerId._fields))


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)


def _twice(path: Path, filled: Sequence[_Filled]) -> Iterator[RowError]:
    first: dict[AnswerId, int] = {}
    for row in filled:
        if row.answer in first:
            problem = f"the same answer stands in row {first[row.answer]}; take one row out"
            yield RowError(path.name, row.row, "respondent", problem)
        first.setdefault(row.answer, row.row)
