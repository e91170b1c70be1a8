"""Files and folders that appear whole or not at all.

What is written goes to a temporary neighbour first and takes the final name when everything
is on disk; whatever fails before that leaves an older file of the name as it was.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from textmining.errors import FileError

__all__ = ["whole_file", "whole_files", "whole_folder"]


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give a temporary path to write to; it becomes `target` when the block ends well.

    Raises:
        FileError: the folder cannot be written to, the disk is full, or `target` is a folder.
    """
    with whole_files([target]) as (temporary,):
        yield temporary


@contextmanager
def whole_files(targets: Sequence[Path]) -> Iterator[list[Path]]:
    """Like `whole_file` for files that belong together: all take their names, or none.

    A temporary path keeps its target's ending. One that the block never writes is no error:
    its target is left as it is.
    """
    for target in targets:
        with _writing(target):
            if target.is_dir():
                raise FileError(target, "is a folder", "Name a file to write to.")
    with contextlib.ExitStack() as stack:
        temporaries = [
            stack.enter_context(_neighbour_folder(target)) / target.name for target in targets
        ]
        with _writing(targets[0] if targets else Path()):
            yield temporaries
            written = [
                (temporary, target)
                for temporary, target in zip(temporaries, targets, strict=True)
                if temporary.exists()
            ]
            for temporary, _ in written:
                _flush(temporary)
            for temporary, target in written:
                temporary.replace(target)


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Give a temporary folder to fill; it becomes `target`, replacing it, when the block ends well.

    Raises:
        FileError: the folder cannot be written, the disk is full, or `target` is a file.
    """
    with _writing(target):
        if target.exists() and not target.is_dir():
            raise FileError(target, "is a file", "Name a folder, or remove the file.")
    with _neighbour_folder(target) as beside, _writing(target):
        temporary = beside / "new"
        temporary.mkdir()
        yield temporary
        for path in temporary.rglob("*"):
            if path.is_file():
                _flush(path)
        if target.exists():
            target.rename(beside / "old")
        try:
            temporary.rename(target)
        except OSError:
            if (beside / "old").exists():
                (beside / "old").rename(target)
            raise


@contextmanager
def _neighbour_folder(target: Path) -> Iterator[Path]:
    """A folder on the same disk as `target`, so that renaming is one step; always removed."""
    with _writing(target):
        made = [folder for folder in target.parents if not folder.exists()]
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".textmining-", dir=target.parent))
    try:
        yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        for folder in made:
            with contextlib.suppress(OSError):  # it holds the target by now
                folder.rmdir()


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    """Tell what the disk says about writing `target` in one sentence."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        reason = (error.strerror or "unknown reason").lower()
        raise FileError(
            target,
            f"cannot be written ({reason})",
            "Nothing was changed; choose another place with --out, or make room there.",
        ) from error


def _flush(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
