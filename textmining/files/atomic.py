"""Files and folders that appear whole or not at all.

What is written goes to a temporary neighbour first and takes the final name when everything
is on disk; whatever fails before that leaves an older file of the name as it was.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from textmining.errors import FileError

__all__ = ["atomic_file", "atomic_files", "atomic_folder", "check_apart", "check_folder"]

_NAMED = 3
"""How many files a message names."""


@contextmanager
def atomic_file(target: Path) -> Iterator[Path]:
    """Give a temporary path to write to; it becomes `target` when the block ends well.

    Raises:
        FileError: the folder cannot be written to, the disk is full, or `target` is a folder.
    """
    with atomic_files([target]) as (temporary,):
        yield temporary


@contextmanager
def atomic_files(targets: Sequence[Path]) -> Iterator[list[Path]]:
    """Like `atomic_file` for files that belong together: all take their names, or none.

    A temporary path keeps its target's ending. One that the block never writes is no error:
    its target is left as it is. A file that is replaced keeps its access rights.
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
        for temporary, target in written:
            with _writing(target):
                _finish(temporary, target)
        _take_names(written)


def _take_names(written: Sequence[tuple[Path, Path]]) -> None:
    """Give the temporary files their targets' names; if the disk refuses one, undo the others."""
    with contextlib.ExitStack() as undo:
        for temporary, target in written:
            with _writing(target):
                if target.is_file():
                    old = temporary.with_name(".old")
                    _keep(target, old)
                    undo.callback(old.replace, target)
                    temporary.replace(target)
                else:
                    temporary.replace(target)
                    undo.callback(target.unlink)
        undo.pop_all()


def _keep(target: Path, old: Path) -> None:
    """Keep a file under a second name, or, on disks without links, under another one."""
    try:
        old.hardlink_to(target)
    except OSError:
        target.rename(old)


@contextmanager
def atomic_folder(target: Path, ours: Collection[str] | None = None) -> Iterator[Path]:
    """Give a temporary folder to fill; it becomes `target`, replacing it, when the block ends well.

    Args:
        target: the folder.
        ours: see `check_folder`; None replaces whatever is there.

    Raises:
        FileError: the folder cannot be written, the disk is full, or `target` is a file or a
            folder of somebody else's.
    """
    check_folder(target, ours)
    with _neighbour_folder(target) as beside, _writing(target):
        temporary = beside / "new"
        temporary.mkdir()
        yield temporary
        for path in temporary.rglob("*"):
            if path.is_file():
                _flush(path)
        if target.exists():
            shutil.copymode(target, temporary)
            target.rename(beside / "old")
        try:
            temporary.rename(target)
        except OSError:
            if (beside / "old").exists():
                (beside / "old").rename(target)
            raise


def check_folder(target: Path, ours: Collection[str] | None) -> None:
    """Raise FileError unless a folder can be written to `target` without any loss.

    Steps ask this first: a folder of the name would be replaced with all that is in it.

    Args:
        target: the folder to write.
        ours: the names of what we put there; an older folder of ours holds them all, and no
            other. None does not look.
    """
    with _writing(target):
        if target.exists() and not target.is_dir():
            raise FileError(target, "is a file", "Name a folder, or remove the file.")
        found = {path.name for path in target.iterdir()} if target.is_dir() else set()
    if ours is not None and found and found != {*ours}:
        held = ", ".join(sorted(found - {*ours} or found)[:_NAMED])
        raise FileError(
            target,
            f"is a folder that holds something else ({held})",
            "Name a new folder: one that exists is replaced with all that is in it.",
        )


def check_apart(targets: Sequence[Path], inputs: Iterable[Path | str | None]) -> None:
    """Raise FileError if a file to write is also one to read, or is named twice.

    Args:
        targets: the files that a step writes.
        inputs: what it reads: files, names of stores that may be files, None for what is not given.
    """
    read = [Path(file) for file in inputs if file is not None]
    for target in targets:
        if any(_is_same(target, file) for file in read):
            raise FileError(target, "is one of the files to read", "Name another file to write to.")
    if len({target.resolve() for target in targets}) < len(targets):
        raise FileError(targets[0], "is to be written twice", "Name another file for one of them.")


def _is_same(target: Path, file: Path) -> bool:
    try:
        return target.samefile(file)  # links and the case of letters may differ
    except OSError:  # one of them does not exist, so nothing is lost
        return False


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


def _finish(temporary: Path, target: Path) -> None:
    """Have a file on disk, with the access rights of the one it replaces."""
    _flush(temporary)
    if target.exists():
        shutil.copymode(target, temporary)


def _flush(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
