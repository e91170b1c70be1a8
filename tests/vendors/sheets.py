"""Files that people have made ready themselves, in a spreadsheet or elsewhere."""

from tests.vendors.made_up import (
    ANNET,
    FORNOYD,
    PLACES,
    SAVNER,
    STILLING,
    Rows,
    Vendor,
    answer,
    moment,
    people,
    role,
    rows_of,
)

__all__ = ["SHEETS"]


def _nynorsk() -> Vendor:
    header = ["Løpenr", "Kva er stillinga di?", "Kva saknar de frå direktoratet?", "Anna"]
    rows = rows_of(header, lambda i, c: [i, role(i), answer(c), answer(c, 0.6)])
    return Vendor(
        name="nynorsk.xlsx",
        rows=rows,
        respondent="Løpenr",
        texts=(header[2], header[3]),
        background=(header[1],),
    )


def _waves_in_one() -> Vendor:
    header = ["Svar-ID", "År", "Rolle", SAVNER]
    rows = rows_of(header, lambda i, c: [i, 2019 + i % 3, role(i), answer(c)])
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
    for i, chance in people():
        rows += [[i, q, answer(chance), role(i)] for q in questions]
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
    rows = rows_of(
        header,
        lambda i, c: [i, role(i), c.randrange(1, 6), answer(c), answer(c, 0.7), 0.5 + i % 4 / 4],
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
    rows = rows_of(
        header, lambda i, c: [i, role(i), answer(c, 0), c.choice(["nav", "nav;fylke", "region"])]
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
    rows = rows_of(
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


def _ticks() -> Vendor:
    ticks = [f"Hva bruker du? - {what}" for what in ("Nettside", "Kurs", "Telefon")]
    header = ["Svar-ID", "Kommunenr", *ticks, "Hva bruker du? - Annet, spesifiser", SAVNER]
    rows = rows_of(
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
    rows = rows_of(
        header,
        lambda i, c: [i, f"{PLACES[i % 5]} skole", 5 + i % 3, answer(c, 0.1), answer(c, 0.1)],
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
    rows = rows_of(
        header,
        lambda i, c: [
            *(i, moment(i), ("Oslo", "Bergen")[i % 2], answer(c), answer(c, 0.6)),
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


SHEETS = (
    _nynorsk(),
    _waves_in_one(),
    _long(),
    _numbered(),
    _coded_before(),
    _tabs(),
    _ticks(),
    _pupils(),
    _english(),
)
