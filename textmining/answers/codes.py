"""Human codes as files hold them: joined in one cell, one 0/1 column per code, or in slots."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

import pandas as pd

from textmining.answers.cells import as_id
from textmining.codebook import Codebook
from textmining.errors import Message
from textmining.files import Table, name_key

GivenThemes = tuple[str, ...] | None
"""An answer's codes in the codebook's order; None if nobody has coded it."""

_SLOT = re.compile(r"theme_\d+")
_COMMAS = re.compile(r"\s*[,|\n]\s*")
INDICATOR = {"": False, "0": False, "1": True, "false": False, "true": True}
INDICATOR |= {"usann": False, "sann": True}  # of Excel in Norwegian
INDICATOR |= {"nei": False, "no": False, "ja": True, "yes": True, "x": True}  # as people tick
"""Whether a box is ticked, by what stands in it in lower case."""
_LIKE_SLOTS = re.compile(r"(kode|tema|code|theme|kategori|category)[ ._-]*\d+", re.IGNORECASE)


@dataclass(frozen=True)
class CodeColumns:
    """Where a file's codes stand: in which columns, and in which shape."""

    names: tuple[str, ...] = ()
    shape: Literal["joined", "slots", "indicators"] = "joined"


def find_code_columns(
    frame: pd.DataFrame, joined: str | None, codebook: Codebook | None
) -> CodeColumns:
    """Return where the codes stand; no names if the file has none.

    0/1 columns are taken as codes when at least half of the codebook's codes have one, so that
    a background column that happens to be called like a code is not mistaken for it. Columns
    that are called by the codes' numbers must also, for half of the codes, hold only 0 and 1.

    Args:
        frame: the file's cells, without value labels.
        joined: the column with joined codes, if the file has it.
        codebook: what codes there are, if known.
    """
    if joined is not None:
        return CodeColumns((joined,))
    columns = list(map(str, frame.columns))
    if slots := tuple(column for column in columns if _SLOT.fullmatch(column)):
        return CodeColumns(slots, "slots")
    themes = codebook.themes if codebook is not None else ()
    codes = {theme.code for theme in themes}
    numbers = {str(theme.number) for theme in themes if theme.number is not None}
    by_code = tuple(column for column in columns if column in codes)
    by_number = tuple(column for column in columns if column in numbers)
    zero_or_one = [c for c in by_number if not any(map(_not_indicator, frame[c]))]
    for indicators, sure in ((by_code, by_code), (by_number, zero_or_one)):
        if sure and 2 * len(sure) >= len(codes):
            return CodeColumns(indicators, "indicators")
    return CodeColumns()


def like_slots(names: Iterable[str]) -> list[str]:
    """Return the names that people give to columns with a code each, which are not ours.

    >>> like_slots(["Kode 1", "tema2", "theme_1", "kodeklubb", "kjønn"])
    ['Kode 1', 'tema2']
    """
    return [name for name in names if _LIKE_SLOTS.fullmatch(name) and not _SLOT.fullmatch(name)]


def read_codes(
    table: Table, where: CodeColumns, codebook: Codebook | None
) -> tuple[list[GivenThemes], list[tuple[int, str, str]]]:
    """Read every row's codes.

    Args:
        table: the cells as they lie in the file.
        where: the columns with codes.
        codebook: what codes there are; None takes every code as it stands.

    Returns:
        One entry a row (None: not coded; without codes: no theme), and the problems by position
        and column.
    """
    columns = {name: _cells(table, name, where, codebook) for name in where.names}
    known = _known(codebook)
    themes: list[GivenThemes] = []
    problems: list[tuple[int, str, str]] = []
    for position, cells in enumerate(zip(*columns.values(), strict=True)):
        row = dict(zip(columns, cells, strict=True))
        wrong = [(name, _problem(cell, where, known)) for name, cell in row.items()]
        problems += [(position, name, problem) for name, problem in wrong if problem]
        is_right = not any(problem for _, problem in wrong)
        themes.append(_in_order(_found(row, where, known), known) if is_right else None)
    return themes or [None] * len(table.rows), problems


def _cells(table: Table, name: str, where: CodeColumns, codebook: Codebook | None) -> list[Any]:
    """A column's cells; of a value with a label, the label if it is a theme's, else the value."""
    labelled = table.frame[name].tolist()
    if table.raw is None or codebook is None:
        return labelled
    values = table.raw[name].tolist()
    if where.shape == "indicators":
        return values
    times = Counter(theme.label for theme in codebook.themes)
    said = {theme.label: theme.code for theme in codebook.themes if times[theme.label] == 1}
    said |= {code: code for code in codebook.codes}
    return [said.get(as_id(label), value) for label, value in zip(labelled, values, strict=True)]


class _Known:
    """The codes of a codebook, as people write them.

    Args:
        codebook: the codebook.
    """

    def __init__(self, codebook: Codebook) -> None:
        themes = codebook.themes
        numbers = {str(t.number): t.code for t in themes if t.number is not None}
        self.exact = {theme.code: theme.code for theme in themes} | numbers
        spelled: dict[str, set[str]] = {}
        for theme in themes:
            for name in (theme.code, theme.label):
                spelled.setdefault(name_key(name), set()).add(theme.code)
        self._spelled = {key: min(codes) for key, codes in spelled.items() if len(codes) == 1}

    def code(self, written: str) -> str:
        """Return the code that is meant; what is written if that is none.

        It is a code, its number, or the theme's label, in capitals or not.
        """
        return self.exact.get(written) or self._spelled.get(name_key(written)) or written

    def codes(self, written: str) -> list[str]:
        """Return the codes that are meant by a part of a cell, with commas between them or not."""
        parts = [self.code(part) for part in _COMMAS.split(written) if part]
        are_codes = self.code(written) not in self.exact and all(p in self.exact for p in parts)
        return parts if are_codes else [self.code(written)]


def _known(codebook: Codebook | None) -> _Known | None:
    return None if codebook is None else _Known(codebook)


def _problem(cell: Any, where: CodeColumns, known: _Known | None) -> str:
    """What is wrong with a cell; "" if nothing is."""
    if where.shape == "indicators":
        return "must hold 0, 1 or nothing." if _not_indicator(cell) else ""
    return "" if known is None else unknown_codes(_written(cell, known), known.exact)


def _not_indicator(cell: Any) -> bool:
    return indicated(cell) is None


def indicated(cell: Any) -> bool | None:
    """Return what a cell that holds 0, 1 or nothing says; None if it holds something else."""
    return INDICATOR.get(as_id(cell).lower())


def _written(cell: Any, known: _Known | None) -> list[str]:
    parts = cell if isinstance(cell, list) else as_id(cell).split(";")
    written = [code for code in map(as_id, parts) if code]
    return written if known is None else [code for part in written for code in known.codes(part)]


def _found(row: dict[str, Any], where: CodeColumns, known: _Known | None) -> list[str] | None:
    """The codes of one row as they are written; None if nobody has coded it."""
    if where.shape == "indicators":
        values = {name: as_id(cell).lower() for name, cell in row.items()}
        coded = any(values.values())
        return [name for name, value in values.items() if INDICATOR[value]] if coded else None
    return [code for cell in row.values() for code in _written(cell, known)] or None


def _in_order(found: list[str] | None, known: _Known | None) -> GivenThemes:
    if found is None or known is None:
        return found if found is None else tuple(dict.fromkeys(found))
    chosen = {known.exact[code] for code in found}
    return tuple(code for code in dict.fromkeys(known.exact.values()) if code in chosen)


def unknown_codes(found: Iterable[str], known: Collection[str]) -> str:
    """Return what is wrong with codes that are not known; "" if all are.

    The codes are not quoted: an answer may stand where a code should.
    """
    unknown = [code for code in found if code not in known]
    if not unknown:
        return ""
    near = dict.fromkeys(n for code in unknown for n in get_close_matches(code, known, n=1))
    holds = "a code" if len(unknown) == 1 else Message("{n} codes", n=len(unknown))
    nearest = Message(" (nearest: {names})", names=", ".join(near)) if near else ""
    said = "holds {holds} the codebook lacks{nearest}. Fix it, or add it to the codebook."
    return Message(said, holds=holds, nearest=nearest)
