"""Small workbooks that no library writes: .xlsb ([MS-XLSB] 2.1.4), and .xls of Excel 95."""

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


_BOF, _EOF, _SHEET, _NUMBER, _LABEL, _FAILED = 0x809, 0x0A, 0x85, 0x203, 0x204, 0x205
_SECTOR, _FREE, _END, _FAT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def write_excel_95(path: Path, rows: Sequence[Sequence[object]]) -> None:
    """Write a workbook as Excel 95 did: a stream `Book` in a compound file."""
    name = "Svår".encode("cp1252")
    before = _old(_BOF, struct.pack("<HHHH", 0x0500, 5, 0, 1995))
    bundle = struct.pack("<HB", 0, len(name)) + name
    start = len(before) + len(_old(_SHEET, b"1234" + bundle)) + len(_old(_EOF))
    book = before + _old(_SHEET, struct.pack("<I", start) + bundle) + _old(_EOF)
    book += _old(_BOF, struct.pack("<HHHH", 0x0500, 0x10, 0, 1995))
    for row, cells in enumerate(rows):
        book += b"".join(_old_cell(row, column, cell) for column, cell in enumerate(cells))
    path.write_bytes(_compound(book + _old(_EOF)))


def _old_cell(row: int, column: int, cell: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if cell is NOT_AVAILABLE:
        return _old(_FAILED, place + b"\x2a\x01")
    if isinstance(cell, int | float):
        return _old(_NUMBER, place + struct.pack("<d", cell))
    text = str(cell).encode("cp1252")
    return _old(_LABEL, place + struct.pack("<H", len(text)) + text)


def _old(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _compound(book: bytes) -> bytes:
    """A compound file of one stream: a table of sectors, the directory, the stream's sectors."""
    book = book.ljust(8 * _SECTOR, b"\0")
    n = -(-len(book) // _SECTOR)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, *[_END, 0, _END], 0
    )
    head += struct.pack("<109I", 0, *[_FREE] * 108)
    table = [_FAT, _END, *range(3, n + 2), _END]
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry("Book", 2, _FREE, 2, len(book))
    sectors = struct.pack("<128I", *table, *[_FREE] * (128 - len(table)))
    return head + sectors + directory.ljust(_SECTOR, b"\0") + book.ljust(n * _SECTOR, b"\0")


def _entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    entry = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, _FREE, _FREE, child)
    return entry + bytes(36) + struct.pack("<IQ", first, size)
