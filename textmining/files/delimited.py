"""Reading .csv: the sign between the cells is told from the file."""

import csv
import io
import re
from pathlib import Path

from textmining.errors import FileError
from textmining.files.cells import unguarded
from textmining.files.encodings import decode
from textmining.files.records import Table, from_records

__all__ = ["read_csv"]

_SAMPLE = 100_000  # characters from which the sign between the cells is told


def read_csv(path: Path) -> Table:
    """Read a .csv file; blank lines are passed over but counted.

    Raises:
        FileError: no text, or quotation marks that do not pair.
        ColumnError, RowsError: as for `from_records`.
    """
    text, delimiter = _delimited(decode(path.read_bytes(), path))
    csv.field_size_limit(2**31 - 1)  # an answer may be long; Python's own limit is 131,072
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        numbered = [(n, record) for n, record in enumerate(records, start=1) if any(record)]
    except csv.Error:
        raise FileError(
            path,
            f"has a quotation mark that is never closed, or text right after one, "
            f"near line {records.line_num}",
            "Export it again; every quotation mark inside a quoted cell must be doubled.",
        ) from None
    cells = [(number, [unguarded(cell) or None for cell in record]) for number, record in numbered]
    return from_records(path, cells, typed=False)


def _delimited(text: str) -> tuple[str, str]:
    """Return the text and the sign between its cells; a first line `sep=;` says it for Excel.

    Otherwise it is the sign that cuts the most rows into the same number of cells: question texts
    in a header may have more commas than columns, and a title above it has one cell.
    """
    first, _, rest = text.partition("\n")
    if said := re.fullmatch(r"sep=([;,\t])\r?", first):
        return rest, said[1]

    def fit(delimiter: str) -> tuple[int, int]:
        lines = io.StringIO(text[:_SAMPLE], newline="")
        widths = [len(record) for record in csv.reader(lines, delimiter=delimiter) if any(record)]
        return max(((widths.count(n), n) for n in {*widths} if n > 1), default=(0, 0))

    return text, max(";\t,", key=fit)
