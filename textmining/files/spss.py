"""Reading .sav."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd

from textmining.files.children import plain_cell, read_in_child
from textmining.files.names import column_names
from textmining.files.records import Table, another_type, without_footers

SAV_LABEL = "written by textmining"
"""The label of SPSS files of ours: their columns are called as their variables are labelled."""


def read_sav(path: Path) -> Table:
    """Read an SPSS file: values with their labels, and without in `raw`.

    Dates and times that Python has no type for stay SPSS's own numbers of seconds.

    Raises:
        FileError: no whole SPSS file.
        ColumnError: a name is there twice.
    """
    with closing(_values(path)) as values:
        about = next(values)
        columns = [[plain_cell(cell) for cell in column] for column in values]
    is_ours = about["file_label"] == SAV_LABEL
    names = column_names(path, 1, about["labels"] if is_ours else about["names"])
    labels = [dict(map(tuple, about["value_labels"].get(name, []))) for name in about["names"]]
    labelled = [_labelled(*pair) for pair in zip(columns, labels, strict=True)]
    frame, raw = _frame(names, labelled), _frame(names, columns)
    said = {} if is_ours else dict(zip(names, about["labels"], strict=True))
    texts = {name: " ".join((text or "").split()) for name, text in said.items()}
    told = {name: text for name, text in texts.items() if text and text != name}
    rows = tuple(range(1, len(frame) + 1))
    return without_footers(Table(path, frame, rows, typed=True, raw=raw, labels=told))


def check_sav(path: Path) -> None:
    """Raise FileError unless the file is a whole SPSS file, so that reading it here is safe."""
    for _ in _values(path):
        pass


def _values(path: Path) -> Generator[Any]:
    for value in read_in_child("child_sav", path):
        if isinstance(value, Mapping) and "problem" in value:
            raise another_type(path, "an SPSS file")
        yield value


def _labelled(cells: Sequence[Any], labels: Mapping[Any, str]) -> list[Any]:
    return [labels.get(cell, cell) for cell in cells] if labels else [*cells]


def _frame(names: Sequence[str], columns: Sequence[Sequence[Any]]) -> pd.DataFrame:
    cells = zip(names, columns, strict=True)
    return pd.DataFrame({n: pd.Series(c, dtype=object) for n, c in cells}, dtype=object)
