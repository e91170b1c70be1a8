"""What vendors' files are made of in the tests: people who answer, and rows on a sheet."""

import csv
import datetime as dt
import io
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

__all__ = [
    "ANNET",
    "FORNOYD",
    "PLACES",
    "SAMARBEID",
    "SAVNER",
    "STILLING",
    "Rows",
    "Vendor",
    "answer",
    "moment",
    "people",
    "role",
    "rows_of",
    "write",
]

Rows = list[list[Any]]

SAVNER = "Hva savner dere fra direktoratet, og hvorfor? (beskriv gjerne)"
SAMARBEID = "Er det noe i samarbeidet, for eksempel med NAV, som bør bli bedre? Utdyp gjerne:"
ANNET = "Andre innspill eller kommentarer"
STILLING = "Hvilken stilling har du?"
FORNOYD = "Hvor fornøyd er du med direktoratet, alt i alt?"

_BEGINNINGS = ("Vi savner", "Det mangler", "Vi ønsker", "Kommunen trenger", "Vi har ikke fått")
_MIDDLES = ("tettere samarbeid med", "mer veiledning fra", "raskere svar fra", "møter med")
_ENDS = ("NAV", "regionkontoret", "fylket", "helsestasjonen", "voksenopplæringen", "UDI")
_MORE = ("før bosetting", "om tilskudd", "om regelverket", "gjennom året", "i små kommuner")
PLACES = ("Alta", "Bodø", "Hamar", "Larvik", "Nordre Land", "Os", "Røros", "Sel", "Vågå", "Ås")


def answer(chance: random.Random, empty: float = 0.2) -> str | None:
    if chance.random() < empty:
        return None
    if chance.random() < 0.1:
        return chance.choice(["Nei", "Vet ikke", "-", "Ingen kommentar"])
    parts = (_BEGINNINGS, _MIDDLES, _ENDS, _MORE)
    return " ".join(chance.choice(words) for words in parts) + f" ({chance.randrange(9999)} ord)."


def people(n: int = 40) -> Iterator[tuple[int, random.Random]]:
    for i in range(1, n + 1):
        yield i, random.Random(i)  # noqa: S311 # made-up answers, no secret


def moment(i: int, days: int = 0) -> dt.datetime:
    return dt.datetime(2021, 3, 1 + days, 8, i % 60)  # noqa: DTZ001 # vendors write local time


@dataclass(frozen=True)
class Vendor:
    """A file and what a person sees in it.

    Args:
        name: the manner and the ending.
        rows: the sheet's rows from the first on.
        respondent: the header of the ids; None if there are none.
        texts: the headers of the open questions.
        background: headers that must be background.
        left_out: headers that must be left out.
        wave: the header of the wave.
        encoding: of a .csv.
        delimiter: of a .csv.
        merged: ranges of the sheet that are merged, as row and two columns, from 0.
    """

    name: str
    rows: Rows
    respondent: str | None
    texts: tuple[str, ...]
    background: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    wave: str | None = None
    question: str | None = None
    encoding: str = "utf-8-sig"
    delimiter: str = ";"
    merged: tuple[tuple[int, int, int], ...] = ()


def rows_of(header: Sequence[Any], row: Callable[[int, random.Random], list[Any]]) -> Rows:
    return [list(header), *(row(i, chance) for i, chance in people())]


def role(i: int) -> str:
    return ("Skolesjef", "Kommunedirektør", "Integreringsansvarlig")[i % 3]


def write(vendor: Vendor, folder: Path) -> Path:
    """Write the file; empty cells stay empty."""
    path = folder / vendor.name
    if path.suffix == ".csv":
        lines = io.StringIO(newline="")
        width = max(map(len, vendor.rows))
        filled = [[*row, *[None] * (width - len(row))] for row in vendor.rows]
        csv.writer(lines, delimiter=vendor.delimiter).writerows(filled)
        path.write_bytes(lines.getvalue().encode(vendor.encoding))
        return path
    book = xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy hh:mm"})
    sheet = book.add_worksheet("Rådata")
    for n, row in enumerate(vendor.rows):
        sheet.write_row(n, 0, row)
    for at, first, last in vendor.merged:
        sheet.merge_range(at, first, at, last, vendor.rows[at][first])
    book.close()
    return path
