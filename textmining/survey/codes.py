"""Human codes as files hold them: joined in one cell, one 0/1 column per code, or in slots."""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from textmining.codebook import Codebook
from textmining.survey.cells import as_id

__all__ = ["CodeColumns", "Themes", "find_code_columns", "read_codes", "unknown_codes"]

Themes = tuple[str, ...] | None
"""An answer's codes in the codebook's order; None if nobody has coded it."""

_SLOT = re.compile(r"theme_\d+")
_INDICATOR = {"": False, "0": False, "1": True, "false": False, "true": True}


@dataclass(frozen=True)
class CodeColumns:
    """Where a file's codes stand: in which columns, and in which shape."""

    names: tuple[str, ...] = ()
    shape: Literal["joined", "slots", "indicators"] = "joined"


def find_code_columns(
    columns: Sequence[str], joined: str | None, codebook: Codebook | None
) -> CodeColumns:
    """Return where the codes stand among `columns`; no names if the file has none.

    0/1 columns are taken as codes when at least half of the codebook's codes have one, so that
    a background column that happens to be called like a code is not mistaken for it.

    Args:
        columns: the file's columns.
        joined: the column with joined codes, if the file has it.
        codebook: what codes there are, if known.
    """
    if joined is not None:
        return CodeColumns((joined,))
    if slots := tuple(column for column in columns if _SLOT.fullmatch(column)):
        return CodeColumns(slots, "slots")
    codes = codebook.codes if codebook is not None else ()
    indicators = tuple(column for column in columns if column in codes)
    if indicators and 2 * len(indicators) >= len(codes):
        return CodeColumns(indicators, "indicators")
    return CodeColumns()


def read_codes(
    frame: pd.DataFrame, where: CodeColumns, codebook: Codebook | None
) -> tuple[list[Themes], dict[int, str]]:
    """Read every row's codes.

    Args:
        frame: the cells as they lie in the file.
        where: the columns with codes.
        codebook: what codes there are; None takes every code as it stands.

    Returns:
        One entry a row (None: not coded; without codes: no theme), and the problems by position.
    """
    themes: list[Themes] = []
    problems: dict[int, str] = {}
    known = _known(codebook)
    for position, cells in enumerate(zip(*(frame[name] for name in where.names), strict=True)):
        try:
            themes.append(_in_order(_found(where, cells), known))
        except ValueError as error:
            themes.append(None)
            problems[position] = str(error)
    return themes or [None] * len(frame), problems


def _known(codebook: Codebook | None) -> dict[str, str] | None:
    """Every way to write a code (itself or its number) with the code, in order."""
    if codebook is None:
        return None
    codes = {theme.code: theme.code for theme in codebook.themes}
    return codes | {str(t.number): t.code for t in codebook.themes if t.number is not None}


def _found(where: CodeColumns, cells: Sequence[Any]) -> list[str] | None:
    """The codes of one row as they are written; None if nobody has coded it."""
    if where.shape == "indicators":
        return _indicated(where.names, cells)
    if where.shape == "slots":
        parts = cells
    else:
        (cell,) = cells
        parts = cell if isinstance(cell, list) else as_id(cell).split(";")
    return [code for code in map(as_id, parts) if code] or None


def _indicated(names: Sequence[str], cells: Sequence[Any]) -> list[str] | None:
    values = [as_id(cell).lower() for cell in cells]
    wrong = [name for name, value in zip(names, values, strict=True) if value not in _INDICATOR]
    if wrong:
        raise ValueError(f"{', '.join(wrong)} must hold 0, 1 or nothing.")
    if not any(values):
        return None
    return [name for name, value in zip(names, values, strict=True) if _INDICATOR[value]]


def _in_order(found: list[str] | None, known: dict[str, str] | None) -> Themes:
    if found is None or known is None:
        return found if found is None else tuple(dict.fromkeys(found))
    if problem := unknown_codes(found, known):
        raise ValueError(problem)
    chosen = {known[code] for code in found}
    return tuple(code for code in dict.fromkeys(known.values()) if code in chosen)


def unknown_codes(found: Iterable[str], known: Container[str]) -> str:
    """Return what is wrong with codes that are not known; "" if all are."""
    unknown = [code for code in found if code not in known]
    if not unknown:
        return ""
    return (
        f"the codebook has no code {', '.join(map(_shown, unknown))}. "
        "Mend the code, or add it to the codebook."
    )


def _shown(code: str) -> str:
    """The code itself, unless an answer may stand where a code should."""
    return code if len(code) <= 20 and " " not in code else "of several words"
