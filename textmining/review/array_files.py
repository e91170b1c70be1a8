"""Arrays that grow row by row: in memory, or in files of a folder, which are mapped."""

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


class ArrayFiles:
    """Arrays by name.

    Args:
        folder: where they lie, a file each; None keeps them in memory.
        kinds: by name, the type and the shape of a row of those that are there already.
    """

    def __init__(
        self, folder: Path | None, kinds: Mapping[str, tuple[str, Sequence[int]]] | None = None
    ) -> None:
        self._folder = folder
        self.kinds = {name: (kind, tuple(row)) for name, (kind, row) in (kinds or {}).items()}
        self._parts: dict[str, list[NDArray[Any]]] = {}

    def add(self, name: str, rows: NDArray[Any]) -> None:
        """Add rows at the end of an array."""
        self.kinds.setdefault(name, (rows.dtype.str, rows.shape[1:]))
        if self._folder is None:
            self._parts.setdefault(name, []).append(rows)
        else:
            with self.path(name).open("ab") as stream:
                stream.write(rows.tobytes())  # NumPy's own writing is silent about a full disk

    def whole(self, name: str) -> NDArray[Any]:
        """Return an array; it is not to be written to."""
        if self._folder is None:
            parts = self._parts[name]
            if len(parts) > 1:
                self._parts[name] = parts = [np.concatenate(parts)]
            return parts[0]
        kind, row = self.kinds[name]
        if not self.path(name).stat().st_size:
            return np.zeros((0, *row), dtype=kind)
        return np.asarray(np.memmap(self.path(name), dtype=kind, mode="r").reshape(-1, *row))

    @property
    def checksums(self) -> dict[str, int]:
        """The CRC-32 of each file, by name: a gigabyte takes half a second."""
        return {name: self._checksum(name) for name in self.kinds}

    def _checksum(self, name: str) -> int:
        if not self.path(name).stat().st_size:
            return 0
        return zlib.crc32(np.memmap(self.path(name), dtype=np.uint8, mode="r").data)

    def remove(self, name: str) -> None:
        """Take an array away."""
        del self.kinds[name]
        self._parts.pop(name, None)
        if self._folder is not None:
            self.path(name).unlink()

    def path(self, name: str) -> Path:
        """Where an array lies: names may hold signs that files' names cannot."""
        assert self._folder is not None  # noqa: S101 - of those in memory nobody asks
        return self._folder / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.bin"
