"""Answer files cut into partitions that can be read one at a time, on any machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textmining.answers import Answers, Columns, read_with_notes, rows_with_notes
from textmining.codebook import Codebook
from textmining.errors import ColumnError
from textmining.files import Kind, parquet_length, tell

__all__ = ["MOST_ROWS", "Partition", "partitions"]

MOST_ROWS = 50_000
"""Rows of a .parquet file that are read at a time: some 100 MB. Other formats are read a file at a
time, since what a column holds is told from all its cells."""


@dataclass(frozen=True)
class Partition:
    """Answers that are read together.

    Args:
        path: their file.
        columns: what its columns are called.
        rows: which rows of it, counted from 0; None for all.
        alone: whether there is no other partition, so that respondents can be numbered by rows.
    """

    path: Path
    columns: Columns
    rows: range | None
    alone: bool

    def answers(self, codebook: Codebook) -> Answers:
        """Read the answers.

        Raises:
            TextminingError: the file cannot be read, or has no ids of respondents.
        """
        if self.rows is None:
            frame, notes = read_with_notes([self.path], self.columns, codebook)
        else:
            frame, notes = rows_with_notes(self.path, self.rows, self.columns, codebook)
        if not self.alone and any(note.kind == Kind.NUMBERED for note in notes):
            raise ColumnError(
                f"{self.path}: there is no column of respondents, and in parts they cannot be "
                "numbered. Name it with --respondent-column."
            )
        tell(note for note in notes if self.rows is None or not self.rows.start)
        return Answers(frame)


def partitions(
    files: Sequence[Path], columns: Columns | Sequence[Columns], most: int = MOST_ROWS
) -> list[Partition]:
    """Return the partitions of answer files, in the order of their rows.

    Args:
        files: the files.
        columns: what their columns are called, in all or in each.
        most: rows of a .parquet file that are read at a time.

    Raises:
        FileError: a .parquet file that is none.
    """
    mappings = [columns] * len(files) if isinstance(columns, Columns) else list(columns)
    cuts: list[tuple[Path, Columns, range | None]] = []
    for path, mapping in zip(files, mappings, strict=True):
        n = parquet_length(path) if path.suffix.lower() == ".parquet" and path.is_file() else 0
        rows = [range(start, min(start + most, n)) for start in range(0, n, most)]
        cuts += (
            [(path, mapping, some) for some in rows] if len(rows) > 1 else [(path, mapping, None)]
        )
    return [Partition(*cut, alone=len(cuts) == 1) for cut in cuts]
