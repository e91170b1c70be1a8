"""Coded files read in part: one of many at a time, or nothing but what was drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from textmining.answers.coded import Coded, read_coded_file
from textmining.answers.meta import Meta, check_runs, joined, meta_path, read_meta
from textmining.answers.schema import IDENTITY
from textmining.errors import ColumnError
from textmining.files import clean_name, parquet_columns, parquet_length, read_table, recover, stamp


@dataclass(frozen=True)
class CodedParts:
    """Coded files of which only one is in memory.

    Args:
        paths: the files.
        meta: what they were made with, as `Coded.meta`.
        columns: the columns of all of them, in the order in which they first stand there.
    """

    paths: tuple[Path, ...]
    meta: Meta
    columns: tuple[str, ...]

    def __len__(self) -> int:
        return sum(map(parquet_length, self.paths))

    def __iter__(self) -> Iterator[Coded]:
        """Read one after the other.

        Raises:
            FileError, ColumnError, RowsError: as for `read_coded`; an answer may stand twice.
        """
        return map(read_coded_file, self.paths)

    @property
    def stamps(self) -> list[tuple[int, ...]]:
        """What tells whether the files are still the ones they were."""
        return [stamp(path) for file in self.paths for path in (file, meta_path(file))]


def coded_parts(paths: Sequence[Path]) -> CodedParts | None:
    """Return coded files to be read one at a time; None if they cannot be.

    That each is the one its meta file was written with is looked at when it is read.

    Raises:
        FileError: parts that were drawn from together are missing, or a file is not whole.
        CodebookError: the files' codebooks contradict each other.
    """
    if not all(path.suffix.lower() == ".parquet" and path.is_file() for path in paths):
        return None
    for folder in {path.parent for path in paths}:
        recover(folder)
    metas = [meta for path in paths if (meta := read_meta(path, check=False)) is not None]
    if len(metas) < len(paths):
        return None
    check_runs(paths, metas)
    columns = dict.fromkeys(clean_name(n) for path in paths for n in parquet_columns(path))
    return CodedParts(tuple(paths), joined(metas), tuple(columns))


def read_drawn(path: Path) -> Coded:
    """Read who answered and what was drawn of a coded file; nothing else of it is looked at.

    Raises:
        FileError: it cannot be read.
        ColumnError: it is not a coded file.
    """
    table = read_table(path).frame
    if missing := [name for name in (*IDENTITY, "review", "order") if name not in table]:
        raise ColumnError(
            "{path}: there is no column {names}, so this is not a coded file. Make one with "
            "textmining code.",
            path=path,
            names=", ".join(missing),
        )
    frame = table.loc[table["order"].notna(), [*IDENTITY, "review"]].astype(str)
    return Coded(frame.assign(themes=None).reset_index(drop=True), None)
