"""The cells of an .xlsx whose numbers are shown with zeros before them: 301 as 0301.

calamine reads such cells as bare numbers. They are found in a process of its own (see `children`).
The one value is `{"digits": {sheet: [[row, column, digits], …]}}`, counted from 1.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

_ZEROS = re.compile("00+")


def lines(path: Path) -> Iterator[Any]:
    """Yield what is to be written; nothing is found in what openpyxl cannot read."""
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        found = {sheet.title: list(_shown_with_zeros(sheet)) for sheet in book.worksheets}
    except Exception:  # noqa: BLE001 # libraries pass on whatever their parsers raise
        found = {}
    yield {"digits": found}


def _shown_with_zeros(sheet: Any) -> Iterator[list[int]]:
    for row in sheet.iter_rows():
        for cell in row:
            is_number = cell.value is not None and cell.data_type == "n"
            if is_number and _ZEROS.fullmatch(cell.number_format):
                yield [cell.row, cell.column, len(cell.number_format)]
