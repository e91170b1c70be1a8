"""Reading .jsonl: an object a line, whose keys are the columns; those within it `answers.q1`."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from textmining.errors import RowError, RowsError
from textmining.files.encodings import decode
from textmining.files.footers import BODY_ROWS, LAST_ROWS, footers
from textmining.files.headers import feet_told
from textmining.files.names import column_names
from textmining.files.records import Table, without_nameless

_NO_OBJECT = (
    "is not a JSON object on one line, in UTF-8. Write one {…} for each answer, on its own line."
)

_TWICE = "names a key twice; keep one of them."

Object = tuple[int, dict[str, Any]]
"""The number of a line, and what stands there."""


class _TwiceError(ValueError):
    """A JSON object has a key twice."""


def read_jsonl(path: Path) -> Table:
    """Read a .jsonl file; blank lines are passed over but counted.

    Raises:
        FileError: no text.
        ColumnError: as for `column_names`.
        RowsError: every line that is no object.
    """
    # JSON escapes line ends inside text, so "\n" alone ends a line; U+2028 and the like do not.
    objects = list(objects_of(path, decode(path.read_bytes(), path).split("\n")))
    feet = footers_among(keys_of(objects), objects, objects)
    kept = [one for one in objects if one[0] not in feet]
    return table_of_objects(path, keys_of(kept), kept, sorted(feet))


def keys_of(objects: Iterable[Object]) -> list[str]:
    """Return the keys of objects, in the order in which they first stand there."""
    return [*dict.fromkeys(key for _, record in objects for key in record)]


def footers_among(keys: Sequence[str], first: Sequence[Object], last: Sequence[Object]) -> set[int]:
    """Return the numbers of the objects at a file's end that are no answers; see `footers`.

    Args:
        keys: of all objects.
        first: the file's first objects.
        last: its last ones.
    """
    body, end = (
        [(number, [record.get(key) for key in keys]) for number, record in objects]
        for objects in (first[:BODY_ROWS], last[-LAST_ROWS:])
    )
    return footers(body, end)


def objects_of(path: Path, lines: Iterable[str], before: int = 0) -> Iterator[Object]:
    """Yield the objects; `before` is the number of the line before.

    Raises:
        RowsError: every line that is no object, once all others are there.
    """
    errors = []
    for number, line in enumerate(lines, start=before + 1):
        if not line.strip():
            continue
        problem = _NO_OBJECT
        try:
            record = json.loads(line, object_pairs_hook=_once)
            json.dumps(record, ensure_ascii=False).encode()  # refuses half a surrogate pair
            record = _once([*_flat(record)]) if isinstance(record, dict) else None
        except _TwiceError:
            record, problem = None, _TWICE
        except (ValueError, RecursionError):
            record = None
        if isinstance(record, dict):
            yield number, record
        else:
            errors.append(RowError(str(path), number, "", problem))
    if errors:
        raise RowsError(errors)


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object whose keys are there once; a program would take the last of two in silence."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwiceError
    return found


def _flat(record: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """What stands in an object and in objects within it, by names such as `answers.q1`."""
    for key, value in record.items():
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", None if value == {} else value


def table_of_objects(
    path: Path, keys: Sequence[str], objects: Sequence[Object], feet: Sequence[int] = ()
) -> Table:
    """Make a table of objects with these keys; tell the numbers of those that are no answers.

    Raises:
        ColumnError: as for `column_names`.
    """
    names = column_names(path, 1, keys) if keys else []
    columns = {
        name: pd.Series([record.get(key) for _, record in objects], dtype=object)
        for name, key in zip(names, keys, strict=True)
        if name
    }
    frame = pd.DataFrame(columns, dtype=object, index=range(len(objects)))
    rows = tuple(number for number, _ in objects)
    table = without_nameless(Table(path, frame, rows, typed=True), names)
    return replace(table, notes=(*table.notes, *feet_told(path, feet)))
