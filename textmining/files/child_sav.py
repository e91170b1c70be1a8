"""An SPSS file's variables, read in a process of its own (see `children`).

It imports nothing of textmining, so that it starts quickly. First comes a value `{"names": …}`
about the file, then one list of cells for each variable; a file that cannot be read is a value
`{"problem": …}`.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyreadstat

_FIRST = dt.datetime(1582, 10, 14)  # noqa: DTZ001 # SPSS counts seconds from here, without a zone
_DAY = 86_400


def lines(path: Path) -> Iterator[Any]:
    """Yield what is to be told."""
    try:
        cells, meta = pyreadstat.read_sav(
            path, disable_datetime_conversion=True, output_format="dict"
        )
    except Exception:  # noqa: BLE001 # damaged files raise whatever the damage leads to
        yield {"problem": "damaged"}
        return
    yield {
        "names": list(cells),
        "labels": list(meta.column_labels),
        "file_label": meta.file_label,
        "value_labels": {
            name: list(labels.items()) for name, labels in meta.variable_value_labels.items()
        },
    }
    for name, column in cells.items():
        convert = _converter(str(meta.original_variable_types.get(name)))
        yield [None if _is_empty(cell) else convert(cell) for cell in column]


def _is_empty(cell: Any) -> bool:
    return cell is None or cell == "" or (isinstance(cell, float) and math.isnan(cell))


def _converter(shape: str) -> Callable[[Any], Any]:
    """What makes cells of a variable's format plain; the others stay the numbers they are."""
    kind = re.sub(r"[\d.]+$", "", shape)
    if kind in ("DATE", "ADATE", "EDATE", "SDATE", "JDATE"):
        return lambda cell: _moment(cell, "day")
    if kind in ("DATETIME", "YMDHMS"):
        return lambda cell: _moment(cell, "moment")
    return _time if kind in ("TIME", "DTIME") else lambda cell: cell


def _moment(seconds: float, kind: str) -> Any:
    try:
        return {kind: (_FIRST + dt.timedelta(seconds=seconds)).isoformat()}
    except OverflowError:  # beyond the years 1 to 9999
        return seconds


def _time(seconds: float) -> Any:
    if 0 <= seconds < _DAY:
        return {"time": (_FIRST + dt.timedelta(seconds=seconds)).time().isoformat()}
    return {"seconds": seconds} if abs(seconds) < _DAY * 999_999_999 else seconds
