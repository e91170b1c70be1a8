"""Files and folders that appear whole or not at all.

What is written goes to a temporary neighbour first and takes the final name when everything
is on disk; whatever fails before that leaves an older file of the name as it was.
"""

import contextlib
import os
import shutil
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from textmining.errors import FileError
from textmining.files.workplace import Move, locked_name, make, recover, workplace, writing

_NAMED = 3
"""How many files a message names."""


@contextmanager
def atomic_file(target: Path, *, private: bool = False) -> Iterator[Path]:
    """Give a temporary path to write to; it becomes `target` when the block ends well.

    Args:
        target: the file.
        private: a new file is for its owner's eyes only: it holds answers.

    Raises:
        FileError: the folder cannot be written to, the disk is full, or `target` is a folder.
    """
    with atomic_files([target], private=[target] if private else ()) as (temporary,):
        yield temporary


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """Like `atomic_file` for a file that must not be there yet: of two at once, one gets the name.

    Raises:
        FileError: it is there already, or cannot be written.
    """
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with workplace(target.parent) as place:
            temporary = place / target.name
            yield temporary
            _flush(temporary)
            try:
                _link(temporary, target)
            except FileExistsError:
                raise FileError(target, "is there already", "Give another name.") from None


def _link(source: Path, target: Path) -> None:
    """Give a file a second name, unless something has that name."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no second names, such as a memory stick's
        with target.open("xb") as out:
            out.write(source.read_bytes())


@contextmanager
def atomic_files(
    targets: Sequence[Path],
    *,
    folders: Collection[Path] = (),
    private: Collection[Path] = (),
    without: Sequence[Path] = (),
) -> Iterator[list[Path]]:
    """Like `atomic_file` for files that belong together: all take their names, or none.

    They take them in the order of `targets`. What a kill leaves half done is finished by the next
    step that reads or writes there (see `recover`). A temporary path keeps its target's ending.
    One that the block never writes is no error: its target is left as it is. A file that is
    replaced keeps its access rights.

    Args:
        targets: the files.
        folders: those that are folders; their temporary paths are folders to fill.
        private: those that are for their owner's eyes only where they are new.
        without: files that are gone afterwards.
    """
    for target in targets:
        with writing(target):
            if target.is_dir() and target not in folders:
                raise FileError(target, "is a folder", "Name a file to write to.")
    with contextlib.ExitStack() as stack:
        places = _places([*targets, *without], stack)
        slots = [place / str(number) for number, place in enumerate(places)]
        temporaries = [slot / path.name for slot, path in zip(slots, targets, strict=False)]
        with writing(targets[0] if targets else Path()):
            for slot in slots:
                slot.mkdir()
            for temporary, target in zip(temporaries, targets, strict=True):
                if target in folders:
                    temporary.mkdir()
            yield temporaries
        moves = [
            Move(place, None if path in without else slot / path.name, path, slot / ".old")
            for place, slot, path in zip(places, slots, [*targets, *without], strict=True)
        ]
        for move in moves:
            with writing(move.target):
                _finish(move, private=move.target in private)
        make(moves)


@contextmanager
def alone(target: Path) -> Iterator[None]:
    """Let no other process make a file or folder meanwhile, whatever else it keeps beside it.

    Raises:
        FileError: another process is making it, or its folder cannot be written to.
    """
    with contextlib.ExitStack() as stack:
        with writing(target):
            _make_folder(target.parent, stack)
            stack.enter_context(locked_name(target))
        yield


def _places(targets: Sequence[Path], stack: contextlib.ExitStack) -> list[Path]:
    """The workplace of each target: one for all that lie below the same folder of a disk."""
    found: dict[Path, Path] = {}
    places = []
    for target in targets:
        with writing(target):
            _make_folder(target.parent, stack)
            above = next((folder for folder in found if _is_below(target.parent, folder)), None)
            if above is None:
                above = target.parent
                found[above] = stack.enter_context(workplace(above))
            places.append(found[above])
    return places


def _is_below(folder: Path, above: Path) -> bool:
    return (
        folder.is_relative_to(above)
        and folder.resolve().is_relative_to(above.resolve())
        and folder.stat().st_dev == above.stat().st_dev
    )


def _make_folder(folder: Path, stack: contextlib.ExitStack) -> None:
    """Make a folder and those above it; those that stay empty are gone again afterwards."""
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for path in reversed(made):  # the stack removes the lowest one first
        stack.callback(_remove_empty, path)


def _remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):  # it holds the target by now
        folder.rmdir()


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
    with atomic_files([target], folders=[target]) as (temporary,):
        yield temporary


def check_folder(target: Path, ours: Collection[str] | None) -> None:
    """Raise FileError unless a folder can be written to `target` without any loss.

    Steps ask this first: a folder of the name would be replaced with all that is in it.

    Args:
        target: the folder to write.
        ours: the names of what we put there; an older folder of ours holds them all, and no
            other. None does not look.
    """
    recover(target.parent)
    with writing(target):
        if target.exists() and not target.is_dir():
            raise FileError(target, "is a file", "Name a folder, or remove the file.")
        found = {path.name for path in target.iterdir()} if target.is_dir() else set()
    if ours is not None and found and found != {*ours}:
        held = ", ".join(sorted(found - {*ours} or found)[:_NAMED])
        raise FileError(
            target,
            "is a folder that holds something else ({held})",
            "Name a new folder: one that exists is replaced with all that is in it.",
            held=held,
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


def _finish(move: Move, *, private: bool) -> None:
    """Have what was made on disk, with the access rights of what it replaces."""
    made = move.source
    if made is None or not made.exists():
        return
    for path in made.rglob("*") if made.is_dir() else [made]:
        if path.is_file():
            _flush(path)
    if move.target.exists():
        shutil.copymode(move.target, made)
    elif private:
        made.chmod(0o600)


def _flush(path: Path) -> None:
    # Windows puts on disk only what is open for writing.
    with path.open("r+b" if sys.platform == "win32" else "rb") as stream:
        os.fsync(stream.fileno())
