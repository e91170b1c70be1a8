"""Coded files: the machine's codes and probabilities, the draw, and what they were made with."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from textmining.answers.cells import as_id
from textmining.answers.coded_file import length_of, read_one
from textmining.answers.coded_table import probability_codes
from textmining.answers.compact import of_one_kind
from textmining.answers.held import Gathered, Held
from textmining.answers.machine_table import MachineTable
from textmining.answers.meta import Meta, check_runs, joined, meta_path
from textmining.answers.names import EARLIER_THEMES, coded_columns, probability_column
from textmining.answers.rows import Numbers
from textmining.answers.schema import IDENTITY, doubled
from textmining.answers.statuses import ReviewStatus
from textmining.arrays import Bools
from textmining.codebook import Codebook, Theme
from textmining.errors import RowsError
from textmining.texts import Language, known_language


@dataclass(frozen=True)
class Coded(MachineTable):
    """Coded answers of one or several files.

    Args:
        frame: the columns of a coded file; `themes` are tuples of codes, `order` is Int64,
            empty `stratum`, `review` and `text` are "". Codes that a file's codebook does not
            have yet have no probability there (NaN).
        meta: what they were made with (the newest codebook, all draws), or None if a file lies
            without its meta file.
        files: the answers of each file, where they were read from files.
        read_in: the language of what people read of them; None is the codebook's.
        held: the machine's probabilities, where they do not stand in the frame.
    """

    frame: pd.DataFrame
    meta: Meta | None
    files: tuple["Coded", ...] = field(default=(), repr=False, compare=False)
    read_in: Language | None = None
    held: Held | None = field(default=None, repr=False, compare=False)

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
    def strata(self) -> Numbers:
        """The draw's stratum of every row; 0 where the file names none."""
        if "stratum" not in self.frame:
            return np.zeros(len(self), dtype=np.int16)
        column = self.frame["stratum"].astype("category")
        names = column.cat.categories.astype("str")
        numbers = pd.to_numeric(pd.Series(names), errors="coerce").fillna(0)
        found = np.array([*numbers, 0], dtype=np.int64)  # the last is that of an empty cell
        kind = np.int16 if np.abs(found).max() < np.iinfo(np.int16).max else np.int64
        return np.asarray(found.astype(kind)[column.cat.codes])

    @property
    def order(self) -> NDArray[np.float64] | None:
        """Place in the reading order from 1, infinite without one; None if there is no order."""
        if "order" not in self.frame:
            return None
        return self.frame["order"].to_numpy(dtype=np.float64, na_value=np.inf)

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

    def part(self, rows: Bools) -> "Coded":
        """Some of the answers, numbered from 0; `rows` has shape `(n_answers,)`."""
        place = np.flatnonzero(rows)
        is_run = len(place) and place[-1] - place[0] + 1 == len(place)  # which needs no copy
        frame = self.frame.iloc[place[0] : place[-1] + 1] if is_run else self.frame[rows]
        held = self.held and self.held.part(place)
        return Coded(frame.reset_index(drop=True), self.meta, read_in=self.read_in, held=held)


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
    is_counted = background is not None and all(meta_path(path).exists() for path in paths)
    gathered = Gathered(sum(map(length_of, paths))) if is_counted else None
    parts, errors, places = [], [], []
    for path in paths:
        frame, meta, found, place = read_one(path, background)
        part = Coded(frame, meta)
        parts.append(_taken(part, gathered) if gathered else part)
        errors += found
        places.append(place)
    check_runs(paths, [part.meta for part in parts])
    joined_up = join_coded(parts, gathered)
    del parts  # in memory once
    if errors := errors or doubled(joined_up.frame, places):
        raise RowsError(errors)
    return joined_up


def read_coded_file(path: Path) -> Coded:
    """Read one coded file as `read_coded` does; that an answer stands twice in it is not told."""
    frame, meta, errors, _ = read_one(path)
    if errors:
        raise RowsError(errors)
    return Coded(frame, meta)


def _taken(part: Coded, gathered: Gathered) -> Coded:
    """Put the probabilities of some answers below those of others; return the answers without."""
    names = [name for name in map(probability_column, part.codes) if name in part.frame]
    gathered.add(part.machine.own, len(part))
    return replace(part, frame=part.frame.drop(columns=names), held=None)


def join_coded(parts: Sequence[Coded], gathered: Gathered | None = None) -> Coded:
    """Return coded answers one below the other, with one meta if all have theirs.

    Args:
        parts: the answers.
        gathered: their probabilities, where they were taken out of the parts.

    Raises:
        CodebookError: their codebooks contradict each other.
    """
    if gathered is None and any(part.held for part in parts):
        gathered = Gathered(sum(map(len, parts)))
        parts = [_taken(part, gathered) for part in parts]
    metas = [part.meta for part in parts if part.meta is not None]
    # A column that is empty in one file has its type from the others.
    frame = pd.concat(of_one_kind([part.frame for part in parts]), ignore_index=True)
    frame = frame.infer_objects()
    held = gathered.held if gathered else None
    files = []
    for end, part in zip(np.cumsum([*map(len, parts)]), parts, strict=True):
        place = slice(end - len(part), end)
        rows = frame.iloc[place].reset_index(drop=True)  # no copy of them
        own = [*part.frame.columns]
        rows = rows if own == [*rows.columns] else rows[own]
        files.append(replace(part, frame=rows, held=held and held.run(place)))
    meta = joined(metas) if len(metas) == len(parts) else None
    return Coded(frame, meta, tuple(files), held=held)
