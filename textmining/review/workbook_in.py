"""The review in a workbook, back: every problem at once, no decision of others overwritten."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from textmining.answers import AnswerId
from textmining.answers.cells import as_id
from textmining.answers.codes import indicated
from textmining.codebook import Codebook, from_plain, require_same
from textmining.errors import DecisionError, FileError, Message, RowError, RowsError
from textmining.files import read_sheets
from textmining.review.decisions import IMPORTED, Codes, Decision, Standing
from textmining.review.store import Store
from textmining.review.workbook import CODEBOOK_COLUMNS, FIRST_ROW, checksum
from textmining.review.workbook_check import check_belongs
from textmining.texts import LANGUAGES, catalogue


@dataclass(frozen=True)
class Conflict:
    """A row that the coder decided otherwise, or somebody settled, since the workbook was written.

    Args:
        row: the workbook's row.
        answer: the answer.
        coder: who decided in the store last.
    """

    row: int
    answer: AnswerId
    coder: str


@dataclass(frozen=True)
class Imported:
    """What came of taking a workbook back.

    Args:
        recorded: how many rows became decisions.
        unchanged: how many rows say what they came with, or what the coder has decided already.
        blank: how many rows nobody filled in.
        conflicts: rows that were left alone: the coder decided them otherwise since the export,
            or a disagreement was settled.
        disagreed: how many of the recorded rows another coder has decided otherwise.
        is_new_store: whether there was no such store before.
    """

    recorded: int
    unchanged: int
    blank: int
    conflicts: tuple[Conflict, ...]
    disagreed: int = 0
    is_new_store: bool = False


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


def check_workbook(path: Path, coder: str, codebook: Codebook | None = None) -> None:
    """Refuse what cannot be imported into any store; see `import_workbook`.

    Raises:
        DecisionError: nobody is said to have filled it in.
    """
    if not coder.strip():
        raise DecisionError("a workbook is imported for a named person. Say who with --coder.")
    book, _, _ = _read(path)
    if codebook is not None:
        require_same(codebook, book, "the workbook was made with")


def import_workbook(
    path: Path, store: Store, coder: str, codebook: Codebook | None = None
) -> Imported:
    """Record what was filled in.

    Rows are known by their id and checksum, in whatever order they stand. They are the coder's own
    decisions, in one batch that one undo takes back; what others decided meanwhile stands beside
    them. What is filled in for an answer that came as a disagreement settles it.

    Any spreadsheet program may have saved it; `codebook` must be the workbook's, if given.

    Raises:
        FileError: the file is not such a workbook, or one of another review.
        CodebookError: the codebook is another one, or another version than used since.
        RowsError: rows that cannot be understood, all at once; then nothing is recorded.
        StoreError: a wave is closed; then nothing is recorded.
    """
    book, filled, identity = _read(path)
    if codebook is not None:
        require_same(codebook, book, "the workbook was made with")
    codes = store.codes()
    check_belongs(path, store, codes, book, identity, {row.answer.wave for row in filled})
    new = [row for row in filled if row.themes is not None and not _is_said(row, coder, codes)]
    conflicts = [conflict for row in new if (conflict := _conflict(row, coder, codes)) is not None]
    in_conflict = {conflict.answer for conflict in conflicts}
    decided = [row for row in new if row.answer not in in_conflict]
    batch = f"{IMPORTED}{uuid4().hex}"
    store.record([_decision(row, coder, book.version, codes, batch) for row in decided])
    blank = sum(1 for row in filled if row.themes is None)
    unchanged = len(filled) - blank - len(new)
    now = store.codes()
    disagreed = sum(1 for row in decided if _is_disagreed(now.standing(row.answer)))
    return Imported(len(decided), unchanged, blank, tuple(conflicts), disagreed)


def _is_said(row: _Filled, coder: str, codes: Codes) -> bool:
    """Whether the row says what it came with, or what the coder has decided already.

    What another coder has decided meanwhile does not matter: this is a decision of one's own.
    """
    standing = codes.standing_at(row.answer, row.base)
    known = [standing.counts if standing else None, _own_last(row.answer, coder, codes)]
    says = (row.themes, row.unsure, row.note)
    return any(d is not None and says == (d.themes, d.unsure, d.note) for d in known)


def _own_last(answer: AnswerId, coder: str, codes: Codes) -> Decision | None:
    own = [decision for decision in codes.history(answer) if decision.coder == coder]
    return own[-1] if own else None


def _is_disagreed(standing: Standing | None) -> bool:
    return standing is not None and standing.disagreed


def _conflict(row: _Filled, coder: str, codes: Codes) -> Conflict | None:
    """The conflict if, since the export, the coder decided otherwise or somebody settled it."""
    since = [d for d in codes.history(row.answer) if d.number > row.base]
    own = [d for d in since if d.coder == coder or d.role == "adjudication"]
    return Conflict(row.row, row.answer, own[-1].coder) if own else None


def _decision(row: _Filled, coder: str, version: str, codes: Codes, batch: str) -> Decision:
    """The row as a decision; it settles a disagreement that the coder was shown."""
    was_told = _is_disagreed(codes.standing_at(row.answer, row.base))
    is_open = _is_disagreed(codes.standing(row.answer))
    return Decision(
        row.answer,
        coder,
        row.themes or (),
        codebook_version=version,
        proposed=row.proposed,
        shown=row.proposed is not None,
        unsure=row.unsure,
        note=row.note,
        role="adjudication" if was_told and is_open else "coding",
        batch=batch,
    )


def _read(path: Path) -> tuple[Codebook, list[_Filled], str]:
    """The codebook, the rows and the identity of the store it was exported from."""
    sheets = _sheets(path)
    try:
        answers, themes, about = sheets[:3]
        names = [str(name or "") for name in answers[1]]
        facts = {_text(row[0]): _text(row[1]) for row in about if len(row) > 1}
        book = _book(themes, facts)
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
    return book, filled, facts.get("store", "")


def _sheets(path: Path) -> list[list[list[Any]]]:
    if not path.is_file():
        raise FileError(path, "there is no such file", "Check the name.")
    return read_sheets(path)


def _book(themes: Sequence[Sequence[Any]], facts: Mapping[str, str]) -> Codebook:
    head = [str(name) for name in themes[0]]
    rows = [dict(zip(head, map(_text, row), strict=False)) for row in themes[1:]]
    rows = [{name: row[name] for name in CODEBOOK_COLUMNS if name in row} for row in rows]
    rows = [row for row in rows if row["code"]]
    plain = {"name": facts["codebook"], "version": facts["version"], "themes": rows}
    return from_plain(plain, "the workbook's sheet of themes")


def _problems(row: Mapping[str, Any], book: Codebook) -> Iterator[tuple[str, str]]:
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
    wrong = list(_wrong_cells(row, book))
    yield from wrong
    if not wrong:
        themes = _themes(row, book)
        yield from _left_over(row) if themes is None else _wrong_themes(themes, row, book)


def _wrong_cells(row: Mapping[str, Any], book: Codebook) -> Iterator[tuple[str, str]]:
    """Cells that say something nobody can be sure to understand."""
    for name in (*(f"theme {code}" for code in book.codes), "unsure"):
        if indicated(row[name]) is None:
            yield name.removeprefix("theme "), "write 1, 0 or nothing"
    if not _accepts(row):
        if _text(row["accept"]).strip():
            yield (
                "accept",
                Message("write {names}, 1 or x to accept, or nothing", names=" / ".join(_yes())),
            )
    elif _proposed(row) is None:
        yield "accept", "there is no proposal to accept; write 1 for the themes"
    elif _themes(row, book) != _proposed(row):
        yield "accept", "the row has other themes than it accepts; empty this cell, or those"


def _left_over(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What would be lost in a row without themes."""
    for column, is_there in (
        ("note", _text(row["note"]).strip() != ""),
        ("unsure", bool(indicated(row["unsure"]))),
    ):
        if is_there:
            yield column, "is kept with themes only; write 1 for the themes, or empty this cell"


def _wrong_themes(
    themes: Sequence[str], row: Mapping[str, Any], book: Codebook
) -> Iterator[tuple[str, str]]:
    """Themes that cannot be given together or to this answer."""
    residual = [theme.code for theme in book.themes if theme.residual]
    if not themes and residual:
        said = "no theme is given; the codebook has {codes} for what fits nothing"
        yield "themes", Message(said, codes=", ".join(residual))
    if alone := book.not_alone(themes):
        yield "themes", Message("{codes} stands alone", codes=", ".join(alone))
    for theme in book.themes:
        is_asked = not theme.questions or _text(row["question"]) in theme.questions
        if theme.code in themes and not is_asked:
            yield theme.code, "the theme is not for this question"


def _themes(row: Mapping[str, Any], book: Codebook) -> tuple[str, ...] | None:
    """The codes of a row; None if nobody filled it in."""
    cells = {code: row[f"theme {code}"] for code in book.codes}
    if any(map(as_id, cells.values())):
        return tuple(sorted(code for code, cell in cells.items() if indicated(cell)))
    return _proposed(row) if _accepts(row) else None


def _accepts(row: Mapping[str, Any]) -> bool:
    return bool(indicated(row["accept"])) or as_id(row["accept"]).casefold() in _yes()


def _yes() -> tuple[str, ...]:
    """The word for yes, in every language a workbook may be in."""
    return tuple(dict.fromkeys(catalogue("workbook", name)("yes") for name in LANGUAGES))


def _proposed(row: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The machine's codes, if the row came with them."""
    return tuple(sorted(_text(row["proposal"]).split(";"))) if row["proposal"] else None


def _filled(number: int, row: Mapping[str, Any], book: Codebook) -> _Filled:
    return _Filled(
        number,
        _id(row),
        int(_text(row["base"]).removesuffix(".0")),
        _themes(row, book),
        _proposed(row),
        unsure=bool(indicated(row["unsure"])),
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
            said = "the same answer stands in row {row}; take one row out"
            problem = Message(said, row=first[row.answer])
            yield RowError(path.name, row.row, "respondent", problem)
        first.setdefault(row.answer, row.row)
