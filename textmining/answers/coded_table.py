"""The cells of one coded file; what a person has broken in it since is collected."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd

from textmining.answers.cells import as_id, as_text, background, numbers_if_all_are
from textmining.answers.codes import unknown_codes
from textmining.answers.names import EARLIER_THEMES
from textmining.answers.schema import IDENTITY
from textmining.answers.statuses import ReviewStatus
from textmining.errors import ColumnError, RowError
from textmining.files import Table

TEXTS = ("text", "stratum", "language", "model", "codebook_version")
"""Columns of text beside the identity."""

SHARES = ("confidence", "inclusion")
"""Columns of numbers from 0 to 1 beside the probabilities."""


def probability_codes(columns: Iterable[str]) -> tuple[str, ...]:
    """Return the codes that have a column `p_<code>`; background columns stand before `themes`."""
    names = list(columns)
    after = names[names.index("themes") :] if "themes" in names else []
    return tuple(name.removeprefix("p_") for name in after if name.startswith("p_"))


def is_coded_table(columns: Iterable[str]) -> bool:
    """Whether a model or another program has coded a table: it has its codes and chances."""
    names = list(columns)
    return "model" in names and bool(probability_codes(names))


def read_coded_table(
    table: Table, codes: Sequence[str] | None = None
) -> tuple[pd.DataFrame, list[RowError]]:
    """Read one coded file.

    Args:
        table: the file's cells.
        codes: the codes of its codebook; None takes them from its columns.

    Returns:
        The columns of a coded file (see `Coded`), and every bad cell.

    Raises:
        ColumnError: it is not a coded file.
    """
    codes = codes or probability_codes(table.columns)
    missing = [n for n in (*IDENTITY, "themes", "model") if n not in table.frame]
    if missing or not any(f"p_{code}" in table.frame for code in codes):
        raise ColumnError(
            "{path}: there is no column {names}, so this is not a coded file. Make one with "
            "textmining code.",
            path=table.path,
            names=", ".join(missing) or "p_<code>",
        )
    probabilities = {f"p_{code}" for code in codes}
    errors: list[RowError] = []
    columns: dict[str, pd.Series] = {}
    before = table.columns[: table.columns.index("themes")]
    for name in table.columns:
        if name in ("themes", EARLIER_THEMES):
            columns[name] = _themes(table, name, codes, errors)
        elif name in SHARES or name in probabilities:
            columns[name] = _numbers(
                table, name, errors, _is_share, "must be a number from 0 to 1; code again."
            )
        elif name == "review":
            columns[name] = _statuses(table, errors)
        elif name == "novel" and name in before:  # a background column of an older file
            columns["novel_in"] = _plain(table, name)
        elif name == "novel":
            flags = _numbers(table, name, errors, _is_flag, "must be 0, 1 or empty; code again.")
            columns[name] = flags.astype("Int64")
        elif name == "order":
            numbers = _numbers(
                table, name, errors, float.is_integer, "must be a whole number; code again."
            )
            columns[name] = numbers.astype("Int64")
        else:
            columns[name] = _plain(table, name)
    return pd.DataFrame(columns), sorted(errors)


def _is_flag(number: float) -> bool:
    return number in {0, 1}


def _is_share(number: float) -> bool:
    return 0 <= number <= 1


def _plain(table: Table, name: str) -> pd.Series:
    cells = table.frame[name].tolist()
    if name in IDENTITY:
        return pd.Series(list(map(as_id, cells)), dtype="str")
    if name in TEXTS:
        return pd.Series(list(map(as_text, cells)), dtype="str")
    return background(cells, typed=table.typed)


def _statuses(table: Table, errors: list[RowError]) -> pd.Series:
    statuses = list(map(as_text, table.frame["review"]))
    for row, status in zip(table.rows, statuses, strict=True):
        if status not in tuple(ReviewStatus):
            problem = "must be audit, doubt or empty; code again."
            errors.append(RowError(str(table.path), row, "review", problem))
    return pd.Series(statuses, dtype="str")


def _themes(table: Table, name: str, codes: Sequence[str], errors: list[RowError]) -> pd.Series:
    themes = [_codes(cell) for cell in table.frame[name]]
    for row, given in zip(table.rows, themes, strict=True):
        if problem := unknown_codes(given, codes):
            errors.append(RowError(str(table.path), row, name, problem))
    return pd.Series(themes, dtype=object)


def _codes(cell: Any) -> tuple[str, ...]:
    parts = cell if isinstance(cell, list) else as_text(cell).split(";")
    return tuple(code for code in map(as_id, parts) if code)


def _numbers(
    table: Table,
    name: str,
    errors: list[RowError],
    is_right: Callable[[float], bool],
    problem: str,
) -> pd.Series:
    cells = table.frame[name].tolist()
    cells = cells if table.typed else numbers_if_all_are(cells) or cells
    numbers = pd.to_numeric(pd.Series(cells, dtype=object), errors="coerce").astype(float)
    for row, cell, number in zip(table.rows, cells, numbers, strict=True):
        is_empty = as_text(cell) == ""
        if not is_empty and not is_right(number):
            errors.append(RowError(str(table.path), row, name, problem))
    return numbers.where(numbers.map(is_right))
