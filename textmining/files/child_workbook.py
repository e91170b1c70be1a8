"""A workbook's cells, read in a process of its own (see `children`).

It imports nothing of textmining, so that it starts at once. The first value says how many sheets
are shown, which module beside this one finds the formulas that failed, if this one does not, and
which one the numbers that are shown with zeros before them, if there may be any:
`{"shown": …, "failed": …, "digits": …}`. Every sheet is a value `{"sheet": …}` followed by a value
`[row, [cell, …]]` for each row that is not empty; a workbook that cannot be read is a value
`{"problem": …}`.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

import python_calamine as calamine

_OLE = b"\xd0\xcf\x11\xe0"  # the wrapping of old workbooks, and of new ones with a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZEROS = re.compile(rb"""formatCode\s*=\s*["']00+["']""")
_CHUNK = 2**20
_UNPACKED = 2**30  # bytes; a million rows of fifty short cells
_RATIO, _SMALL = 100, 2**26
"""Excel's own sheets pack to about a twelfth (100,000 rows of 0 and 1); bombs to a thousandth."""


class _UnreadableError(Exception):
    """A workbook that cannot be read; says in one word why."""


def lines(path: Path) -> Iterator[Any]:
    """Yield what is to be written, shown sheets first."""
    content = path.read_bytes()
    try:
        looks = _looks(content)
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            (index, about)
            for index, about in enumerate(book.sheets_metadata)
            if about.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        yield {"shown": sum(_is_shown(about) for _, about in sheets), **_finders(content)}
        for index, about in sorted(sheets, key=lambda sheet: not _is_shown(sheet[1])):
            yield from _sheet(book, index, about, looks.get(about.name, _Look()))
    except _UnreadableError as error:
        yield {"problem": str(error)}
    except calamine.PasswordError:
        yield {"problem": "password"}
    except Exception:  # noqa: BLE001 # libraries pass on whatever their parsers raise
        yield {"problem": "sealed" if content.startswith(_OLE) else "damaged"}


def _finders(content: bytes) -> dict[str, str | None]:
    """By what the file holds, whatever its ending says."""
    if content.startswith(_OLE):
        return {"failed": "child_xls", "digits": None}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {_part(name): name for name in archive.namelist()}
        formats = archive.read(parts["xl/styles.xml"]) if "xl/styles.xml" in parts else b""
    return {
        "failed": "child_xlsb" if "xl/workbook.bin" in parts else None,
        "digits": "child_digits" if _ZEROS.search(formats) else None,
    }


def _is_shown(about: calamine.SheetMetadata) -> bool:
    return bool(about.visible == calamine.SheetVisibleEnum.Visible)


def _sheet(
    book: calamine.CalamineWorkbook, index: int, about: calamine.SheetMetadata, look: "_Look"
) -> Iterator[Any]:
    sheet = book.get_sheet_by_index(index)
    start = sheet.start or (0, 0)
    merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or ()]
    yield {
        "sheet": index,
        "name": about.name,
        "merged": merged or look.merged,
        "errors": look.errors,
        "unknown": look.unknown,
        "digits": look.digits,
    }
    for row, cells in enumerate(sheet.iter_rows(), start=1):
        if any(cell != "" for cell in cells):
            yield [row, [None] * start[1] + [_plain(cell) for cell in cells]]


def _plain(cell: Any) -> Any:
    """A cell as JSON holds it: whole numbers whole, moments as `{"kind": text}`."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    if isinstance(cell, dt.datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, dt.date):
        return {"moment": dt.datetime(cell.year, cell.month, cell.day).isoformat()}  # noqa: DTZ001 # workbooks have no time zones
    if isinstance(cell, dt.time):
        return {"time": cell.isoformat()}
    if isinstance(cell, dt.timedelta):
        return {"seconds": cell.total_seconds()}
    return None if cell == "" else cell


class _Look:
    """What calamine does not tell of a sheet.

    `errors` and `unknown` are the cells, as [row, column] from 1 on, with an error of the
    spreadsheet program and with a formula that nobody has worked out; `digits` of .ods as
    `child_digits` has them; `merged` as calamine has it.
    """

    def __init__(self) -> None:
        self.errors: list[list[int]] = []
        self.unknown: list[list[int]] = []
        self.digits: list[list[int]] = []
        self.merged: list[list[int]] = []


def _looks(content: bytes) -> dict[str, _Look]:
    """Look into the XML of every sheet, by the sheet's name."""
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise _UnreadableError("password")
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        _check_size(archive, len(content))
        parts = {_part(info.filename): info for info in archive.infolist()}
        if "content.xml" in parts:
            return _open_document(archive, parts)
        return {
            name: _office_sheet(archive, parts[part])
            for name, part in _office_sheets(archive, parts).items()
            if part in parts
        }


def _part(name: str) -> str:
    """A part's name whatever its letters' case and slashes."""
    return name.replace("\\", "/").lstrip("/").lower()


def _check_size(archive: zipfile.ZipFile, packed: int) -> None:
    """Refuse an archive that is too large unpacked, or larger than it says."""
    total = sum(info.file_size for info in archive.infolist())
    if total > _UNPACKED or total > max(_SMALL, _RATIO * packed):
        raise _UnreadableError("large")
    for info in archive.infolist():
        for _ in _chunks(archive, info):  # zipfile stops where the size it was told does not hold
            pass


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


class _Xml:
    """Calls `start` and `end` with the elements of one part, namespaces taken away."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = lambda name: self.end(_local(name))
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self._doctype

    def read(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        for chunk in _chunks(archive, info):
            self.parser.Parse(chunk, False)  # noqa: FBT003 # expat takes no keywords
        self.parser.Parse(b"", True)  # noqa: FBT003 # as above

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def _doctype(self, *_: Any) -> None:
        raise _UnreadableError("damaged")  # no program writes one, and entities can grow

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Nothing, unless a reader asks."""

    def end(self, name: str) -> None:
        """Nothing, unless a reader asks."""

    def text(self, text: str) -> None:
        """Nothing, unless a reader asks."""


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _Elements(_Xml):
    """The attributes of all elements of one name."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted = wanted
        self.found: list[dict[str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self.wanted:
            self.found.append(attributes)


def _office_sheets(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    """The part in which every sheet lies, by the sheet's name."""
    sheets, relations = _Elements("sheet"), _Elements("Relationship")
    for elements, part in (
        (sheets, "xl/workbook.xml"),
        (relations, "xl/_rels/workbook.xml.rels"),
    ):
        if part in parts:
            elements.read(archive, parts[part])
    targets = {found.get("Id"): found.get("Target", "") for found in relations.found}
    return {
        sheet.get("name", ""): _target(targets.get(sheet.get("id"), "")) for sheet in sheets.found
    }


def _target(target: str) -> str:
    return _part(target) if target.startswith("/") else _part(f"xl/{target}")


_SUSPECT = re.compile(rb"""<(?:[\w.-]+:)?f[\s/>]|\st\s*=\s*["']e["']""")


def _office_sheet(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> _Look:
    """Look for formulas and errors; most sheets have none, which a quick search tells."""
    before = b""
    for chunk in _chunks(archive, info):
        if _SUSPECT.search(before + chunk):
            break
        before = chunk[-100:]
    else:
        return _Look()
    cells = _OfficeCells()
    cells.read(archive, info)
    return cells.look


class _OfficeCells(_Xml):
    """The cells of a sheet of .xlsx that have an error or a formula without its value."""

    def __init__(self) -> None:
        super().__init__()
        self.look = _Look()
        self.row = self.column = 0
        self.kind = ""
        self.has_formula = self.has_value = self.in_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif name == "c":
            self.column = _column(attributes.get("r", "")) or self.column + 1
            self.kind = attributes.get("t", "")
            self.has_formula = self.has_value = False
        elif name == "f":
            self.has_formula = True
        self.in_value = name in ("v", "t")

    def text(self, text: str) -> None:
        self.has_value = self.has_value or (self.in_value and bool(text))

    def end(self, name: str) -> None:
        self.in_value = False
        if name != "c":
            return
        if self.kind == "e":
            self.look.errors.append([self.row, self.column])
        # A formula that gives an empty text has the type of text.
        elif self.has_formula and not self.has_value and self.kind != "str":
            self.look.unknown.append([self.row, self.column])


def _column(place: str) -> int:
    """The column of a cell's place such as AB7, counted from 1; 0 if there is none."""
    number = 0
    for letter in place.upper().rstrip("0123456789"):
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _open_document(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> dict[str, _Look]:
    """The sheets of an .ods file."""
    manifest = _Elements("encryption-data")
    if "meta-inf/manifest.xml" in parts:
        manifest.read(archive, parts["meta-inf/manifest.xml"])
    if manifest.found:
        raise _UnreadableError("password")
    cells = _OpenCells()
    cells.read(archive, parts["content.xml"])
    return cells.looks


_FILLED = re.compile(r"0\d+")


class _OpenCells(_Xml):
    """The cells of .ods that have an error or a formula without its value, and merged ones."""

    def __init__(self) -> None:
        super().__init__()
        self.looks: dict[str, _Look] = {}
        self.look = _Look()
        self.row = self.column = self.repeat = 0
        self.n_cells = 0
        self.kind: str | None = None
        self.shown = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table":
            self.look = self.looks.setdefault(attributes.get("name", ""), _Look())
            self.row, self.repeat = 0, 1
        elif name == "table-row":
            self.row += self.repeat
            self.repeat = int(attributes.get("number-rows-repeated", 1))
            self.column = 1
        elif name in ("table-cell", "covered-table-cell"):
            repeat = int(attributes.get("number-columns-repeated", 1))
            self._cell(attributes, repeat)
            self.column += repeat

    def text(self, text: str) -> None:
        self.shown += text if self.kind == "float" else ""

    def end(self, name: str) -> None:
        if name == "p" and self.kind == "float" and _FILLED.fullmatch(self.shown):
            self.look.digits.append([self.row or 1, self.column - 1, len(self.shown)])

    def _cell(self, attributes: dict[str, str], repeat: int) -> None:
        place = [self.row or 1, self.column]
        self.kind, self.shown = (kind := attributes.get("value-type")), ""
        if kind:
            self.n_cells += self.repeat * repeat
            if self.n_cells > _UNPACKED // 2**5:
                raise _UnreadableError("large")
        if kind == "error" or attributes.get("string-value", "").startswith("#"):
            self.look.errors.append(place)
        elif "formula" in attributes and not kind:
            self.look.unknown.append(place)
        if int(attributes.get("number-columns-spanned", 1)) > 1:
            last = self.column + int(attributes["number-columns-spanned"]) - 2
            self.look.merged.append([self.row - 1, self.column - 1, self.row - 1, last])
