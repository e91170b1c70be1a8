"""One table of any shape made into answers; what is wrong with its rows is collected."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from textmining.answers.cells import as_id, as_text, background, seen
from textmining.answers.codes import (
    CodeColumns,
    find_code_columns,
    indicated,
    like_slots,
    read_codes,
)
from textmining.answers.columns import Columns
from textmining.answers.lost_letters import n_lost
from textmining.answers.markup import is_blank, without_markup
from textmining.answers.names import free_names
from textmining.answers.no_answers import n_codes
from textmining.answers.persons import are_personal
from textmining.answers.pivots import named_once
from textmining.answers.schema import IDENTITY
from textmining.answers.shapes import melted
from textmining.codebook import Codebook
from textmining.errors import ColumnError, Joined, Message, RowError
from textmining.files import Note, NoteKind, Table, nearest_names, shown_name

VERDICTS = frozenset({"accept", "reject", "ignore"})
"""What Prodigy writes in the column `answer`."""

_CUT = re.compile(r"\d([.,]\d+)?E\+\d\d")
"""A long number as Excel shows it in a narrow cell, and writes it to .csv."""

_NOT_CARRIED_ON = "pii"
_VERSION = "codebook_version"
_MADE_BY_MACHINE = ("model", _VERSION)
_READ = "read"
_OPTIONS = {
    "respondent": "--respondent-column",
    "wave": "--wave-column (or --wave for files of one wave)",
    "question": "--question-column",
    "text": "--text-column (or --text-columns for wide files)",
    "themes": "--themes-column",
}


class TableReader:
    """Reads one table.

    Args:
        table: the file's cells.
        columns: what the columns are called.
        codebook: checks and orders the human codes; None takes them as they stand.
        first_number: the number of the first respondent, where respondents have no id.

    Raises:
        ColumnError: a needed column is missing.
    """

    def __init__(
        self, table: Table, columns: Columns, codebook: Codebook | None, first_number: int = 1
    ) -> None:
        questions = [n for n in dict.fromkeys(columns.text_columns) if n in table.frame]
        self.errors: list[RowError] = []
        self.n_respondents = len(table.rows)
        self._n_marked = self._n_lost = self._n_codes = 0
        self._wide = bool(questions)
        self._per_row = max(1, len(questions))
        self._first_number = first_number
        self._codebook = codebook
        self._columns = columns
        self.table = table
        if questions:
            self.table = melted(table, questions)
            self._columns = replace(columns, question=None, text=None, themes=None)

    def answers(self, *, text_needed: bool = True) -> pd.DataFrame:
        """Return the table's answers, in order, with their background columns."""
        frame = self.table.frame
        text = self._find("text", needed=text_needed)
        raw = frame if self.table.raw is None else self.table.raw
        codes = find_code_columns(raw, self._find("themes"), self._codebook)
        answers = pd.DataFrame(
            {
                "respondent": self._ids("respondent", self._numbers()),
                "wave": self._ids("wave", [self._columns.wave_value or ""] * len(frame)),
                "question": self._ids("question", ["answer"] * len(frame)),
                "text": self._texts(text) if text else "",
            },
            index=range(len(frame)),
            dtype="str",
        )
        answers["themes"] = self._themes(codes)
        mapped = {text, *codes.names, *map(self._find, IDENTITY)}
        return pd.concat([answers, self._background(mapped)], axis=1)

    def decisions(self) -> pd.DataFrame:
        """Return the table's answers as a person decided on them; they need no text.

        An answer that was read and has no theme has an empty list of codes, or 1 in the column
        `read`: its themes are `()`. `codebook_version` is text.
        """
        answers = self.answers(text_needed=False).drop(columns=_READ, errors="ignore")
        version = f"{_VERSION}_in"  # what a coded file says itself is set aside on reading
        if version in answers:
            cells = [as_id(cell) or None for cell in self.table.frame[_VERSION]]
            answers[_VERSION] = pd.Series(cells, dtype="str")
        themes = answers["themes"].tolist()
        for row in [*self._empty_lists(), *self._marked_read()]:
            themes[row] = themes[row] or ()
        answers["themes"] = pd.Series(themes, dtype=object)
        self._check_alone(themes)
        return answers

    def _check_alone(self, themes: Sequence[tuple[str, ...] | None]) -> None:
        """Report decisions that no coder could have made on the review page."""
        column = self._find("themes") or "themes"
        for row, codes in enumerate(themes):
            if self._codebook and codes and (alone := self._codebook.not_alone(codes)):
                said = "{codes} stands alone; leave it or the others out."
                self._report(row, column, Message(said, codes=", ".join(alone)))

    def _empty_lists(self) -> list[int]:
        name = self._find("themes")
        cells = self.table.frame[name].tolist() if name is not None else []
        return [row for row, cell in enumerate(cells) if isinstance(cell, list) and not cell]

    def _marked_read(self) -> list[int]:
        cells = self.table.frame[_READ].tolist() if _READ in self.table.frame else []
        marks = [indicated(cell) for cell in cells]
        for row, mark in enumerate(marks):
            if mark is None:
                self._report(row, _READ, "must hold 0, 1 or nothing.")
        return [row for row, mark in enumerate(marks) if mark]

    def notes(self) -> Iterable[Note]:
        """What of the file is passed over, or read otherwise than it stands there."""
        yield from self.table.notes
        if self._find("themes") is None:
            yield from self._maybe_codes()
        for n, kind, said in self._counted():
            if n:
                n_told = n if self.table.witnesses is None else "some"
                yield Note(str(self.table.path), kind, Message(said, n=n_told))
        yield from self._named_once()
        yield from self._personal()
        if self._find("respondent") is None:
            yield Note(
                str(self.table.path),
                NoteKind.NUMBERED,
                Message(
                    "there is no column respondent, so the rows' numbers are the respondents' ids. "
                    "Say which column has the ids with {option}.",
                    option=_OPTIONS["respondent"],
                ),
            )

    def _personal(self) -> Iterable[Note]:
        """Tell of ids that say who the respondents are."""
        column = self._find("respondent")
        cells = [] if column is None else self._cells("respondent")[column].tolist()
        ids = {as_id(cell) for cell in cells} - {""}
        if ids and are_personal(ids):
            said = (
                "the respondents' ids seem to be names or e-mail addresses. They are personal "
                "data, and stand in every file that is made; use numbers instead."
            )
            yield Note(str(self.table.path), NoteKind.PERSONAL, Message(said))

    def _counted(self) -> Iterator[tuple[int, NoteKind, str]]:
        """How many answers there are of each kind that is told, and what is told."""
        yield (
            sum(self._rejected()),
            NoteKind.REJECTED,
            "{n} answers were rejected or ignored, and count as not coded.",
        )
        yield (
            self._n_marked,
            NoteKind.MARKUP,
            "{n} answers had signs of a web page (<p>, &nbsp;), which are left out.",
        )
        yield (
            self._n_codes,
            NoteKind.MISSING,
            "{n} answers are nothing but a number such as 99, which programs write where "
            "nobody answered. They count as answers; empty those cells if they are none.",
        )
        yield (
            self._n_lost,
            NoteKind.LOST,
            "{n} answers have lost letters: other signs stand for æ, ø and å, since before "
            "this file was written. Export the answers again from where they come from.",
        )

    def _named_once(self) -> Iterable[Note]:
        """Tell of groups that a pivot table names on their first row only."""
        cells = self.table.frame.iloc[:: self._per_row]
        found = named_once({name: cells[name].tolist() for name in self.table.columns})
        mapped = {self._find(role) for role in (*IDENTITY, "text")}
        if found and mapped.isdisjoint(found):
            said = (
                "{names} seem to name a group on its first row only; the rows below have none. "
                "Fill them in, if they belong to it."
            )
            shown = [shown_name(name, self.table.columns.index(name)) for name in found]
            text = Message(said, names=Joined(shown))
            yield Note(str(self.table.path), NoteKind.GROUPS, text, columns=tuple(found))

    def _maybe_codes(self) -> Iterable[Note]:
        """Tell of columns called Kode 1, Kode 2, where no column has codes."""
        raw = self.table.frame if self.table.raw is None else self.table.raw
        found = like_slots(self.table.columns)
        if self._codebook and found and not find_code_columns(raw, None, self._codebook).names:
            said = (
                "{names} may hold codes, and are read as background. Call them theme_1, theme_2 … "
                "if they are the codes that a person gave."
            )
            text = Message(said, names=", ".join(found))
            yield Note(str(self.table.path), NoteKind.CODES, text, columns=tuple(found))

    def _find(self, role: str, *, needed: bool = False) -> str | None:
        """The column that plays a role, or None if it is missing and may be."""
        given = getattr(self._columns, role)
        name = given or role
        if name in self.table.frame:
            return str(name)
        # A survey's new wave comes without the codes that the earlier ones had.
        settled = [h for _, h in self._columns.headers if h not in self._columns.typed]
        is_later = role == "themes" and bool(settled)
        if (given and not is_later) or needed:
            raise missing_column(self.table.path, name, self.table.columns, _OPTIONS[role])
        return None

    def _numbers(self) -> list[str]:
        rows = range(len(self.table.rows))
        return [str(self._first_number + i // self._per_row) for i in rows]

    def _ids(self, role: str, default: list[str]) -> list[str]:
        """The ids in the column of a role; where it is missing, the default."""
        column = self._find(role, needed="" in default)
        if column is None:
            return default
        ids = [as_id(cell) for cell in self._cells(role)[column]]
        if role == "respondent" and not self.table.typed and any(map(_CUT.fullmatch, ids)):
            raise ColumnError(
                "{path}: a spreadsheet program has cut ids in column {name} off (it wrote them "
                "with E+). Show them as whole numbers there, and export the file again.",
                path=self.table.path,
                name=shown_name(column, self.table.columns.index(column)),
            )
        fill = default if role == "wave" else [""] * len(ids)
        filled = [value or other for value, other in zip(ids, fill, strict=True)]
        for i in range(0, len(filled), self._per_row):
            if not filled[i]:
                self._report(i, column, "is empty; every answer needs it.")
        return filled

    def _cells(self, role: str) -> pd.DataFrame:
        """The cells: respondents are called by the values of their ids, whatever their labels."""
        raw = self.table.raw
        return raw if raw is not None and role == "respondent" else self.table.frame

    def _texts(self, column: str) -> list[str]:
        cells = self.table.frame[column].tolist()
        for i, cell in enumerate(cells):
            if isinstance(cell, list | dict):
                self._report(i, self._question(i) or column, "is not a text but a list of values.")
        texts = [as_text(cell) for cell in cells]
        plain = [without_markup(text) for text in texts]
        self._n_lost = n_lost(plain)
        self._n_codes = n_codes(plain)
        self._n_marked = sum(new != old for new, old in zip(plain, texts, strict=True))
        return ["" if text.strip() and is_blank(text) else text for text in plain]

    def _themes(self, codes: CodeColumns) -> pd.Series:
        frame = self.table.frame
        if all(column in frame for column in _MADE_BY_MACHINE):
            return pd.Series([None] * len(frame), dtype=object)
        themes, problems = read_codes(self.table, codes, self._codebook)
        for position, column, problem in problems:
            of_wide = self._wide and codes.shape == "joined"
            self._report(
                position, f"themes_{self._question(position)}" if of_wide else column, problem
            )
        kept = zip(themes, self._rejected(), strict=True)
        return pd.Series([None if out else codes for codes, out in kept], dtype=object)

    def _rejected(self) -> list[bool]:
        """Which rows a coder did not accept, as Prodigy writes it in the column `answer`."""
        verdicts = self.table.frame["answer"].tolist() if "answer" in self.table.frame else []
        if not verdicts or not {*map(as_text, verdicts)} <= VERDICTS:
            return [False] * len(self.table.rows)
        return [verdict != "accept" for verdict in verdicts]

    def _question(self, position: int) -> str:
        """The column an answer of a wide file stands in; "" in long files."""
        return str(self.table.frame["question"].iloc[position]) if self._wide else ""

    def _background(self, mapped: Iterable[str | None]) -> pd.DataFrame:
        left_out = {*mapped, _NOT_CARRIED_ON}
        own = self._columns
        kept = own.background if own.only_background else own.background or self.table.columns
        names = [name for name in self.table.columns if name in kept and name not in left_out]
        codes = self._codebook.codes if self._codebook else ()
        return pd.DataFrame(
            {
                free: background(map(_group, self.table.frame[name]), typed=self.table.typed)
                for name, free in free_names(names, codes).items()
            },
            index=range(len(self.table.frame)),
        )

    def _report(self, position: int, column: str, problem: str) -> None:
        path, row = str(self.table.path), self.table.rows[position]
        self.errors.append(RowError(path, row, column, problem))


def _group(cell: Any) -> Any:
    """A background cell without what nobody sees: groups that look alike are one."""
    return cell if not isinstance(cell, str) else seen(cell) or None


def missing_column(path: Path, name: str, found: Iterable[str], option: str) -> ColumnError:
    """Return the error for a column that is needed and missing."""
    return ColumnError(
        "{path}: there is no column {name}; {found} Say which column it is with {option}.",
        path=path,
        name=name,
        found=nearest_names(name, found),
        option=option,
    )
