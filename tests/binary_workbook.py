"""A small .xlsb: no library writes one, so its records are written here ([MS-XLSB] 2.1.4)."""

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="t" Target="worksheets/sheet1.bin"/></Relationships>'
)
_BUNDLE, _END_BUNDLES, _CALCULATION = 0x9C, 0x90, 0x9D
_DIMENSION, _BEGIN_DATA, _END_DATA, _ROW = 0x94, 0x91, 0x92, 0x00
_ERROR, _REAL, _TEXT = 0x03, 0x05, 0x06
NOT_AVAILABLE = object()
"""A cell in which a formula failed: #N/A."""


def write_xlsb(path: Path, rows: Sequence[Sequence[object]]) -> None:
    """Write a workbook with one sheet of texts, numbers and errors."""
    bundle = struct.pack("<II", 0, 1) + _text("r1") + _text("Ark1")
    book = _record(_BUNDLE, bundle) + _record(_END_BUNDLES) + _record(_CALCULATION, b"\0" * 26)
    width = max(map(len, rows))
    sheet = _record(_DIMENSION, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1))
    sheet += _record(_BEGIN_DATA)
    for number, row in enumerate(rows):
        sheet += _record(_ROW, struct.pack("<I", number) + b"\0" * 13)
        sheet += b"".join(_cell(column, cell) for column, cell in enumerate(row))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/_rels/workbook.bin.rels", _RELATIONS)
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/worksheets/sheet1.bin", sheet + _record(_END_DATA))


def _cell(column: int, cell: object) -> bytes:
    place = struct.pack("<II", column, 0)
    if cell is NOT_AVAILABLE:
        return _record(_ERROR, place + b"\x2a")
    if isinstance(cell, int | float):
        return _record(_REAL, place + struct.pack("<d", cell))
    return _record(_TEXT, place + _text(str(cell)))


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(kind: int, body: bytes = b"") -> bytes:
    """A record: its kind in one byte or two, its length in as many as it needs, seven bits each."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(body)
    while length >= 0x80:
        size, length = size + bytes([length & 0x7F | 0x80]), length >> 7
    return head + size + bytes([length]) + body
