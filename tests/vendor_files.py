"""Files as survey programs deliver them, in Norwegian; every answer is made up."""

import csv
import datetime as dt
import io
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

__all__ = ["VENDORS", "Vendor", "write"]

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
_PLACES = ("Alta", "Bodø", "Hamar", "Larvik", "Nordre Land", "Os", "Røros", "Sel", "Vågå", "Ås")


def answer(chance: random.Random, empty: float = 0.2) -> str | None:
    if chance.random() < empty:
        return None
    if chance.random() < 0.1:
        return chance.choice(["Nei", "Vet ikke", "-", "Ingen kommentar"])
    parts = (_BEGINNINGS, _MIDDLES, _ENDS, _MORE)
    return " ".join(chance.choice(words) for words in parts) + f" ({chance.randrange(9999)} ord)."


def _people(n: int = 40) -> Iterator[tuple[int, random.Random]]:
    for i in range(1, n + 1):
        yield i, random.Random(i)  # noqa: S311 # made-up answers, no secret


def _moment(i: int, days: int = 0) -> dt.datetime:
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


def _rows(header: Sequence[Any], row: Callable[[int, random.Random], list[Any]]) -> Rows:
    return [list(header), *(row(i, chance) for i, chance in _people())]


def _role(i: int) -> str:
    return ("Skolesjef", "Kommunedirektør", "Integreringsansvarlig")[i % 3]


def _questback() -> Vendor:
    header = ["Respondent-ID", "Status", "Opprettet", "Fullført", STILLING, FORNOYD, SAVNER, ANNET]
    rows = _rows(
        header,
        lambda i, c: [
            *(71000 + i, "Fullført", _moment(i), _moment(i, 2), _role(i), c.randrange(1, 6)),
            *(answer(c), answer(c, 0.6)),
        ],
    )
    return Vendor(
        name="questback.xlsx",
        rows=rows,
        respondent="Respondent-ID",
        texts=(SAVNER, ANNET),
        background=(STILLING, FORNOYD),
        left_out=("Status", "Opprettet", "Fullført"),
    )


def _questback_titled() -> Vendor:
    plain = _questback()
    titles: Rows = [["Kommuneundersøkelsen 2021"], ["Eksportert 1.4.2021", None, "40 svar"]]
    rows = [[*row[:4], None, *row[4:]] for row in plain.rows]
    return Vendor(
        name="questback-titler.xlsx",
        rows=[*titles, *rows],
        respondent=plain.respondent,
        texts=plain.texts,
        background=plain.background,
        left_out=plain.left_out,
        merged=((0, 0, 5),),
    )


def _surveyxact() -> Vendor:
    header = [
        "respondent",
        "organisation",
        "email",
        "s_1",
        "s_2",
        "s_3",
        "statoverall_4",
        "created",
    ]
    rows = _rows(
        header,
        lambda i, c: [
            *(
                5000 + i,
                c.choice(_PLACES),
                f"p{i}@kommune.no",
                i % 3 + 1,
                answer(c),
                answer(c, 0.5),
            ),
            *(4, "01-03-2021 08:12"),
        ],
    )
    return Vendor(
        name="surveyxact.csv",
        rows=rows,
        respondent="respondent",
        texts=("s_2", "s_3"),
        background=("s_1",),
        left_out=("email", "created"),
    )


def _surveyxact_labels() -> Vendor:
    header = ["Svarnummer", "Kommune", "E-post", STILLING, SAVNER, SAMARBEID, "Samlet status"]
    rows = _rows(
        header,
        lambda i, c: [
            *(i, _PLACES[i % 10], f"p{i}@k.no", _role(i), answer(c), answer(c, 0.4), "Gjennomført")
        ],
    )
    return Vendor(
        name="surveyxact-etiketter.csv",
        rows=rows,
        respondent="Svarnummer",
        texts=(SAVNER, SAMARBEID),
        background=("Kommune", STILLING),
        left_out=("E-post", "Samlet status"),
        encoding="cp1252",
    )


def _forsta() -> Vendor:
    header = ["responseid", "respid", "status", "interview_start", "interview_end", "q1", "q2"]
    header += ["q3_open", "q4_open", "q5_other"]
    rows = _rows(
        header,
        lambda i, c: [
            *(i, 900 + i, "complete", "2021-03-01 09:00:00", "2021-03-01 09:10:00", i % 3, i % 2),
            *(answer(c), answer(c), answer(c, 0.7)),
        ],
    )
    return Vendor(
        name="forsta.csv",
        rows=rows,
        respondent="responseid",
        texts=("q3_open", "q4_open", "q5_other"),
        background=("q1", "q2"),
        left_out=("status", "interview_start", "interview_end"),
        delimiter=",",
    )


def _limesurvey() -> Vendor:
    header = ["id. Svar-ID", "submitdate. Dato fullført", "lastpage. Siste side"]
    header += ["startlanguage. Startspråk", "seed. Tilfeldig frø", f"G01Q01. {STILLING}"]
    header += [f"G01Q02. {SAVNER}", f"G02Q03. {ANNET}"]
    rows = _rows(
        header,
        lambda i, c: [
            *(i, "2021-03-01 08:10:11", 3, "nb", 1000 + 7 * i, _role(i), answer(c), answer(c, 0.5))
        ],
    )
    return Vendor(
        name="limesurvey.csv",
        rows=rows,
        respondent=header[0],
        texts=(header[6], header[7]),
        background=(header[5],),
        left_out=(header[1], header[2], header[3], header[4]),
        delimiter=",",
    )


def _limesurvey_codes() -> Vendor:
    header = ["id", "submitdate", "lastpage", "startlanguage", "seed", "token", "rolle", "savner"]
    rows = _rows(
        header,
        lambda i, c: [
            *(i, "2021-03-01 08:10:11", 3, "nb", 77 * i, f"a{i:05x}q", _role(i), answer(c, 0))
        ],
    )
    return Vendor(
        name="limesurvey-koder.xlsx",
        rows=rows,
        respondent="token",
        texts=("savner",),
        background=("rolle",),
        left_out=("submitdate", "lastpage", "startlanguage"),
    )


def _qualtrics() -> Vendor:
    header = ["StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)"]
    header += ["Finished", "RecordedDate", "ResponseId", "Q1", "Q2", "Q3"]
    texts = ["Startdato", "Sluttdato", "Svartype", "IP-adresse", "Fremdrift", "Varighet (sekunder)"]
    texts += ["Fullført", "Registrert dato", "Svar-ID", STILLING, SAVNER, ANNET]
    imports = [f'{{"ImportId":"{name}"}}' for name in header]
    people = _rows(
        header,
        lambda i, c: [
            *("2021-03-01 08:00:00", "2021-03-01 08:09:00", "IP Address", f"10.0.0.{i}", 100, 300),
            *("True", "2021-03-01 08:09:01", f"R_{i:04d}x", _role(i), answer(c), answer(c, 0.5)),
        ],
    )
    rows = [header, texts, imports, *people[1:]]
    return Vendor(
        name="qualtrics.csv",
        rows=rows,
        respondent="ResponseId",
        texts=("Q2", "Q3"),
        background=("Q1",),
        left_out=("StartDate", "EndDate", "IPAddress", "Progress", "RecordedDate"),
        delimiter=",",
        encoding="utf-8",
    )


def _forms() -> Vendor:
    header = ["ID", "Starttidspunkt", "Fullføringstidspunkt", "E-post", "Navn", STILLING, SAVNER]
    header += [SAMARBEID]
    rows = _rows(
        header,
        lambda i, c: [
            *(i, _moment(i), _moment(i), "anonymous", None, _role(i), answer(c), answer(c, 0.4))
        ],
    )
    return Vendor(
        name="microsoft-forms.xlsx",
        rows=rows,
        respondent="ID",
        texts=(SAVNER, SAMARBEID),
        background=(STILLING,),
        left_out=("Starttidspunkt", "Fullføringstidspunkt", "E-post", "Navn"),
    )


def _google() -> Vendor:
    header = ["Tidsmerke", "E-postadresse", "Hvilken kommune svarer du for?", STILLING, SAVNER]
    rows = _rows(
        header,
        lambda i, c: [
            *("2021/03/01 8.15.22 a.m. CET", f"p{i}@k.no", c.choice(_PLACES), _role(i), answer(c))
        ],
    )
    return Vendor(
        name="google-forms.csv",
        rows=rows,
        respondent=None,
        texts=(SAVNER,),
        background=(header[2], STILLING),
        left_out=("Tidsmerke", "E-postadresse"),
        delimiter=",",
        encoding="utf-8",
    )


def _nynorsk() -> Vendor:
    header = ["Løpenr", "Kva er stillinga di?", "Kva saknar de frå direktoratet?", "Anna"]
    rows = _rows(header, lambda i, c: [i, _role(i), answer(c), answer(c, 0.6)])
    return Vendor(
        name="nynorsk.xlsx",
        rows=rows,
        respondent="Løpenr",
        texts=(header[2], header[3]),
        background=(header[1],),
    )


def _waves_in_one() -> Vendor:
    header = ["Svar-ID", "År", "Rolle", SAVNER]
    rows = _rows(header, lambda i, c: [i, 2019 + i % 3, _role(i), answer(c)])
    return Vendor(
        name="flere-ar.xlsx",
        rows=rows,
        respondent="Svar-ID",
        texts=(SAVNER,),
        background=("Rolle",),
        wave="År",
    )


def _long() -> Vendor:
    header = ["RespondentID", "Spørsmål", "Svar", "Rolle"]
    questions = ("savner", "samarbeid", "annet")
    rows: Rows = [[*header]]
    for i, chance in _people():
        rows += [[i, q, answer(chance), _role(i)] for q in questions]
    return Vendor(
        name="lang.csv",
        rows=rows,
        respondent=header[0],
        texts=("Svar",),
        background=("Rolle",),
        question="Spørsmål",
    )


def _numbered() -> Vendor:
    header = ["Nr.", f"1. {STILLING}", f"2. {FORNOYD}", f"14. {SAVNER}", f"15. {ANNET}", "Vekt"]
    rows = _rows(
        header,
        lambda i, c: [i, _role(i), c.randrange(1, 6), answer(c), answer(c, 0.7), 0.5 + i % 4 / 4],
    )
    return Vendor(
        name="nummerert.xlsx",
        rows=rows,
        respondent="Nr.",
        texts=(header[3], header[4]),
        background=(header[1], header[2]),
    )


def _coded_before() -> Vendor:
    header = ["id", "rolle", "svar", "themes"]
    rows = _rows(
        header, lambda i, c: [i, _role(i), answer(c, 0), c.choice(["nav", "nav;fylke", "region"])]
    )
    return Vendor(
        name="kodet.xlsx",
        rows=rows,
        respondent="id",
        texts=("svar",),
        background=("rolle",),
    )


def _tabs() -> Vendor:
    header = ["Respondent ID", "Landsdel", "Partnerkommune", SAVNER]
    rows = _rows(
        header, lambda i, c: [i, ("Nord", "Sør", "Vest")[i % 3], ("ja", "nei")[i % 2], answer(c)]
    )
    return Vendor(
        name="tabulator.csv",
        rows=rows,
        respondent="Respondent ID",
        texts=(SAVNER,),
        background=("Landsdel", "Partnerkommune"),
        encoding="utf-16",
        delimiter="\t",
    )


def _small() -> Vendor:
    plain = _forms()
    return Vendor(
        name="liten.xlsx",
        rows=plain.rows[:9],
        respondent="ID",
        texts=plain.texts,
        background=(),
        left_out=plain.left_out,
    )


def _ticks() -> Vendor:
    ticks = [f"Hva bruker du? - {what}" for what in ("Nettside", "Kurs", "Telefon")]
    header = ["Svar-ID", "Kommunenr", *ticks, "Hva bruker du? - Annet, spesifiser", SAVNER]
    rows = _rows(
        header,
        lambda i, c: [
            *(i, f"{301 + 7 * (i % 12):04d}", *(c.choice([0, 1]) for _ in ticks)),
            *(answer(c, 0.85), answer(c)),
        ],
    )
    return Vendor(
        name="avkryssing.csv",
        rows=rows,
        respondent="Svar-ID",
        texts=(header[5], SAVNER),
        background=tuple(ticks),
    )


def _pupils() -> Vendor:
    header = ["Informantnr", "Skole", "Trinn", "Hva liker du best på skolen?", "Hva kan bli bedre?"]
    rows = _rows(
        header,
        lambda i, c: [i, f"{_PLACES[i % 5]} skole", 5 + i % 3, answer(c, 0.1), answer(c, 0.1)],
    )
    return Vendor(
        name="elever.xlsx",
        rows=rows,
        respondent="Informantnr",
        texts=tuple(header[3:]),
        background=("Skole", "Trinn"),
    )


def _english() -> Vendor:
    header = ["Response ID", "Start time", "Department", "What do you miss most?", "Other comments"]
    rows = _rows(
        header,
        lambda i, c: [
            *(i, _moment(i), ("Oslo", "Bergen")[i % 2], answer(c), answer(c, 0.6)),
        ],
    )
    return Vendor(
        name="english.xlsx",
        rows=rows,
        respondent="Response ID",
        texts=tuple(header[3:]),
        background=("Department",),
        left_out=("Start time",),
    )


VENDORS = (
    *(_questback(), _questback_titled(), _surveyxact(), _surveyxact_labels(), _forsta()),
    *(_limesurvey(), _limesurvey_codes(), _qualtrics(), _forms(), _google(), _nynorsk()),
    *(_waves_in_one(), _long(), _numbered(), _coded_before(), _tabs(), _small(), _ticks()),
    *(_pupils(), _english()),
)


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
