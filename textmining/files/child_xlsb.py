"""The cells of an .xlsb in which a formula failed, found in a process of its own (see `children`).

calamine reads such cells as empty. A file is records of a kind, a length and a body ([MS-XLSB]
2.1.4). The one value is `{"errors": {sheet: [[row, column], …]}}`, counted from 1.
"""

import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_ROW, _ERRORS, _BUNDLE = 0x00, (0x03, 0x0B), 0x9C  # BrtRowHdr; BrtCellError, BrtFmlaError
_BOOK = "xl/workbook.bin"
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb"""(Id|Target)\s*=\s*["']([^"']*)""")


def lines(path: Path) -> Iterator[Any]:
    """Yield what is to be written."""
    with zipfile.ZipFile(path) as archive:
        if _BOOK not in archive.namelist():  # another kind of workbook that is called .xlsb
            yield {"errors": {}}
            return
        told = _RELATION.findall(archive.read("xl/_rels/workbook.bin.rels"))
        relations = [dict(_ATTRIBUTE.findall(one)) for one in told]
        targets = {one[b"Id"].decode(): one[b"Target"].decode() for one in relations}
        sheets = [
            _texts(body[8:]) for kind, body in _records(archive.read(_BOOK)) if kind == _BUNDLE
        ]
        yield {"errors": {name: _errors(archive, targets[place]) for place, name in sheets}}


def _errors(archive: zipfile.ZipFile, target: str) -> list[list[int]]:
    part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    found, row = [], 0
    for kind, body in _records(archive.read(part)):
        if kind == _ROW:
            row = struct.unpack_from("<I", body)[0]
        elif kind in _ERRORS:
            found.append([row + 1, struct.unpack_from("<I", body)[0] + 1])
    return found


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place < len(content):
        kind, place = _number(content, place, 2)
        length, place = _number(content, place, 4)
        yield kind, content[place : place + length]
        place += length


def _number(content: bytes, place: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and the place behind it."""
    number = 0
    for i in range(most):
        number |= (content[place + i] & 0x7F) << 7 * i
        if content[place + i] < 0x80:
            return number, place + i + 1
    return number, place + most


def _texts(body: bytes) -> tuple[str, str]:
    """Two texts, each with its length before it."""
    found = []
    for _ in range(2):
        end = 4 + 2 * struct.unpack_from("<I", body)[0]
        found.append(body[4:end].decode("utf-16-le"))
        body = body[end:]
    return found[0], found[1]
