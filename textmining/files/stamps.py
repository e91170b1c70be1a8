"""What tells whether a file is still the one it was."""

from pathlib import Path


def stamp(path: Path) -> tuple[int, ...]:
    """Return numbers that change when a file is replaced or written to; none where there is none.

    >>> stamp(Path("no such file"))
    ()
    """
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size
