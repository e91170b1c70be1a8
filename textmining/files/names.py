"""Names of columns: as they are meant, as they are compared, as messages may show them."""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from textmining.errors import ColumnError, Joined, Message

_WORD = re.compile(r"[^\W\d][\w.-]{0,29}")
_MANY = 30  # names in one message
_NEAR = 0.7  # likeness (difflib's ratio) of a slip of the pen; the names are only suggested


def clean_name(name: str) -> str:
    r"""Return a name without the signs nobody sees: byte order marks, zero-width and bidi signs.

    Line ends and other control characters are spaces: a name is one line wherever it stands.

    >>> clean_name("\ufeff\ufeffrespondent\u200b ")
    'respondent'
    """
    seen = (" " if unicodedata.category(c) == "Cc" else c for c in name)
    return "".join(c for c in seen if unicodedata.category(c) != "Cf").strip()


def name_key(name: str) -> str:
    """Return what two ways to write one name have in common: letters, whatever their case.

    >>> name_key("Respondent  ID") == name_key("respondent id")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", clean_name(name)).casefold().split())


def column_names(path: Path, row: int, header: Iterable[object]) -> list[str]:
    """Return the names in the header, which is row `row`; a column without one is "".

    Raises:
        ColumnError: no column has a name, or a name is there twice.
    """
    names = names_in(path, row, header)
    refuse_twice(path, names, {name for name, n in Counter(names).items() if name and n > 1})
    return names


def names_in(path: Path, row: int, header: Iterable[object]) -> list[str]:
    """Return the names in the header as `column_names` does, also those that are there twice.

    Raises:
        ColumnError: no column has a name.
    """
    names = ["" if cell is None else clean_name(str(cell)) for cell in header]
    if not any(names):
        raise ColumnError(
            "{path}: the header in row {row} is empty. Give every column a name.",
            path=path,
            row=row,
        )
    return names


def refuse_twice(path: Path, names: Sequence[str], twice: Collection[str]) -> None:
    """Raise ColumnError that says which of the names are there twice, if any is."""
    shown = [shown_name(name, names.index(name)) for name in dict.fromkeys(names) if name in twice]
    if shown:
        raise ColumnError(
            "{path}: the column {twice} is there twice. Give every column its own name.",
            path=path,
            twice=Joined(shown[:_MANY]),
        )


def numbered(names: Sequence[str]) -> list[str]:
    """Return names of which none is there twice: a later one has its number behind it.

    >>> numbered(["id", "Kommentar", "Kommentar", "", "", "Kommentar (2)"])
    ['id', 'Kommentar', 'Kommentar (3)', '', '', 'Kommentar (2)']
    """
    taken, seen = {*names}, set[str]()
    later = {name: _numbers(name) for name in taken}
    found: list[str] = []
    for name in names:
        is_later = name and name in seen
        found.append(next(n for n in later[name] if n not in taken) if is_later else name)
        seen.add(name)
    return found


def _numbers(name: str) -> Iterator[str]:
    return (f"{name} ({n})" for n in itertools.count(2))


def shown_name(name: str, position: int) -> str:
    """Return a column's name if it is one short word, else its place, counted from 1.

    A file without a header has an answer's text where a name should be, and no message quotes it.

    >>> shown_name("alder", 2), shown_name("gir oss ikke tolk", 3)
    ('alder', 'column 4')
    """
    return name if _WORD.fullmatch(name) else Message("column {n}", n=position + 1)


def shown_names(names: Iterable[str]) -> str:
    """Return a file's columns as a message lists them."""
    shown = [shown_name(name, position) for position, name in enumerate(names)]
    rest = len(shown) - _MANY
    return Joined([*shown[:_MANY], f"… (+{rest})"] if rest > 0 else shown)


def nearest_names(name: str, names: Iterable[str]) -> str:
    """Return the end of a sentence that says a name is not there: what it may be, or what is there.

    >>> nearest_names("rolle", ["id", "Rolle", "kommune"]), nearest_names("x", ["id", "Rolle"])
    ('did you mean Rolle?', 'found id, Rolle.')
    """
    names = list(names)
    keys: dict[str, int] = {}
    for position, known in enumerate(names):
        keys.setdefault(name_key(known), position)
    near = get_close_matches(name_key(name), keys, n=3, cutoff=_NEAR)
    if not near:
        return Message("found {names}.", names=shown_names(names))
    meant = [shown_name(names[keys[key]], keys[key]) for key in near]
    return Message("did you mean {names}?", names=" / ".join(meant))
