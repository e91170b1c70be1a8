"""Folders in which files are made before they take their names, and what a kill leaves there.

A workplace lies beside what is written, as `.textmining-…`. Its process holds a lock on a file in
it, so that others know it from one that a killed process left. When everything is written, the
moves that are to come are put on record in it (the journal); then they are made. Whoever finds a
left-over finishes the moves on record, if there are any, and removes it. Of several workplaces the
first has the one journal of all, so that they are on record at one moment, and the others name it.
"""

import contextlib
import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from textmining.errors import FileError
from textmining.files.locks import lock as _lock

_PREFIX = ".textmining-"
_MAKE_ROOM = "Nothing was changed; make room there, or choose another place to write to."
_JOURNAL, _LOCK, _PART_OF = "journal", "lock", "part-of"


@dataclass(frozen=True)
class Move:
    """A file or folder that takes its name.

    Args:
        place: the workplace.
        source: where it lies in the workplace; None takes what has the name away.
        target: its name.
        old: where in the workplace what had the name before is kept meanwhile.
    """

    place: Path
    source: Path | None
    target: Path
    old: Path

    def make(self) -> None:
        """Make the move; again changes nothing."""
        if self.source is None:
            if self.target.exists():
                self.target.replace(self.old)
        elif self.source.exists():
            if self.target.exists():
                if self.target.is_dir() and not self.source.is_dir():
                    raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
                _keep(self.target, self.old)
            self.source.replace(self.target)


@contextlib.contextmanager
def workplace(parent: Path) -> Iterator[Path]:
    """Give a folder in `parent` to work in; it is gone afterwards.

    Raises:
        OSError: the folder cannot be made.
    """
    recover(parent)
    folder, lock = _locked(parent)
    try:
        yield folder
    finally:
        os.close(lock)
        first = _first_of(folder)
        if not any((place / _JOURNAL).exists() for place in (folder, first) if place):
            shutil.rmtree(folder, ignore_errors=True)


def _first_of(place: Path) -> Path | None:
    """The workplace that has the journal of another one; None if it is its own."""
    try:
        named = (place / _PART_OF).read_text(encoding="utf-8")
    except OSError:
        return None
    first = Path(os.path.normpath(place.resolve() / named))
    return first if first.name.startswith(_PREFIX) else None


@contextlib.contextmanager
def locked_name(target: Path) -> Iterator[None]:
    """Let no other process make `target` meanwhile; a process that is killed lets go of it.

    Raises:
        FileError: another process is making it.
        OSError: its folder cannot be written to.
    """
    recover(target.parent)
    folder = target.parent / f"{_PREFIX}{target.name}"
    lock = _only_lock(folder, target)
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _only_lock(folder: Path, target: Path) -> int:
    """The lock of a folder of a known name; anew if somebody took it for a left-over meanwhile."""
    while True:
        folder.mkdir(mode=0o700, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _lock(lock)
            except OSError:
                os.close(lock)
                problem = "is being made by another run of textmining"
                raise FileError(target, problem, "Wait for it, or name another file.") from None
            with contextlib.suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(lock), (folder / _LOCK).stat()):
                    return lock
            os.close(lock)


def make(moves: Sequence[Move]) -> None:
    """Make all moves, or none if the disk refuses one; a kill in between is mended by `recover`.

    Raises:
        FileError: the disk refuses; everything is as it was.
    """
    first, *others = dict.fromkeys(move.place for move in moves)
    with writing(moves[0].target):
        for place in others:
            _write(place / _PART_OF, os.path.relpath(first.resolve(), place.resolve()))
        _record(first, moves)
    begun: list[tuple[Move, bool]] = []
    try:
        for move in moves:
            with writing(move.target):
                begun.append((move, move.target.exists()))
                move.make()
    except BaseException:
        _record(first, [_back(move, existed=existed) for move, existed in begun])
        _finish(first)
        raise
    (first / _JOURNAL).unlink()


@contextlib.contextmanager
def writing(target: Path) -> Iterator[None]:
    """Tell what the disk says about writing `target` in one sentence."""
    try:
        yield
    except Exception as error:
        said = _of_the_disk(error)
        if said is None:
            raise
        is_full = said.errno in {errno.ENOSPC, errno.EDQUOT}
        reason = "the disk is full" if is_full else (said.strerror or "unknown reason").lower()
        raise FileError(
            target,
            "cannot be written ({reason})",
            _MAKE_ROOM if is_full else "Nothing was changed; choose another place to write to.",
            reason=reason,
        ) from error


def _of_the_disk(error: Exception) -> OSError | None:
    """What the disk said, in an error of its own or of a library that hands it on; else None."""
    said = error if isinstance(error, OSError) else next(iter(error.args), None)
    return said if isinstance(said, OSError) and said.errno is not None else None


def _back(move: Move, *, existed: bool) -> Move:
    """The move that undoes another one, however far it came."""
    if existed:
        return Move(move.place, move.old, move.target, move.old.with_name(".new"))
    return Move(move.place, None, move.target, move.old)


def is_workplace(folder: Path) -> bool:
    """Whether a folder is one that files are made in, or lies in one."""
    return any(part.startswith(_PREFIX) for part in folder.parts)


def recover(parent: Path) -> None:
    """Finish or remove what killed processes left in a folder; those at work are left alone.

    What may not be changed stays as it is, so that files can be read where nothing can be written.
    """
    with contextlib.suppress(OSError):
        for folder in sorted(parent.glob(f"{_PREFIX}*")):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                if folder.is_dir() and not folder.is_symlink():
                    _clear(folder)


def _locked(parent: Path) -> tuple[Path, int]:
    """A new folder, and its lock; anew if somebody took it for a left-over meanwhile."""
    while True:
        # From Python 3.12 on mkdtemp gives an absolute path, whatever the parent is.
        folder = parent / Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent)).name
        with contextlib.suppress(FileNotFoundError, BlockingIOError):
            lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _lock(lock)
                if os.path.samestat(os.fstat(lock), (folder / _LOCK).stat()):
                    return folder, lock
            except OSError:
                os.close(lock)
                raise
            os.close(lock)


def _clear(folder: Path) -> None:
    """Finish and remove a workplace that nobody is at."""
    if not any(folder.iterdir()):  # it may be new: whoever makes it begins anew then
        folder.rmdir()
        return
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(lock)
        _finish(folder)
    finally:
        os.close(lock)
    shutil.rmtree(folder)


def _record(place: Path, moves: Sequence[Move]) -> None:
    """Put on record, in one step, what is to be done in a workplace, and in others that name it."""
    lines = [
        [
            None if move.source is None else move.source.relative_to(move.place).as_posix(),
            move.target.relative_to(move.place.parent).as_posix(),
            move.old.relative_to(move.place).as_posix(),
            os.path.relpath(move.place.resolve(), place.resolve()),
        ]
        for move in moves
    ]
    _write(place / _JOURNAL, json.dumps(lines))


def _write(path: Path, text: str) -> None:
    """Write a file of a workplace whole, and have it on disk."""
    draft = path.with_name(f"{path.name}.new")
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def _finish(place: Path) -> None:
    """Make the moves on record; they never leave the folders that they were made for."""
    first = _first_of(place)
    if first is not None and (first / _JOURNAL).exists():
        _clear(first)
    journal = place / _JOURNAL
    if not journal.exists():
        return
    moves = [_move(place, *line) for line in json.loads(journal.read_text(encoding="utf-8"))]
    for move in moves:
        move.make()
    journal.unlink()


def _move(place: Path, source: str | None, target: str, old: str, other: str = ".") -> Move:
    """A move on record, in a workplace or in another one that names it.

    Raises:
        ValueError: it leads out of the folder, or to a workplace that names no such journal.
    """
    here = place
    if other != ".":
        here = Path(os.path.normpath(place.resolve() / other))
        if not here.name.startswith(_PREFIX) or _first_of(here) != place.resolve():
            raise ValueError(other)
    return Move(
        here,
        None if source is None else _below(here, source),
        _below(here.parent, target),
        _below(here, old),
    )


def _below(folder: Path, name: str) -> Path:
    """The path below a folder; a journal from elsewhere must not reach other folders.

    Raises:
        ValueError: it leads out of the folder.
    """
    path = folder / name
    if ".." in path.parts[len(folder.parts) :] or not path.parent.resolve().is_relative_to(
        folder.resolve()
    ):
        raise ValueError(name)
    return path


def _keep(target: Path, old: Path) -> None:
    """Keep a file under a second name; a folder is moved, and where there are no links, a file."""
    if old.exists():
        return
    try:
        old.hardlink_to(target)
    except OSError:
        target.rename(old)
