"""Coded files: the machine's codes and probabilities, the draw, and what they were made with."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers.cells import as_id
from textmining.answers.coded_parquet import read_coded_parquet
from textmining.answers.coded_table import probability_codes, read_coded_table
from textmining.answers.compact import exact, of_one_kind
from textmining.answers.meta import (
    Meta,
    check_runs,
    joined,
    read_meta,
)
from textmining.answers.names import EARLIER_THEMES, coded_columns, probability_column
from textmining.answers.rows import AnswerTable
from textmining.answers.schema import IDENTITY, QUESTION, WAVE, FileRows, doubled
from textmining.answers.statuses import ReviewStatus
from textmining.arrays import Array, Bools, Ints
from textmining.codebook import Codebook, Theme
from textmining.errors import FileError, RowError, RowsError
from textmining.files import check_once, read_table, recover, stamp
from textmining.texts import Language, known_language


@dataclass(frozen=True)
class Coded(AnswerTable):
    """Coded answers of one or several files.

    Args:
        frame: the columns of a coded file; `themes` are tuples of codes, `order` is Int64,
            empty `stratum`, `review` and `text` are "". Codes that a file's codebook does not
            have yet have no probability there (NaN).
        meta: what they were made with (the newest codebook, all draws), or None if a file lies
            without its meta file.
        files: the answers of each file, where they were read from files.
        read_in: the language of what people read of them; None is the codebook's.
    """

    frame: pd.DataFrame
    meta: Meta | None
    files: tuple["Coded", ...] = field(default=(), repr=False, compare=False)
    read_in: Language | None = None

    def __post_init__(self) -> None:
        missing = [name for name in (*IDENTITY, "themes") if name not in self.frame]
        if missing:
            raise AssertionError(f"coded answers lack {missing}")

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes in the codebook's order; without meta, in the order of the columns."""
        if self.meta is not None:
            return self.meta.codebook.codes
        return probability_codes(map(str, self.frame.columns))

    @cached_property
    def codebook(self) -> Codebook:
        """What they are coded with; without meta, a codebook with the codes as labels."""
        if self.meta is not None:
            return self.meta.codebook
        return Codebook("", "", tuple(Theme(code, code) for code in self.codes))

    @property
    def language(self) -> Language:
        """What people read of them is in this language; the codebook's unless another is asked."""
        return self.read_in or known_language(self.codebook.language) or "nb"

    @cached_property
    def background(self) -> tuple[str, ...]:
        """The columns that are neither the program's nor earlier codes."""
        ours = {*coded_columns(self.codes), EARLIER_THEMES}
        return tuple(str(name) for name in self.frame.columns if str(name) not in ours)

    @property
    def has_texts(self) -> bool:
        """Whether they come with what was written."""
        return "text" in self.frame

    @property
    def texts(self) -> list[str]:
        """What the respondents wrote."""
        return list(map(str, self.frame["text"]))

    @property
    def themes(self) -> list[tuple[str, ...]]:
        """The machine's codes of every answer."""
        return list(self.frame["themes"])

    @cached_property
    def answered(self) -> Bools:
        """Which rows are answers: they have a place in the reading order, or else a text."""
        if "order" in self.frame:
            return self.frame["order"].notna().to_numpy(dtype=np.bool_)
        if "text" in self.frame:
            return (self.frame["text"].str.strip() != "").to_numpy(dtype=np.bool_)
        return np.ones(len(self.frame), dtype=np.bool_)

    @cached_property
    def given(self) -> "Coded":
        """Those that are answers."""
        return self.part(self.answered)

    @cached_property
    def drawn(self) -> Bools:
        """Which rows were drawn to be read; none where the file says nothing of a draw."""
        return self._has("review", ReviewStatus.AUDIT)

    def owners(self, unit: str | None) -> pd.Series:
        """Whom every row is from, as text: a unit (the column with it), or else the respondent."""
        return self.frame[unit or "respondent"].map(as_id)

    @property
    def in_queue(self) -> Bools:
        """Which rows a person should read: those drawn, and those that the machine doubts."""
        return ~self._has("review", ReviewStatus.NONE)

    @property
    def reviews(self) -> list[str]:
        """Why a person reads every row, as `ReviewStatus` has it."""
        given = "review" in self.frame
        return self.frame["review"].fillna("").tolist() if given else [""] * len(self)

    @property
    def models(self) -> pd.Series:
        """The model that coded every row; empty where none has."""
        return self.frame["model"]

    @property
    def novel(self) -> Bools:
        """Which rows are unlike those the model learnt from, as far as the file says."""
        if "novel" not in self.frame:
            return np.zeros(len(self.frame), dtype=np.bool_)
        return self.frame["novel"].eq(1).fillna(value=False).to_numpy(dtype=np.bool_)

    @property
    def strata(self) -> NDArray[np.int64]:
        """The draw's stratum of every row; 0 where the file names none."""
        if "stratum" not in self.frame:
            return np.zeros(len(self), dtype=np.int64)
        place, names = pd.factorize(self.frame["stratum"].astype("str"), use_na_sentinel=False)
        numbers = pd.to_numeric(pd.Series(names), errors="coerce").fillna(0)
        return numbers.to_numpy(dtype=np.int64)[place]

    @property
    def order(self) -> NDArray[np.float64] | None:
        """Place in the reading order from 1, infinite without one; None if there is no order."""
        if "order" not in self.frame:
            return None
        return self.frame["order"].to_numpy(dtype=np.float64, na_value=np.inf)

    @cached_property
    def probabilities(self) -> pd.DataFrame:
        """The machine's, a column a code; NaN for a code that a file's codebook lacks."""
        found = self.frame.reindex(columns=[probability_column(code) for code in self.codes])
        return found.set_axis(list(self.codes), axis=1)

    @property
    def chances(self) -> Array:
        """The machine's probabilities, 0 for a code that a file's codebook lacks.

        Shape `(n_answers, n_themes)`.
        """
        found = np.zeros((len(self), len(self.codes)))
        for k, name in enumerate(map(probability_column, self.codes)):
            if name in self.frame:
                found[:, k] = self.chances_of(k, np.arange(len(self)))
        return found

    def chances_of(self, code: int, rows: Ints) -> Array:
        """The machine's probability of a code in some rows, shape `(n_rows,)`, as `chances`."""
        name = probability_column(self.codes[code])
        if name not in self.frame:
            return np.zeros(len(rows))
        found = exact(self.frame[name].to_numpy()[rows])
        return np.asarray(np.clip(np.nan_to_num(found), 0, 1))

    def known_in(self, rows: Bools) -> Bools:
        """Whether all of some answers were coded with a codebook that has each code.

        A code that the codebook lacked has no probability in any answer to the question. Shape
        `(n_themes,)`.
        """
        place, known = self._known
        here = np.bincount(place[rows & ~self.by_hand], minlength=len(known)) > 0
        return np.asarray(known[here].all(axis=0))

    @property
    def known(self) -> Bools:
        """The same of each row, shape `(n_answers, n_themes)`."""
        place, known = self._known
        return np.asarray(known[place] | self.by_hand[:, None])

    @cached_property
    def _known(self) -> tuple[NDArray[np.int32], Bools]:
        """Which answers were coded together, and the codes that each such part was coded with."""
        names = [n for n in (WAVE, QUESTION, "codebook_version") if n in self.frame]
        place = np.asarray(self.frame.groupby(names, sort=False).ngroup(), dtype=np.int32)
        known = np.zeros((int(place.max(initial=-1)) + 1, len(self.codes)), dtype=np.bool_)
        for k, name in enumerate(map(probability_column, self.codes)):
            if name in self.frame:
                known[:, k] = np.bincount(place, weights=self.frame[name].notna()) > 0
        return place, known

    @cached_property
    def by_hand(self) -> Bools:
        """Which rows no machine has coded, shape `(n_answers,)`."""
        return self._has("model", "") if "model" in self.frame else np.zeros(len(self), np.bool_)

    @property
    def learnt(self) -> Bools:
        """Which answers' codes the model has learnt, as far as is known; shape `(n_answers,)`."""
        return self.among(set(self.meta.learnt or ()) if self.meta else set())

    @property
    def novelty(self) -> Mapping[str, Mapping[str, Any]]:
        """By wave, how much of it is unlike what the model has learnt from."""
        return self.meta.novelty if self.meta else {}

    @classmethod
    def read(cls, *files: Path | str) -> "Coded":
        """Read coded files, one below the other; see `read_coded`."""
        return read_coded([Path(file) for file in files])

    def cells(self, name: str) -> NDArray[np.str_]:
        """The cells of a column of text, shape `(n_answers,)`; all "" if there is none."""
        if name not in self.frame:
            return np.full(len(self.frame), "")
        return self.frame[name].to_numpy(dtype=np.str_)

    def _has(self, name: str, cell: str) -> Bools:
        """Which rows have this in a column of text; without the column, all are ""."""
        if name not in self.frame:
            return np.full(len(self), not cell)
        return (self.frame[name] == cell).to_numpy(dtype=np.bool_)

    def part(self, rows: Bools) -> "Coded":
        """Some of the answers, numbered from 0; `rows` has shape `(n_answers,)`."""
        place = np.flatnonzero(rows)
        is_run = len(place) and place[-1] - place[0] + 1 == len(place)  # which needs no copy
        frame = self.frame.iloc[place[0] : place[-1] + 1] if is_run else self.frame[rows]
        return Coded(frame.reset_index(drop=True), self.meta, read_in=self.read_in)


def by_machine(frame: pd.DataFrame) -> Coded | None:
    """Return the rows of a frame as coded answers; None where no machine has coded them."""
    return Coded(frame, None) if "model" in frame else None


def read_coded(paths: Sequence[Path], background: Collection[str] | None = None) -> Coded:
    """Read coded files, one below the other.

    Args:
        paths: the files.
        background: the background columns that are needed to count; of a .parquet file nothing is
            read that counting does without, texts least of all. None reads all.

    Raises:
        FileError: a file cannot be read, is not the one that its meta file was written with, or
            parts that were drawn from together are missing.
        ColumnError: a file is not a coded file.
        RowsError: every cell that is not what `write_coded` wrote there, or a doubled answer.
        CodebookError: the files' codebooks contradict each other.
    """
    parts, found, places = zip(*(_read_one(path, background) for path in paths), strict=True)
    check_runs(paths, [part.meta for part in parts])
    joined_up = join_coded(parts)
    del parts  # in memory once
    errors = list(chain.from_iterable(found))
    if errors := errors or doubled(joined_up.frame, places):
        raise RowsError(errors)
    return joined_up


def read_coded_file(path: Path) -> Coded:
    """Read one coded file as `read_coded` does; that an answer stands twice in it is not told."""
    part, errors, _ = _read_one(path)
    if errors:
        raise RowsError(errors)
    return part


def _read_one(
    path: Path, background: Collection[str] | None = None
) -> tuple[Coded, list[RowError], FileRows]:
    """One file, every bad cell of it, and its rows' numbers."""
    recover(path.parent)
    before = stamp(path)
    meta = read_meta(path)
    frame, errors, place = _rows_of(path, meta.codebook.codes if meta else None, background)
    if stamp(path) != before:  # another run's answers would come with this one's meta
        raise FileError(path, "was replaced while it was being read", "Try again.")
    return Coded(frame, meta), errors, place


def _rows_of(
    path: Path, codes: tuple[str, ...] | None, background: Collection[str] | None
) -> tuple[pd.DataFrame, list[RowError], FileRows]:
    if codes and path.suffix.lower() == ".parquet" and path.is_file():
        written = read_coded_parquet(path, codes, background)
        if written is not None:
            return written, [], (path, range(1, len(written) + 1))
    table = read_table(path)
    check_once(table)
    frame, errors = read_coded_table(table, codes)
    return frame, errors, (path, table.rows)


def join_coded(parts: Sequence[Coded]) -> Coded:
    """Return coded answers one below the other, with one meta if all have theirs.

    Raises:
        CodebookError: their codebooks contradict each other.
    """
    metas = [part.meta for part in parts if part.meta is not None]
    # A column that is empty in one file has its type from the others.
    frame = pd.concat(of_one_kind([part.frame for part in parts]), ignore_index=True)
    frame = frame.infer_objects()
    files = []
    for end, part in zip(np.cumsum([*map(len, parts)]), parts, strict=True):
        rows = frame.iloc[end - len(part) : end].reset_index(drop=True)  # no copy of them
        own = [*part.frame.columns]
        files.append(replace(part, frame=rows if own == [*rows.columns] else rows[own]))
    return Coded(frame, joined(metas) if len(metas) == len(parts) else None, tuple(files))
