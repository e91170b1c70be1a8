"""The cells of an .xls in which a formula failed, found in a process of its own (see `children`).

calamine reads such cells as empty. The workbook is a stream of records of a kind, a length and a
body ([MS-XLS] 2.1.4), in a compound file ([MS-CFB]). The one value is
`{"errors": {sheet: [[row, column], …]}}`, counted from 1.
"""

import struct
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

_FORMULA, _BUNDLE, _BOOL_ERROR = 0x06, 0x85, 0x205
_EXCEL_95 = 0x0500
_LAST = 0xFFFFFFFA  # from here on numbers of sectors say that there is no sector
_SMALL = 4096  # bytes from which a stream has sectors of its own


def lines(path: Path) -> Iterator[Any]:
    """Yield what is to be written; nothing is found in what is no such file, or a damaged one."""
    try:
        yield {"errors": _errors(_workbook(path.read_bytes()))}
    except (LookupError, ValueError, struct.error):
        yield {"errors": {}}


def _errors(book: bytes) -> dict[str, list[list[int]]]:
    records = list(_records(book))
    is_old = struct.unpack_from("<H", records[0][2])[0] == _EXCEL_95
    sheets = sorted(_sheet(body, is_old=is_old) for _, kind, body in records if kind == _BUNDLE)
    ends = [*sheets, (len(book), "")]
    found = [(place, cell) for place, kind, body in records for cell in _failed(kind, body)]
    return {
        name: [cell for place, cell in found if start <= place < end]
        for (start, name), (end, _) in pairwise(ends)
    }


def _failed(kind: int, body: bytes) -> Iterator[list[int]]:
    is_error = (kind == _BOOL_ERROR and body[7] == 1) or (
        kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2
    )
    if is_error:
        row, column = struct.unpack_from("<HH", body)
        yield [row + 1, column + 1]


def _sheet(body: bytes, *, is_old: bool) -> tuple[int, str]:
    """Where a sheet begins, and its name; Excel 95 does not say how wide its letters are."""
    if is_old:
        body = body[:7] + b"\0" + body[7:]
    size, is_wide = body[6], body[7] & 1
    text = body[8 : 8 + size * (1 + is_wide)]
    return struct.unpack_from("<I", body)[0], text.decode("utf-16-le" if is_wide else "cp1252")


def _records(book: bytes) -> Iterator[tuple[int, int, bytes]]:
    place = 0
    while place + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, place)
        yield place, kind, book[place + 4 : place + 4 + size]
        place += 4 + size


def _workbook(content: bytes) -> bytes:
    """The stream `Workbook` of a compound file; Excel 95 calls it `Book`."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    first_entry, first_small, more, n_more = (
        struct.unpack_from("<I", content, place)[0] for place in (48, 60, 68, 72)
    )
    tables = [*struct.unpack_from("<109I", content, 76)]
    for _ in range(min(n_more, len(content) // size)):
        *numbers, more = _numbers(_sector(content, size, more))
        tables += numbers
    fat = [n for table in tables if table < _LAST for n in _numbers(_sector(content, size, table))]

    def chain(first: int) -> bytes:
        return b"".join(_sector(content, size, n) for n in _chain(fat, first))

    entries = chain(first_entry)
    root, book = _entry(entries, "Root Entry"), _entry(entries, "Workbook", "Book")
    if book[1] >= _SMALL:
        return chain(book[0])[: book[1]]
    small, table = chain(root[0]), _numbers(chain(first_small))
    return b"".join(small[64 * n : 64 * n + 64] for n in _chain(table, book[0]))[: book[1]]


def _chain(table: list[int], sector: int) -> Iterator[int]:
    for _ in table:  # a damaged chain may have no end
        if sector >= _LAST:
            return
        yield sector
        sector = table[sector]


def _sector(content: bytes, size: int, number: int) -> bytes:
    return content[size * (number + 1) : size * (number + 2)]


def _numbers(sector: bytes) -> list[int]:
    return [*struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])]


def _entry(entries: bytes, *names: str) -> tuple[int, int]:
    """Where a stream of one of some names begins, and its length."""
    for place in range(0, len(entries), 128):
        size = struct.unpack_from("<H", entries, place + 64)[0]
        if entries[place : place + max(size - 2, 0)].decode("utf-16-le", "replace") in names:
            first, length = struct.unpack_from("<II", entries, place + 116)
            return first, length
    raise LookupError(names)
