"""Answer files cut into partitions that can be read one at a time, on any machine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from textmining.answers import (
    Answers,
    Columns,
    cut_with_notes,
    kind_of_cell,
    read_with_notes,
    rows_with_notes,
)
from textmining.codebook import Codebook
from textmining.errors import ColumnError
from textmining.files import (
    DELIMITED,
    Cut,
    Note,
    NoteKind,
    Outline,
    outline_of,
    parquet_end,
    parquet_length,
)

MOST_ROWS = 50_000
"""Rows of a large file that are read at a time: some 100 MB."""

_LARGE = 2**25
"""Bytes from which on a .csv or .jsonl file is read in parts."""


@dataclass(frozen=True)
class Partition:
    """Answers that are read together.

    Args:
        path: their file.
        columns: what its columns are called.
        rows: which rows of it, counted from 0; None for all.
        outline: what is told of all of a file of text, and which rows of it; None for others.
        alone: whether there is no other partition, so that respondents can be numbered by rows.
    """

    path: Path
    columns: Columns
    rows: range | None
    outline: tuple[Outline, Cut] | None
    alone: bool

    def answers(self, codebook: Codebook) -> Answers:
        """Read the answers.

        Raises:
            TextminingError: the file cannot be read, or has no ids of respondents.
        """
        return self.with_notes(codebook)[0]

    def with_notes(self, codebook: Codebook) -> tuple[Answers, list[Note]]:
        """Read the answers as `answers` does, and return what people are to be told of them."""
        if self.rows is None:
            frame, notes = read_with_notes([self.path], self.columns, codebook)
        elif self.outline:
            frame, notes = cut_with_notes(*self.outline, self.columns, codebook)
        else:
            frame, notes = rows_with_notes(self.path, self.rows, self.columns, codebook)
        if not self.alone and any(note.kind == NoteKind.NUMBERED for note in notes):
            raise ColumnError(
                "{path}: there is no column of respondents, and in parts they cannot be numbered. "
                "Name it with --respondent-column.",
                path=self.path,
            )
        return Answers(frame), notes


def partitions(
    files: Sequence[Path],
    columns: Columns | Sequence[Columns],
    most: int = MOST_ROWS,
    large: int = _LARGE,
) -> list[Partition]:
    """Return the partitions of answer files, in the order of their rows.

    A .parquet file of more rows than `most`, a .csv or .jsonl file of more bytes than `large`, is
    read in parts of so many rows.

    Raises:
        TextminingError: a large file that cannot be read.
    """
    mappings = [columns] * len(files) if isinstance(columns, Columns) else list(columns)
    cuts = [
        (path, mapping, *cut)
        for path, mapping in zip(files, mappings, strict=True)
        for cut in _cuts(path, most, large)
    ]
    return [Partition(*cut, alone=len(cuts) == 1) for cut in cuts]


def _cuts(
    path: Path, most: int, large: int
) -> Iterator[tuple[range | None, tuple[Outline, Cut] | None]]:
    """The rows that are read at a time, and of files of text what is told of all."""
    kind = path.suffix.lower() if path.is_file() else ""
    if kind == ".parquet" and parquet_length(path) > most:
        n = parquet_end(path)
        yield from ((range(start, min(start + most, n)), None) for start in range(0, n, most))
    elif kind in {*DELIMITED, ".jsonl"} and path.stat().st_size >= large:
        start = 0
        outline = outline_of(path, most, kind_of_cell)
        for cut in outline.cuts:
            yield range(start, start + cut.rows), (outline, cut)
            start += cut.rows
    else:
        yield None, None
