"""Codebook files in: .yaml and .toml as they are, .xlsx and .csv with a row per theme."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from textmining.codebook.headings import (
    codes_from_labels,
    known_headings,
    like_headings,
    stands_alone,
)
from textmining.codebook.plain import THEME_KEYS, from_plain
from textmining.codebook.themes import Codebook
from textmining.errors import CodebookError, FileError, Joined, Message
from textmining.files import (
    Note,
    NoteKind,
    check_once,
    decode,
    read_table,
    shown_name,
    shown_names,
    tell,
)

_LARGEST = 2**19  # bytes; a hundred themes with examples have a fifth of that
_QUESTION = "question:"
_SUMS = frozenset({"sum", "total", "totalt", "i alt", "totalsum"})
_OF_THE_BOOK = ("name", "version", "language", "note")
_VERSION_IN_NAME = re.compile(
    r"^(?P<name>.*?)([ _-]+v)?[ _-]*(?P<version>\d+(\.\d+)*)$", re.IGNORECASE
)


def read_codebook(path: Path) -> Codebook:
    """Read a codebook; see `Theme` for what a theme has.

    What stands in .yaml and .toml is read as it is written: `no` is no Boolean, 1.10 no number.
    In flat files, `examples` stand on lines of their own within the cell, `questions` are joined
    by `;`, the version stands in a column `version` or at the end of the file's name, and what the
    question `q1` asks in a column `question: q1`; other columns are the owner's own.

    Raises:
        FileError: the file is missing, unreadable, or not what its ending says.
        CodebookError: the codebook has another shape or contradicts itself.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise FileError(
            path, "has an ending no codebook has", "Use {names}.", names=", ".join(_READERS)
        )
    return from_plain(reader(path), path.name)


class _AsWritten(yaml.BaseLoader):
    """Leaves every value as it is written; an empty one or `null` is none, a key twice an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 # as PyYAML calls it
        """Make a dictionary of a mapping."""
        names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        for position, (key, _) in enumerate(node.value):
            if isinstance(key, yaml.ScalarNode) and key.value in names[:position]:
                raise yaml.constructor.ConstructorError(
                    problem="a key twice", problem_mark=key.start_mark
                )
        return super().construct_mapping(node, deep)


_NULL = "tag:yaml.org,2002:null"
_AsWritten.add_implicit_resolver(_NULL, re.compile("^(~|null|Null|NULL|)$"), ["~", "n", "N", ""])
_AsWritten.add_constructor(_NULL, lambda _loader, _node: None)


def _read_yaml(path: Path) -> object:
    try:
        return _AsWritten(_read_text(path)).get_single_data()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        twice = getattr(error, "problem", None) == "a key twice"
        raise _not_readable(path, "YAML", mark.line + 1 if mark else None, twice=twice) from None
    except (RecursionError, TypeError):  # nested deeper than any codebook; a list as a key
        raise _not_readable(path, "YAML", None) from None


def _read_toml(path: Path) -> object:
    try:
        return tomllib.loads(_read_text(path), parse_float=str)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is one too
        line = re.search(r"at line (\d+)", str(error))
        raise _not_readable(path, "TOML", int(line[1]) if line else None) from None


def _read_text(path: Path) -> str:
    try:
        if path.is_dir():
            raise FileError(path, "is a folder", "Name the codebook file in it.")
        if path.stat().st_size > _LARGEST:
            raise FileError(path, "is larger than any codebook", "Name the codebook.")
        return decode(path.read_bytes(), path)
    except FileNotFoundError:
        raise FileError(path, "does not exist", "Check the name and the folder.") from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise FileError(
            path, "cannot be read ({reason})", "Close it elsewhere, or copy it.", reason=reason
        ) from None


def _read_flat(path: Path) -> object:
    read = read_table(path)
    check_once(read)
    if passed := [note for note in read.notes if note.kind is NoteKind.HEADER]:
        raise CodebookError(
            "{file}: {passed} Fix its number, or take the row out.",
            file=passed[0].file,
            passed=passed[0].text,
        )
    tell(read.notes)
    asks = {
        column.strip()[len(_QUESTION) :].strip(): read.frame[column].dropna().iloc[0]
        for column in read.frame.columns
        if column.strip().lower().startswith(_QUESTION) and read.frame[column].notna().any()
    }
    table = _with_our_headings(read.frame, path)
    own = table[[column for column in _OF_THE_BOOK if column in table]]
    filled = own.columns[own.notna().any()]
    return {
        **_named_by_file(path),
        "themes": _theme_rows(table),
        "questions": asks,
        **{key: own[key].dropna().iloc[0] for key in filled},
    }


def _with_our_headings(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    table = table.rename(columns=lambda column: column.strip().lower())
    if not table.columns.is_unique:
        raise CodebookError(
            "{name}: two columns differ only in upper and lower case or spaces; rename one.",
            name=path.name,
        )
    headings = known_headings(list(table.columns))
    if "label" not in headings.values():
        raise CodebookError(
            "{name}: no column holds the themes' names; found {found}. Call it label or Tema, "
            "and the one with short codes code or Kode.",
            name=path.name,
            found=shown_names(table.columns),
        )
    tell(_maybe_meant(path, list(table.columns), headings))
    return table.rename(columns=headings)[list(headings.values())]


def _maybe_meant(path: Path, columns: Sequence[str], headings: Mapping[str, str]) -> Iterator[Note]:
    """Tell of columns whose name begins as one that a codebook has, and that are the owner's."""
    near = like_headings(columns, headings)
    if near:
        names = Joined([shown_name(name, columns.index(name)) for name in near])
        said = "columns that are not read, though they are called nearly as those are: {names}."
        text = Message(said, names=names)
        yield Note(str(path), NoteKind.NAMELESS, text, columns=tuple(near))


def _theme_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    keys = [key for key in THEME_KEYS if key in table]
    rows = [
        {key: cell for key, cell in zip(keys, cells, strict=True) if cell is not None}
        for cells in table[keys].itertuples(index=False, name=None)
    ]
    for row in rows:
        if isinstance(row.get("residual"), str):
            row["residual"] = stands_alone(row["residual"])
    if all("code" in row for row in rows[:-1]) and rows and _is_sum(rows[-1]):
        rows = rows[:-1]
    _without_decimals(rows)
    codes_from_labels(rows)
    return rows


def _is_sum(row: Mapping[str, Any]) -> bool:
    """Whether a last row sums a column up: it has one of code and label, which says so."""
    said = [str(row[key]).strip().lower() for key in ("code", "label") if row.get(key) is not None]
    return len(said) == 1 and said[0] in _SUMS


def _without_decimals(rows: Sequence[dict[str, Any]]) -> None:
    """Write codes 1.0, 2.0 as 1, 2, if all are such: pandas writes numbers so beside a gap."""
    codes = [str(row["code"]) for row in rows if "code" in row]
    if codes and all(re.fullmatch(r"\d+\.0", code) for code in codes):
        for row in rows:
            if "code" in row:
                row["code"] = str(row["code"])[:-2]


def _named_by_file(path: Path) -> dict[str, Any]:
    """Name and version as the file's name has them; a survey folder's v1.xlsx is named for it."""
    in_name = _VERSION_IN_NAME.match(path.stem)
    named = in_name.groupdict() if in_name and in_name["name"] else {"name": path.stem}
    if named["name"].lower() == "v":
        named["name"] = path.resolve().parent.parent.name
    return {"version": None, **named}


_READERS: dict[str, Callable[[Path], object]] = {
    ".yaml": _read_yaml,
    ".yml": _read_yaml,
    ".toml": _read_toml,
    ".xlsx": _read_flat,
    ".xlsm": _read_flat,
    ".xlsb": _read_flat,
    ".xls": _read_flat,
    ".ods": _read_flat,
    ".csv": _read_flat,
}


def _not_readable(path: Path, kind: str, line: int | None, *, twice: bool = False) -> CodebookError:
    where = Message(" in line {line}", line=line) if line else ""
    if twice:
        return CodebookError(
            "{name}: the key{where} is there twice. Remove one of them.",
            name=path.name,
            where=where,
        )
    return CodebookError(
        "{name}: not readable as {kind}{where}. Fix it in a text editor.",
        name=path.name,
        kind=kind,
        where=where,
    )
