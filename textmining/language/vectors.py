"""Word vectors made of subwords, small enough to mail: numbers of 8 bits on disk.

Only directions are used, so the table holds whole numbers from -127 to 127 without a scale.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.vectors import Vectors
from spacy.vocab import Vocab


class SmallVectors(Vectors):  # type: ignore[misc]  # compiled, without types
    """Vectors whose table is saved as bytes and read as 32-bit numbers."""

    data: NDArray[np.float32]

    def to_disk(self, path: str | Path, **options: Any) -> None:
        """Write the table as numbers of 8 bits."""
        full, self.data = self.data, self.data.astype(np.int8)
        try:
            super().to_disk(path, **options)
        finally:
            self.data = full

    def from_disk(self, path: str | Path, **options: Any) -> "SmallVectors":
        """Read what `to_disk` wrote."""
        super().from_disk(path, **options)
        self.data = self.data.astype(np.float32)
        return self


def small_vectors() -> Callable[[Vocab], SmallVectors]:
    """Make a pipeline's empty table, to be read from its folder."""
    return lambda vocab: SmallVectors(strings=vocab.strings)


def small(table: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a table scaled to whole numbers from -127 to 127, shape as before."""
    scaled: NDArray[np.float32] = np.round(table * (127 / np.abs(table).max()))
    return scaled
