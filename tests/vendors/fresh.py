"""Files of other programs and other wording, made without a look at the rules of the proposal."""

from tests.vendors.made_up import PLACES, Rows, Vendor, answer, moment, people, role, rows_of

__all__ = ["FRESH"]

_LIKERT = ("Helt uenig", "Litt uenig", "Verken eller", "Litt enig", "Helt enig")
_FIRST_NAMES = ("Kari", "Ola", "Nils", "Åse", "Gro", "Per", "Liv", "Jon")
_LAST_NAMES = ("Testesen", "Prøvestad", "Oppdiktet", "Eksempelmo", "Påfunn")


def _teams() -> Vendor:
    header = ["Column1", "Id", "Starttidspunkt", "Fullføringstidspunkt", "E-postadresse", "Navn"]
    header += [
        "Hvor lenge har du jobbet her?",
        "Hva bør vi gjøre mer av, og hva bør vi slutte med?",
    ]
    header += ["Column2"]
    years = ("Under ett år", "1-5 år", "Mer enn 5 år")
    rows = rows_of(
        header,
        lambda i, c: [
            *(i, i, moment(i), moment(i), "anonymous", None, years[i % 3], answer(c, 0.1), None)
        ],
    )
    return Vendor(
        name="teams.xlsx",
        rows=rows,
        respondent="Id",
        texts=(header[7],),
        background=(header[6],),
        left_out=("Starttidspunkt", "Fullføringstidspunkt", "E-postadresse", "Navn", "Column2"),
    )


def _label_row() -> Vendor:
    header = ["respondent", "s_1", "s_2", "s_5", "s_6", "stato_4", "modified"]
    labels = ["Respondentnøkkel", "Hvilket fylke jobber du i?", "Antall ansatte"]
    labels += ["Hva fungerer godt i dag, og hvorfor?", "Er det noe du vil legge til?"]
    labels += ["Gennemført", "Ændret"]
    people_ = rows_of(
        header,
        lambda i, c: [
            *(88000 + 13 * i, ("Nordland", "Agder", "Vestland")[i % 3], c.randrange(1, 5)),
            *(answer(c), answer(c, 0.7), i % 2, "2021-05-03"),
        ],
    )
    return Vendor(
        name="variabler-og-etiketter.csv",
        rows=[people_[0], labels, *people_[1:]],
        respondent="respondent",
        texts=("s_5", "s_6"),
        background=("s_1", "s_2"),
        left_out=("modified",),
        encoding="cp1252",
    )


def _nettskjema() -> Vendor:
    header = ["$submission_id", "$created", "Alder", "Hvilket fakultet hører du til?"]
    header += ["Hva var bra med emnet?", "Hva kunne vært bedre, sett fra ditt ståsted?"]
    header += ["$answer_time_ms"]
    faculties = ("HF", "SV", "MN", "UV")
    rows = rows_of(
        header,
        lambda i, c: [
            *(20211000 + 7 * i, f"2021-05-0{i % 9 + 1}T10:11:12+02:00"),
            *(("20-24", "25-29", "30+")[i % 3], faculties[i % 4], answer(c), answer(c, 0.4)),
            c.randrange(30_000, 900_000),
        ],
    )
    return Vendor(
        name="nettskjema.csv",
        rows=rows,
        respondent="$submission_id",
        texts=(header[4], header[5]),
        background=("Alder", header[3]),
        left_out=("$created", "$answer_time_ms"),
    )


def _utf16_nynorsk() -> Vendor:
    header = ["Deltakarnr", "Kjønn", "Aldersgruppe", "Når sende du inn?"]
    header += ["Kva meiner du, alt i alt, at kommunen bør gjere annleis?", "Noko meir du vil seie?"]
    rows = rows_of(
        header,
        lambda i, c: [
            *(i, ("Kvinne", "Mann")[i % 2], ("18-39", "40-66", "67+")[i % 3], "3.5.2021 kl. 10.15"),
            *(answer(c), answer(c, 0.7)),
        ],
    )
    return Vendor(
        name="nynorsk-utf16.csv",
        rows=rows,
        respondent="Deltakarnr",
        texts=(header[4], header[5]),
        background=("Kjønn", "Aldersgruppe"),
        left_out=(header[3],),
        encoding="utf-16",
        delimiter="\t",
    )


def _matrix() -> Vendor:
    stem = "Hvor enig er du i følgende, tenk på det siste året:"
    items = [f"{stem} - {what}" for what in ("Lederen lytter", "Jeg får tid", "Jeg lærer")]
    header = ["Svarnr.", *items, f"{stem} - Kommentar", "Avdeling", "Til slutt: noe du vil si?"]
    rows = rows_of(
        header,
        lambda i, c: [
            *(i, *(c.choice(_LIKERT) for _ in items), answer(c, 0.8), f"Avd. {i % 4 + 1}"),
            answer(c, 0.3),
        ],
    )
    return Vendor(
        name="matrise.xlsx",
        rows=rows,
        respondent="Svarnr.",
        texts=(header[4], header[6]),
        background=(*items, "Avdeling"),
    )


def _several_choices() -> Vendor:
    header = ["Tidsmerke", "Hvilke kanaler bruker du? (kryss av for alle som passer)"]
    header += ["Hvor bor du?", "Hva savner du på nettsidene våre?"]
    channels = ("Nettsiden til kommunen", "Chat", "Telefon til servicetorget", "E-post", "Oppmøte")
    rows = rows_of(
        header,
        lambda i, c: [
            f"2021/05/03 {i % 12 + 1}:15:22 PM GMT+2",
            ", ".join(c.sample(channels, c.randrange(1, 5))),
            *(c.choice(PLACES), answer(c, 0.1)),
        ],
    )
    return Vendor(
        name="flere-valg.csv",
        rows=rows,
        respondent=None,
        texts=(header[3],),
        background=("Hvor bor du?",),
        left_out=("Tidsmerke",),
        delimiter=",",
        encoding="utf-8",
    )


def _long_questions() -> Vendor:
    begin = "Tenk på det siste året, både i møter, på telefon og i skriftlig kontakt med oss. "
    header = ["Intervju nr.", "Svartidspunkt", "Svarstatus", "Svartid (min.)", "Stillingsnivå"]
    header += [f"{begin}Hva har fungert godt?", f"{begin}Hva har fungert dårlig, og hvorfor?"]
    header += [f"{begin}Nevn tre ord som beskriver oss."]
    words = ("raske", "hyggelige", "trege", "fjerne", "kloke", "greie", "uklare", "vennlige")
    rows = rows_of(
        header,
        lambda i, c: [
            *(i, "03.05.2021 10:15", "Fullført", c.randrange(2, 30), ("Leder", "Ansatt")[i % 2]),
            *(answer(c), answer(c), ", ".join(c.sample(words, 3))),
        ],
    )
    return Vendor(
        name="lange-spørsmål.xlsx",
        rows=rows,
        respondent="Intervju nr.",
        texts=tuple(header[5:]),
        background=("Stillingsnivå",),
        left_out=("Svartidspunkt", "Svarstatus"),
    )


def _typeform() -> Vendor:
    header = [
        "#",
        "Hva er rollen din?",
        "Hva er du mest fornøyd med?",
        "Noe vi burde gjort annerledes?",
    ]
    header += ["Response Type", "Start Date (UTC)"]
    header += ["Stage Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags"]
    rows = rows_of(
        header,
        lambda i, c: [
            *(f"{i:04x}q8z{i:03d}kpl2m", role(i), answer(c, 0.1), answer(c, 0.5), "completed"),
            *("2021-05-03 10:15:22", None, "2021-05-03 10:19:02", f"{i * 7919:010x}", None),
        ],
    )
    return Vendor(
        name="typeform.csv",
        rows=rows,
        respondent="#",
        texts=(header[2], header[3]),
        background=(header[1],),
        left_out=tuple(header[4:]),
        delimiter=",",
        encoding="utf-8",
    )


def _surveymonkey() -> Vendor:
    header = ["Respondent ID", "Collector ID", "Date Created", "Date Modified", "IP Address"]
    header += ["Email Address", "First Name", "Last Name", "Custom Data 1", "Hvilket yrke har du?"]
    header += ["Hva skal til for at du blir i jobben?", "Andre kommentarer?"]
    second = [None] * 9 + ["Response", "Open-Ended Response", "Open-Ended Response"]
    jobs = ("Sykepleier", "Helsefagarbeider", "Vernepleier")
    people_ = rows_of(
        header,
        lambda i, c: [
            *(114_000_000_000 + i, 42_000_001, "05/03/2021 10:15:22 AM", "05/03/2021 10:19:22 AM"),
            *(f"10.0.1.{i}", None, None, None, None, jobs[i % 3], answer(c), answer(c, 0.6)),
        ],
    )
    return Vendor(
        name="surveymonkey.csv",
        rows=[people_[0], second, *people_[1:]],
        respondent="Respondent ID",
        texts=(header[10], header[11]),
        background=(header[9],),
        left_out=("Collector ID", "Date Created", "Date Modified", "IP Address"),
        delimiter=",",
    )


def _short_names() -> Vendor:
    header = ["ID", "kjonn", "alderkat", "utd", "v12_apent", "v13_apent", "vekt"]
    rows = rows_of(
        header,
        lambda i, c: [
            *(i, i % 2 + 1, i % 5 + 1, i % 4 + 1, answer(c), answer(c, 0.6)),
            f"{0.5 + i / 40:.3f}".replace(".", ","),
        ],
    )
    return Vendor(
        name="korte-navn.csv",
        rows=rows,
        respondent="ID",
        texts=("v12_apent", "v13_apent"),
        background=("kjonn", "alderkat", "utd"),
        encoding="cp1252",
    )


def _long_nynorsk() -> Vendor:
    header = ["Informant-ID", "Skule", "Spørsmålstekst", "Svartekst"]
    questions = ("Kva er best med skulen, synest du?", "Kva ville du ha endra?")
    rows: Rows = [[*header]]
    for i, chance in people():
        rows += [[i, f"{PLACES[i % 5]} skule", q, answer(chance, 0.1)] for q in questions]
    return Vendor(
        name="langt-nynorsk.xlsx",
        rows=rows,
        respondent="Informant-ID",
        texts=("Svartekst",),
        background=("Skule",),
        question="Spørsmålstekst",
    )


def _mostly_empty() -> Vendor:
    header = ["Ansattnr", "Enhet", "Spm 4: Trivsel", "Kommentar til spm 4", "Spm 5: Leder"]
    header += ["Kommentar til spm 5"]
    rows = rows_of(
        header,
        lambda i, c: [
            *(4000 + i, f"Enhet {i % 6}", c.randrange(1, 7), answer(c, 0.9), c.randrange(1, 7)),
            answer(c, 0.95),
        ],
    )
    return Vendor(
        name="mest-tomt.xlsx",
        rows=rows,
        respondent="Ansattnr",
        texts=(header[3], header[5]),
        background=("Enhet", header[2], header[4]),
    )


def _answered_by() -> Vendor:
    header = ["Kommunenummer", "Kommune", "Besvart av", "Tittel", "Hva er den største utfordringen"]
    header += ["Hvilken hjelp trenger dere?"]
    rows = rows_of(
        header,
        lambda i, c: [
            *(f"{1100 + i:04d}", f"{PLACES[i % 10]} {i}"),
            f"{_FIRST_NAMES[i % 8]} {_LAST_NAMES[i % 5]} {'ABCDE'[i % 5]}",
            *(role(i), answer(c, 0.1), answer(c, 0.2)),
        ],
    )
    return Vendor(
        name="besvart-av.xlsx",
        rows=rows,
        respondent="Kommunenummer",
        texts=(header[4], header[5]),
        background=("Tittel", "Kommune"),
        left_out=("Besvart av",),
    )


def _one_word_answers() -> Vendor:
    header = ["Svar-id", "Beskriv NAV med ett ord", "Begrunn gjerne", "Har du vært i kontakt?"]
    words = ("tregt", "greit", "nyttig", "byråkrati", "hjelp", "kaos", "trygghet", "skjema", "kø")
    rows = rows_of(
        header,
        lambda i, c: [i, c.choice(words), answer(c, 0.5), ("Ja", "Nei", "Vet ikke")[i % 3]],
    )
    return Vendor(
        name="ett-ord.xlsx",
        rows=rows,
        respondent="Svar-id",
        texts=("Begrunn gjerne",),
        background=("Har du vært i kontakt?",),
    )


def _long_english() -> Vendor:
    rows: Rows = [["participant_id", "condition", "item", "response"]]
    items = ("like", "dislike", "change", "other")
    for i, chance in people():
        rows += [[f"P{i:03d}", ("A", "B")[i % 2], item, answer(chance, 0.1)] for item in items]
    return Vendor(
        name="long-english.csv",
        rows=rows,
        respondent="participant_id",
        texts=("response",),
        background=("condition",),
        question="item",
        delimiter=",",
    )


FRESH = (
    *(_teams(), _label_row(), _nettskjema(), _utf16_nynorsk(), _matrix(), _several_choices()),
    *(_long_questions(), _typeform(), _surveymonkey(), _short_names(), _long_nynorsk()),
    *(_mostly_empty(), _answered_by(), _one_word_answers()),
    _long_english(),
)
